namespace Faultline.Reporting.Tests;

/// <summary>Builds reports and evidence for tests.</summary>
static class Builder
{
    static readonly (string Id, string Name, Stage Stage)[] s_checks =
    [
        ("FL101", "LabelErrors", Stage.Enters), ("FL103", "Duplicates", Stage.Enters), ("FL104", "Outliers", Stage.Enters), ("FL107", "ColumnHygiene", Stage.Enters),
        ("FL302", "Miscalibration", Stage.Shows), ("FL303", "UnequalErrorRates", Stage.Shows), ("FL401", "Drift", Stage.Spreads),
    ];

    public static ReportFinding Finding(string check, string key, Severity severity, string title) => new()
    {
        Id = $"{check}-{(uint)key.Aggregate(17, (hash, unit) => unchecked((hash * 31) + unit)):x8}",
        Check = check,
        Stage = s_checks.First(entry => entry.Id == check).Stage,
        Title = title,
        Severity = severity,
        Measure = new Measure("rows concerned", 1, Unit: "rows"),
        Rows = new FoundRows(1, [336]),
        Cause = "It was written that way.",
        Repair = "Write it another way.",
        Reproduce = $"faultline audit adult.csv --label income --checks {check}",
    };

    public static ExampleRow Example(int row, params (string Column, string? Text, bool Guilty, string? Expected)[] cells) =>
        new(row, row.ToString(System.Globalization.CultureInfo.InvariantCulture), [.. cells.Select(cell => new ExampleCell(cell.Column, cell.Text, cell.Guilty, cell.Expected))]);

    public static AuditReport Report(IReadOnlyList<ReportFinding> findings, ModelReport? model) => new()
    {
        Tool = new ToolInfo("faultline", "0.1.0"),
        Input = [new InputInfo("shared/data/adult.csv", 32561, 15, 3974305)],
        Roles = new Roles
        {
            Label = "income",
            Features = ["age", "workclass", "fnlwgt", "education"],
            Guesses = [new RoleGuess("features", "fnlwgt", "a number that is no key"), new RoleGuess("label", "income", "the last column, two classes")],
        },
        Seed = 0,
        Task = TaskKind.Classification,
        Model = model,
        Checks = [.. s_checks.Select(entry => Check(entry, findings))],
        Findings = findings,
        Columns =
        [
            Column("age", ColumnKind.Number, "feature", 0, 73, "17", "37", "90", [3, 9, 12, 11, 9, 6, 4, 2, 1, 0.2]),
            Column("workclass", ColumnKind.Text, "feature", 0, 9, null, null, null, [22696, 2541, 2093, 1836, 1298]) with { Top = [new CategoryCount("Private", 22696), new CategoryCount("Self-emp-not-inc", 2541), new CategoryCount("Local-gov", 2093), new CategoryCount("?", 1836)] },
            Column("fnlwgt", ColumnKind.Number, "feature", 0, 21648, "12285", "178356", "1484705", [6, 14, 11, 5, 2, 0.6, 0.2, 0.1, 0.05, 0.01]),
            Column("education", ColumnKind.Text, "feature", 12, 16, null, null, null, [10501, 7291, 5355, 1723]) with { Top = [new CategoryCount("HS-grad", 10501), new CategoryCount("Some-college", 7291), new CategoryCount("Bachelors", 5355)] },
            Column("income", ColumnKind.Text, "label", 0, 2, null, null, null, [24720, 7841]) with { Top = [new CategoryCount("<=50K", 24720), new CategoryCount(">50K", 7841)] },
        ],
        Gates = [new GateResult("severity<high", !findings.Any(finding => finding.Severity == Severity.High), "2 open findings of high severity or worse"), new GateResult("FL104<=3", true, "FL104 Outliers: 0")],
        Warnings = ["A space after every comma was taken off."],
        Plan = new AuditPlan(["FL104: neighbours by exact search over 32,561 rows"]),
        Environment = new AuditEnvironment("Debian GNU/Linux 12", ".NET 10.0.12", 2, 2, "avx512", "2026-01-01T00:00:00Z"),
        Seconds = 12.4,
    };

    static CheckReport Check((string Id, string Name, Stage Stage) entry, IReadOnlyList<ReportFinding> findings)
    {
        var status = findings.Any(finding => finding.Check == entry.Id && finding.Severity > Severity.Info) ? CheckStatus.Found
            : entry.Id == "FL303" ? CheckStatus.Skipped : entry.Id == "FL302" && findings.Count == 0 ? CheckStatus.Unmeasured : CheckStatus.Clean;
        return new CheckReport
        {
            Id = entry.Id,
            Name = entry.Name,
            Stage = entry.Stage,
            Status = status,
            Reason = status switch { CheckStatus.Skipped => "needs groups: give --group COLUMNS", CheckStatus.Unmeasured => "8 rows are too few for 15 bins; give at least 200", _ => null },
            Seconds = 1.25,
            RowsScored = status is CheckStatus.Skipped or CheckStatus.Unmeasured ? 0 : 32561,
            RowsFlagged = status == CheckStatus.Found ? 180 : 0,
        };
    }

    static ColumnProfile Column(string name, ColumnKind kind, string role, long missing, long distinct, string? low, string? median, string? high, double[] counts) => new()
    {
        Name = name,
        Kind = kind,
        Role = role,
        Missing = missing,
        Distinct = distinct,
        Low = low,
        Median = median,
        High = high,
        Histogram = new HistogramFigure(name, name, kind == ColumnKind.Number ? [.. Enumerable.Range(0, counts.Length + 1).Select(edge => (double)edge)] : [], kind == ColumnKind.Number ? [] : [.. counts.Select((_, i) => "c" + i)], [new HistogramSeries("rows", counts)]),
    };
}
