namespace Faultline;

/// <summary>
/// Tells copies from rows that agree by chance. Close rows of all kinds are judged together, as one set, against the number that chance makes
/// (<see cref="CloseRowSearch"/> reads it off the near misses; <see cref="ChanceSum.Bound"/> is its upper bound), in one of two ways:
/// the largest part, from the least likely coincidences on, of which chance at its upper bound makes no more than a small share; or, where they agree in a
/// column that is nearly a key, all of them, when chance makes less than half of them: then each is more likely a copy than not.
/// </summary>
/// <param name="share">Chance, at its upper bound, may make at most this share of a part that is called.</param>
sealed class DuplicateChance(double share)
{
    /// <summary>The found number must be this unlikely by chance at its upper bound.</summary>
    const double LeastP = 0.01;

    /// <summary>Chance, at its upper bound, makes at most this share of a set that is called as a whole; at its expectation, which is a third lower, less than half.</summary>
    const double MostOfWhole = 2.0 / 3;

    /// <summary>Which of these rows are copies; null where no rows are close.</summary>
    public DuplicateMatches? Judge(IReadOnlyList<CloseRows> close)
    {
        CloseRows[] some = [.. close.Where(rows => rows.Repeats > 0)];
        if (some.Length == 0)
        {
            return null;
        }

        CloseRows[] judged = [.. close.Where(rows => rows.By is not null)];
        int last = Part(judged);
        var keyed = judged.Where(rows => rows.By!.NearlyKey).ToHashSet();
        ChanceSum whole = Sum(keyed, ChanceCurve.Classes - 1);
        if (whole.Bound > MostOfWhole * whole.Found || whole.P > LeastP)
        {
            keyed = [];
        }

        int Last(CloseRows rows) => keyed.Contains(rows) ? ChanceCurve.Classes - 1 : last;
        CloseGroup[] groups =
        [
            .. judged.SelectMany(rows => Enumerable.Range(0, rows.Groups.Count).Where(group => rows.Places[group] <= Last(rows)).Select(group => new CloseGroup(rows.Differing, rows.Groups[group].ToArray()))),
        ];
        ChanceSum chance = groups.Length == 0 ? Sum(judged, ChanceCurve.Classes - 1) : Sum(keyed, ChanceCurve.Classes - 1) + Sum(judged.Where(rows => !keyed.Contains(rows)), last);
        return new DuplicateMatches(groups, [.. some.Select(rows => (rows.Differing, rows.Repeats))], groups.Length == 0 ? 0 : (int)chance.Found, chance);
    }

    /// <summary>The last class of the largest part of which chance makes little; −1 for none.</summary>
    int Part(CloseRows[] close)
    {
        var curve = new ChanceCurve();
        foreach (CloseRows rows in close)
        {
            curve.Add(rows.Curve);
        }

        int best = -1;
        foreach ((int last, ChanceSum sum) in curve.Cumulated())
        {
            best = sum.Bound <= share * sum.Found && sum.P <= LeastP ? last : best;
        }

        return best;
    }

    static ChanceSum Sum(IEnumerable<CloseRows> close, int last) => close.Aggregate(default(ChanceSum), (sum, rows) => sum + rows.Curve.UpTo(last));
}
