using System.Globalization;

namespace Faultline;

/// <summary>What FL104 says of the far rows.</summary>
/// <param name="context">The evidence.</param>
/// <param name="space">The columns' space; null for an embedding.</param>
/// <param name="found">Neighbours and distances of the measured points.</param>
/// <param name="threshold">The limit.</param>
/// <param name="far">Flagged points, farthest first.</param>
/// <param name="measured">The row of each point.</param>
sealed class OutliersReport(CheckContext context, MixedSpace? space, NeighbourDistances found, OutlierThreshold threshold, int[] far, int[] measured)
{
    const int MostGuilty = 3;
    const int MostBins = 30;
    const double MediumRatio = 3;
    const double MediumShare = 0.005;

    public OutliersDetails Details(int k, int dimensions) => new(
        k,
        space is null ? "embedding" : "columns",
        dimensions,
        found.ReferenceRows,
        threshold.Median,
        double.IsFinite(threshold.Limit) ? threshold.Limit : null,
        far.Length,
        [.. far.Take(CheckDetails.ListLimit).Select(point => new FarRow(measured[point], found.Mean[point], [.. Guilty(point).Select(column => column.Name)]))]);

    public Finding Finding()
    {
        double worst = found.Mean[far[0]] / threshold.Median;
        var blamed = far.Take(CheckDetails.ListLimit).SelectMany(Guilty).GroupBy(column => column.Name).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).ToArray();
        return new Finding
        {
            Key = "far-rows",
            Title = far.Length == 1
                ? $"Row {measured[far[0]]:N0} lies far from every other row: {Times(worst)} the typical distance"
                : $"{far.Length:N0} of {measured.Length:N0} rows lie far from every other row, up to {Times(worst)} the typical distance",
            Severity = found.Mean[far[0]] >= MediumRatio * threshold.Limit && far.Length >= MediumShare * measured.Length ? Severity.Medium : Severity.Low,
            Measure = new Measure("far rows", far.Length, Unit: "rows"),
            Rows = FoundRows.Of([.. far.Select(point => measured[point])]),
            Columns = [.. blamed.Take(10).Select(group => group.Key)],
            Cause = Cause(blamed),
            Repair = space is null
                ? "Look at the rows one by one: an item of another kind or a broken one does not belong; a rare but right one stays, and more like it should be collected."
                : "Look at the marked cells: correct what is a unit, typing or joining error and keep what is rare but right. Do not drop the rows unseen.",
            Examples = [.. far.Take(3).Select(Example)],
            Figures = [Histogram()],
        };
    }

    string Cause(IGrouping<string, Column>[] blamed)
    {
        string limit = $"A row of a clean table would hardly lie farther than {Times(threshold.Limit / threshold.Median)} the typical distance to its {found.K} nearest rows";
        if (space is null)
        {
            return limit + "; these embeddings do.";
        }

        string columns = string.Join(", ", blamed.Take(3).Select(group => $"{group.Key} ({group.Count():N0} {(group.Count() == 1 ? "row" : "rows")})"));
        return $"{limit}. What makes these rows far: {columns}.";
    }

    ExampleRow Example(int point)
    {
        (string, string?)[] guilty = [.. Guilty(point).Select(column => (column.Name, (string?)("near " + Neighbours(point, column))))];
        return context.Example(measured[point], guilty, $"{Times(found.Mean[point] / threshold.Median)} the typical distance to the {found.K} nearest rows");
    }

    /// <summary>The columns that carry the row's distance to its neighbours: the worst, and up to two more that carry a quarter of it.</summary>
    List<Column> Guilty(int point)
    {
        if (space is null)
        {
            return [];
        }

        double[] differences = found.Differences(point);
        var shares = space.Columns.Select(column => (column.Column, Share: differences.Skip(column.From).Take(column.Count).Sum())).OrderByDescending(share => share.Share).ToArray();
        double total = shares.Sum(share => share.Share);
        return [.. shares.Where((share, i) => i == 0 || (i < MostGuilty && share.Share >= total / 4)).Select(share => share.Column)];
    }

    /// <summary>What the neighbours have in a column: the middle number, or the commonest category.</summary>
    string Neighbours(int point, Column column)
    {
        int[] rows = [.. found.Of(point).ToArray().Select(other => measured[other])];
        switch (column)
        {
            case NumberColumn numbers:
                double[] values = [.. rows.Select(row => numbers.Values[row]).Where(value => !double.IsNaN(value)).Order()];
                return values.Length == 0 ? "missing" : context.Show.Number(numbers, values[values.Length / 2]);
            case TimeColumn times:
                long[] moments = [.. rows.Select(row => times.Values[row]).Where(value => value != TimeColumn.Missing).Order()];
                return moments.Length == 0 ? "missing" : context.Show.Time(times, moments[moments.Length / 2]);
            default:
                var texts = (TextColumn)column;
                int common = rows.GroupBy(row => texts.Codes[row]).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key;
                return common < 0 ? "missing" : context.Show.Category(texts, common);
        }
    }

    HistogramFigure Histogram()
    {
        double[] sorted = [.. found.Mean.Order()];
        double low = Math.Max(Quantiles.OfSorted(sorted, 0.001), sorted[^1] / 1e6), high = sorted[^1];
        int bins = Math.Clamp((int)Math.Sqrt(sorted.Length), 5, MostBins);
        double[] edges = [.. Enumerable.Range(0, bins + 1).Select(i => low * Math.Pow(high / low, i / (double)bins))];
        double[] counts = new double[bins];
        foreach (double distance in sorted)
        {
            int bin = distance <= low ? 0 : (int)(Math.Log(distance / low) / Math.Log(high / low) * bins);
            counts[Math.Clamp(bin, 0, bins - 1)]++;
        }

        string unit = space is null ? "units of the embedding" : "robust standard deviations";
        return new HistogramFigure($"Mean distance to the {found.K} nearest rows, and the limit", $"distance ({unit}, growing bins)", edges, [], [new HistogramSeries("rows", counts)], [threshold.Limit]);
    }

    static string Times(double ratio) => double.IsFinite(ratio) ? string.Create(CultureInfo.InvariantCulture, $"{ratio:0.#} times") : "many times";
}
