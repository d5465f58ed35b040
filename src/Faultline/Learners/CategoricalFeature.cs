namespace Faultline;

/// <summary>A feature of categories without order.</summary>
public sealed class CategoricalFeature : FeatureColumn
{
    readonly ReadOnlyMemory<int> _codes;

    /// <summary>Wraps codes.</summary>
    /// <param name="name">What the column is called in messages.</param>
    /// <param name="codes">One code a row, 0 … <paramref name="levels"/> − 1, or −1 where missing; not copied.</param>
    /// <param name="levels">Number of levels, at least 0; a level need not occur.</param>
    /// <exception cref="ArgumentException">A code lies outside −1 … <paramref name="levels"/> − 1.</exception>
    public CategoricalFeature(string name, ReadOnlyMemory<int> codes, int levels)
        : base(name, codes.Length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(levels);
        ReadOnlySpan<int> all = codes.Span;
        for (int row = 0; row < all.Length; row++)
        {
            if (all[row] < -1 || all[row] >= levels)
            {
                throw new ArgumentException($"Feature '{name}' has code {all[row]} in row {row}; codes are 0 to {levels - 1}, or -1 where missing.", nameof(codes));
            }
        }

        _codes = codes;
        Levels = levels;
    }

    /// <summary>One code a row; −1 where missing.</summary>
    public ReadOnlySpan<int> Codes => _codes.Span;

    /// <summary>Number of levels.</summary>
    public int Levels { get; }

    /// <inheritdoc/>
    public override FeatureColumn Take(ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<int> all = _codes.Span;
        int[] taken = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            taken[i] = all[rows[i]];
        }

        return new CategoricalFeature(Name, taken, Levels);
    }
}
