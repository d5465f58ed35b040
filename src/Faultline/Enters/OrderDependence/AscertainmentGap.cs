namespace Faultline;

/// <summary>
/// Compares the distances of two groups of cases from a suspected source: cases linked to it and others. Others that were infected through the linked ones lie
/// farther off; where they lie nearer, cases near the source were looked for (Weissman, 2024).
/// </summary>
/// <param name="Details">The figures.</param>
/// <param name="Columns">Distance and group.</param>
/// <param name="IsNamed">True when it is known which group is the linked one.</param>
/// <param name="Nearest">Rows of the other group nearer than the median linked case, nearest first.</param>
sealed record AscertainmentGap(AscertainmentDetails Details, IReadOnlyList<string> Columns, bool IsNamed, int[] Nearest)
{
    const int LeastCases = 8;
    const int MostCases = 2_000;
    static readonly string[] s_linked = ["1", "yes", "true", "linked", "y", "t"];

    public double High => Details.High;

    /// <summary>The gap; null when no distance is named or no column has two groups.</summary>
    /// <exception cref="InputException">The distance names no column of numbers, or the linked value no group.</exception>
    public static AscertainmentGap? Of(CheckContext context, string? distance, string? linked)
    {
        if (distance is null)
        {
            return null;
        }

        if (context.Data.Find(distance) is not NumberColumn distances)
        {
            throw new InputException($"FL105.distance is '{distance}', which is no column of numbers of this table. Name the column that holds each case's distance from the source.");
        }

        var others = new List<string>();
        foreach (var name in context.Roles.Groups.Concat(context.Roles.Split is { } split ? [split] : []))
        {
            var column = context.Data[name];
            var values = Enumerable.Range(0, column.RowCount).Select(column.Text).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(3).ToArray();
            if (values.Length != 2)
            {
                continue;
            }

            var first = linked is null ? Array.FindIndex(values, value => s_linked.Contains(value.ToLowerInvariant(), StringComparer.Ordinal)) : Array.IndexOf(values, linked);
            if (linked is not null && first < 0)
            {
                others.Add(name);
                continue;
            }

            var named = first >= 0;
            return Compare(context, distances, column, values[Math.Max(0, first)], values[1 - Math.Max(0, first)], named);
        }

        return others.Count == 0 ? null : throw new InputException($"FL105.linked is '{linked}', which is no value of {string.Join(" or ", others)}. Write the value as it stands there, or name its column with --group.");
    }

    static AscertainmentGap? Compare(CheckContext context, NumberColumn distances, Column groups, string linked, string other, bool named)
    {
        int[] Rows(string value) => [.. Enumerable.Range(0, groups.RowCount).Where(row => groups.Text(row) == value && double.IsFinite(distances.Values[row]))];
        var (a, b) = (Rows(linked), Rows(other));
        if (a.Length < LeastCases || b.Length < LeastCases)
        {
            return null;
        }

        var median = Quantiles.Of(a.Select(row => distances.Values[row]).ToArray(), 0.5);
        var otherMedian = Quantiles.Of(b.Select(row => distances.Values[row]).ToArray(), 0.5);
        var nearest = b.Where(row => distances.Values[row] < median).OrderBy(row => distances.Values[row]).ThenBy(row => row).ToArray();
        int[] Few(int[] rows) => rows.Length <= MostCases ? rows : [.. context.Random("cases").Sample(rows.Length, MostCases).Select(i => rows[i])];
        (a, b) = (Few(a), Few(b));
        var differences = new double[a.Length * b.Length];
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = 0; j < b.Length; j++)
            {
                differences[(i * b.Length) + j] = distances.Values[b[j]] - distances.Values[a[i]];
            }
        }

        NumberSort.Ascending(differences);
        var pairs = (double)differences.Length;
        var below = Math.Max(0, (int)Math.Floor((pairs / 2) - (1.959964 * Math.Sqrt(pairs * (a.Length + b.Length + 1) / 12))));
        var details = new AscertainmentDetails(
            context.Show.ShowValues ? linked : $"{groups.Name}#linked",
            context.Show.ShowValues ? other : $"{groups.Name}#other",
            median,
            otherMedian,
            Quantiles.OfSorted(differences, 0.5),
            differences[below],
            differences[^(below + 1)]);
        return new AscertainmentGap(details, [distances.Name, groups.Name], named, nearest);
    }
}
