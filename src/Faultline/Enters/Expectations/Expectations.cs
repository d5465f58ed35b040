namespace Faultline;

/// <summary>Holds the table against what the user declares: types, ranges, missing cells, keys, allowed values, patterns, rows, freshness, foreign keys and conditions in SQL.</summary>
public sealed record Expectations : ICheck<Expectations>
{
    /// <inheritdoc/>
    public static CheckInfo Info { get; } = new(
        "FL110",
        "Expectations",
        Stage.Enters,
        "Does the table keep what you expect of it?",
        CheckMaturity.Preview,
        Needs.Expectations,
        "16 bytes a row for each unique column",
        [new Source("Automating Large-Scale Data Quality Verification", 2018, "doi:10.14778/3229863.3229867")]);

    /// <inheritdoc/>
    public static Expectations Standard { get; } = new();

    /// <inheritdoc/>
    public Verdict Run(CheckContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ExpectationSet expected = context.Evidence.Expected!;
        var results = new List<ExpectationResult>();
        if (expected.FewestRows is not null || expected.MostRows is not null)
        {
            results.Add(Rows(context, expected));
        }

        for (var i = 0; i < expected.Columns.Count; i++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            results.AddRange(new ColumnJudgement(context, expected.Columns[i]).Judge());
            context.Progress(i / (double)expected.Columns.Count);
        }

        context.Cancellation.ThrowIfCancellationRequested();
        results.AddRange(expected.Conditions.Select(condition => Condition(context, condition)));
        foreach (DenialConstraint denial in expected.Denials)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            results.Add(Denial(context, denial));
        }

        if (results.All(result => result.Held is null))
        {
            return Verdict.Unmeasured(results.Select(result => result.WhyNot).FirstOrDefault(why => why is not null) ?? $"none of the {results.Count} expectations had a cell to look at");
        }

        ExpectationResult[] failed = [.. results.Where(result => result.Held == false)];
        return Verdict.Of(failed.Select(result => Write(context, result))) with
        {
            Details = new ExpectationsDetails(
                results.Count,
                results.Count(result => result.Held == true),
                failed.Length,
                results.Count(result => result.Held is null),
                [.. results.OrderBy(result => result.Held == false ? 0 : 1).Take(CheckDetails.ListLimit).Select(result => new ExpectationEntry(result.Kind, result.Column, result.Name, result.Checked, result.Failed.Count, result.Held))]),
            Cells = [.. failed.Where(result => result.Severity > Severity.Info && result.Column is not null).SelectMany(result => result.Failed.Select(row => (row, result))).DistinctBy(cell => (cell.row, cell.result.Column)).Select(cell => new CellScore(cell.row, cell.result.Column!, 0, cell.result.Suggestion?.Invoke(cell.row)))],
            Rows = expected.Conditions.Count + expected.Denials.Count == 0 ? null : RowsOf(context.Data.RowCount, failed.Where(result => result.Kind is "condition" or "denial")),
            Warnings = [.. results.Where(result => result.Held is null).Take(10).Select(result => result.WhyNot is { } why ? $"The constraint '{CellText.Cut(result.Name)}' is not measured: {why}." : $"The expectation '{result.Kind}' of '{result.Column}' had no cell to look at; it neither holds nor fails.")],
        };
    }

    static RowScores RowsOf(int rows, IEnumerable<ExpectationResult> failed)
    {
        var scores = new double[rows];
        var flagged = new bool[rows];
        scores.AsSpan().Fill(1);
        foreach (ExpectationResult result in failed)
        {
            foreach (int row in result.Failed)
            {
                scores[row] = 0;
                flagged[row] |= result.Severity > Severity.Info;
            }
        }

        return new RowScores(scores, flagged);
    }

    static ExpectationResult Rows(CheckContext context, ExpectationSet expected)
    {
        long rows = context.Data.RowCount;
        string wanted = expected is { FewestRows: { } fewest, MostRows: { } most } ? $"{Counted.Number(fewest)} to {Counted.Number(most)}"
            : expected.FewestRows is { } least ? $"at least {Counted.Number(least)}"
            : $"at most {Counted.Number(expected.MostRows!.Value)}";
        return new ExpectationResult("rows", null, rows, [], !(rows < expected.FewestRows) && !(rows > expected.MostRows))
        {
            Severity = Severity.High,
            Title = $"The table has {Counted.Of(rows, "row")}; {wanted} were expected",
            Value = rows,
        };
    }

    static ExpectationResult Condition(CheckContext context, RowCondition condition) =>
        new("condition", null, context.Data.RowCount, condition.Failed, condition.Failed.Count <= condition.Tolerate * context.Data.RowCount)
        {
            Severity = condition.Severity,
            Name = condition.Name,
            Title = $"{Counted.Of(condition.Failed.Count, "row")} {(condition.Failed.Count == 1 ? "breaks" : "break")} the condition '{CellText.Cut(condition.Name)}'",
        };

    static ExpectationResult Denial(CheckContext context, DenialConstraint denial)
    {
        string[] columns = Columns(denial.Predicates);
        var (found, why) = DenialColumns.WhyNot(context.Data, denial) is { } reason ? (null, reason) : DenialSearch.Run(context.Data, denial, context.Cancellation);
        var compared = found?.Right is null ? null : denial.Predicates.First(predicate => predicate.Operator == DenialOperator.NotEqual).Left.Column;

        // What is equal ties the rows together; what then differs, or stands in the wrong order, is in question.
        string[] inQuestion = Columns(denial.Predicates.Where(predicate => predicate.IsOfBoth && predicate.Operator != DenialOperator.Equal));
        return new ExpectationResult("denial", compared, found is null ? 0 : context.Data.RowCount, found?.Guilty ?? [], found is null ? null : found.Fewest <= denial.Tolerate * context.Data.RowCount)
        {
            Severity = denial.Severity,
            Name = denial.Name,
            Others = columns,
            InQuestion = inQuestion.Length > 0 ? inQuestion : columns,
            WhyNot = why,
            Suggestion = found?.Right,
            Value = found?.Fewest,
            Note = found is null ? null : row => found.Other(row) is { } other ? Beside(context, inQuestion.Length > 0 ? inQuestion : columns, other) : null,
            Title = found is null ? string.Empty
                : $"{Counted.Of(found.Pairs, "pair")} of rows {(found.Pairs == 1 ? "breaks" : "break")} '{CellText.Cut(denial.Name)}': {(found.IsExact ? "at least" : "about")} {Counted.Of(found.Fewest, "row")} of {Counted.Number(found.Involved)} must change",
            Cause = "Rows contradict each other: what one of them says can not be true beside the other. " + (found is { IsExact: true }
                ? "Named are the fewest rows without which no contradiction is left; where two values are equally frequent, the rows of both."
                : "Named are rows without which no contradiction is left, those first that contradict most others; fewer may do."),
        };
    }

    static string[] Columns(IEnumerable<DenialPredicate> predicates) =>
        [.. predicates.SelectMany(predicate => new[] { predicate.Left.Column, predicate.Right?.Column }).OfType<string>().Distinct(StringComparer.Ordinal)];

    static string Beside(CheckContext context, string[] columns, int row) =>
        $"beside row {Counted.Number(row)}: {string.Join(", ", columns.Take(3).Select(name => $"{name} {CellText.Cut(context.Data[name].Text(row) ?? "missing")}"))}";

    static Finding Write(CheckContext context, ExpectationResult result) => new()
    {
        Key = $"{result.Kind}:{result.Column}{result.Name}",
        Title = result.Title,
        Severity = result.Severity,
        Measure = result is { Kind: "denial", Value: { } fewest } ? new Measure("rows that must change", fewest, Unit: "rows") : result.Value is { } value ? new Measure(result.Kind, value) : new Measure(result.Column is null ? "rows" : "cells", result.Failed.Count, Unit: result.Column is null ? "rows" : "cells"),
        Rows = FoundRows.Of(result.Failed),
        Columns = [.. (result.Column is { } column ? [column, .. result.Others] : result.Others).Distinct(StringComparer.Ordinal).Where(name => context.Data.Find(name) is not null).Take(10)],
        Cause = result.Cause ?? result.Kind switch
        {
            "rows" => "Rows were lost or came twice on the way, or the table grew beyond what was foreseen.",
            "newest-within" => "The table was not renewed when it should have been, or its newest rows did not arrive.",
            "column" => "The column was dropped or renamed at the source.",
            _ => "The table does not keep what was declared of it: the source changed, the reading did, or the declaration is too narrow.",
        },
        Repair = result.Kind switch
        {
            "rows" or "newest-within" or "column" => "Look at the source before anything is trained on this table; if it is right, change the declaration.",
            _ => "Mend the rows at the source (the scores list every one); if they are right, widen the declaration.",
        },
        Examples = [.. result.Failed.Take(3).Select(row => context.Example(row, result.Column is { } name ? [(name, result.Suggestion?.Invoke(row))] : [.. result.InQuestion.Select(name => (name, (string?)null))], result.Note?.Invoke(row), beside: result.Others))],
    };
}
