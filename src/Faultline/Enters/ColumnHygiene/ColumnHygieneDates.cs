using System.Globalization;

namespace Faultline;

/// <summary>Dates written in two ways, dates in the future, and dates too far out to be real.</summary>
static class ColumnHygieneDates
{
    const double MicrosecondsADay = 86_400_000_000;
    const int Fewest = 30;
    const double GapLevel = 1e-3;

    /// <summary>The faults of one column.</summary>
    public static IEnumerable<HygieneFault> Find(TimeColumn column, double rareShare, CheckContext context)
    {
        if (column.Mixed is { } mixed)
        {
            yield return Forms(column, mixed);
        }

        var sorted = Days(column);
        if (sorted.Length < Fewest)
        {
            yield break;
        }

        var limit = (context.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalDays + 1;
        var past = SortedValues.UpTo(sorted, limit);
        var rest = sorted;
        if (past < sorted.Length)
        {
            var fault = Future(column, sorted, past, rareShare, context);
            yield return fault;
            rest = fault.Kind == HygieneKind.FutureDates ? sorted[..(sorted.Length - fault.Cells.Count)] : sorted;
        }

        var most = Math.Clamp(rest.Length / 500, 5, 50);
        var above = TailGap.Upper(rest, most, 2, GapLevel).Count;
        var below = TailGap.Upper(TailGap.Mirror(rest), most, 2, GapLevel).Count;
        below = below > 0 ? below : Defaults(rest);
        if (below + above > 0)
        {
            var inside = rest[below..^above];
            yield return Fault(HygieneKind.ImpossibleDates, column, day => day < inside[0] || (day > inside[^1] && day <= rest[^1]), inside, day => Shifted(day, inside), context);
        }
    }

    /// <summary>One finding.</summary>
    public static Finding Write(IReadOnlyList<HygieneFault> faults, CheckContext context)
    {
        var where = ColumnHygieneWriter.Columns(faults);
        var first = faults[0];
        var cells = faults.Sum(fault => fault.Cells.Count);
        var dates = ColumnHygieneWriter.Count(cells, "date");
        var because = string.Join(" ", faults.Select(fault => fault.Why).Distinct(StringComparer.Ordinal));
        return first.Kind switch
        {
            HygieneKind.MixedDates => ColumnHygieneWriter.Write(
                faults,
                context,
                $"{dates} of {where} {(cells == 1 ? "is" : "are")} written {first.Shown}, the others {first.Others}",
                because,
                "Write all dates one way, with the year first; the scores give each as it was read. Ask the source which of the first two numbers is the day."),
            HygieneKind.PlannedDates => ColumnHygieneWriter.Write(
                faults, context, $"{dates} of {where} {(cells == 1 ? "lies" : "lie")} in the future", because, "Nothing, where the column holds plans or terms; a model of the past must not see them."),
            HygieneKind.FutureDates => ColumnHygieneWriter.Write(
                faults,
                context,
                $"{dates} of {where} {(cells == 1 ? "is" : "are")} {(first.Token.Length > 0 ? "a century too late" : "in the future")}{first.Shown}",
                because,
                first.Token.Length > 0 ? "Take a hundred years off; the scores give the date cell by cell." : "Correct these dates at the source; leave them missing where it can not say."),
            _ => ColumnHygieneWriter.Write(
                faults,
                context,
                $"{dates} of {where} {(cells == 1 ? "lies" : "lie")} far outside all others{first.Shown}",
                because,
                "Correct these dates at the source; leave them missing where it can not say."),
        };
    }

    // How each was read is the suggestion: nothing changes but the form.
    static HygieneFault Forms(TimeColumn column, MixedDates mixed)
    {
        const string Last = "as numbers with the year last", First = "with the year first or the month by name";
        string order = mixed.DayFirst ? "day, month and year" : "month, day and year";
        return new HygieneFault(HygieneKind.MixedDates, mixed.AreNumeric ? "last" : "first", column, [.. mixed.Rows.Select(row => new HygieneCell(row, column.Text(row)))], Severity.Low, mixed.AreNumeric ? Last : First, 0.2)
        {
            Others = mixed.AreNumeric ? First : Last,
            Why = $"Two sources, or two programs, wrote the column. Numbers with the year last were read as {order}; where the first two are both at most 12 only the source can say whether that is right.",
        };
    }

    static HygieneFault Future(TimeColumn column, double[] sorted, int past, double rareShare, CheckContext context)
    {
        var future = sorted.Length - past;
        var usual = past >= Fewest ? (Quantiles.OfSorted(sorted.AsSpan(0, past), 0.99) - Quantiles.OfSorted(sorted.AsSpan(0, past), 0.95)) / (0.04 * past) : double.PositiveInfinity;
        if (past < Fewest || future > rareShare * sorted.Length || sorted[past] - sorted[past - 1] <= Math.Max(30, 10 * usual))
        {
            return Fault(HygieneKind.PlannedDates, column, day => day > sorted[past] - 1e-9, sorted[..Math.Max(1, past)], _ => null, context);
        }

        // The same slip in dates that are past by now shows as well: the first year without any date ends what is usual.
        var end = (int)(0.99 * (past - 1));
        while (end < past - 1 && sorted[end + 1] - sorted[end] <= 365)
        {
            end++;
        }

        var inside = sorted[..(end + 1)];
        var late = sorted.AsSpan(end + 1);
        var fits = late.Length <= rareShare * sorted.Length;
        foreach (var day in late)
        {
            fits &= Shifted(day, inside) is not null;
        }

        var from = fits ? sorted[end + 1] : sorted[past];
        var fault = Fault(HygieneKind.FutureDates, column, day => day >= from, fits ? inside : sorted[..past], day => fits ? Shifted(day, inside) : null, context);
        if (!fits)
        {
            return fault with { Why = "No such day has come yet: a slip in the year, or a code for 'no end'." };
        }

        return fault with
        {
            Token = "century",
            Shown = context.Show.ShowValues ? $", {future:N0} of them still in the future (up to {Write(sorted[^1])})" : $", {future:N0} of them still in the future",
            Why = context.Show.ShowValues
                ? $"Two-digit years were put into the wrong century: a hundred years earlier all of them fall in with the other dates, which lie between {Write(inside[0])} and {Write(inside[^1])}."
                : "Two-digit years were put into the wrong century: a hundred years earlier all of them fall in with the other dates.",
        };
    }

    static HygieneFault Fault(HygieneKind kind, TimeColumn column, Func<double, bool> wanted, double[] inside, Func<double, string?> suggestion, CheckContext context)
    {
        var cells = new List<(double Day, HygieneCell Cell)>();
        var values = column.Values;
        for (var row = 0; row < values.Length; row++)
        {
            if (values[row] != TimeColumn.Missing && values[row] / MicrosecondsADay is var day && wanted(day))
            {
                cells.Add((day, new HygieneCell(row, suggestion(day))));
            }
        }

        var middle = inside[inside.Length / 2];
        var ordered = cells.OrderByDescending(cell => Math.Abs(cell.Day - middle)).ThenBy(cell => cell.Cell.Row).ToArray();
        var shows = context.Show.ShowValues;
        return new HygieneFault(
            kind,
            string.Empty,
            column,
            [.. ordered.Select(cell => cell.Cell)],
            kind == HygieneKind.PlannedDates ? Severity.Info : Severity.Medium,
            shows ? $", as {Write(ordered[0].Day)} in row {ordered[0].Cell.Row}" : string.Empty,
            0.02)
        {
            Why = shows ? $"The other dates of {column.Name} lie between {Write(inside[0])} and {Write(inside[^1])}." : "The other dates lie close together.",
            Figure = ProfileHistogram.OfTimes(column.Name, Sorted(column), context.Show),
        };
    }

    // Number of equal dates at the lower end that look like a default, as the first day of a calendar or of a computer's clock.
    static int Defaults(double[] sorted)
    {
        var count = SortedValues.UpTo(sorted, sorted[0]);
        var others = sorted.AsSpan(count);
        if (count < 5 || others.Length < Fewest || count > 0.2 * sorted.Length)
        {
            return 0;
        }

        var mirrored = TailGap.Mirror(others);
        var centre = Quantiles.OfSorted(mirrored, 0.5);
        return (-sorted[0] - centre) / (mirrored[^1] - centre) >= 1.5 && TailGap.ChanceAbove(mirrored, -sorted[0]) <= 1e-3 ? count : 0;
    }

    // The date a hundred years earlier, or later, when it falls in with the others; null when it does not.
    static string? Shifted(double day, double[] inside)
    {
        var room = 0.25 * (inside[^1] - inside[0]);
        var years = day > inside[^1] ? -100 : 100;
        var moment = Moment(day);
        if (moment is not { } known || known.Year + years is < 1 or > 9999)
        {
            return null;
        }

        var shifted = known.AddYears(years);
        var days = (shifted - DateTime.UnixEpoch).TotalDays;
        return days >= inside[0] - room && days <= inside[^1] ? shifted.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
    }

    static DateTime? Moment(double day) =>
        day > (DateTime.MinValue - DateTime.UnixEpoch).TotalDays && day < (DateTime.MaxValue - DateTime.UnixEpoch).TotalDays ? DateTime.UnixEpoch.AddDays(day) : null;

    static string Write(double day) => TimeColumn.Write((long)(day * MicrosecondsADay), withTimeOfDay: false);

    static double[] Days(TimeColumn column) => [.. Sorted(column).Select(value => value / MicrosecondsADay)];

    static long[] Sorted(TimeColumn column)
    {
        var values = column.Values.ToArray().Where(value => value != TimeColumn.Missing).ToArray();
        Array.Sort(values);
        return values;
    }
}
