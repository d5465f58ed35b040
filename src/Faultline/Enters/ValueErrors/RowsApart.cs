using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>Whether a few rows are of another kind than the rest: whether any other column tells them apart.</summary>
static class RowsApart
{
    const int MostOthers = 5_000;

    /// <summary>True when rows differ so much from the others in another column that they are of another kind, no slips, which fall on any row. A few rows can show less, so less is asked of them.</summary>
    /// <param name="rows">The rows in question.</param>
    /// <param name="context">The table and its roles.</param>
    /// <param name="but">The column that they were picked by.</param>
    /// <param name="among">Which other rows they are held against; null for all.</param>
    public static bool AreOfAnotherKind(IReadOnlyCollection<int> rows, CheckContext context, string but, Func<int, bool>? among = null) =>
        rows.Count > 1 && Chance(rows, context, but, among) <= (rows.Count < 5 ? 0.05 : 0.005);

    /// <summary>The least chance, over the columns, that rows drawn at random differ so much from the others there; corrected for the columns looked at.</summary>
    /// <param name="rows">The rows in question, at least one.</param>
    /// <param name="context">The table and its roles.</param>
    /// <param name="but">The column that they were picked by.</param>
    /// <param name="among">Which other rows they are held against; null for all.</param>
    static double Chance(IReadOnlyCollection<int> rows, CheckContext context, string but, Func<int, bool>? among)
    {
        HashSet<int> inside = [.. rows];
        int[] others = [.. Enumerable.Range(0, context.Data.RowCount).Where(row => !inside.Contains(row) && among?.Invoke(row) != false)];
        if (others.Length > MostOthers)
        {
            others = [.. context.Random("others/" + but).Sample(others.Length, MostOthers).Select(place => others[place])];
        }

        var chances = new List<double>();
        foreach (Column column in context.Data.Columns)
        {
            if (column.Name == but || column.Name == context.Roles.Id || context.Roles.Ignored.Contains(column.Name) || context.Roles.Text.Contains(column.Name))
            {
                continue;
            }

            double chance = column switch
            {
                NumberColumn numbers when !ColumnTraits.CountsRows(numbers) => OfNumbers([.. inside.Select(row => numbers.Values[row])], [.. others.Select(row => numbers.Values[row])]),
                TextColumn texts => OfCategories([.. inside.Select(row => texts.Codes[row])], [.. others.Select(row => texts.Codes[row])]),
                _ => double.NaN,
            };
            if (!double.IsNaN(chance))
            {
                chances.Add(chance);
            }
        }

        return chances.Count == 0 ? 1 : Math.Min(1, chances.Count * chances.Min());
    }

    // Wilcoxon's rank sum, two-sided.
    static double OfNumbers(double[] inside, double[] others)
    {
        inside = [.. inside.Where(value => !double.IsNaN(value))];
        others = [.. others.Where(value => !double.IsNaN(value))];
        if (inside.Length == 0 || others.Length < 10)
        {
            return double.NaN;
        }

        double[] ranks = Ranks.Average([.. inside, .. others]);
        double n = ranks.Length, m = inside.Length;
        double mean = m * (n + 1) / 2;
        double ties = ranks.GroupBy(rank => rank).Sum(group => Math.Pow(group.Count(), 3) - group.Count());
        double variance = m * (n - m) / 12 * (n + 1 - (ties / (n * (n - 1))));
        double sum = ranks.Take(inside.Length).Sum();
        return variance > 0 ? 2 * Normal.CDF(0, 1, -Math.Max(0, Math.Abs(sum - mean) - 0.5) / Math.Sqrt(variance)) : 1;
    }

    // The chance that so many of the rows share the level that they share most beyond its share.
    internal static double OfCategories(int[] inside, int[] others)
    {
        var elsewhere = new Dictionary<int, int>();
        foreach (int code in others)
        {
            elsewhere[code] = elsewhere.GetValueOrDefault(code) + 1;
        }

        double least = 1;
        int levels = 0, rows = inside.Length + others.Length;
        var known = new Dictionary<(int Inside, int All), double>();
        foreach (var level in inside.GroupBy(code => code))
        {
            // Levels as frequent have the same chance, and no more rows than there are can share one: all levels together take one pass over the rows.
            int count = level.Count(), all = count + elsewhere.GetValueOrDefault(level.Key);
            if (!known.TryGetValue((count, all), out double chance))
            {
                for (int k = Math.Max(count, inside.Length - (rows - all)); k <= Math.Min(all, inside.Length); k++)
                {
                    chance += Math.Exp(SpecialFunctions.BinomialLn(all, k) + SpecialFunctions.BinomialLn(rows - all, inside.Length - k) - SpecialFunctions.BinomialLn(rows, inside.Length));
                }

                known.Add((count, all), chance);
            }

            least = Math.Min(least, chance);
            levels++;
        }

        return Math.Min(1, levels * least);
    }
}
