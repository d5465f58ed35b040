namespace Faultline;

/// <summary>How a check ended.</summary>
public enum CheckStatus
{
    /// <summary>Something is wrong.</summary>
    Found,

    /// <summary>Nothing is wrong, or nothing above <see cref="Severity.Info"/>.</summary>
    Clean,

    /// <summary>Evidence is missing; the reason names the flag that brings it.</summary>
    Skipped,

    /// <summary>Could not be computed; the reason says why. Never a score, never left out of a denominator.</summary>
    Unmeasured,
}

/// <summary>A score for every row of the table.</summary>
/// <param name="Scores">One score a row in [0,1], 1 = certainly fine; NaN = unmeasured.</param>
/// <param name="Flagged">One flag a row.</param>
/// <param name="Suggestion">The suggestion of a row, or null; asked for flagged and unflagged rows alike.</param>
public sealed record RowScores(double[] Scores, bool[] Flagged, Func<int, string?>? Suggestion = null)
{
    /// <summary>Rows that have a score.</summary>
    public long Scored()
    {
        long scored = 0;
        foreach (var score in Scores)
        {
            scored += double.IsNaN(score) ? 0 : 1;
        }

        return scored;
    }
}

/// <summary>A score for one cell.</summary>
/// <param name="Row">Row number.</param>
/// <param name="Column">Column name.</param>
/// <param name="Score">Score in [0,1], 1 = certainly fine; null = unmeasured.</param>
/// <param name="Suggestion">The likely right value, or null.</param>
/// <param name="Flagged">True when a finding stands behind the cell.</param>
public sealed record CellScore(int Row, string Column, double? Score, string? Suggestion = null, bool Flagged = true);

/// <summary>What a check answers.</summary>
public sealed record Verdict
{
    Verdict()
    {
    }

    /// <summary>How the check ended.</summary>
    public required CheckStatus Status { get; init; }

    /// <summary>Why it was skipped or unmeasured, else null.</summary>
    public string? Reason { get; init; }

    /// <summary>What was found, worst first; may hold <see cref="Severity.Info"/> findings when clean.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Figures of the check itself, typed (see CONTRACT), or null.</summary>
    public CheckDetails? Details { get; init; }

    /// <summary>Row scores, or null.</summary>
    public RowScores? Rows { get; init; }

    /// <summary>Row scores of a table larger than memory, or null.</summary>
    public StreamedScores? Streamed { get; init; }

    /// <summary>Flagged cells; a check of values may add the others.</summary>
    public IReadOnlyList<CellScore> Cells { get; init; } = [];

    /// <summary>The check's one p-value for the correction over the audit, or null when it makes no test.</summary>
    public double? P { get; init; }

    /// <summary>How many rows were measured; null means all.</summary>
    public long? RowsScored { get; init; }

    /// <summary>How many rows were flagged; null means those flagged in <see cref="Rows"/> and <see cref="Cells"/>.</summary>
    public long? RowsFlagged { get; init; }

    /// <summary>Limits and samples that applied, for the report's plan.</summary>
    public IReadOnlyList<string> Plan { get; init; } = [];

    /// <summary>Things the user should know, for the report's warnings.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>A verdict over findings: found when any is above info, else clean.</summary>
    public static Verdict Of(IEnumerable<Finding> findings)
    {
        var ordered = findings.OrderByDescending(finding => finding.Severity).ToArray();
        return new Verdict
        {
            Status = ordered.Any(finding => finding.Severity > Severity.Info) ? CheckStatus.Found : CheckStatus.Clean,
            Findings = ordered,
        };
    }

    /// <summary>Could not be computed.</summary>
    /// <param name="reason">What was missing or went wrong, with numbers.</param>
    public static Verdict Unmeasured(string reason) => new() { Status = CheckStatus.Unmeasured, Reason = reason };

    /// <summary>Evidence is missing.</summary>
    /// <param name="reason">What is missing and which flag brings it.</param>
    public static Verdict Skipped(string reason) => new() { Status = CheckStatus.Skipped, Reason = reason };
}
