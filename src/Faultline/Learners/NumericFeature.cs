namespace Faultline;

/// <summary>A feature of numbers.</summary>
/// <param name="name">What the column is called in messages.</param>
/// <param name="values">One value a row, not copied; NaN is missing, ±∞ stands beyond every finite value.</param>
public sealed class NumericFeature(string name, ReadOnlyMemory<double> values) : FeatureColumn(name, values.Length)
{
    /// <summary>One value a row; NaN where missing.</summary>
    public ReadOnlySpan<double> Values => values.Span;

    /// <summary>Its place among axes of which the first say most, or −1 where it is no such axis.</summary>
    internal int Axis { get; init; } = -1;

    /// <inheritdoc/>
    public override FeatureColumn Take(ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<double> all = values.Span;
        double[] taken = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            taken[i] = all[rows[i]];
        }

        return new NumericFeature(Name, taken) { Axis = Axis };
    }
}
