namespace Faultline;

/// <summary>
/// A sum of numbers below 64 in size, counted in whole units of 2⁻⁵⁶: neither the order of the numbers nor how they were split into parts changes a bit. A number from
/// 1/16 on is taken as it is, a smaller one to within a unit.
/// </summary>
struct ExactSum
{
    const double UnitsPerOne = 1L << 56;

    ulong _low;
    long _high;

    /// <summary>The sum, rounded once.</summary>
    public readonly double Value => (double)new Int128((ulong)_high, _low) / UnitsPerOne;

    /// <summary>Adds a number.</summary>
    /// <param name="value">Between −64 and 64, neither included.</param>
    public void Add(double value)
    {
        long units = (long)(value * UnitsPerOne);
        ulong low = _low + (ulong)units;
        _high += (units >> 63) + (low < _low ? 1 : 0);
        _low = low;
    }

    /// <summary>Adds the sum of other numbers.</summary>
    public void Merge(ExactSum other)
    {
        ulong low = _low + other._low;
        _high += other._high + (low < _low ? 1 : 0);
        _low = low;
    }

    /// <summary>Writes the units.</summary>
    public readonly void Save(BinaryWriter to)
    {
        to.Write(_low);
        to.Write(_high);
    }

    /// <summary>The sum that was written.</summary>
    public static ExactSum Load(BinaryReader from) => new() { _low = from.ReadUInt64(), _high = from.ReadInt64() };
}
