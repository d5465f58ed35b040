using System.Text.Json.Serialization;

namespace Faultline;

/// <summary>Whether a finding is new against a baseline.</summary>
public enum FindingState
{
    /// <summary>Not in the baseline.</summary>
    New,

    /// <summary>Already in the baseline.</summary>
    Known,

    /// <summary>In the baseline, and gone now.</summary>
    Fixed,
}

/// <summary>Name and version of the program that wrote a report.</summary>
public sealed record ToolInfo(string Name, string Version);

/// <summary>How good the model is that the predictions come from.</summary>
/// <param name="Learner">Its name, or <c>yours</c> for predictions that the user brought.</param>
/// <param name="Metric">What is measured, as <c>accuracy</c>.</param>
/// <param name="Value">Its value out of fold.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end of its 95 % interval.</param>
/// <param name="Baseline">The same metric of a trivial model (most frequent class, mean).</param>
public sealed record ModelReport(string Learner, string Metric, double Value, double? Low, double? High, double? Baseline)
{
    /// <summary>Accuracy against the true labels, where the given ones may be wrong (FL109): the interval holds whatever the two errors have to do with one another. Null without.</summary>
    public Estimate? AgainstTruth { get; init; }

    /// <summary>Settings of the learner, in words.</summary>
    public string? Settings { get; init; }

    /// <summary>Other metrics, by name.</summary>
    public IReadOnlyDictionary<string, double> Others { get; init; } = new SortedDictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Class names of <see cref="Confusion"/>.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Rows by given class, columns by predicted class; at most 200 classes, else empty.</summary>
    public IReadOnlyList<IReadOnlyList<long>> Confusion { get; init; } = [];
}

/// <summary>How one check of the catalogue ended.</summary>
public sealed record CheckReport
{
    /// <summary>Id.</summary>
    public required string Id { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Stage.</summary>
    public required Stage Stage { get; init; }

    /// <summary>How it ended.</summary>
    public required CheckStatus Status { get; init; }

    /// <summary>Why it was skipped or unmeasured.</summary>
    public string? Reason { get; init; }

    /// <summary>Seconds taken.</summary>
    public double Seconds { get; init; }

    /// <summary>Rows measured.</summary>
    public long RowsScored { get; init; }

    /// <summary>Rows flagged.</summary>
    public long RowsFlagged { get; init; }

    /// <summary>Typed figures of the check, or null.</summary>
    public CheckDetails? Details { get; init; }

    /// <summary>p-value of the check, or null.</summary>
    public double? P { get; init; }
}

/// <summary>A finding as the report has it.</summary>
public sealed record ReportFinding
{
    /// <summary>Stable fingerprint.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the check.</summary>
    public required string Check { get; init; }

    /// <summary>Stage.</summary>
    public required Stage Stage { get; init; }

    /// <summary>A sentence with its number.</summary>
    public required string Title { get; init; }

    /// <summary>How bad.</summary>
    public required Severity Severity { get; init; }

    /// <summary>How much.</summary>
    public required Measure Measure { get; init; }

    /// <summary>p-value within the check, or null.</summary>
    public double? P { get; init; }

    /// <summary>Benjamini–Hochberg over one p a check of this audit, or null.</summary>
    public double? Q { get; init; }

    /// <summary>Which rows.</summary>
    public required FoundRows Rows { get; init; }

    /// <summary>Which columns.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Why.</summary>
    public required string Cause { get; init; }

    /// <summary>What to do.</summary>
    public required string Repair { get; init; }

    /// <summary>What mending it is expected to bring; null where there is no repair for it.</summary>
    public ExpectedGain? ExpectedGain { get; init; }

    /// <summary>A command that gives the same finding id.</summary>
    public required string Reproduce { get; init; }

    /// <summary>State against the baseline.</summary>
    public FindingState State { get; init; }

    /// <summary>Why the user accepts it, or null.</summary>
    public string? Suppressed { get; init; }

    /// <summary>Example rows.</summary>
    public IReadOnlyList<ExampleRow> Examples { get; init; } = [];

    /// <summary>Figures as data.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];
}

/// <summary>A category of a profiled column with its count.</summary>
/// <param name="Text">The category, or its code under no values.</param>
/// <param name="Rows">Rows that have it.</param>
public sealed record CategoryCount(string Text, long Rows);

/// <summary>Profile of a column.</summary>
public sealed record ColumnProfile
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>What the cells are.</summary>
    public required ColumnKind Kind { get; init; }

    /// <summary>Its role, as <c>feature</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Missing cells.</summary>
    public required long Missing { get; init; }

    /// <summary>Distinct values, without missing.</summary>
    public required long Distinct { get; init; }

    /// <summary>Smallest value as text, or null.</summary>
    public string? Low { get; init; }

    /// <summary>Middle value as text, or null.</summary>
    public string? Median { get; init; }

    /// <summary>Largest value as text, or null.</summary>
    public string? High { get; init; }

    /// <summary>Mean of a number column, or null.</summary>
    public double? Mean { get; init; }

    /// <summary>Standard deviation of a number column, or null.</summary>
    public double? Deviation { get; init; }

    /// <summary>Most frequent categories, at most ten.</summary>
    public IReadOnlyList<CategoryCount> Top { get; init; } = [];

    /// <summary>Histogram, or null.</summary>
    public HistogramFigure? Histogram { get; init; }
}

/// <summary>A gate condition and how it ended.</summary>
/// <param name="Condition">As the user wrote it.</param>
/// <param name="Passed">True when it holds.</param>
/// <param name="Reason">What was measured, in words.</param>
public sealed record GateResult(string Condition, bool Passed, string Reason);

/// <summary>Limits and samples that applied.</summary>
/// <param name="Limits">One sentence each.</param>
public sealed record AuditPlan(IReadOnlyList<string> Limits);

/// <summary>Where the audit ran; apart from it and the seconds, reports of equal input, options and seed are equal.</summary>
/// <param name="OperatingSystem">Operating system.</param>
/// <param name="Runtime">.NET version.</param>
/// <param name="Processors">Processors of the machine.</param>
/// <param name="Threads">Threads used.</param>
/// <param name="Simd">SIMD tier.</param>
/// <param name="Date">When the audit began, ISO 8601.</param>
public sealed record AuditEnvironment(string OperatingSystem, string Runtime, int Processors, int Threads, string Simd, string Date);

/// <summary>The result of an audit: what report.json holds.</summary>
public sealed record AuditReport
{
    /// <summary>The version of this layout.</summary>
    public const string SchemaName = "faultline/report/1";

    /// <summary>The version of this layout.</summary>
    public string Schema { get; init; } = SchemaName;

    /// <summary>The program that wrote it.</summary>
    public required ToolInfo Tool { get; init; }

    /// <summary>What was read.</summary>
    public required IReadOnlyList<InputInfo> Input { get; init; }

    /// <summary>Which column plays which part.</summary>
    public required Roles Roles { get; init; }

    /// <summary>Seed.</summary>
    public required long Seed { get; init; }

    /// <summary>What kind of question the label asks.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>The model behind the predictions, or null without any.</summary>
    public ModelReport? Model { get; init; }

    /// <summary>Every check of the catalogue, once, in catalogue order.</summary>
    public required IReadOnlyList<CheckReport> Checks { get; init; }

    /// <summary>Findings, worst first.</summary>
    public required IReadOnlyList<ReportFinding> Findings { get; init; }

    /// <summary>Profile of each column.</summary>
    public required IReadOnlyList<ColumnProfile> Columns { get; init; }

    /// <summary>Gates.</summary>
    public IReadOnlyList<GateResult> Gates { get; init; } = [];

    /// <summary>Things the user should know.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Limits and samples that applied.</summary>
    public required AuditPlan Plan { get; init; }

    /// <summary>Where it ran.</summary>
    public required AuditEnvironment Environment { get; init; }

    /// <summary>Seconds taken.</summary>
    public double Seconds { get; init; }

    /// <summary>Row and cell scores by check id; not part of report.json.</summary>
    [JsonIgnore]
    public IReadOnlyList<CheckScores> Scores { get; init; } = [];

    /// <summary>Rows audited; fewer or more than were read where a query chose them. Null in a report that was read back. Not part of report.json.</summary>
    [JsonIgnore]
    public long? RowCount { get; init; }

    /// <summary>Exit code: 1 when a gate failed, else 0.</summary>
    [JsonIgnore]
    public int ExitCode => Gates.All(gate => gate.Passed) ? 0 : 1;
}

/// <summary>Scores of one check.</summary>
/// <param name="Check">Check id.</param>
/// <param name="Rows">Row scores, or null.</param>
/// <param name="Cells">Cell scores.</param>
public sealed record CheckScores(string Check, RowScores? Rows, IReadOnlyList<CellScore> Cells)
{
    /// <summary>Scores of every row of a table larger than memory, or null.</summary>
    public StreamedScores? Streamed { get; init; }

    /// <summary>Numbers of the rows where the check looked at a sample; null where at all.</summary>
    public IReadOnlyList<int>? Numbers { get; init; }

    /// <summary>The number of a scored row in the whole table.</summary>
    /// <param name="row">Its place among the rows that the check looked at.</param>
    public int NumberOf(int row) => Numbers is null ? row : Numbers[row];

    /// <summary>The place of a row among the rows that the check looked at, or a negative number.</summary>
    /// <param name="number">Its number in the whole table.</param>
    public int PlaceOf(int number) => Numbers is int[] numbers ? Array.BinarySearch(numbers, number) : number;
}
