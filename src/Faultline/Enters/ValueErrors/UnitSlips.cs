using System.Globalization;

namespace Faultline;

/// <summary>
/// Finds numbers that fit their row only after a conversion: the decimal point moved, or one unit taken for another. Either so many lie just where one conversion would have put
/// them, and none beside that place, or single ones lie beyond where the tail of the residuals reaches, and the decimal point or a common conversion brings them back.
/// </summary>
static class UnitSlips
{
    const double Far = 5;
    const double Fits = 2.5;
    const double GapLevel = 1e-3;
    const double GapRatio = 1.5;
    const double BumpLevel = 1e-4;
    const int FewestOfAUnit = 5;
    const int FewestDistinct = 25;
    const double FeltShare = 0.001;

    /// <summary>The faults of every column.</summary>
    /// <param name="fit">What each number is expected to be.</param>
    /// <param name="judged">Its far values, by column.</param>
    /// <param name="taken">Cells that another finding has said already, by row and column.</param>
    /// <param name="context">The table, and how cells may be shown.</param>
    public static IEnumerable<ValueFault> Find(RowFit fit, (List<FarValue>[] Far, int[] Above, int[] Below) judged, HashSet<(int Row, string Column)> taken, CheckContext context)
    {
        Dictionary<int, double> worst = Worst(judged.Far);
        for (int j = 0; j < fit.Columns.Length; j++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            NumberColumn column = fit.Columns[j];
            List<FarValue> far = [.. judged.Far[j].Where(value => Math.Abs(value.Deviation) >= Far && !taken.Contains((value.Row, column.Name)))];
            if (far.Count == 0 || far.Count > 0.05 * column.RowCount)
            {
                continue;
            }

            // A wrong cell makes the other cells of its row look wrong as well; the one that looks worst is meant.
            FarValue[] meant = [.. far.Where(value => Math.Abs(value.Deviation) >= 0.9 * worst[value.Row])];
            foreach (var (conversion, cells) in OfColumn(fit, j, meant, judged, context))
            {
                if (!RowsApart.AreOfAnotherKind(cells, context, column.Name))
                {
                    yield return Write(column, conversion, cells, context);
                }
            }
        }
    }

    static Dictionary<int, double> Worst(List<FarValue>[] far)
    {
        var worst = new Dictionary<int, double>();
        foreach (FarValue value in far.SelectMany(values => values).Where(value => Math.Abs(value.Deviation) >= Far))
        {
            worst[value.Row] = Math.Max(worst.GetValueOrDefault(value.Row), Math.Abs(value.Deviation));
        }

        return worst;
    }

    static IEnumerable<(UnitConversion Conversion, int[] Rows)> OfColumn(RowFit fit, int j, FarValue[] far, (List<FarValue>[] Far, int[] Above, int[] Below) judged, CheckContext context)
    {
        NumberColumn column = fit.Columns[j];
        bool isFine = SortedValues.Distinct([.. fit.Sample.Select(row => column.Values[row]).Where(double.IsFinite).Order()]) >= FewestDistinct;
        HashSet<int> beyond = Beyond(judged.Far[j], judged.Above[j], judged.Below[j]);
        var left = new Dictionary<int, FarValue>();
        foreach (FarValue value in far)
        {
            left[value.Row] = value;
        }

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

                var (mended, beside, misfit) = Mended(fit, j, left.Values, conversion);
                bool bump = mended.Length >= FewestOfAUnit && Bump(mended.Length, beside) * UnitConversion.All.Count * fit.Columns.Length <= BumpLevel;
                int[] outside = [.. mended.Where(beyond.Contains)];
                bool gap = outside.Length > 0 && (conversion.IsDecimal || outside.Length >= 3) && outside.Length >= 0.5 * beyond.Count;
                int[] rows = bump ? mended : gap ? outside : [];
                if (rows.Length > 0 && (best is null || rows.Length > best.Value.Rows.Length || (rows.Length == best.Value.Rows.Length && misfit < best.Value.Misfit)))
                {
                    best = (conversion, rows, misfit);
                }
            }

            if (best is not { } found)
            {
                yield break;
            }

            yield return (found.Conversion, found.Rows);
            foreach (int row in found.Rows)
            {
                left.Remove(row);
                beyond.Remove(row);
            }
        }
    }

    /// <summary>Far values that a conversion brings back, how many it brings beside that, and how well those brought back fit.</summary>
    static (int[] Rows, int Beside, double Misfit) Mended(RowFit fit, int j, IEnumerable<FarValue> far, UnitConversion conversion)
    {
        NumberColumn column = fit.Columns[j];
        var rows = new List<int>();
        int beside = 0;
        double misfit = 0;
        foreach (FarValue value in far)
        {
            double before = fit.Score(j, column.Values[value.Row]);
            double after = fit.Score(j, conversion.Apply(column.Values[value.Row]));
            if (double.IsNaN(after) || (conversion.Name == "sign" && column.Values[value.Row] == 0))
            {
                continue;
            }

            double deviation = fit.Deviation(j, value.Residual - before + after);
            if (Math.Abs(deviation) <= Fits)
            {
                rows.Add(value.Row);
                misfit += deviation * deviation;
            }
            else if (Math.Abs(deviation) <= 3 * Fits && Math.Abs(deviation) < Math.Abs(value.Deviation))
            {
                beside++;
            }
        }

        return ([.. rows], beside, misfit / Math.Max(1, rows.Count));
    }

    // The places beside are twice as wide, and a tail that falls puts more into the nearer of them.
    static double Bump(int mended, int beside) => beside > 0.25 * mended ? 1 : 1 - MathNet.Numerics.Distributions.Binomial.CDF(1.0 / 3, mended + beside, mended - 1);

    /// <summary>Rows whose residual lies beyond a gap that is too wide for the tail of the residuals.</summary>
    static HashSet<int> Beyond(List<FarValue> far, int above, int below)
    {
        var rows = new HashSet<int>();
        foreach (var (side, count) in new[] { (far.Where(value => value.Residual > 0), above), (far.Where(value => value.Residual < 0), below) })
        {
            FarValue[] ordered = [.. side.OrderBy(value => Math.Abs(value.Residual))];

            // Residuals near zero are not kept; how many there are is what counts.
            double[] sizes = [.. Enumerable.Repeat(1e-9, Math.Max(0, count - ordered.Length)), .. ordered.Select(value => Math.Abs(value.Residual))];
            int most = Math.Clamp(sizes.Length / 250, 5, 50);
            int found = TailGap.Upper(sizes, 0, most, GapRatio, GapLevel).Count;
            rows.UnionWith(ordered.TakeLast(Math.Min(found, ordered.Length)).Select(value => value.Row));
        }

        return rows;
    }

    static ValueFault Write(NumberColumn column, UnitConversion conversion, int[] rows, CheckContext context)
    {
        int decimals = Decimals(column);
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

    // Digits after the point that nearly all values do with.
    internal static int Decimals(NumberColumn column)
    {
        for (int digits = 0; digits < 6; digits++)
        {
            int seen = 0, finer = 0;
            for (int row = 0; row < column.RowCount && seen < 2_000; row++)
            {
                double value = column.Values[row];
                if (double.IsFinite(value))
                {
                    seen++;
                    finer += Math.Abs(value - Math.Round(value, digits)) > 1e-9 * Math.Max(1, Math.Abs(value)) ? 1 : 0;
                }
            }

            if (finer <= 0.02 * seen)
            {
                return digits;
            }
        }

        return 6;
    }
}
