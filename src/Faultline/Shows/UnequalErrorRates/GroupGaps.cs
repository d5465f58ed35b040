namespace Faultline;

/// <summary>The gap of one group in one measure.</summary>
/// <param name="Partition">Number of the partition.</param>
/// <param name="Group">Number of the group in it.</param>
/// <param name="Measure">Number of the measure.</param>
/// <param name="Rows">Rows of the group that the measure is about.</param>
/// <param name="Value">The group's mean.</param>
/// <param name="Others">The mean of all other rows.</param>
/// <param name="Alone">95 % interval of the group's mean.</param>
/// <param name="Gap">The gap with its own 95 % interval.</param>
/// <param name="AtOnce">The interval that holds for all gaps at once that can be told as it is.</param>
/// <param name="Q">p-value, corrected for as many (Benjamini and Hochberg).</param>
sealed record GroupGap(int Partition, int Group, int Measure, long Rows, double Value, double Others, Interval Alone, ShareGap Gap, Interval AtOnce, double Q)
{
    /// <summary>The end of the interval nearer to 0 as a size; 0 where the interval holds 0.</summary>
    public double Least => AtOnce.Low > 0 ? AtOnce.Low : AtOnce.High < 0 ? -AtOnce.High : 0;
}

/// <summary>
/// Every gap that can be measured. Those of errors are corrected for each other, as they alone can be a fault; what is only worth knowing is corrected for all.
/// </summary>
sealed class GroupGaps
{
    const double Level = 0.95;

    GroupGaps(IReadOnlyList<GroupGap> all, IReadOnlyList<ErrorRateMeasure> measures) =>
        (All, P) = (all, all.Where(gap => measures[gap.Measure].IsError).Select(gap => gap.Gap.P).ToArray() is { Length: > 0 } errors ? Math.Min(1, errors.Min() * errors.Length) : 1);

    /// <summary>The gaps, by partition, group and measure.</summary>
    public IReadOnlyList<GroupGap> All { get; }

    /// <summary>Chance of so clear a gap in any error, were all equal (Bonferroni).</summary>
    public double P { get; }

    public static GroupGaps Of(IReadOnlyList<GroupPartition> partitions, IReadOnlyList<ErrorRateMeasure> measures, int leastRows, CheckContext context)
    {
        List<Place> places = [];
        double[] centres = [.. measures.Select(measure => measure.IsShare ? 0 : measure.Of.Where(value => !double.IsNaN(value)).DefaultIfEmpty(0).Average())];
        for (int p = 0; p < partitions.Count; p++)
        {
            for (int m = 0; m < measures.Count; m++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                context.Progress(0.9 * ((p * measures.Count) + m) / (partitions.Count * measures.Count));
                GroupSum[] groups = new GroupSum[partitions[p].Names.Count];
                for (int row = 0; row < measures[m].Of.Length; row++)
                {
                    if (!double.IsNaN(measures[m].Of[row]))
                    {
                        ref GroupSum group = ref groups[partitions[p].Codes[row]];
                        group = group.With(measures[m].Of[row] - centres[m]);
                    }
                }

                GroupSum all = groups.Aggregate(default(GroupSum), (sum, group) => sum + group);
                places.AddRange(groups.Index().Where(group => group.Index != partitions[p].Rest && group.Item.Count >= leastRows && all.Count - group.Item.Count >= leastRows).Select(group => new Place(p, group.Index, m, group.Item, all - group.Item)));
            }
        }

        context.Cancellation.ThrowIfCancellationRequested();
        double Corrected(int gaps) => 1 - ((1 - Level) / Math.Max(1, gaps));
        double ofErrors = Corrected(places.Count(place => measures[place.Measure].IsError));
        double ofAll = Corrected(places.Count);
        GroupGap[] gaps =
        [
            .. places.OrderBy(place => place.Partition).ThenBy(place => place.Group).ThenBy(place => place.Measure).Select(place => Measured(place, measures[place.Measure].IsShare, centres[place.Measure], measures[place.Measure].IsError ? ofErrors : ofAll)),
        ];
        double[] q = BenjaminiHochberg.Adjust([.. gaps.Select(gap => gap.Gap.P)]);
        Queue<double> errorQ = new(BenjaminiHochberg.Adjust([.. gaps.Where(gap => measures[gap.Measure].IsError).Select(gap => gap.Gap.P)]));
        return new GroupGaps([.. gaps.Select((gap, i) => gap with { Q = measures[gap.Measure].IsError ? errorQ.Dequeue() : q[i] })], measures);
    }

    static GroupGap Measured(Place place, bool isShare, double centre, double level)
    {
        (GroupSum own, GroupSum others) = (place.Own, place.Others);
        ShareGap gap = isShare ? ShareGap.OfShares(own.Sum, own.Count, others.Sum, others.Count) : ShareGap.OfMeans(own, others);
        ShareGap atOnce = isShare ? ShareGap.OfShares(own.Sum, own.Count, others.Sum, others.Count, level) : ShareGap.OfMeans(own, others, level);
        Interval alone = isShare ? WilsonInterval.Of(own.Sum, own.Count) : own.MeanInterval(centre);
        return new GroupGap(place.Partition, place.Group, place.Measure, own.Count, own.Mean + centre, others.Mean + centre, alone, gap, atOnce.Interval with { Level = Level }, 1);
    }

    readonly record struct Place(int Partition, int Group, int Measure, GroupSum Own, GroupSum Others);
}
