using System.Globalization;

namespace Faultline;

/// <summary>Why a dependency that the user names holds or does not.</summary>
/// <param name="Left">Columns on the left.</param>
/// <param name="Right">Column on the right.</param>
/// <param name="Holds">True when no row breaks it.</param>
/// <param name="Error">g₃: share of the rows to take out for it to hold.</param>
/// <param name="Rows">Rows that have both sides.</param>
/// <param name="Shared">Rows that share their left side with another row.</param>
/// <param name="Reasons">Why it is, or is not, among the dependencies found, as sentences.</param>
/// <param name="Broken">Number of rows that differ from the commonest value of their group.</param>
/// <param name="BrokenRows">Those rows, at most 1,000.</param>
public sealed record ExplainedDependency(IReadOnlyList<string> Left, string Right, bool Holds, double Error, int Rows, int Shared, IReadOnlyList<string> Reasons, int Broken, IReadOnlyList<int> BrokenRows);

/// <summary>Explains one dependency.</summary>
static class DependencyExplanation
{
    const int ValuesShown = 5;

    /// <summary>The two sides of <c>a,b->c</c>, or null when the text is not so.</summary>
    public static (string[] Left, string Right)? Parse(string text)
    {
        var sides = text.Split("->", StringSplitOptions.TrimEntries);
        if (sides.Length != 2 || sides[1].Length == 0)
        {
            return null;
        }

        var left = sides[0].Split(',', StringSplitOptions.TrimEntries);
        return left.Length is < 1 or > 3 || Array.Exists(left, name => name.Length == 0) || left.Contains(sides[1]) || left.Distinct(StringComparer.Ordinal).Count() != left.Length ? null : (left, sides[1]);
    }

    /// <summary>Looks at the dependency, with an example of up to three rows.</summary>
    /// <exception cref="InputException">A column is not in the table, or holds vectors.</exception>
    public static (ExplainedDependency Explained, Finding Finding) Of(string text, BrokenDependencies check, CheckContext context)
    {
        var (left, right) = Parse(text)!.Value;
        CodedColumn[] columns = [.. left.Append(right).Select(name => Column(name, context.Data))];
        if (columns.DistinctBy(column => column.Source.Name, StringComparer.Ordinal).Count() < columns.Length)
        {
            throw new InputException($"FL106.explain names a column twice: '{text}'. Each side needs columns of its own.");
        }

        var measured = Measure(columns, context, out var partition, out var rows, out var broken);
        var names = string.Join(" and ", columns[..^1].Select(column => column.Source.Name));
        var reasons = Reasons(columns, measured, partition, check, context);
        var explained = new ExplainedDependency(
            [.. columns[..^1].Select(column => column.Source.Name)], columns[^1].Source.Name, broken.Count == 0, rows == 0 ? 0 : broken.Count / (double)rows, rows, partition.Rows.Length, reasons, broken.Count, [.. broken.Take(CheckDetails.ListLimit).Select(cell => cell.Row)]);
        var finding = new Finding
        {
            Key = "explain",
            Title = broken.Count == 0
                ? $"{names} → {columns[^1].Source.Name} holds: no exception in the {Count(partition.Rows.Length)} of {Count(rows)} rows that share their left side with another"
                : $"{names} → {columns[^1].Source.Name} does not hold: {Count(broken.Count)} of {Count(rows)} rows break it ({ColumnHygieneWriter.Share(broken.Count / (double)rows)})",
            Severity = Severity.Info,
            Measure = new Measure("rows that break it", broken.Count, Unit: "rows"),
            Rows = FoundRows.Of([.. broken.Select(cell => cell.Row)]),
            Columns = [.. columns.Select(column => column.Source.Name)],
            Cause = string.Join(' ', reasons),
            Repair = broken.Count == 0 ? "Nothing to do." : "Look at the rows listed: each differs from what most rows with the same left side say.",
            Examples = [.. broken.Take(3).Select(cell => context.Example(cell.Row, [(columns[^1].Source.Name, cell.Expected)], others: 3, beside: [.. columns[..^1].Select(column => column.Source.Name)]))],
        };
        return (explained, finding);
    }

    static CodedColumn Column(string name, Table data)
    {
        Column[] named = [.. data.Columns.Where(column => string.Equals(column.Name, name, StringComparison.Ordinal))];
        if (named.Length == 0)
        {
            named = [.. data.Columns.Where(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase))];
        }

        return named.Length == 1 && CodedColumn.Of(named[0]) is { } coded
            ? coded
            : throw new InputException($"FL106.explain names the column '{name}', which {(named.Length == 1 ? "holds vectors" : named.Length == 0 ? "is not in the table" : "fits several")}; write names as they stand in the table, as in city,street->zip.");
    }

    static Dependency Measure(CodedColumn[] columns, CheckContext context, out RowPartition partition, out int rows, out List<(int Row, string Expected)> broken)
    {
        var scratch = new RowPartition.Scratch();
        partition = RowPartition.Of(columns[0]);
        foreach (var column in columns[1..^1])
        {
            partition = partition.By(column, scratch);
        }

        rows = Enumerable.Range(0, context.Data.RowCount).Count(row => Array.TrueForAll(columns, column => column.Codes[row] >= 0));
        var right = columns[^1];
        var (errors, tested) = partition.Errors(right.Codes, scratch.Counts(right.Counts.Length), int.MaxValue);
        var (misplaced, _, _) = partition.Places(right, new bool[right.Counts.Length]);
        broken = Broken(partition, right);
        int[] left = [.. Enumerable.Range(0, columns.Length - 1)];
        return new DependencyChance(columns, 1, context).Measure(new Dependency(left, columns.Length - 1, errors, misplaced, tested));
    }

    static List<(int Row, string Expected)> Broken(RowPartition partition, CodedColumn right)
    {
        var cells = new List<(int Row, string Expected, double Share)>();
        for (var group = 0; group < partition.Groups; group++)
        {
            int[] present = [.. partition.Group(group).ToArray().Where(row => right.Codes[row] >= 0)];
            if (present.Length == 0)
            {
                continue;
            }

            var counts = present.GroupBy(row => right.Codes[row]).ToDictionary(same => same.Key, same => same.Count());
            // Ties go to the value met first, so that as many rows are listed as g₃ counts.
            var top = counts.MaxBy(pair => pair.Value).Key;
            cells.AddRange(present.Where(row => right.Codes[row] != top).Select(row => (row, right.Text(top), counts[right.Codes[row]] / (double)present.Length)));
        }

        return [.. cells.OrderBy(cell => cell.Share).ThenBy(cell => cell.Row).Select(cell => (cell.Row, cell.Expected))];
    }

    static List<string> Reasons(CodedColumn[] columns, Dependency measured, RowPartition partition, BrokenDependencies check, CheckContext context)
    {
        var reasons = new List<string>();
        var rows = context.Data.RowCount;
        if (partition.Repeats < 0.5 * rows)
        {
            reasons.Add($"The left side is close to a key: only {Count(partition.Repeats)} of {Count(rows)} rows repeat one seen before, so there is little that could break it.");
        }

        foreach (var column in columns.Where(column => column.Distinct > 0.5 * column.Present))
        {
            reasons.Add($"{column.Source.Name} has another value in most rows ({Count(column.Distinct)} different), and the search leaves such columns out.");
        }

        foreach (var column in columns[..^1].Where(column => !column.Identifies))
        {
            reasons.Add($"{column.Source.Name} holds numbers with decimals: measured quantities are not searched as left sides.");
        }

        if (columns[^1].Source.Name == context.Roles.Label)
        {
            reasons.Add($"{columns[^1].Source.Name} is the label, which the search leaves out.");
        }

        if (measured.Rate > check.MaxError)
        {
            reasons.Add($"{ColumnHygieneWriter.Share(measured.Rate)} of the cells that could break it do, more than the {ColumnHygieneWriter.Share(check.MaxError)} that errors are believed to explain: the right side takes several values for one left side.");
        }

        if (measured.Tested > 0 && !DependencyChance.IsFarFromChance(measured))
        {
            reasons.Add($"Permuting the right side leaves about {Count((long)Math.Round(measured.Expected))} cells with another group's value, and the table has {Count(measured.Misplaced)}: not far enough from chance to be evidence.");
        }

        if (reasons.Count == 0 && measured.Broken > 0)
        {
            reasons.AddRange(Exceptions(columns, measured, context));
        }

        foreach (var without in columns.Length > 2 ? measured.Left : [])
        {
            CodedColumn[] part = [.. columns.Where((_, place) => place != without)];
            var fewer = Measure(part, context, out _, out _, out _);
            if (fewer.Rate <= check.MaxError && DependencyChance.IsFarFromChance(fewer))
            {
                reasons.Add($"{columns[without].Source.Name} is not needed: {string.Join(" and ", part[..^1].Select(column => column.Source.Name))} alone determines {columns[^1].Source.Name} but for {Count(fewer.Broken)} cells.");
            }
        }

        return reasons.Count > 0 ? reasons : [measured.Broken == 0 ? "It is among the dependencies that hold far better than by chance." : "It is believed, and the rows that break it are judged as likely errors."];
    }

    // What speaks against taking the exceptions for errors.
    static IEnumerable<string> Exceptions(CodedColumn[] columns, Dependency measured, CheckContext context)
    {
        var chance = new DependencyChance(columns, 1, context);
        if (!chance.IsSpread(measured))
        {
            yield return "Single values of the left side carry most exceptions: they go with several values on the right, and nothing is broken.";
        }

        if (chance.IsRounding(measured))
        {
            yield return "Most exceptions differ by little from what is expected, as numbers do that are computed from others and rounded.";
        }

        CodedColumn[] all = [.. columns, .. BrokenDependencies.Coded(context).ExceptBy(columns.Select(column => column.Source.Name), column => column.Source.Name, StringComparer.Ordinal)];
        var cells = DependencyCells.Find(all, [measured], context);
        if (cells.Exempt[0].Count > 0)
        {
            var values = cells.Exempt[0].SelectMany(exempt => exempt.Codes.Order().Select(code => $"{all[exempt.Column].Source.Name} = {context.Show.Free(all[exempt.Column].Source, all[exempt.Column].Text(code))}")).ToArray();
            yield return $"Exceptions heap up at {string.Join(", ", values.Take(ValuesShown))}{(values.Length > ValuesShown ? $" and {Count(values.Length - ValuesShown)} more" : string.Empty)}: a rule of their own, or one source of errors. {(cells.Dependencies.Count == 0 ? "Most exceptions are there, so it is not believed." : "There it is not used; the other rows that break it are judged as likely errors.")}";
        }
    }

    static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
