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
        List<(int Partition, int Group, int Measure)> places = [];
        Dictionary<(int, int), List<double>[]> members = [];
        for (int p = 0; p < partitions.Count; p++)
        {
            for (int m = 0; m < measures.Count; m++)
            {
                context.Progress(0.9 * ((p * measures.Count) + m) / (partitions.Count * measures.Count));
                context.Cancellation.ThrowIfCancellationRequested();
                List<double>[] groups = [.. partitions[p].Names.Select(_ => new List<double>())];
                for (int row = 0; row < measures[m].Of.Length; row++)
                {
                    if (!double.IsNaN(measures[m].Of[row]))
                    {
                        groups[partitions[p].Codes[row]].Add(measures[m].Of[row]);
                    }
                }

                members[(p, m)] = groups;
                int all = groups.Sum(group => group.Count);
                places.AddRange(Enumerable.Range(0, groups.Length).Where(g => groups[g].Count >= leastRows && all - groups[g].Count >= leastRows).Select(g => (p, g, m)));
            }
        }

        double level = 1 - ((1 - Level) / Math.Max(1, places.Count));
        GroupGap[] gaps = [.. places.Order().Select(place => Measured(place, members[(place.Partition, place.Measure)], measures[place.Measure].IsShare, level))];
        return new GroupGaps(gaps, BenjaminiHochberg.Adjust([.. gaps.Select(gap => gap.Gap.P)]));
    }

    static GroupGap Measured((int Partition, int Group, int Measure) place, List<double>[] groups, bool isShare, double level)
    {
        List<double> own = groups[place.Group];
        double[] others = isShare ? [] : [.. groups.Where((_, g) => g != place.Group).SelectMany(group => group)];
        double hits = own.Sum();
        double otherHits = isShare ? groups.Sum(group => group.Sum()) - hits : others.Sum();
        double otherRows = groups.Sum(group => group.Count) - own.Count;
        ShareGap gap = isShare ? ShareGap.OfShares(hits, own.Count, otherHits, otherRows) : ShareGap.OfMeans(own, others);
        ShareGap atOnce = isShare ? ShareGap.OfShares(hits, own.Count, otherHits, otherRows, level) : ShareGap.OfMeans(own, others, level);
        return new GroupGap(place.Partition, place.Group, place.Measure, own.Count, hits / own.Count, otherHits / otherRows, gap, atOnce.Interval with { Level = Level });
    }
}
