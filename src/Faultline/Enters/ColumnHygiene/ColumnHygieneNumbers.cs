namespace Faultline;

/// <summary>Numbers that stand for missing, zeros far below every other value, and values too far out to be real.</summary>
static class ColumnHygieneNumbers
{
    const int Fewest = 30;
    const double GapLevel = 1e-3;
    const double FeltShift = 0.1;
    const double NormalQuartiles = 1.349;

    /// <summary>The faults of one column.</summary>
    public static IEnumerable<HygieneFault> Find(NumberColumn column, double rareShare, CheckContext context)
    {
        if (column.Name == context.Roles.Label && context.Evidence.Task == TaskKind.Classification)
        {
            yield break;
        }

        var all = SortedValues.Of(column);
        var rest = SortedValues.Finite(all).ToArray();
        if (rest.Length != all.Length)
        {
            var infinite = Rows(column, double.IsInfinity);
            yield return new HygieneFault(HygieneKind.MissingCode, HygieneFault.Infinity, column, [.. infinite.Select(row => new HygieneCell(row, "missing"))], Severity.Medium, "an infinite number", 0.01);
        }

        // Too few values tell nothing about what is far.
        if (rest.Length < Fewest)
        {
            yield break;
        }

        var codes = new List<double>();
        while (ColumnHygieneCodes.Outermost(rest) is { } code)
        {
            rest = [.. rest.Where(value => value != code)];
            codes.Add(code);
        }

        var zeros = ColumnHygieneCodes.ZerosAreApart(rest, rareShare);
        rest = zeros ? [.. rest.Where(value => value != 0)] : rest;
        var (low, high) = Inside(rest);

        // What is said of the other values is said of the sound ones.
        var sound = rest[low..high];
        foreach (var code in codes)
        {
            var rows = Rows(column, value => value == code);
            yield return Fault(HygieneKind.MissingCode, NumberColumn.Write(code), column, rows, SeverityOf(rows, column), sound, [code], context);
        }

        if (zeros)
        {
            var rows = Rows(column, value => value == 0);
            yield return Fault(HygieneKind.Zeros, string.Empty, column, rows, SeverityOf(rows, column), sound, [0], context);
        }

        if (low > 0 || high < rest.Length)
        {
            var outside = rest[..low].Concat(rest[high..]).ToHashSet();
            var centre = Quantiles.OfSorted(sound, 0.5);
            var rows = Rows(column, outside.Contains);
            Array.Sort(rows, (left, right) => Math.Abs(column.Values[right] - centre).CompareTo(Math.Abs(column.Values[left] - centre)) is var order && order != 0 ? order : left.CompareTo(right));
            var far = outside.Order().ToArray();
            var group = !Array.TrueForAll(far, value => DecimalSlips.Undone(value, sound) is not null) && IsGroup(far, sound, rows.Length);
            var severity = group ? Severity.Info : MeanShift(rows.Select(row => column.Values[row]), sound) >= FeltShift ? Severity.Medium : Severity.Low;
            yield return Fault(group ? HygieneKind.FarGroup : HygieneKind.Impossible, string.Empty, column, rows, severity, sound, far, context);
        }
    }

    /// <summary>One finding.</summary>
    public static Finding Write(IReadOnlyList<HygieneFault> faults, CheckContext context)
    {
        var where = ColumnHygieneWriter.Columns(faults);
        var first = faults[0];
        var cells = faults.Sum(fault => fault.Cells.Count);
        var rows = faults.SelectMany(fault => fault.Rows).Distinct().Count();
        var share = ColumnHygieneWriter.Share(cells / (double)faults.Sum(fault => fault.Column.RowCount));
        var others = ColumnHygieneWriter.List(faults.Select(fault => fault.Others).Where(text => text.Length > 0), 3);
        return first.Kind switch
        {
            HygieneKind.MissingCode => ColumnHygieneWriter.Write(
                faults,
                context,
                first.Why.Length > 0
                    ? $"{first.Shown} in {ColumnHygieneWriter.Count(cells, "cell")} of {where} ({share}) is a code, not a measurement: missing, or above the limit"
                    : $"{first.Shown} stands for a missing value in {ColumnHygieneWriter.Count(cells, "cell")} of {where} ({share})",
                first.IsInfinite
                    ? "The source wrote a number that is none, as after a division by zero."
                    : $"{(others.Length > 0 ? $"Otherwise {others}. " : string.Empty)}The number is far from all others and comes again and again, so the source writes it where it has no value{first.Why}.",
                "Read it as missing; as a number it moves every mean and every scale."),
            HygieneKind.Zeros => ColumnHygieneWriter.Write(
                faults,
                context,
                $"{ColumnHygieneWriter.Count(rows, "row")} {(rows == 1 ? "has" : "have")} a zero in {ColumnHygieneWriter.List(faults.Select(fault => fault.Column.Name), last: "or")}, otherwise far above zero",
                $"The zero stands for a value that was not measured{(others.Length > 0 ? $": otherwise {others}" : string.Empty)}.",
                "Read these zeros as missing, or measure again."),
            HygieneKind.FarGroup => ColumnHygieneWriter.Write(
                faults,
                context,
                $"{ColumnHygieneWriter.Count(cells, "value")} of {where} lie far from all others, and close to each other",
                $"{(others.Length > 0 ? $"Otherwise {others}. " : string.Empty)}Rows that lie together out there are most likely of another kind, or of another unit.",
                "Look at these rows once; if they are of another kind, a model needs to know it."),
            _ => ColumnHygieneWriter.Write(
                faults,
                context,
                cells == 1
                    ? $"{first.Shown} in row {first.Cells[0].Row} lies far outside all other values"
                    : $"{ColumnHygieneWriter.Count(cells, "value")} of {where} {(cells <= 4 && others.Length > 0 ? $"({Values(faults)}) " : string.Empty)}lie far outside all others",
                $"{(others.Length > 0 ? $"Otherwise {others}. " : string.Empty)}The column's own tail does not reach so far: {(first.Why.Length > 0 && faults.All(fault => fault.Why == first.Why) ? first.Why : "a slip of the decimal point, of the unit or of the column, or a row of another kind")}.",
                "Check these cells at the source; leave them missing where it can not say."),
        };
    }

    static string Values(IReadOnlyList<HygieneFault> faults) =>
        faults.Count == 1 ? faults[0].Shown[(faults[0].Column.Name.Length + " = ".Length)..] : string.Join("; ", faults.Select(fault => fault.Shown));

    static Severity SeverityOf(int[] rows, NumberColumn column) => rows.Length >= 0.001 * column.RowCount ? Severity.Medium : Severity.Low;

    // The part of the values between the outermost gaps that are too wide for the tails.
    static (int Low, int High) Inside(double[] sorted)
    {
        var most = Math.Clamp(sorted.Length / 500, 5, 50);
        var above = TailGap.Upper(sorted, most, 2, GapLevel).Count;
        var mirrored = TailGap.Mirror(sorted);
        var below = TailGap.Upper(mirrored, most, 2, GapLevel).Count;
        var negative = SortedValues.Below(sorted, 0);
        if (negative > below && negative <= most && TailGap.Upper(mirrored, negative, 1.3, GapLevel).Count == negative)
        {
            // A wrong sign is evidence of its own, so the gap may be narrower.
            below = negative;
        }

        var slips = DecimalSlips.Count(sorted, most);
        return (Math.Max(below, slips.Below), sorted.Length - Math.Max(above, slips.Above));
    }

    // By how many robust standard deviations of the others the far values move the column's mean.
    static double MeanShift(IEnumerable<double> far, double[] inside)
    {
        var centre = Quantiles.OfSorted(inside, 0.5);
        var spread = (Quantiles.OfSorted(inside, 0.75) - Quantiles.OfSorted(inside, 0.25)) / NormalQuartiles;
        var shift = Math.Abs(far.Sum(value => value - centre)) / inside.Length;
        return spread > 0 ? shift / spread : double.PositiveInfinity;
    }

    // Several different values close to each other and far from the rest are rows of another kind rather than slips.
    static bool IsGroup(double[] far, double[] inside, int rows)
    {
        if (far.Length < 3 || (far[0] < inside[0] && far[^1] > inside[^1]))
        {
            return false;
        }

        var gap = far[0] > inside[^1] ? far[0] - inside[^1] : inside[0] - far[^1];
        var spread = far[^1] - far[0];

        // A slip of the decimal point or the unit spreads its values as it moves them; rows of another kind lie no wider than the others do.
        var narrow = spread <= Quantiles.OfSorted(inside, 0.75) - Quantiles.OfSorted(inside, 0.25);
        return spread < (rows >= 10 || narrow ? 0.5 : 0.1) * gap;
    }

    static HygieneFault Fault(HygieneKind kind, string token, NumberColumn column, int[] rows, Severity severity, double[] others, double[] marks, CheckContext context)
    {
        var shows = context.Show.ShowValues;
        var named = marks.Length > 4 ? $"{marks.Length} values" : string.Join(", ", marks.Reverse().Select(Written));
        var histogram = ProfileHistogram.OfNumbers(column.Name, SortedValues.Finite(SortedValues.Of(column)), context.Show);
        return new HygieneFault(
            kind,
            token,
            column,
            [.. rows.Select(row => new HygieneCell(row, kind switch
            {
                HygieneKind.MissingCode or HygieneKind.Zeros => "missing",
                HygieneKind.Impossible when DecimalSlips.Undone(column.Values[row], others) is { } value => NumberColumn.Write(value),
                _ => null,
            }))],
            severity,
            kind == HygieneKind.MissingCode ? (shows ? named : "One far and frequent number") : shows ? $"{column.Name} = {named}" : ColumnHygieneWriter.Count(rows.Length, "value") + " of " + column.Name,
            0.01)
        {
            Others = shows ? $"{column.Name} lies between {Short(others[0])} and {Short(others[^1])}" : string.Empty,
            Why = kind switch
            {
                HygieneKind.MissingCode when marks[0] > others[^1] => ", or where the true one is above its limit",
                HygieneKind.Impossible => DecimalSlips.Cause(marks, others),
                _ => string.Empty,
            },
            Figure = shows && histogram is not null ? histogram with { Markers = [.. marks.Take(10)] } : histogram,
        };
    }

    // Sixteen digits of a quotient say no more than six.
    static string Written(double value) => NumberColumn.Write(value) is { Length: <= 10 } exact ? exact : value.ToString("G6", System.Globalization.CultureInfo.InvariantCulture);

    static string Short(double value) => Math.Abs(value) is >= 1e-4 and < 1e7
        ? value.ToString(value == Math.Floor(value) ? "#,0" : Math.Abs(value) >= 1000 ? "#,0.#" : "G4", System.Globalization.CultureInfo.InvariantCulture)
        : value.ToString("G4", System.Globalization.CultureInfo.InvariantCulture);

    static int[] Rows(NumberColumn column, Func<double, bool> wanted)
    {
        var rows = new List<int>();
        var values = column.Values;
        for (var row = 0; row < values.Length; row++)
        {
            if (wanted(values[row]))
            {
                rows.Add(row);
            }
        }

        return [.. rows];
    }
}
