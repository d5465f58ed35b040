using System.Globalization;

namespace Faultline;

/// <summary>Holds one column against what is expected of it.</summary>
sealed class ColumnJudgement(CheckContext context, ColumnExpectation expected)
{
    const int CellsShown = 3;
    const int FarthestSpelling = 2;

    readonly Column? _column = context.Data.Find(expected.Column);

    public IEnumerable<ExpectationResult> Judge()
    {
        if (_column is not { } column)
        {
            yield return new ExpectationResult("column", expected.Column, 1, [], false) { Severity = Severity.High, Title = $"The expected column {expected.Column} is not in the table{Renamed()}", Value = 0 };
            yield break;
        }

        if (expected.Type is { } type)
        {
            yield return Type(column, type);
        }

        if (expected.NotNull || expected.MostMissing is not null)
        {
            yield return Missing(column);
        }

        if (expected.Unique)
        {
            yield return Unique(column);
        }

        if (expected.Allowed is { } allowed)
        {
            yield return Allowed(column, allowed);
        }

        if (expected.Expression is { } expression)
        {
            int[] bad = ByText(column, text => !expression.IsMatch(text));
            yield return Cells("pattern", column, Given(column), bad, $"{Counted.Of(bad.Length, "cell")} of {column.Name} {Do(bad.Length, "does", "do")} not match the pattern {CellText.Cut(expected.Pattern!)}{Such(column, bad)}");
        }

        if (expected.Least is not null || expected.Most is not null)
        {
            yield return Range(column);
        }

        if (expected.NewestWithin is { } within)
        {
            yield return Newest(column, within);
        }

        if (expected.References is { } key)
        {
            int[] bad = ByText(column, text => !key.Keys.Contains(text));
            yield return Cells("references", column, Given(column), bad, $"{Counted.Of(bad.Length, "cell")} of {column.Name} {Do(bad.Length, "is", "are")} not in {key.Column} of {key.Table}{Such(column, bad)}");
        }
    }

    ExpectationResult Type(Column column, ExpectedType type)
    {
        int[] unreadable = [.. column.Unreadable.Select(cell => cell.Row)];
        int[] bad = (type, column) switch
        {
            (ExpectedType.Text, not VectorColumn) => [],
            (ExpectedType.Number, NumberColumn) or (ExpectedType.Time, TimeColumn) => unreadable,
            (ExpectedType.Whole, NumberColumn numbers) => [.. unreadable.Concat(Where(column, row => numbers.Values[row] != Math.Floor(numbers.Values[row]) || double.IsInfinity(numbers.Values[row]))).Order()],
            (ExpectedType.Boolean, _) => ByText(column, text => !bool.TryParse(text, out _)),
            (ExpectedType.Number or ExpectedType.Whole, TextColumn) => ByText(column, text => !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || (type == ExpectedType.Whole && value != Math.Floor(value))),
            _ => Where(column, _ => true),
        };
        string what = type switch { ExpectedType.Number => "number", ExpectedType.Whole => "whole number", ExpectedType.Boolean => "true or false", ExpectedType.Time => "date or moment", _ => "text" };
        return Cells("type", column, Given(column), bad, $"{Counted.Of(bad.Length, "cell")} of {column.Name} {Do(bad.Length, "is", "are")} no {what}{Such(column, bad)}");
    }

    ExpectationResult Missing(Column column)
    {
        HashSet<int> unreadable = [.. column.Unreadable.Select(cell => cell.Row)];
        int[] missing = [.. Enumerable.Range(0, column.RowCount).Where(row => column.IsMissing(row) && !unreadable.Contains(row))];
        double most = expected.NotNull ? 0 : expected.MostMissing!.Value;
        string title = expected.NotNull
            ? $"{Counted.Of(missing.Length, "cell")} of {column.Name} {Do(missing.Length, "is", "are")} missing, where none may be"
            : $"{Counted.Percent(missing.Length / (double)Math.Max(1, column.RowCount))} of {column.Name} is missing, more than {Counted.Percent(most)}";
        return new ExpectationResult(expected.NotNull ? "not-null" : "missing", column.Name, column.RowCount, missing, missing.Length <= most * column.RowCount) { Severity = expected.Severity, Title = title };
    }

    // A column that nothing else is expected of may be the missing one under another name.
    string Renamed()
    {
        var others = context.Evidence.Expected!.Columns.Select(column => column.Column).ToHashSet(StringComparer.Ordinal);
        return NearName.Of(expected.Column, context.Data.Columns.Select(column => column.Name).Where(name => !others.Contains(name))) is { } near ? $"; perhaps it is {near} now" : string.Empty;
    }

    ExpectationResult Unique(Column column)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        int[] bad = Where(column, row => !seen.Add(column.Text(row)!));
        return Cells("unique", column, Present(column), bad, $"{Counted.Of(bad.Length, "cell")} of {column.Name} {Do(bad.Length, "repeats", "repeat")} an earlier one{Such(column, bad)}");
    }

    ExpectationResult Allowed(Column column, IReadOnlyList<string> allowed)
    {
        HashSet<string> texts = new(allowed, StringComparer.Ordinal);
        if (column is NumberColumn)
        {
            texts.UnionWith(allowed.Where(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)).Select(text => NumberColumn.Write(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture))));
        }

        int[] bad = ByText(column, text => !texts.Contains(text));
        return Cells("allowed", column, Given(column), bad, $"{Counted.Of(bad.Length, "cell")} of {column.Name} {Do(bad.Length, "is", "are")} none of the {Counted.Of(allowed.Count, "allowed value")}{Such(column, bad)}") with
        {
            Suggestion = row => column is TextColumn ? Near(column.Text(row)!, allowed) : null,
        };
    }

    static string? Near(string text, IReadOnlyList<string> allowed)
    {
        string nearest = allowed.MinBy(candidate => EditDistance.Between(candidate, text))!;
        return nearest is not null && EditDistance.Between(nearest, text) <= Math.Min(FarthestSpelling, (nearest.Length - 1) / 2) ? nearest : null;
    }

    ExpectationResult Range(Column column)
    {
        (ExpectedBound? least, ExpectedBound? most) = (expected.Least, expected.Most);
        int[]? bad = column switch
        {
            NumberColumn numbers when least is null or { Number: not null } && most is null or { Number: not null } => Where(column, row => numbers.Values[row] < least?.Number || numbers.Values[row] > most?.Number),
            TimeColumn times when least is null or { Moment: not null } && most is null or { Moment: not null } => Where(column, row => times.Values[row] < least?.Moment || times.Values[row] > most?.Moment),
            _ => null,
        };
        string range = least is null ? $"above {most!.Text}" : most is null ? $"below {least.Text}" : $"outside {least.Text} to {most.Text}";
        string where = context.Show.ShowValues ? range : "outside their range";
        return bad is null
            ? Cells("range", column, Present(column), Where(column, _ => true), $"{Counted.Of(Present(column), "cell")} of {column.Name} can not be held against a range: they are {Words(column.Kind)}")
            : Cells("range", column, Present(column), bad, $"{Counted.Of(bad.Length, "value")} of {column.Name} {Do(bad.Length, "lies", "lie")} {where}{Such(column, bad)}");
    }

    ExpectationResult Newest(Column column, TimeSpan within)
    {
        if (column is not TimeColumn times)
        {
            return new ExpectationResult("newest-within", column.Name, Present(column), [], Present(column) == 0 ? null : false) { Severity = expected.Severity, Title = $"{column.Name} can not tell how new its {Counted.Of(column.RowCount, "row")} are: its cells are {Words(column.Kind)}" };
        }

        long newest = TimeColumn.Missing;
        foreach (long moment in times.Values)
        {
            newest = Math.Max(newest, moment);
        }

        if (newest == TimeColumn.Missing)
        {
            return new ExpectationResult("newest-within", column.Name, 0, [], null);
        }

        double age = (context.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalDays - (newest / 86_400_000_000.0);
        return new ExpectationResult("newest-within", column.Name, Present(column), [], age <= within.TotalDays)
        {
            Severity = expected.Severity,
            Title = string.Create(CultureInfo.InvariantCulture, $"The newest {column.Name} is {age:0.#} days old, more than {within.TotalDays:0.##}"),
            Value = age,
        };
    }

    ExpectationResult Cells(string kind, Column column, long looked, int[] bad, string title) =>
        new(kind, column.Name, looked, bad, looked == 0 ? null : bad.Length <= expected.Tolerate * looked) { Severity = expected.Severity, Title = title };

    static long Present(Column column) => column.RowCount - column.MissingCount;

    // A cell that can't be read as what its column holds is given all the same.
    static long Given(Column column) => Present(column) + column.Unreadable.Count;

    static int[] Where(Column column, Func<int, bool> isBad) => [.. Enumerable.Range(0, column.RowCount).Where(row => !column.IsMissing(row) && isBad(row))];

    // Each different text is asked once.
    static int[] ByText(Column column, Func<string, bool> isBad)
    {
        if (column is TextColumn texts)
        {
            var counts = texts.Counts();
            bool[] bad = [.. texts.Categories.Select((text, code) => counts[code] > 0 && isBad(text))];
            return Where(column, row => bad[texts.Codes[row]]);
        }

        return [.. Where(column, row => isBad(column.Text(row)!)).Concat(column.Unreadable.Where(cell => isBad(cell.Text)).Select(cell => cell.Row)).Order()];
    }

    string Such(Column column, int[] rows)
    {
        if (!context.Show.ShowValues || rows.Length == 0)
        {
            return string.Empty;
        }

        string[] texts = [.. rows.Select(row => CellText.Cell(column, row) ?? string.Empty).Distinct(StringComparer.Ordinal).Take(CellsShown + 1)];
        return ": " + string.Join(", ", texts.Take(CellsShown).Select(text => column is NumberColumn or TimeColumn ? text : "'" + text + "'")) + (texts.Length > CellsShown ? ", …" : string.Empty);
    }

    static string Do(long count, string one, string many) => count == 1 ? one : many;

    static string Words(ColumnKind kind) => kind switch { ColumnKind.Number => "numbers", ColumnKind.Time => "moments", ColumnKind.Vector => "vectors", _ => "texts" };
}
