using System.Globalization;

namespace Faultline;

/// <summary>What FL108 says.</summary>
public sealed partial record TargetLeakage
{
    static Finding Write(CheckContext context, Leak leak, LeakTarget target, (LeakView View, LeakScore Score)[] best)
    {
        string label = context.Roles.Label!;
        string column = leak.Column?.Name ?? string.Empty;
        return new Finding
        {
            Key = $"{leak.Kind}:{column}",
            Title = Title(context, leak, target, label, column),
            Severity = leak.Severity,
            Measure = Measured(leak, target),
            Rows = FoundRows.Of(leak.Rows),
            Columns = column.Length > 0 ? [column, label] : [label],
            Cause = Cause(context, leak, label, column),
            Repair = Repair(context, leak, label, column),
            Examples = column.Length == 0 ? [] : [.. Shown(leak, target).Select(row => context.Example(row, [(column, null), (label, null)], others: 3))],
            Figures = leak.Kind is LeakKind.OldRows or LeakKind.After or LeakKind.Missing ? [] : [Figure(leak, target, best)],
        };
    }

    static Measure Measured(Leak leak, LeakTarget target) => leak.Kind switch
    {
        LeakKind.OldRows => new Measure("share filled among the new rows", leak.Others, Unit: "share of rows"),
        LeakKind.After => new Measure("share of cells after the row's moment", leak.Base, Unit: "share of cells"),
        LeakKind.Missing => new Measure("rows of one class", leak.Rows.Count - leak.Others, Unit: "rows"),
        _ => new Measure(target.IsClasses ? "AUC of one column" : "R² of one column", leak.Score.Value, Math.Min(leak.Score.Low, leak.Score.Value), Math.Max(leak.Score.High, leak.Score.Value), 0.95),
    };

    static string Title(CheckContext context, Leak leak, LeakTarget target, string label, string column)
    {
        string how = string.Create(CultureInfo.InvariantCulture, $"{(target.IsClasses ? "AUC" : "R²")} {Short(leak.Score.Value)} ({new Interval(leak.Score.Low, leak.Score.High).Text(Short)})");
        return leak.Kind switch
        {
            LeakKind.Recoding => string.Create(CultureInfo.InvariantCulture, $"{column} gives the label away: each of its {leak.Distinct} values goes with one class of {label}{(leak.Score.Right == leak.Score.Rows ? string.Empty : " but for the odd row")} ({leak.Score.Right:N0} of {leak.Score.Rows:N0} rows)"),
            LeakKind.Value when leak.Severity == Severity.Info => $"{column} alone predicts {label} almost without error, as other columns do: {how}",
            LeakKind.Value => $"{PartOf(leak.Part)}{column} gives the label away: alone it predicts {label} with {how}{Beside(leak)}",
            LeakKind.Entity => $"{column} gives the label away: its {leak.Distinct.ToString("N0", CultureInfo.InvariantCulture)} values name things whose rows share one {label}, {how}",
            LeakKind.Id => $"{PartOf(leak.Part)}{column}, a key, carries the label: alone it predicts {label} with {how}",
            LeakKind.Time => $"{PartOf(leak.Part)}{column} tells {label}: alone the moment predicts it with {how}",
            LeakKind.Missing => string.Create(CultureInfo.InvariantCulture, $"{column} is {(leak.MissingSide ? "missing" : "filled")} for '{leak.Class}' alone: {leak.Rows.Count - leak.Others:N0} of the {leak.Rows.Count:N0} rows where it is {(leak.MissingSide ? "missing" : "filled")}, {leak.Base:0.#%} of all rows"),
            LeakKind.OldRows => string.Create(CultureInfo.InvariantCulture, $"{column} is filled for old rows only: {leak.Base:0.#%} of them, {leak.Others:0.#%} from {context.Show.Time((TimeColumn)context.Data[context.Roles.Time!], leak.Moment)} on"),
            LeakKind.After => string.Create(CultureInfo.InvariantCulture, $"{column} lies after the moment of its row in {leak.Rows.Count:N0} of {leak.Distinct:N0} rows"),
            _ => $"The rows stand in the order of {label}: the row number alone predicts it with {how}",
        };
    }

    static string Cause(CheckContext context, Leak leak, string label, string column) => leak.Kind switch
    {
        LeakKind.Recoding => $"It is the label in another form, written down with it or after it. A model that may see {column} looks perfect here and knows nothing where {label} is not known yet.",
        LeakKind.Value when leak.Severity == Severity.Info => $"Several columns predict {label} nearly as well alone, so this is rather what the classes differ in than a copy of the label.",
        LeakKind.Value => $"No other column comes near, which is what a value computed from {label}, or written down after it was known, looks like. A rule that made {label} of {column} looks the same.",
        LeakKind.Entity => $"The rows of one {column} have one {label}, so a model learns the names by heart, and rows of one name on both sides of a split make it look better than it is.",
        LeakKind.Id => $"A key should know nothing of {label}. Rows of different classes came from different sources, or were numbered class by class; other columns may carry the same trace.",
        LeakKind.Time => $"Each class was collected in a time of its own, or {column} was set when {label} became known. Anything that drifts with time then predicts {label} too.",
        LeakKind.Missing => $"{column} is written only when {label} is known already, or the source of each class fills other columns. Whether it is filled says what is to be predicted.",
        LeakKind.OldRows => $"It is filled in later, or was given up: rows as new as those that a model will meet do not have it.",
        LeakKind.After => $"{column} is known only after {context.Roles.Time}, the moment at which a prediction is made, unless it is a plan.",
        _ => $"The file was sorted by {label}, or put together class by class.",
    };

    static string Repair(CheckContext context, Leak leak, string label, string column)
    {
        string flag = ShellQuoting.Quote(column);
        string leave = context.Roles.Features.Contains(column)
            ? $"Leave it out (--ignore {flag}) and audit again: what the audit says of the model and the labels leans on it."
            : "It is no feature of the audit's model; let it be none of yours.";
        return leak.Kind switch
        {
            LeakKind.Value when leak.Severity == Severity.Info => "Nothing, if each of these columns is known when a prediction is made.",
            LeakKind.Value or LeakKind.Time => $"Ask when {column} is known. If not before {label}: {char.ToLowerInvariant(leave[0])}{leave[1..]}",
            LeakKind.Entity => $"Keep rows of one name together (--group {flag}), or leave it out (--ignore {flag}).",
            LeakKind.Id => $"{leave} Look for what else differs between the sources.",
            LeakKind.Missing => $"{leave} Telling a model that the cell is missing leaks as much.",
            LeakKind.OldRows => $"Leave it out (--ignore {flag}), or train as if it were missing in every row.",
            LeakKind.After => $"Leave it out (--ignore {flag}) unless it is a plan that is made before.",
            LeakKind.Order => "Shuffle before splitting by row number, and let no row number into a model.",
            _ => leave,
        };
    }

    static string PartOf(LeakPart part) => part switch
    {
        LeakPart.Prefix => "The beginning of ",
        LeakPart.NumberInside => "The number in ",
        LeakPart.Length => "The length of ",
        LeakPart.LastCharacter => "The last character of ",
        LeakPart.LastDigit => "The last digit of ",
        LeakPart.Hour => "The hour of ",
        _ => string.Empty,
    };

    static string Beside(Leak leak) => leak.Next is { } next ? $", the next best column ({next.Column}) with {Short(next.Value)}" : string.Empty;

    // What is less than 1 is never written as 1: one row that is wrong is the difference between a good column and a copy of the label.
    static string Short(double value) => value is >= 0.9995 and < 1
        ? Math.Min(value, 0.999999).ToString(value < 0.99995 ? "0.####" : value < 0.999995 ? "0.#####" : "0.######", CultureInfo.InvariantCulture)
        : value.ToString("0.###", CultureInfo.InvariantCulture);

    // A row of each of the first classes; for gaps and moments the first rows that show it.
    static IEnumerable<int> Shown(Leak leak, LeakTarget target) =>
        leak.Rows.Count > 0 ? leak.Rows.Take(3)
        : target.IsClasses ? Enumerable.Range(0, target.Count).Where(i => !leak.Column!.IsMissing(target.Rows[i])).DistinctBy(i => target.Labels[i]).Select(i => target.Rows[i]).Take(3)
        : target.Rows.Where(row => !leak.Column!.IsMissing(row)).Take(3);

    static BarFigure Figure(Leak leak, LeakTarget target, (LeakView View, LeakScore Score)[] best) => new(
        $"How well each column alone predicts the label ({(target.IsClasses ? "AUC: 0.5 is chance, 1 without error" : "R²: 0 is nothing, 1 without error")})",
        target.IsClasses ? "AUC" : "R²",
        [.. best.Take(8).Select(part => new Bar(part.View.Column.Name, Math.Max(0, part.Score.Value), Math.Max(0, Math.Min(part.Score.Low, part.Score.Value)), Math.Max(0, Math.Max(part.Score.High, part.Score.Value)), Marked: part.View.Column == leak.Column))]);
}
