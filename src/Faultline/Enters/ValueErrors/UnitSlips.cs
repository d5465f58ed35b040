using System.Globalization;

namespace Faultline;

/// <summary>
/// Finds numbers that fit their row only after a conversion: the decimal point moved, or one unit taken for another. Either so many lie just where one conversion would have put
/// them, and none beside that place, or single ones lie beyond where the tail of the residuals reaches, and the decimal point or a common conversion brings them back.
/// </summary>
static class UnitSlips
{
    const double Far = 5;

    // Beyond a gap in the residuals less is asked: a scale of few rows is taken to be heavy-tailed.
    const double FarBeyondGap = 3.5;
    const double Fits = 2.5;
    const double Plausible = 1;
    const double GapLevel = 1e-3;
    const double GapRatio = 1.5;
    const double BumpLevel = 1e-4;
    const int FewestOfAUnit = 5;
    const int FewestDistinct = 25;
    const double FeltShare = 0.001;
    const double MostShare = 0.1;

    // As many beyond a gap make a conversion known: what it brings back without a gap is then meant as well.
    const int Known = 3;

    /// <summary>The slips of every column beside the rest of its rows.</summary>
    /// <param name="fit">What each number is expected to be.</param>
    /// <param name="judged">Its far values, by column.</param>
    /// <param name="taken">Cells that another finding has said already, by row and column.</param>
    /// <param name="context">The table, and how cells may be shown.</param>
    public static IEnumerable<SlippedCells> Find(RowFit fit, (List<FarValue>[] Far, int[] All) judged, HashSet<(int Row, string Column)> taken, CheckContext context)
    {
        // A wrong cell makes the other cells of its row look wrong as well; the one that looks worst beside them, and by itself, is meant.
        double Suspicion(FarValue value) => Math.Abs(value.Deviation) + Math.Abs(fit.Score(value.Column, fit.Columns[value.Column].Values[value.Row]));
        var worst = new Dictionary<int, double>();
        foreach (FarValue value in judged.Far.SelectMany(values => values))
        {
            worst[value.Row] = Math.Max(worst.GetValueOrDefault(value.Row), Suspicion(value));
        }

        for (int j = 0; j < fit.Columns.Length; j++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            NumberColumn column = fit.Columns[j];
            List<FarValue> open = [.. judged.Far[j].Where(value => !taken.Contains((value.Row, column.Name)))];
            FarValue[] meant = [.. open.Where(value => Math.Abs(value.Deviation) >= FarBeyondGap && Suspicion(value) >= 0.9 * worst[value.Row])];
            int place = j;
            var scale = new SlipScale(
                column,
                (value, given) => value.Residual - fit.Score(place, column.Values[value.Row]) + fit.Score(place, given),
                residual => fit.Deviation(place, residual),
                (value, at) => fit.Value(place, fit.Score(place, column.Values[value.Row]) - value.Residual + fit.ResidualAt(place, at)),
                IsLogarithmic: true);
            foreach (SlippedCells slip in OfColumn(scale, meant, (open, judged.All[j]), fit.Columns.Length, context))
            {
                yield return slip;
            }
        }
    }

    /// <summary>The slips of one column beside predictions of it.</summary>
    /// <param name="column">The column.</param>
    /// <param name="given">Its numbers; NaN where another finding has said the cell.</param>
    /// <param name="predicted">What is expected; NaN where nothing is.</param>
    /// <param name="context">The table, and how cells may be shown.</param>
    public static IEnumerable<SlippedCells> Find(NumberColumn column, double[] given, double[] predicted, CheckContext context)
    {
        // Sizes of one sign differ by factors, whose logarithms are what predictions miss by.
        int[] rows = [.. Enumerable.Range(0, given.Length).Where(row => double.IsFinite(given[row]) && double.IsFinite(predicted[row]))];
        bool ratios = rows.Length > 0 && Array.TrueForAll(rows, row => given[row] > 0) && rows.Count(row => predicted[row] > 0) >= 0.95 * rows.Length;
        double Apart(double value, double expected) => ratios ? value > 0 && expected > 0 ? Math.Log(value / expected) : double.NaN : value - expected;
        var residuals = new List<(int Row, double Residual)>(rows.Select(row => (row, Apart(given[row], predicted[row]))).Where(pair => double.IsFinite(pair.Item2)));
        double[] sorted = [.. residuals.Select(pair => pair.Residual)];
        NumberSort.Ascending(sorted);
        if (sorted.Length < RowFit.FewestRows || TukeyScale.Fit(ExponentialGap.Body(sorted, MostShare, GapRatio, GapLevel)) is not { } tukey)
        {
            return [];
        }

        var far = new List<FarValue>();
        foreach (var (row, residual) in residuals)
        {
            double deviation = tukey.Score(residual);
            if (Math.Abs(deviation) >= RowFit.KeptFrom(sorted.Length))
            {
                far.Add(new FarValue(row, 0, residual, deviation));
            }
        }

        var scale = new SlipScale(column, (value, other) => Apart(other, predicted[value.Row]), tukey.Score, (value, at) => ratios ? predicted[value.Row] * Math.Exp(tukey.Value(at)) : predicted[value.Row] + tukey.Value(at), ratios);
        return OfColumn(scale, [.. far.Where(value => Math.Abs(value.Deviation) >= FarBeyondGap)], (far, sorted.Length), 1, context);
    }

    static IEnumerable<SlippedCells> OfColumn(SlipScale scale, FarValue[] meant, (List<FarValue> Far, int All) judged, int columns, CheckContext context)
    {
        NumberColumn column = scale.Column;
        if (meant.Length == 0 || meant.Length > MostShare * column.RowCount)
        {
            yield break;
        }

        bool isFine = HasDistinct(column, FewestDistinct);
        HashSet<int> beyond = Beyond(scale, judged.Far, judged.All, columns), alone = Alone(judged.Far, judged.All);
        var left = meant.ToDictionary(value => value.Row);

        // The conversion that mends most speaks first; what it mends is no longer there for the others.
        while (left.Count > 0)
        {
            (UnitConversion Conversion, int[] Rows, double Misfit)? best = null;
            foreach (UnitConversion conversion in UnitConversion.All)
            {
                if (!conversion.IsDecimal && !isFine)
                {
                    continue;
                }

                var tried = Mended(scale, left.Values, conversion);
                int[] rows = Rows(tried, conversion, beyond, alone, columns);
                if (rows.Length > 0 && (best is null || rows.Length > best.Value.Rows.Length || (rows.Length == best.Value.Rows.Length && tried.Misfit < best.Value.Misfit)))
                {
                    best = (conversion, rows, tried.Misfit);
                }
            }

            if (best is not { } found)
            {
                yield break;
            }

            HashSet<int> slipped = [.. found.Rows];
            if (SecondMode.IsRuledOut(scale, found.Conversion, [.. meant.Where(value => slipped.Contains(value.Row))]) && !RowsApart.AreOfAnotherKind(found.Rows, context, column.Name, Alike(column, found)))
            {
                yield return new SlippedCells(column, found.Conversion, found.Rows);
            }

            foreach (int row in found.Rows)
            {
                left.Remove(row);
                beyond.Remove(row);
            }
        }
    }

    // A sign is lost by numbers that have one, which may be those of one season: such rows are held against those where the right number stands.
    static Func<int, bool>? Alike(NumberColumn column, (UnitConversion Conversion, int[] Rows, double Misfit) found)
    {
        if (found.Conversion.Name != "sign")
        {
            return null;
        }

        double[] right = [.. found.Rows.Select(row => found.Conversion.Apply(column.Values[row]))];
        (double low, double high) = (right.Min(), right.Max());
        return row => column.Values[row] >= low && column.Values[row] <= high;
    }

    static int[] Rows(Attempt tried, UnitConversion conversion, HashSet<int> beyond, HashSet<int> alone, int columns)
    {
        int[] far = [.. tried.Mended.Where(value => Math.Abs(value.Deviation) >= Far).Select(value => value.Row)];
        if (far.Length >= FewestOfAUnit && Bump(far.Length, tried.Beside) * UnitConversion.All.Count * columns <= BumpLevel)
        {
            return far;
        }

        int[] outside = [.. tried.Mended.Select(value => value.Row).Where(beyond.Contains)];
        if (outside.Length == 0 || (!conversion.IsDecimal && outside.Length < FewestOfAUnit) || outside.Length < 0.5 * beyond.Count || (outside.Length > FewestOfAUnit && tried.IsNarrow))
        {
            return [];
        }

        // One or two may be the end of a tail of any law.
        if (outside.Length < Known)
        {
            return [.. outside.Where(alone.Contains)];
        }

        if (outside.Length >= FewestOfAUnit)
        {
            outside = [.. outside.Union(tried.Near.Where(beyond.Contains))];
        }

        return Scattered(tried.Beside, far.Length) ? [.. outside.Union(far)] : outside;
    }

    static bool HasDistinct(NumberColumn column, int fewest)
    {
        var seen = new HashSet<double>();
        foreach (double value in column.Values)
        {
            if (double.IsFinite(value) && seen.Add(value) && seen.Count >= fewest)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Far values that a conversion brings back, how many it brings beside that, and how well those brought back fit.</summary>
    static Attempt Mended(SlipScale scale, IEnumerable<FarValue> far, UnitConversion conversion)
    {
        var mended = new List<FarValue>();
        var near = new List<int>();
        int beside = 0;
        double misfit = 0;
        foreach (FarValue value in far)
        {
            double given = scale.Column.Values[value.Row];
            double deviation = scale.Deviation(scale.Residual(value, conversion.Apply(given)));

            // A value whose decimal point moved had no more digits behind it than the others have.
            if (double.IsNaN(deviation) || (conversion.Name == "sign" && given == 0) || !IsTelling(scale, value, conversion) || (conversion.IsDecimal && !Decimals.Suffice(conversion.Apply(given), scale.Decimals)))
            {
                continue;
            }

            if (Math.Abs(deviation) <= 2 * Fits && Math.Abs(deviation) < 0.5 * Math.Abs(value.Deviation))
            {
                near.Add(value.Row);
            }

            if (Math.Abs(deviation) <= Fits)
            {
                mended.Add(value);
                misfit += deviation * deviation;
            }
            else if (Math.Abs(deviation) <= 3 * Fits && Math.Abs(deviation) < Math.Abs(value.Deviation) && Math.Abs(value.Deviation) >= Far)
            {
                beside++;
            }
        }

        return new Attempt(mended, near, beside, misfit / Math.Max(1, mended.Count));
    }

    // Where what is expected would not be far off after the same slip, that the given value is says nothing of a slip: any number over 1,000 fits about 0.
    static bool IsTelling(SlipScale scale, FarValue value, UnitConversion conversion)
    {
        double Slipped(double at) => scale.Deviation(scale.Residual(value, conversion.Undo(scale.Expected(value, at))));
        double low = Slipped(-Plausible), high = Slipped(Plausible);
        return Math.Min(Math.Abs(low), Math.Abs(high)) >= Fits && Math.Sign(low) == Math.Sign(high);
    }

    // The places beside are twice as wide, and a tail that falls puts more into the nearer of them.
    static double Bump(int mended, int beside) => Scattered(beside, mended) ? 1 - MathNet.Numerics.Distributions.Binomial.CDF(1.0 / 3, mended + beside, mended - 1) : 1;

    static bool Scattered(int beside, int mended) => beside <= 0.25 * mended;

    /// <summary>How many of the largest residuals of one side lie beyond a gap that is too wide for their tail.</summary>
    /// <param name="sizes">Sizes of the residuals of one side, ascending.</param>
    /// <param name="all">Residuals of both sides.</param>
    /// <param name="level">Largest p.</param>
    public static int Beyond(ReadOnlySpan<double> sizes, int all, double level = GapLevel) => ExponentialGap.Upper(sizes, Math.Max(1, (int)(MostShare * all)), (near, far) => far >= GapRatio * near, level);

    // Scores and ratios are logarithms of sizes far out; differences are not.
    static HashSet<int> Beyond(SlipScale scale, List<FarValue> far, int all, int columns)
    {
        var rows = new HashSet<int>();
        foreach (IEnumerable<FarValue> side in new[] { far.Where(value => value.Residual > 0), far.Where(value => value.Residual < 0) })
        {
            FarValue[] ordered = [.. side.OrderBy(value => Math.Abs(value.Residual))];
            double[] sizes = [.. ordered.Select(value => Math.Abs(value.Residual))];
            int found = scale.IsLogarithmic ? Beyond(sizes, all, GapLevel / columns)
                : ExponentialGap.Upper(Array.ConvertAll(sizes, Math.Log), (int)(MostShare * all), (near, far) => far - near >= Math.Log(GapRatio), GapLevel / columns);
            rows.UnionWith(ordered.TakeLast(found).Select(value => value.Row));
        }

        return rows;
    }

    /// <summary>Rows whose residual lies beyond a gap that no power law explains: few at most.</summary>
    static HashSet<int> Alone(List<FarValue> far, int all)
    {
        var rows = new HashSet<int>();
        foreach (IEnumerable<FarValue> side in new[] { far.Where(value => value.Residual > 0), far.Where(value => value.Residual < 0) })
        {
            FarValue[] ordered = [.. side.OrderBy(value => Math.Abs(value.Residual))];

            // Residuals near zero may not be listed; how many there are is what counts, about half of all a side.
            double[] sizes = [.. Enumerable.Repeat(1e-9, Math.Max(0, (all / 2) - ordered.Length)), .. ordered.Select(value => Math.Abs(value.Residual))];
            int found = TailGap.Upper(sizes, 0, Math.Clamp(all / 500, 5, 50), GapRatio, GapLevel).Count;
            rows.UnionWith(ordered.TakeLast(found).Select(value => value.Row));
        }

        return rows;
    }

    /// <summary>The finding of one conversion in one column.</summary>
    public static ValueFault Write(SlippedCells slip, CheckContext context)
    {
        var (column, conversion, rows) = slip;
        int decimals = Decimals.Of(column);
        CellScore[] cells = [.. rows.Order().Select(row => new CellScore(row, column.Name, 0.02, NumberColumn.Write(conversion.Apply(column.Values[row], decimals))))];
        string count = rows.Length == 1 ? "1 value" : rows.Length.ToString("#,0", CultureInfo.InvariantCulture) + " values";
        string fits = rows.Length == 1 ? "fits its row" : "fit their rows";
        string words = rows.Length == 1 ? conversion.Words.Replace("they are", "it is", StringComparison.Ordinal).Replace("they were", "it was", StringComparison.Ordinal).Replace("their", "its", StringComparison.Ordinal) : conversion.Words;
        return new ValueFault(
            ValueFaultKind.UnitSlip,
            new Finding
            {
                Key = $"{ValueFaultKind.UnitSlip}:{conversion.Name}:{column.Name}",
                Title = $"{count} of {column.Name} {fits} only {conversion.Remedy}",
                Severity = rows.Length >= FeltShare * column.RowCount ? Severity.Medium : Severity.Low,
                Measure = new Measure("cells", rows.Length, Unit: "cells"),
                Rows = FoundRows.Of([.. cells.Select(cell => cell.Row)]),
                Columns = [column.Name],
                Cause = $"Beside the other columns of {(rows.Length == 1 ? "its row it is" : "their rows they are")} far off, and right {conversion.Remedy}: most likely {words}.",
                Repair = "Convert these cells; the column suggestion in the scores has the value that fits. Then see which source or program wrote them.",
                Examples = [.. cells.Take(3).Select(cell => context.Example(cell.Row, [(column.Name, cell.Suggestion)]))],
            },
            cells);
    }

    /// <summary>What a conversion does to the far values.</summary>
    sealed record Attempt(List<FarValue> Mended, List<int> Near, int Beside, double Misfit)
    {
        /// <summary>True when the values brought back lie closer together than slips of sound values could: rows of another kind are as wide where they are as the others.</summary>
        public bool IsNarrow => Misfit * Mended.Count < 0.5 * MathNet.Numerics.Distributions.ChiSquared.InvCDF(Mended.Count, 0.001);
    }
}
