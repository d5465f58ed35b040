namespace Faultline;

/// <summary>The rates of every group side by side, each with its interval and the rows that it is of.</summary>
static class GroupRates
{
    const int MostRows = 40;

    /// <summary>The groups of a partition, those of the widest value first, by the measures of one class.</summary>
    public static TableFigure Table(CheckContext context, GroupPartition partition, IReadOnlyList<ErrorRateMeasure> measures, GroupGaps gaps, GroupGap widest)
    {
        int number = widest.Partition;
        string? positive = measures[widest.Measure].Class ?? (context.Classes is { Classes.Count: 2 } two ? two.Classes[1] : null);
        (ErrorRateMeasure Measure, int Index)[] told = [.. measures.Index().Where(measure => measure.Item.Class is null || measure.Item.Class == positive).Select(measure => (measure.Item, measure.Index))];
        Dictionary<(int Group, int Measure), GroupGap> places = gaps.All.Where(gap => gap.Partition == number).ToDictionary(gap => (gap.Group, gap.Measure));
        int[] groups = [.. places.Values.Where(gap => gap.Measure == widest.Measure).OrderByDescending(gap => gap.Value).Select(gap => gap.Group).Concat(places.Keys.Select(place => place.Group)).Distinct().Take(MostRows)];
        FigureCell?[] rates = positive is null ? [] : BaseRates(context.Classes!, partition, positive);
        return new TableFigure(
            "Rates of each group, with 95 % intervals and the rows that each is of",
            string.Join(" and ", partition.By),
            [.. positive is null ? Array.Empty<FigureColumn>() : [new FigureColumn($"label is '{positive}'", "share of rows")], .. told.Select(measure => new FigureColumn(measure.Measure.Name, measure.Measure.IsShare ? "share of rows" : "units of the label"))],
            [
                .. groups.Select(group => new FigureRow(
                    partition.Names[group],
                    [
                        .. positive is null ? Array.Empty<FigureCell>() : [rates[group] ?? new FigureCell(null)],
                        .. told.Select(measure => places.TryGetValue((group, measure.Index), out GroupGap? gap) ? new FigureCell(gap.Value, gap.Alone.Low, gap.Alone.High, gap.Rows, gap == widest) : new FigureCell(null)),
                    ])),
            ]);
    }

    static FigureCell?[] BaseRates(ClassPredictions classes, GroupPartition partition, string positive)
    {
        int target = classes.Classes.Index().First(name => name.Item == positive).Index;
        int[] labels = classes.MeasuredLabels();
        var counts = new (long Rows, long Hits)[partition.Names.Count];
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] >= 0)
            {
                ref (long Rows, long Hits) count = ref counts[partition.Codes[row]];
                count = (count.Rows + 1, count.Hits + (labels[row] == target ? 1 : 0));
            }
        }

        return [.. counts.Select(count => count.Rows == 0 ? null : new FigureCell((double)count.Hits / count.Rows, WilsonInterval.Of(count.Hits, count.Rows).Low, WilsonInterval.Of(count.Hits, count.Rows).High, count.Rows))];
    }
}
