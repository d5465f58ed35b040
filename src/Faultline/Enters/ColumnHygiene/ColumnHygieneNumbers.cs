namespace Faultline;

/// <summary>Numbers that stand for missing, and zeros far below every other value.</summary>
static class ColumnHygieneNumbers
{
    /// <summary>Fewer numbers tell nothing about what is far.</summary>
    internal const int Fewest = 30;

    /// <summary>The faults of one column.</summary>
    public static IEnumerable<HygieneFault> Find(NumberColumn column, double rareShare, CheckContext context)
    {
        if (column.Name == context.Roles.Label && context.Evidence.Task == TaskKind.Classification)
        {
            yield break;
        }

        var all = SortedValues.Of(column);
        var finite = SortedValues.Finite(all).ToArray();
        if (finite.Length != all.Length)
        {
            var infinite = Rows(column, double.IsInfinity);
            yield return new HygieneFault(HygieneKind.MissingCode, HygieneFault.Infinity, column, [.. infinite.Select(row => new HygieneCell(row, "missing"))], Severity.Medium, "an infinite number", 0.01);
        }

        // Too few values tell nothing about what is far.
        if (finite.Length < Fewest)
        {
            yield break;
        }

        var (rest, codes, zeros) = Sound(finite, rareShare);

        // What is said of the other values is said of the sound ones.
        var (low, high) = FarNumbers.Inside(rest);
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
    }

    /// <summary>Finite values without codes and zeros apart.</summary>
    /// <param name="sorted">Ascending finite values.</param>
    /// <param name="rareShare">Largest share of zeros that are apart.</param>
    internal static (double[] Values, List<double> Codes, bool Zeros) Sound(double[] sorted, double rareShare)
    {
        var codes = new List<double>();
        while (ColumnHygieneCodes.Outermost(sorted) is { } code)
        {
            sorted = [.. sorted.Where(value => value != code)];
            codes.Add(code);
        }

        var zeros = ColumnHygieneCodes.ZerosAreApart(sorted, rareShare);
        return (zeros ? [.. sorted.Where(value => value != 0)] : sorted, codes, zeros);
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
            _ => ColumnHygieneWriter.Write(
                faults,
                context,
                $"{ColumnHygieneWriter.Count(rows, "row")} {(rows == 1 ? "has" : "have")} a zero in {ColumnHygieneWriter.List(faults.Select(fault => fault.Column.Name), last: "or")}, otherwise far above zero",
                $"The zero stands for a value that was not measured{(others.Length > 0 ? $": otherwise {others}" : string.Empty)}.",
                "Read these zeros as missing, or measure again."),
        };
    }

    static Severity SeverityOf(int[] rows, NumberColumn column) => rows.Length >= 0.001 * column.RowCount ? Severity.Medium : Severity.Low;

    /// <summary>A fault with its figure and what is otherwise there.</summary>
    internal static HygieneFault Fault(HygieneKind kind, string token, NumberColumn column, int[] rows, Severity severity, double[] others, double[] marks, CheckContext context)
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

    /// <summary>Rows whose value is wanted.</summary>
    internal static int[] Rows(NumberColumn column, Func<double, bool> wanted)
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
