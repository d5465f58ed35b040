using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>Compares one column of two tables.</summary>
static class DriftColumns
{
    // 95 % point of Kolmogorov's distribution: half the width of the band that holds a whole distribution function.
    const double Band = 1.3581;
    const double Quantile = 1.959964;

    /// <summary>Which columns can be compared; the others come with the reason.</summary>
    public static List<(Column Now, Column Before)> Pairs(CheckContext context, Table reference, List<string> plan)
    {
        var roles = context.Roles;
        var pairs = new List<(Column Now, Column Before)>();
        foreach (var now in context.Data.Columns)
        {
            var passed = now.Name == roles.Id || now.Name == roles.Time || now.Name == roles.Split || now.Kind is ColumnKind.Time or ColumnKind.Vector
                || roles.Ignored.Contains(now.Name) || roles.Probabilities.Contains(now.Name) || roles.Embedding.Contains(now.Name) || roles.Text.Contains(now.Name);
            if (passed || reference.Find(now.Name) is not { } before)
            {
                continue;
            }

            if ((now, before) is (TextColumn text, TextColumn earlier))
            {
                if (IsKey(text) || IsKey(earlier))
                {
                    plan.Add($"{now.Name} was not compared: it differs from row to row.");
                    continue;
                }
            }
            else if ((now, before) is (NumberColumn number, NumberColumn old))
            {
                if (Counts(number, old))
                {
                    plan.Add($"{now.Name} was not compared: it counts rows or time.");
                    continue;
                }
            }
            else
            {
                plan.Add($"{now.Name} was not compared: it is of another type in the reference.");
                continue;
            }

            pairs.Add((now, before));
        }

        return pairs;
    }

    /// <summary>The column compared as if each row stood by itself, and how often two rows of both tables agree in it.</summary>
    public static (DriftColumn? Column, double Agreement) Alone(Column now, Column before, int fewest)
    {
        if ((now, before) is (NumberColumn number, NumberColumn old))
        {
            // Sorted once for both.
            var (sorted, sortedBefore) = (SortedValues.Of(number), SortedValues.Of(old));
            return (Compare(now, before, fewest, null, sorted, sortedBefore), RepeatedUnits.Agreement(sorted, sortedBefore, now.RowCount + before.RowCount));
        }

        return (Compare(now, before, fewest, null), RepeatedUnits.Agreement((TextColumn)now, (TextColumn)before));
    }

    /// <summary>The effect, its interval and its p-value; q and verdict come later. Null where one of the tables has too few values.</summary>
    /// <param name="now">The column.</param>
    /// <param name="before">The reference's.</param>
    /// <param name="fewest">Fewest values of either.</param>
    /// <param name="units">The unit of each row, the reference's after the others: rows of one unit do not count as so many; null where each row stands by itself.</param>
    /// <param name="sorted">The column's numbers in ascending order, where they are at hand.</param>
    /// <param name="sortedBefore">The reference's.</param>
    public static DriftColumn? Compare(Column now, Column before, int fewest, int[]? units, double[]? sorted = null, double[]? sortedBefore = null)
    {
        var missing = Missing(now, before, units is null ? 1 : Worth(units, [.. Gaps(now), .. Gaps(before)]));
        var values = Math.Min(now.RowCount - now.MissingCount, before.RowCount - before.MissingCount) < fewest
            ? null
            : (now, before) is (NumberColumn number, NumberColumn old) ? Numbers(number, sorted ?? SortedValues.Of(number), old, sortedBefore ?? SortedValues.Of(old), units) : Categories((TextColumn)now, (TextColumn)before, units);
        if (values is null || missing is null)
        {
            return values ?? missing;
        }

        // Two looks at one column: the larger distance from 0, its p doubled.
        var worse = missing.Low > values.Low ? missing : values;
        return worse with { P = Math.Min(1, 2 * Math.Min(missing.P, values.P)), UnseenCategories = values.UnseenCategories };
    }

    /// <summary>Half the width of the band around the difference of two empirical distribution functions.</summary>
    public static double HalfBand(int now, int before) => Band * Math.Sqrt((1.0 / now) + (1.0 / before));

    /// <summary>Shares of the categories of two columns, by text, commonest first; missing cells do not count.</summary>
    public static List<(string Text, double Now, double Before)> Shares(TextColumn now, TextColumn before)
    {
        var counts = new Dictionary<string, (long Now, long Before)>(StringComparer.Ordinal);
        var nowCounts = now.Counts();
        for (var code = 0; code < nowCounts.Length; code++)
        {
            if (nowCounts[code] > 0)
            {
                counts[now.Categories[code]] = (nowCounts[code], 0);
            }
        }

        var beforeCounts = before.Counts();
        for (var code = 0; code < beforeCounts.Length; code++)
        {
            if (beforeCounts[code] > 0)
            {
                var text = before.Categories[code];
                counts[text] = (counts.GetValueOrDefault(text).Now, beforeCounts[code]);
            }
        }

        double n = Math.Max(1, now.RowCount - now.MissingCount);
        double m = Math.Max(1, before.RowCount - before.MissingCount);
        return [.. counts.Select(pair => (pair.Key, Now: pair.Value.Now / n, Before: pair.Value.Before / m)).OrderByDescending(share => share.Now + share.Before).ThenBy(share => share.Key, StringComparer.Ordinal)];
    }

    static DriftColumn Numbers(NumberColumn now, double[] sorted, NumberColumn before, double[] sortedBefore, int[]? units)
    {
        var test = KolmogorovSmirnov.OfSorted(sorted, sortedBefore);
        var (half, p) = (HalfBand(sorted.Length, sortedBefore.Length), test.P);
        if (units is not null)
        {
            double[] ends = [.. Enumerable.Range(1, 7).Select(i => Quantiles.OfSorted(sortedBefore, i / 8.0))];
            int Group(double value) => double.IsNaN(value) ? -1 : ends.Count(end => value > end);
            var worth = Worth(units, [.. now.Memory.ToArray().Select(Group), .. before.Memory.ToArray().Select(Group)]);
            half /= Math.Sqrt(worth);
            var root = Math.Sqrt(worth / ((1.0 / sorted.Length) + (1.0 / sortedBefore.Length)));
            p = KolmogorovSmirnov.Survival((root + 0.12 + (0.11 / root)) * test.Statistic);
        }

        return Entry(now, "kolmogorovSmirnov", test.Statistic, Math.Max(0, test.Statistic - half), Math.Min(1, test.Statistic + half), p);
    }

    // What a row is worth beside one that stands by itself.
    static double Worth(int[] units, int[] groups) => 1 / RepeatedUnits.DesignEffect(groups, units);

    static IEnumerable<int> Gaps(Column column) => Enumerable.Range(0, column.RowCount).Select(row => column.IsMissing(row) ? 1 : 0);

    static int[] Codes(TextColumn now, TextColumn before)
    {
        var codes = new Numbering<string>();
        int Of(TextColumn column, int row) => column.IsMissing(row) ? -1 : codes.Of(column.Categories[column.Codes[row]]);
        return [.. Enumerable.Range(0, now.RowCount).Select(row => Of(now, row)), .. Enumerable.Range(0, before.RowCount).Select(row => Of(before, row))];
    }

    static DriftColumn Categories(TextColumn now, TextColumn before, int[]? units)
    {
        var shares = Shares(now, before);
        var worth = units is null ? 1 : Worth(units, Codes(now, before));
        var n = worth * (now.RowCount - now.MissingCount);
        var m = worth * (before.RowCount - before.MissingCount);
        var (variation, more, moreBefore, bias, square, unseen) = (0.0, 0.0, 0.0, 0.0, 0.0, 0);
        foreach (var (_, p, q) in shares)
        {
            variation += Math.Abs(p - q) / 2;
            more += p > q ? p : 0;
            moreBefore += p > q ? q : 0;
            var pooled = ((n * p) + (m * q)) / (n + m);
            // Chance alone parts the shares by this much; a sum of many small parts would otherwise pass for drift.
            bias += 0.5 * Math.Sqrt(2 / Math.PI * pooled * (1 - pooled) * ((1 / n) + (1 / m)));
            square += (p - q) * (p - q) / pooled / ((1 / n) + (1 / m));
            unseen += q == 0 ? 1 : 0;
        }

        var error = Math.Sqrt((more * (1 - more) / n) + (moreBefore * (1 - moreBefore) / m));
        var p1 = shares.Count > 1 ? 1 - ChiSquared.CDF(shares.Count - 1, square) : 1;
        return Entry(now, "totalVariation", variation, Math.Max(0, variation - bias - (Quantile * error)), Math.Min(1, variation + (Quantile * error)), p1) with { UnseenCategories = unseen };
    }

    static DriftColumn? Missing(Column now, Column before, double worth)
    {
        if (now.MissingCount == 0 && before.MissingCount == 0)
        {
            return null;
        }

        var n = worth * now.RowCount;
        var m = worth * before.RowCount;
        var (p, q) = (worth * now.MissingCount / n, worth * before.MissingCount / m);
        var (first, second) = (WilsonInterval.Of(worth * now.MissingCount, n), WilsonInterval.Of(worth * before.MissingCount, m));
        // Newcombe's interval of a difference of shares, from Wilson's of each (1998, method 10).
        var (a, b, low1, high1, low2, high2) = p >= q ? (p, q, first.Low, first.High, second.Low, second.High) : (q, p, second.Low, second.High, first.Low, first.High);
        var low = a - b - Math.Sqrt(((a - low1) * (a - low1)) + ((high2 - b) * (high2 - b)));
        var high = a - b + Math.Sqrt(((high1 - a) * (high1 - a)) + ((b - low2) * (b - low2)));
        var pooled = ((n * p) + (m * q)) / (n + m);
        var error = Math.Sqrt(pooled * (1 - pooled) * ((1 / n) + (1 / m)));
        return Entry(now, "missingShare", a - b, Math.Max(0, low), Math.Min(1, high), error > 0 ? 2 * Normal.CDF(0, 1, -(a - b) / error) : 1);
    }

    static DriftColumn Entry(Column column, string statistic, double effect, double low, double high, double p) =>
        new(column.Name, statistic, effect, Math.Min(low, effect), Math.Max(high, effect), Math.Clamp(p, 0, 1), 1, Drifted: false);

    // Names, tickets, free text: next to every row another text.
    static bool IsKey(TextColumn column)
    {
        var present = column.RowCount - column.MissingCount;
        return present >= 20 && column.Counts().Count(count => count > 0) > 0.5 * present;
    }

    // Keys and counters, and numbers that never repeat and lie wholly apart, as seconds since an epoch; years that follow on one another.
    static bool Counts(NumberColumn now, NumberColumn before)
    {
        if (RunningNumbers.Is(now) || RunningNumbers.Is(before))
        {
            return true;
        }

        if (!now.IsInteger || !before.IsInteger)
        {
            return false;
        }

        if (RunningNumbers.AllDiffer(now, out var low, out var high) && RunningNumbers.AllDiffer(before, out var lowBefore, out var highBefore))
        {
            return low > highBefore || high < lowBefore;
        }

        return IsYears(now, before);
    }

    static bool IsYears(NumberColumn now, NumberColumn before)
    {
        var (low, high) = Range(now);
        var (lowBefore, highBefore) = Range(before);
        return (low > highBefore || high < lowBefore) && Math.Min(low, lowBefore) >= 1800 && Math.Max(high, highBefore) <= 2200;
    }

    static (double Low, double High) Range(NumberColumn column)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in column.Values)
        {
            low = value < low ? value : low;
            high = value > high ? value : high;
        }

        return (low, high);
    }
}
