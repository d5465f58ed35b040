namespace Faultline.Reporting;

/// <summary>A row of a finding with its values, for browsing.</summary>
/// <param name="Row">Row number.</param>
/// <param name="Id">Its id.</param>
/// <param name="Score">The check's score, or null.</param>
/// <param name="Suggestion">The check's suggestion, or null.</param>
/// <param name="Cells">Its cells, in the order of <see cref="WorstRows.Columns"/>.</param>
/// <param name="Image">Its image as a data address, or null.</param>
public sealed record WorstRow(int Row, string Id, double? Score, string? Suggestion, IReadOnlyList<string?> Cells, string? Image);

/// <summary>What a check gives scores to.</summary>
public enum ScoredUnit
{
    /// <summary>Neither: it looks at groups of rows, or at the table.</summary>
    None,

    /// <summary>Rows.</summary>
    Rows,

    /// <summary>Cells.</summary>
    Cells,
}

/// <summary>Rows of a finding with their values, taken from the evidence when the report is rendered.</summary>
/// <param name="Columns">The columns shown.</param>
/// <param name="Guilty">How many of them, from the first, the finding is about.</param>
/// <param name="Rows">The rows, in the order of the finding.</param>
/// <param name="Scored">What the check gives scores to.</param>
public sealed record WorstRows(IReadOnlyList<string> Columns, int Guilty, IReadOnlyList<WorstRow> Rows, ScoredUnit Scored)
{
    const int ColumnLimit = 8;
    const int GuiltyLimit = 5;

    /// <summary>True when some row has a score.</summary>
    public bool HasScores => Rows.Any(row => row.Score is not null);

    /// <summary>True when the rows are known to be the worst of the finding: each has a score, none a better one than the next.</summary>
    public bool AreWorst => Rows.All(row => row.Score is not null) && Rows.Zip(Rows.Skip(1), (row, next) => row.Score <= next.Score).All(inOrder => inOrder) && Rows[0].Score < Rows[^1].Score;

    /// <summary>True when some row has a suggestion.</summary>
    public bool HasSuggestions => Rows.Any(row => row.Suggestion is not null);

    /// <summary>True when some row has an image.</summary>
    public bool HasImages => Rows.Any(row => row.Image is not null);

    /// <summary>The sample rows of a finding, at most <paramref name="limit"/>; null without evidence, under no values, or without rows.</summary>
    public static WorstRows? Of(ReportFinding finding, AuditReport report, HtmlOptions options, int limit, Thumbnails thumbnails)
    {
        ArgumentNullException.ThrowIfNull(finding);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(thumbnails);
        if (options.Evidence is not { } evidence || !options.ShowValues || limit <= 0 || finding.State == FindingState.Fixed)
        {
            return null;
        }

        var table = evidence.Data;
        var rows = finding.Rows.Sample.Where(row => evidence.Held(row) is not null).Take(Math.Min(limit, FoundRows.SampleLimit)).ToArray();
        if (rows.Length == 0)
        {
            return null;
        }

        var guilty = finding.Columns.Where(name => table.Find(name) is not null).Take(GuiltyLimit).ToArray();
        var roles = evidence.Roles;
        var others = new[] { roles.Label }.OfType<string>().Concat(roles.Features).Concat(roles.Text)
            .Where(name => table.Find(name) is { Kind: not ColumnKind.Vector } && !guilty.Contains(name)).Distinct(StringComparer.Ordinal).Take(ColumnLimit - guilty.Length);
        string[] columns = [.. guilty, .. others];
        var scores = report.Scores.FirstOrDefault(scores => scores.Check == finding.Check);
        return new WorstRows(columns, guilty.Length, [.. rows.Select(row => Row(row, evidence.Held(row)!.Value))], scores?.Rows is not null ? ScoredUnit.Rows : scores is { Cells.Count: > 0 } ? ScoredUnit.Cells : ScoredUnit.None);

        WorstRow Row(int row, (Table Rows, int Place) held) => new(
            row,
            evidence.Id(held.Rows, held.Place, row),
            Score(scores, row, guilty),
            Suggestion(scores, row, guilty),
            [.. columns.Select(name => held.Rows.Find(name) is { } column ? CellText.Cell(column, held.Place) : null)],
            thumbnails.Of(row));
    }

    static double? Score(CheckScores? scores, int row, string[] guilty)
    {
        var score = scores?.Rows is { } rows && scores.PlaceOf(row) is var place and >= 0 && place < rows.Scores.Length
            ? rows.Scores[place]
            : Cell(scores, row, guilty)?.Score ?? double.NaN;
        return double.IsNaN(score) ? null : score;
    }

    static string? Suggestion(CheckScores? scores, int row, string[] guilty) =>
        scores?.Rows is { Suggestion: { } suggest } && scores.PlaceOf(row) is var place and >= 0 ? suggest(place) : Cell(scores, row, guilty)?.Suggestion;

    static CellScore? Cell(CheckScores? scores, int row, string[] guilty) =>
        scores?.Cells.FirstOrDefault(cell => scores.NumberOf(cell.Row) == row && (guilty.Length == 0 || guilty.Contains(cell.Column)));
}
