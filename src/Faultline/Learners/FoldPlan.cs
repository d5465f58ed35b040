namespace Faultline;

/// <summary>Which part of the rows predicts which.</summary>
/// <remarks>
/// A fold is predicted by a model of the other folds, or, in time order, of the rows before it. Rows that belong together (exact repeats, rows of one
/// group) share a unit and a fold. Folds come from the content of rows, so the order of rows does not change them.
/// </remarks>
public sealed class FoldPlan
{
    /// <summary>Fewest groups that grouped folds are made of.</summary>
    public const int LeastGroups = 10;

    FoldPlan(int foldCount, int[] foldOfRow, ulong[] unitOfRow, int[] order, bool isTimeOrdered, string description)
    {
        FoldCount = foldCount;
        FoldOfRow = foldOfRow;
        UnitOfRow = unitOfRow;
        Order = order;
        IsTimeOrdered = isTimeOrdered;
        Description = description;
    }

    /// <summary>Number of folds.</summary>
    public int FoldCount { get; }

    /// <summary>The fold of each row; −1 for the earliest rows of a plan in time order, which are trained on and never predicted.</summary>
    public int[] FoldOfRow { get; }

    /// <summary>True when a fold is predicted by the rows before it.</summary>
    public bool IsTimeOrdered { get; }

    /// <summary>How the folds were made, in words.</summary>
    public string Description { get; }

    /// <summary>A number a row; rows that must not be parted have the same.</summary>
    internal ulong[] UnitOfRow { get; }

    /// <summary>All rows in an order that does not depend on where they stand: seeded by content, or by time.</summary>
    internal int[] Order { get; }

    /// <summary>Folds with the same shares of classes (numbers: of equal size), exact repeats of features kept together.</summary>
    /// <param name="features">n rows.</param>
    /// <param name="target">n targets.</param>
    /// <param name="folds">Number of folds, at least 2.</param>
    /// <param name="seed">Seed of the draw.</param>
    public static FoldPlan Stratified(FeatureMatrix features, LearningTarget target, int folds, long seed)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(target);
        ulong[] units = RowHash.Of(features);
        int[] order = InOrder(units, target, seed);
        string kind = target.ClassCount > 0 ? "stratified by class" : "at random";
        return new FoldPlan(folds, Deal(order, units, target, folds), units, order, isTimeOrdered: false, $"{folds} folds {kind}, exact repeats in one fold");
    }

    /// <summary>Folds that part no group; shares of classes as equal as that allows.</summary>
    /// <param name="features">n rows.</param>
    /// <param name="target">n targets.</param>
    /// <param name="groups">n group numbers; −1, no group, makes a row its own.</param>
    /// <param name="folds">Number of folds, at least 2.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <remarks>An exact repeat in another group joins the two groups, unless that would put more than twice a fold's share of rows into one unit.</remarks>
    public static FoldPlan Grouped(FeatureMatrix features, LearningTarget target, int[] groups, int folds, long seed)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(groups);
        ulong[] content = RowHash.Of(features);
        ulong[] units = FoldUnits.Join(content, groups, withRepeats: true);
        if (FoldUnits.Largest(units) > 2.0 * units.Length / folds)
        {
            units = FoldUnits.Join(content, groups, withRepeats: false);
        }

        int[] order = InOrder(units, target, seed);
        return new FoldPlan(folds, Deal(order, units, target, folds), units, order, isTimeOrdered: false, $"{folds} folds that part no group");
    }

    /// <summary>Folds in time order: folds + 1 stretches of equally many rows; each but the first is predicted by those before it.</summary>
    /// <param name="features">n rows.</param>
    /// <param name="times">n moments in any unit; NaN stands before every other. Rows of one moment share a fold.</param>
    /// <param name="folds">Number of folds, at least 2.</param>
    public static FoldPlan InTimeOrder(FeatureMatrix features, double[] times, int folds)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(times);
        ulong[] units = RowHash.Of(features);
        int[] order = RowHash.Order(units, 0);
        double[] keys = [.. order.Select(row => double.IsNaN(times[row]) ? double.NegativeInfinity : times[row])];
        int[] place = [.. Enumerable.Range(0, order.Length).OrderBy(i => keys[i]).ThenBy(i => i)];
        int[] byTime = [.. place.Select(i => order[i])];
        int[] foldOfRow = new int[order.Length];
        int fold = -1;
        for (int i = 0; i < byTime.Length; i++)
        {
            bool newMoment = i == 0 || keys[place[i]] != keys[place[i - 1]];
            if (newMoment)
            {
                fold = (int)((long)i * (folds + 1) / byTime.Length) - 1;
            }

            foldOfRow[byTime[i]] = fold;
        }

        return new FoldPlan(folds, foldOfRow, units, byTime, isTimeOrdered: true, $"{folds} folds in time order, each predicted by the rows before it; the earliest {foldOfRow.Count(f => f < 0):N0} rows are not predicted");
    }

    /// <summary>Deals some rows to folds, for cross-validation inside them.</summary>
    /// <param name="rows">The rows, in the order of <see cref="Order"/>.</param>
    /// <param name="target">Targets of all rows.</param>
    /// <param name="folds">Number of folds.</param>
    /// <returns>The fold of each of <paramref name="rows"/>; in time order −1 for the first stretch.</returns>
    internal int[] DealWithin(int[] rows, LearningTarget target, int folds)
    {
        if (IsTimeOrdered)
        {
            return [.. Enumerable.Range(0, rows.Length).Select(i => (int)((long)i * (folds + 1) / rows.Length) - 1)];
        }

        int[] foldOfRow = Deal(rows, UnitOfRow, target, folds);
        return [.. rows.Select(row => foldOfRow[row])];
    }

    /// <summary>Other folds of the same units, for a repetition: what lies in even folds stays in even ones, what lies in odd ones in odd ones.</summary>
    /// <param name="target">The targets that the plan was made with.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <exception cref="InvalidOperationException">The plan is in time order, or its folds are fewer than four or odd in number.</exception>
    internal FoldPlan Again(LearningTarget target, long seed)
    {
        if (IsTimeOrdered || FoldCount < 4 || FoldCount % 2 != 0)
        {
            throw new InvalidOperationException($"{FoldCount} folds{(IsTimeOrdered ? " in time order" : string.Empty)}; only an even number of at least four can be dealt again.");
        }

        int[] order = InOrder(UnitOfRow, target, seed);
        int[] foldOfRow = new int[order.Length];
        for (int half = 0; half < 2; half++)
        {
            int[] rows = [.. order.Where(row => FoldOfRow[row] % 2 == half)];
            int[] dealt = Deal(rows, UnitOfRow, target, FoldCount / 2);
            foreach (int row in rows)
            {
                foldOfRow[row] = (2 * dealt[row]) + half;
            }
        }

        return new FoldPlan(FoldCount, foldOfRow, UnitOfRow, order, isTimeOrdered: false, Description);
    }

    static int[] InOrder(ulong[] units, LearningTarget target, long seed)
    {
        int[] order = RowHash.Order(units, seed);
        // Repeats differ by their target at most: ordered by it, rows that change places change nothing.
        for (int start = 0; start < order.Length;)
        {
            int end = start + 1;
            while (end < order.Length && units[order[end]] == units[order[start]])
            {
                end++;
            }

            if (end - start > 1)
            {
                order.AsSpan(start, end - start).Sort((a, b) => target.ClassCount > 0
                    ? (target.Labels[a], a).CompareTo((target.Labels[b], b))
                    : (target.Values[a], a).CompareTo((target.Values[b], b)));
            }

            start = end;
        }

        return order;
    }

    /// <summary>Gives each unit, in order, to the fold with the fewest rows of its class, then the fewest rows.</summary>
    static int[] Deal(int[] order, ulong[] units, LearningTarget target, int folds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        int[] foldOfRow = new int[units.Length];
        long[,] ofClass = new long[Math.Max(1, target.ClassCount), folds];
        long[] all = new long[folds];
        for (int start = 0; start < order.Length;)
        {
            int end = start + 1;
            while (end < order.Length && units[order[end]] == units[order[start]])
            {
                end++;
            }

            int label = target.ClassCount > 0 ? target.Labels[order[start]] : 0;
            int best = 0;
            for (int fold = 1; fold < folds; fold++)
            {
                if ((ofClass[label, fold], all[fold]).CompareTo((ofClass[label, best], all[best])) < 0)
                {
                    best = fold;
                }
            }

            for (int i = start; i < end; i++)
            {
                foldOfRow[order[i]] = best;
                ofClass[target.ClassCount > 0 ? target.Labels[order[i]] : 0, best]++;
            }

            all[best] += end - start;
            start = end;
        }

        return foldOfRow;
    }
}
