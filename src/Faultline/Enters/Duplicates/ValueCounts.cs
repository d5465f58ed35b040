using System.Numerics;

namespace Faultline;

/// <summary>How often values occur, by hashed buckets: four or more a row, so that a rare value seldom shares one; a count is never too low.</summary>
sealed class ValueCounts
{
    readonly int[] _counts;
    readonly int _shift;

    /// <param name="rows">Number of values that will be added.</param>
    public ValueCounts(int rows)
    {
        int bits = Math.Clamp(BitOperations.Log2((uint)Math.Max(rows, 1)) + 3, 8, 28);
        _counts = new int[1 << bits];
        _shift = 64 - bits;
    }

    /// <summary>Times that a value with this key was added.</summary>
    public int this[ulong key] => _counts[key >> _shift];

    public void Add(ulong key) => _counts[key >> _shift]++;
}
