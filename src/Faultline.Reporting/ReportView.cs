using System.Globalization;

namespace Faultline.Reporting;

/// <summary>One stage of an error's life, counted.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Findings">Open findings above info.</param>
/// <param name="Worst">The worst severity among them, or null.</param>
/// <param name="Checks">Checks of the stage.</param>
/// <param name="Clean">Checks that ended clean.</param>
/// <param name="Skipped">Checks that were skipped.</param>
/// <param name="Unmeasured">Checks that could not be computed.</param>
public sealed record StageCount(Stage Stage, int Findings, Severity? Worst, int Checks, int Clean, int Skipped, int Unmeasured)
{
    /// <summary>True when at least one check of the stage gave an answer.</summary>
    public bool IsChecked => Checks > Skipped + Unmeasured;
}

/// <summary>A report sorted for reading: what is open, what is worth knowing, what was accepted, what is gone.</summary>
public sealed class ReportView
{
    readonly Dictionary<string, CheckReport> _checks;
    readonly Dictionary<string, IReadOnlyList<ReportFinding>> _alsoFound = new(StringComparer.Ordinal);

    /// <summary>Sorts a report.</summary>
    public ReportView(AuditReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        Report = report;
        _checks = report.Checks.ToDictionary(check => check.Id, StringComparer.Ordinal);
        Open = [.. report.Findings.Where(IsOpen).OrderByDescending(finding => finding.Severity)];
        Faults = Join(Open);
        Info = [.. report.Findings.Where(finding => finding.State != FindingState.Fixed && finding.Suppressed is null && finding.Severity == Severity.Info)];
        Suppressed = [.. report.Findings.Where(finding => finding.State != FindingState.Fixed && finding.Suppressed is not null)];
        Fixed = [.. report.Findings.Where(finding => finding.State == FindingState.Fixed)];
        HasBaseline = report.Findings.Any(finding => finding.State != FindingState.New);
        Stages = [.. Enum.GetValues<Stage>().Select(Count)];
        Rows = report.RowCount ?? report.Input.Sum(input => input.Rows);
    }

    /// <summary>The audit's result.</summary>
    public AuditReport Report { get; }

    /// <summary>Findings above info that are neither accepted nor gone, worst first.</summary>
    public IReadOnlyList<ReportFinding> Open { get; }

    /// <summary>The open findings, where several checks of a stage found the same cells only the first of them: one fault, one entry.</summary>
    public IReadOnlyList<ReportFinding> Faults { get; }

    /// <summary>What other checks found of the same cells as one of <see cref="Faults"/>.</summary>
    public IReadOnlyList<ReportFinding> AlsoFound(ReportFinding fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return _alsoFound.GetValueOrDefault(fault.Id, []);
    }

    /// <summary>Findings that are worth knowing, nothing wrong.</summary>
    public IReadOnlyList<ReportFinding> Info { get; }

    /// <summary>Findings that the user accepts.</summary>
    public IReadOnlyList<ReportFinding> Suppressed { get; }

    /// <summary>Findings of the baseline that are gone.</summary>
    public IReadOnlyList<ReportFinding> Fixed { get; }

    /// <summary>True when some finding is known or fixed: a baseline was given.</summary>
    public bool HasBaseline { get; }

    /// <summary>The six stages in order.</summary>
    public IReadOnlyList<StageCount> Stages { get; }

    /// <summary>Rows audited.</summary>
    public long Rows { get; }

    /// <summary>Checks that ended in a way, in catalogue order.</summary>
    public IEnumerable<CheckReport> Ended(CheckStatus status) => Report.Checks.Where(check => check.Status == status);

    /// <summary>The check of an id, or null: a finding of a baseline may come from a check that is gone.</summary>
    public CheckReport? Check(string id) => _checks.GetValueOrDefault(id);

    /// <summary>The input in a few words: a file's name, or how many files.</summary>
    public string Input => Report.Input.Count switch
    {
        0 => "the data",
        1 when Report.Input[0].Path == "-" => "standard input",
        1 => VisibleText.Cut(Report.Input[0].Path[(Report.Input[0].Path.LastIndexOfAny(['/', '\\']) + 1)..] is { Length: > 0 } name ? name : Report.Input[0].Path, 60),
        _ => NumberText.Plural(Report.Input.Count, "file"),
    };

    StageCount Count(Stage stage)
    {
        var checks = Report.Checks.Where(check => check.Stage == stage).ToArray();
        var open = Faults.Where(finding => finding.Stage == stage).ToArray();
        int Ended(CheckStatus status) => checks.Count(check => check.Status == status);
        return new StageCount(
            stage,
            open.Length,
            open.Length == 0 ? null : open.Max(finding => finding.Severity),
            checks.Length,
            Ended(CheckStatus.Clean),
            Ended(CheckStatus.Skipped),
            Ended(CheckStatus.Unmeasured));
    }

    // Of the findings of the same cells that one leads which tells what is expected there; how bad they are is what the worst of them says.
    List<ReportFinding> Join(IReadOnlyList<ReportFinding> findings)
    {
        var faults = new List<ReportFinding>();
        foreach (var alike in findings.GroupBy(finding => Cells(finding) ?? finding.Id, StringComparer.Ordinal))
        {
            var first = alike.FirstOrDefault(finding => finding.Examples.Any(example => example.Cells.Any(cell => cell.Expected is not null))) ?? alike.First();
            faults.Add(first with { Severity = alike.First().Severity });
            faults.AddRange(alike.Where(finding => finding.Check == first.Check && finding.Id != first.Id));
            ReportFinding[] others = [.. alike.Where(finding => finding.Check != first.Check)];
            if (others.Length > 0)
            {
                _alsoFound[first.Id] = others;
            }
        }

        return faults;
    }

    // Stage, state, rows and columns as one text; null where not all rows are known or no cells are named.
    static string? Cells(ReportFinding finding) =>
        finding.Rows.Count == 0 || finding.Rows.Count != finding.Rows.Sample.Count || finding.Columns.Count == 0 ? null
        : string.Join('\u001f', [.. finding.Columns.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), $"{finding.Stage} {finding.State}", .. finding.Rows.Sample.Distinct().Order().Select(row => row.ToString(CultureInfo.InvariantCulture))]);

    static bool IsOpen(ReportFinding finding) => finding.State != FindingState.Fixed && finding.Suppressed is null && finding.Severity > Severity.Info;
}
