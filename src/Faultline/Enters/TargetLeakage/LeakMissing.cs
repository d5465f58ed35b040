namespace Faultline;

/// <summary>Columns that are filled, or missing, for one class only.</summary>
static class LeakMissing
{
    const int FewestRows = 20;

    // The share of other classes on that side, at most this part of what it is in all rows.
    const double PartOfOthers = 0.2;

    /// <summary>The leak of a column, or null.</summary>
    /// <param name="column">The column.</param>
    /// <param name="target">Labels, of classes.</param>
    /// <param name="isFeature">Whether a model gets the column.</param>
    /// <param name="level">Coverage of the interval.</param>
    public static Leak? Find(Column column, LeakTarget target, bool isFeature, double level)
    {
        int[] missing = [.. Enumerable.Range(0, target.Count).Where(i => column.IsMissing(target.Rows[i]))];
        if (missing.Length < FewestRows || target.Count - missing.Length < FewestRows)
        {
            return null;
        }

        int[] bins = new int[target.Count];
        foreach (int i in missing)
        {
            bins[i] = 1;
        }

        int[] totals = target.Counts();
        LeakScore score = LeakScore.Of(target, bins, null, level);
        Leak? found = null;
        foreach (int side in (ReadOnlySpan<int>)[0, 1])
        {
            int[] places = [.. Enumerable.Range(0, target.Count).Where(i => bins[i] == side)];
            int best = places.GroupBy(i => target.Labels[i]).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key;
            int others = places.Count(i => target.Labels[i] != best);
            double share = totals[best] / (double)target.Count;
            if (ClopperPearson.Of(others, places.Length, level).High > PartOfOthers * (1 - share) || places.Length - others < FewestRows)
            {
                continue;
            }

            // Of the two sides the one that says more is told.
            var leak = new Leak(LeakKind.Missing, column, LeakPart.Value, score, isFeature ? (score.Value >= 0.9 ? Severity.High : Severity.Medium) : Severity.Low)
            {
                Rows = [.. places.Select(i => target.Rows[i])],
                MissingSide = side == 1,
                Class = target.Classes[best],
                Others = others,
                Base = share,
            };
            found = found is null || leak.Base < found.Base ? leak : found;
        }

        return found;
    }
}
