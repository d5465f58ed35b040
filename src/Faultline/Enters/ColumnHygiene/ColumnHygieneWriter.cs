using System.Globalization;

namespace Faultline;

/// <summary>What the facets of <see cref="ColumnHygiene"/> share when they write a finding.</summary>
static class ColumnHygieneWriter
{
    const int NamesShown = 4;

    /// <summary>A finding over the faults of one kind and token.</summary>
    public static Finding Write(IReadOnlyList<HygieneFault> faults, CheckContext context, string title, string cause, string repair)
    {
        var rows = faults.SelectMany(fault => fault.Rows).Distinct().ToArray();
        var cells = faults.Sum(fault => fault.Cells.Count);
        return new Finding
        {
            Key = Key(faults[0]),
            Title = title,
            Severity = faults.Max(fault => fault.Severity),
            Measure = cells > 0 ? new Measure("cells", cells, Unit: "cells") : new Measure("columns", faults.Count, Unit: "columns"),
            Rows = FoundRows.Of(rows),
            Columns = [.. faults.Select(fault => fault.Column.Name)],
            Cause = cause,
            Repair = repair,
            Examples = [.. Examples(faults, context)],
            Figures = [.. faults.Select(fault => fault.Figure).OfType<Figure>().Take(2)],
            Mending = CellRepair.KindOf(faults[0].Kind) is { } kind ? new Mending(kind, (about, _) => [.. CellRepair.Of(faults).Changes(about.Data)]) : null,
        };
    }

    /// <summary>"3 cells", "1 cell".</summary>
    public static string Count(long count, string one, string? many = null) =>
        count.ToString("N0", CultureInfo.InvariantCulture) + " " + (count == 1 ? one : many ?? one + "s");

    /// <summary>"a, b and c"; long lists end in "and 7 more".</summary>
    public static string List(IEnumerable<string> names, int shown = NamesShown, string last = "and")
    {
        var all = names.ToArray();
        return all.Length == 0 ? string.Empty
            : all.Length == 1 ? all[0]
            : all.Length <= shown ? string.Join(", ", all[..^1]) + $" {last} " + all[^1]
            : string.Join(", ", all[..(shown - 1)]) + $" {last} {all.Length - shown + 1:N0} more";
    }

    /// <summary>The columns of the faults, as a list.</summary>
    public static string Columns(IEnumerable<HygieneFault> faults) => List(faults.Select(fault => fault.Column.Name));

    /// <summary>"12.3 %"; a share below a thousandth keeps two digits.</summary>
    public static string Share(double share) => (100 * share).ToString(share is > 0 and < 0.001 ? "0.0##" : share < 0.1 ? "0.0#" : "0.#", CultureInfo.InvariantCulture) + " %";

    /// <summary>"row 336", "rows 3, 17 and 4 more".</summary>
    public static string Rows(IReadOnlyList<int> rows) =>
        (rows.Count == 1 ? "row " : "rows ") + List(rows.Select(row => row.ToString(CultureInfo.InvariantCulture)), 4);

    static string Key(HygieneFault fault) => fault.Kind + (fault.Token.Length > 0 ? ":" + fault.Token : string.Empty);

    static IEnumerable<ExampleRow> Examples(IReadOnlyList<HygieneFault> faults, CheckContext context)
    {
        // One row of each column in turn, so that three examples show three columns where there are as many.
        var shown = new HashSet<int>();
        for (var place = 0; place < 3 && shown.Count < 3; place++)
        {
            foreach (var fault in faults.Where(fault => fault.Cells.Count > place))
            {
                var row = fault.Cells[place].Row;
                if (shown.Count < 3 && shown.Add(row))
                {
                    yield return context.Example(row, [.. Guilty(faults, row)]);
                }
            }
        }
    }

    static IEnumerable<(string Column, string? Expected)> Guilty(IReadOnlyList<HygieneFault> faults, int row)
    {
        foreach (var fault in faults)
        {
            foreach (var cell in fault.Cells)
            {
                if (cell.Row == row)
                {
                    yield return (fault.Column.Name, cell.Suggestion);
                    break;
                }
            }
        }
    }
}
