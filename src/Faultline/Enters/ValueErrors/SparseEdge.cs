using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>
/// Finds the end of a feature where predictions fail: models learned from few rows far out say too little there, and what does not fit is the model. Wrong values fall on any row;
/// where those that do not fit crowd at an end of a feature they are no wrong values.
/// </summary>
static class SparseEdge
{
    // How much of the rows an end is, and the least share of those that do not fit that makes a crowd there.
    static readonly (double Outermost, double Crowded)[] s_ends = [(0.02, 0.3), (0.05, 0.45), (0.1, 0.6)];

    const double Level = 1e-4;
    const int Fewest = 3;

    /// <summary>The feature at whose end rows crowd, and all rows of that end; null where they crowd at none.</summary>
    /// <param name="rows">Rows that do not fit.</param>
    /// <param name="label">The column that they do not fit in.</param>
    /// <param name="context">The table.</param>
    public static (string Feature, HashSet<int> Rows)? Of(IReadOnlyCollection<int> rows, Column label, CheckContext context)
    {
        if (rows.Count < Fewest)
        {
            return null;
        }

        NumberColumn[] features = [.. context.Roles.Features.Select(name => context.Data[name]).OfType<NumberColumn>().Where(column => column.Name != label.Name)];
        (double Chance, string Feature, Func<double, bool> IsOut, NumberColumn Column)? best = null;
        foreach (NumberColumn feature in features)
        {
            double[] sorted = SortedValues.Of(feature);
            if (sorted.Length == 0)
            {
                continue;
            }

            foreach (var (outermost, crowded) in s_ends)
            {
                foreach (bool isUpper in new[] { false, true })
                {
                    double limit = Quantiles.OfSorted(sorted, isUpper ? 1 - outermost : outermost);
                    bool IsOut(double value) => isUpper ? value > limit : value < limit;
                    double share = (isUpper ? sorted.Length - SortedValues.UpTo(sorted, limit) : SortedValues.Below(sorted, limit)) / (double)sorted.Length;
                    int crowd = rows.Count(row => IsOut(feature.Values[row]));
                    double chance = crowd < Fewest || crowd < crowded * rows.Count ? 1 : (1 - Binomial.CDF(share, rows.Count, crowd - 1)) * 2 * s_ends.Length * features.Length;
                    if (chance <= Level && (best is null || chance < best.Value.Chance))
                    {
                        best = (chance, feature.Name, IsOut, feature);
                    }
                }
            }
        }

        return best is not { } found ? null : (found.Feature, [.. Enumerable.Range(0, found.Column.RowCount).Where(row => found.IsOut(found.Column.Values[row]))]);
    }
}
