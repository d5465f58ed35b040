namespace Faultline;

/// <summary>The gap of one group in one measure.</summary>
/// <param name="Partition">Number of the partition.</param>
/// <param name="Group">Number of the group in it.</param>
/// <param name="Measure">Number of the measure.</param>
/// <param name="Rows">Rows of the group that the measure is about.</param>
/// <param name="Value">The group's mean.</param>
/// <param name="Others">The mean of all other rows.</param>
/// <param name="Gap">The gap with its own 95 % interval.</param>
/// <param name="AtOnce">The interval that holds for all gaps at once.</param>
sealed record GroupGap(int Partition, int Group, int Measure, long Rows, double Value, double Others, ShareGap Gap, Interval AtOnce)
{
    /// <summary>The end of the interval nearer to 0 as a size; 0 where the interval holds 0.</summary>
    public double Least => AtOnce.Low > 0 ? AtOnce.Low : AtOnce.High < 0 ? -AtOnce.High : 0;
}

/// <summary>Every gap that can be measured.</summary>
sealed class GroupGaps
{
    const double Level = 0.95;

    GroupGaps(IReadOnlyList<GroupGap> all, IReadOnlyList<double> q) => (All, Q) = (all, q);

    /// <summary>The gaps, by partition, group and measure.</summary>
    public IReadOnlyList<GroupGap> All { get; }

    /// <summary>p-value of each, corrected for all of them.</summary>
    public IReadOnlyList<double> Q { get; }

    public static GroupGaps Of(IReadOnlyList<GroupPartition> partitions, IReadOnlyList<ErrorRateMeasure> measures, int leastRows, CheckContext context)
    {
        List<(int Partition, int Group, int Measure, GroupSum Own, GroupSum Others)> places = [];
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
                places.AddRange(groups.Index().Where(group => group.Item.Count >= leastRows && all.Count - group.Item.Count >= leastRows).Select(group => (p, group.Index, m, group.Item, all - group.Item)));
            }
        }

        double level = 1 - ((1 - Level) / Math.Max(1, places.Count));
        GroupGap[] gaps =
        [
            .. places.OrderBy(place => place.Partition).ThenBy(place => place.Group).ThenBy(place => place.Measure).Select(place => Measured(place, measures[place.Measure].IsShare, centres[place.Measure], level)),
        ];
        return new GroupGaps(gaps, BenjaminiHochberg.Adjust([.. gaps.Select(gap => gap.Gap.P)]));
    }

    static GroupGap Measured((int Partition, int Group, int Measure, GroupSum Own, GroupSum Others) place, bool isShare, double centre, double level)
    {
        (GroupSum own, GroupSum others) = (place.Own, place.Others);
        ShareGap gap = isShare ? ShareGap.OfShares(own.Sum, own.Count, others.Sum, others.Count) : ShareGap.OfMeans(own, others);
        ShareGap atOnce = isShare ? ShareGap.OfShares(own.Sum, own.Count, others.Sum, others.Count, level) : ShareGap.OfMeans(own, others, level);
        return new GroupGap(place.Partition, place.Group, place.Measure, own.Count, own.Mean + centre, others.Mean + centre, gap, atOnce.Interval with { Level = Level });
    }
}
