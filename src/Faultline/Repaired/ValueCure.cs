using System.Globalization;

namespace Faultline;

/// <summary>A row whose numeric label is probably wrong.</summary>
/// <param name="Row">Row number.</param>
/// <param name="Suggested">What it probably is.</param>
/// <param name="Score">1 = certainly fine.</param>
readonly record struct WrongValue(int Row, double Suggested, double Score);

/// <summary>Finds the numbers to mend: what FL102 finds above info and knows the right value of.</summary>
static class ValueCure
{
    /// <summary>Cells of features, by column, then row.</summary>
    public static IReadOnlyList<RepairChange> Cells(CheckContext context, RepairOptions options) =>
        [.. Loud(context, options).SelectMany(fault => Fitting(context, fault).Select(cell => (Cell: cell, Fault: fault))).Where(found => found.Cell.Column != context.Roles.Label).Select(found => Change(context, found.Cell, found.Fault))
            .DistinctBy(change => (change.Row, change.Column)).OrderBy(change => context.Data.Columns.Index().First(column => column.Item.Name == change.Column).Index).ThenBy(change => change.Row)];

    /// <summary>Values of a numeric label, in row order; what the check has no value for is probably what is predicted without the wrong ones.</summary>
    public static IReadOnlyList<WrongValue> Labels(CheckContext context, RepairOptions options) =>
        [.. from fault in Loud(context, options)
            from cell in fault.Cells
            where cell.Flagged && cell.Column == context.Roles.Label
            let suggested = cell.Suggestion is { } text ? Number(text) : fault.Expected.TryGetValue(cell.Row, out double expected) ? Significant(expected) : double.NaN
            where double.IsFinite(suggested)
            group new WrongValue(cell.Row, suggested, cell.Score ?? 0) by cell.Row into same
            orderby same.Key
            select same.First()];

    /// <summary>The changes of one fault, features and label alike.</summary>
    public static IReadOnlyList<RepairChange> Changes(CheckContext context, ValueFault fault) => [.. Fitting(context, fault).Select(cell => Change(context, cell, fault))];

    static IEnumerable<ValueFault> Loud(CheckContext context, RepairOptions options)
    {
        ValueErrors check = CheckSelection.Configured<ValueErrors>(options.Audit);
        return check.Faults(context).Where(fault => fault.Finding.Severity > Severity.Info);
    }

    static IEnumerable<CellScore> Fitting(CheckContext context, ValueFault fault) =>
        fault.Cells.Where(cell => cell is { Flagged: true, Suggestion: { } after } && DependencyRepair.Fits(context.Data[cell.Column], after) && context.Data[cell.Column].Text(cell.Row) != after);

    static RepairChange Change(CheckContext context, CellScore cell, ValueFault fault) =>
        new(RepairKind.Values, cell.Row, cell.Column, context.Data[cell.Column].Text(cell.Row), cell.Suggestion, ValueErrors.Info.Id, Reason(fault.Kind));

    static string Reason(ValueFaultKind kind) => kind switch
    {
        ValueFaultKind.SwappedColumns => "exchanged with another column",
        ValueFaultKind.SwappedGroup => "exchanged with another level in its group",
        ValueFaultKind.UnitSlip => "of another unit, or a slip of the decimal point",
        ValueFaultKind.Unfit => "does not fit the rest of its row",
        _ => "too far out",
    };

    // As many digits as an estimate is worth.
    static double Significant(double value) => Number(value.ToString("G4", CultureInfo.InvariantCulture));

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
