using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>A slice with all that is said of it.</summary>
/// <param name="Slice">The slice.</param>
/// <param name="IsBeyond">True where it is held against what is expected of its rows, false where against all rows.</param>
/// <param name="Value">Mean score of its rows.</param>
/// <param name="Expected">Mean score that is expected of its rows, as sure as the model is of them.</param>
/// <param name="Interval">Of the value, at once for every slice that was searched.</param>
/// <param name="P">Chance of so large an excess in this slice.</param>
/// <param name="Q">The same, corrected for all slices searched.</param>
/// <param name="Members">Places of its rows among the measured ones.</param>
sealed record JudgedSlice(Slice Slice, bool IsBeyond, double Value, double Expected, Interval Interval, double P, double Q, int[] Members);

/// <summary>Corrects for the search, takes out slices that say again what a better one said, and orders the rest.</summary>
sealed class SliceJudgement(IReadOnlyList<SliceAttribute> attributes, SliceRows rows, SliceSearchResult found, int leastRows)
{
    /// <summary>Most slices that are told.</summary>
    public const int MostSlices = 20;

    const double Level = 0.95;

    // Pairs and triples of columns vary every slice: after so many none is new.
    const int MostLooked = 400;

    // What is left of a slice without the rows of better ones must still exceed by this.
    const double LeastLeft = 3.5;
    const double LikelyQ = 0.5;
    const double Clear = 0.9;
    const double WeakToo = 2;

    /// <summary>Slices that are told, in order: those beyond what is expected, then those that err more than all rows.</summary>
    public IReadOnlyList<JudgedSlice> Judge(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        bool[] taken = new bool[rows.Rows.Length];
        (Slice Slice, double P, double Q)[] beyond = Ordered(isBeyond: true);
        List<JudgedSlice> told = Pick(beyond.Where(candidate => candidate.Q <= LikelyQ), isBeyond: true, taken, cancellation);
        told.AddRange(Pick(Ordered(isBeyond: false).Where(candidate => candidate.Q <= LikelyQ), isBeyond: false, taken, cancellation));
        told.AddRange(Pick(beyond.Where(candidate => candidate.Q > LikelyQ), isBeyond: true, taken, cancellation));
        return [.. told.Take(MostSlices)];
    }

    (Slice Slice, double P, double Q)[] Ordered(bool isBeyond) =>
    [
        .. found.Levels.SelectMany(level => (isBeyond ? level.Beyond : level.Raw).Select(slice => (slice, P: P(slice, isBeyond), Tests: Tests(level))))
            .Select(candidate => (candidate.slice, candidate.P, Q: candidate.P * candidate.Tests))
            .OrderBy(candidate => candidate.Q).ThenBy(candidate => candidate.slice, Comparer<Slice>.Create(Slice.Compare)),
    ];

    // Few attributes explain more than many: the error that the search may make is spent 9 : 9 : 2 on one, two and three.
    static double Tests(SliceLevel level) => level.Searched / (level.Depth < 3 ? 0.45 : 0.1);

    double P(Slice slice, bool isBeyond) =>
        !rows.IsShare ? SliceTail.OfRanks(slice.Z)
        : isBeyond ? SliceTail.OfShare(slice.Sums.Score / SliceSums.Unit, slice.Sums.Rows, slice.Sums.Expected / SliceSums.Unit, slice.Sums.Variance / SliceSums.Unit)
        : SliceTail.OfShare(slice.Sums.Raw / SliceSums.Unit, slice.Sums.Rows, slice.Sums.Rows * found.Mean, slice.Sums.Rows * found.Mean * (1 - found.Mean));

    List<JudgedSlice> Pick(IEnumerable<(Slice Slice, double P, double Q)> candidates, bool isBeyond, bool[] taken, CancellationToken cancellation)
    {
        List<JudgedSlice> told = [];
        foreach ((Slice slice, double p, double q) in candidates.Take(MostLooked))
        {
            cancellation.ThrowIfCancellationRequested();
            int[] members = Members(slice);
            if (told.Count < MostSlices && IsNew(members, taken, isBeyond))
            {
                (Slice simple, members) = Simplify(slice, members, isBeyond);
                told.Add(simple == slice ? Judged(slice, isBeyond, p, q, members) : Judged(simple, isBeyond, P(simple, isBeyond), P(simple, isBeyond) * Tests(found.Levels[simple.Terms.Count - 1]), members));
                foreach (int row in members)
                {
                    taken[row] = true;
                }
            }
        }

        return told;
    }

    int[] Members(Slice slice) => [.. Enumerable.Range(0, rows.Rows.Length).Where(row => slice.Holds(attributes, row))];

    /// <summary>Leaves out a term without which the slice is as clear and the rows that it kept away are weak too.</summary>
    (Slice Slice, int[] Members) Simplify(Slice slice, int[] members, bool isBeyond)
    {
        foreach ((int, int) term in slice.Terms.Count > 1 ? slice.Terms : [])
        {
            Slice wider = slice with { Terms = [.. slice.Terms.Where(other => other != term)] };
            int[] all = Members(wider);
            SliceSums sums = Sum(all);
            SliceSums kept = Sum([.. all.Except(members)]);
            if (Excess(sums, isBeyond) >= Clear * slice.Z && Excess(kept, isBeyond) >= WeakToo)
            {
                return Simplify(wider with { Sums = sums, Z = Excess(sums, isBeyond) }, all, isBeyond);
            }
        }

        return (slice, members);
    }

    SliceSums Sum(int[] members)
    {
        SliceSums sums = default;
        foreach (int row in members)
        {
            sums.Add(in rows.Sums[row]);
        }

        return sums;
    }

    double Excess(in SliceSums sums, bool isBeyond) => isBeyond ? sums.Z : sums.RawZ(found.Mean, rows.Variance);

    bool IsNew(int[] members, bool[] taken, bool isBeyond)
    {
        SliceSums left = Sum([.. members.Where(row => !taken[row])]);
        return left.Rows == members.Length || (left.Rows >= leastRows && Excess(left, isBeyond) >= LeastLeft);
    }

    JudgedSlice Judged(Slice slice, bool isBeyond, double p, double q, int[] members)
    {
        double level = 1 - ((1 - Level) / Math.Max(1, Tests(found.Levels[slice.Terms.Count - 1])));
        double value = members.Average(row => rows.Values[row]);
        double expected = members.Average(row => rows.Expected[row]);
        return new JudgedSlice(slice, isBeyond, value, expected, IntervalOf(value, level, members) with { Level = Level }, p, Math.Min(1, q), members);
    }

    Interval IntervalOf(double value, double level, int[] members)
    {
        if (rows.IsShare)
        {
            return WilsonInterval.Of(Math.Round(value * members.Length), members.Length, level);
        }

        double variance = members.Sum(row => (rows.Values[row] - value) * (rows.Values[row] - value)) / Math.Max(1, members.Length - 1);
        double half = -StudentT.InvCDF(0, 1, Math.Max(1, members.Length - 1), (1 - level) / 2) * Math.Sqrt(variance / members.Length);
        return new Interval(Math.Max(0, value - half), value + half, level);
    }
}
