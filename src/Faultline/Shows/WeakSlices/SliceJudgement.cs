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
/// <param name="Rows">Number of its rows.</param>
sealed record JudgedSlice(Slice Slice, bool IsBeyond, double Value, double Expected, Interval Interval, double P, double Q, int[] Members, long Rows);

/// <summary>Corrects for the search, takes out slices that say again what a better one said, and orders the rest.</summary>
sealed class SliceJudgement(IReadOnlyList<SliceAttribute> attributes, SliceRows rows, IReadOnlyList<SliceLevel> levels, SliceScale scale)
{
    /// <summary>Most slices that are told.</summary>
    public const int MostSlices = 20;

    const double Level = 0.95;

    // Pairs and triples of columns vary every slice: after so many none is new.
    const int MostLooked = 600;

    // What is left of a slice without the rows of better ones must still exceed by this.
    const double LeastLeft = 3.5;
    const double LikelyQ = 0.5;
    const double Clear = 0.9;
    const double WeakToo = 2;

    readonly RowSet _taken = RowSet.Empty(rows.Places);

    /// <summary>Slices that are told, in order: those likely beyond what is expected, then the clearest of either question in turn.</summary>
    public IReadOnlyList<JudgedSlice> Judge(CancellationToken cancellation)
    {
        using IEnumerator<JudgedSlice> beyond = New(isBeyond: true, cancellation).GetEnumerator();
        using IEnumerator<JudgedSlice> raw = New(isBeyond: false, cancellation).GetEnumerator();
        List<JudgedSlice> told = [];
        while (told.Count < MostSlices && (told.Count == 0 || told[^1].Q <= LikelyQ) && beyond.MoveNext())
        {
            told.Add(beyond.Current);
        }

        for (bool isMore = true; isMore && told.Count < MostSlices;)
        {
            isMore = false;
            foreach (IEnumerator<JudgedSlice> question in new[] { raw, beyond })
            {
                if (told.Count < MostSlices && question.MoveNext())
                {
                    told.Add(question.Current);
                    isMore = true;
                }
            }
        }

        return told;
    }

    // The clearest first; each that is new takes its rows when it is told.
    IEnumerable<JudgedSlice> New(bool isBeyond, CancellationToken cancellation)
    {
        var candidates = levels.SelectMany(level => isBeyond ? level.Beyond : level.Raw).Select(slice => (Slice: slice, P: P(slice, isBeyond)))
            .OrderBy(candidate => candidate.P * Tests(candidate.Slice)).ThenBy(candidate => candidate.Slice, Comparer<Slice>.Create(Slice.Compare)).Take(MostLooked);
        foreach ((Slice slice, double p) in candidates)
        {
            cancellation.ThrowIfCancellationRequested();
            RowSet members = slice.Rows(attributes, rows.Places);
            if (IsNew(members, isBeyond))
            {
                (Slice simple, members) = Simplify(slice, members, isBeyond);
                _taken.Add(members);
                yield return Judged(simple, isBeyond, simple == slice ? p : P(simple, isBeyond), members);
            }
        }
    }

    // The error that the search may make is spent 1 : 48 : 1 on one, two and three attributes, and within them by weight: ones are few, so that a little goes far, and of the
    // very many threes chance alone makes the clearest.
    double Tests(Slice slice) => levels[slice.Terms.Count - 1].Weight / slice.Weight / (slice.Terms.Count == 2 ? 0.96 : 0.02);

    double P(Slice slice, bool isBeyond) =>
        !rows.IsShare ? SliceTail.OfRanks(slice.Z)
        : isBeyond ? SliceTail.OfShare(slice.Sums.Score / SliceSums.Unit, slice.Sums.Rows, scale.Expected(slice.Sums), slice.Sums.Variance / SliceSums.Unit)
        : SliceTail.OfShare(scale.Score(slice.Sums), slice.Sums.Rows, slice.Sums.Rows * scale.Mean, slice.Sums.Rows * scale.Variance);

    /// <summary>Leaves out a term without which the slice is as clear and the rows that it kept away are weak too, or not clearly better than those of the slice.</summary>
    (Slice Slice, RowSet Members) Simplify(Slice slice, RowSet members, bool isBeyond)
    {
        foreach ((int, int) term in slice.Terms.Count > 1 ? slice.Terms : [])
        {
            Slice wider = slice with { Terms = [.. slice.Terms.Where(other => other != term)] };
            RowSet all = wider.Rows(attributes, rows.Places);
            SliceSums sums = rows.Tally.Sum(all);
            double z = Excess(sums, isBeyond);
            SliceSums away = rows.Tally.Sum(all.Without(members));
            if (z >= Clear * slice.Z && (Excess(away, isBeyond) >= WeakToo || !ErrsLess(away, slice.Sums)))
            {
                double weight = wider.Terms.Aggregate(1.0, (product, kept) => product * attributes[kept.Attribute].Axis(wider.Terms.Count).Weights[kept.Item]);
                return Simplify(wider with { Sums = sums, Z = z, Weight = weight }, all, isBeyond);
            }
        }

        return (slice, members);
    }

    // By two standard errors.
    bool ErrsLess(SliceSums kept, SliceSums slice)
    {
        double own = scale.Score(slice) / slice.Rows, other = scale.Score(kept) / Math.Max(1, kept.Rows);
        double variance = rows.IsShare ? own * (1 - own) : scale.Variance;
        return own - other > WeakToo * Math.Sqrt(variance * ((1.0 / slice.Rows) + (1.0 / Math.Max(1, kept.Rows))));
    }

    double Excess(SliceSums sums, bool isBeyond) => isBeyond ? scale.Beyond(sums) : scale.Raw(sums);

    bool IsNew(RowSet members, bool isBeyond)
    {
        RowSet left = members.Without(_taken);
        return left.Count == members.Count || (rows.CountOf(left) >= scale.LeastRows && Excess(rows.Tally.Sum(left), isBeyond) >= LeastLeft);
    }

    JudgedSlice Judged(Slice slice, bool isBeyond, double p, RowSet set)
    {
        double tests = Math.Max(1, Tests(slice));
        int[] members = set.ToRows();
        (double value, double expected) = rows.MeansOf(members);
        return new JudgedSlice(slice, isBeyond, value, expected, IntervalOf(rows, value, 1 - ((1 - Level) / tests), members) with { Level = Level }, p, Math.Min(1, p * tests), members, rows.CountOf(members));
    }

    /// <summary>The interval of the mean score of some rows.</summary>
    public static Interval IntervalOf(SliceRows rows, double value, double level, int[] members)
    {
        if (rows.IsShare)
        {
            // Exact: corrected for a search the ends lie so far out that Wilson's interval is too short there.
            long count = rows.CountOf(members);
            return ClopperPearson.Of((long)Math.Round(value * count), count, level);
        }

        double variance = members.Sum(row => (rows.Values[row] - value) * (rows.Values[row] - value)) / Math.Max(1, members.Length - 1);
        double half = -StudentT.InvCDF(0, 1, Math.Max(1, members.Length - 1), (1 - level) / 2) * Math.Sqrt(variance / members.Length);
        return new Interval(Math.Max(0, value - half), value + half, level);
    }
}
