using Faultline.Contract.Fakes;

namespace Faultline.Tests.Core;

/// <summary>Reports and findings made up for tests of what follows an audit.</summary>
static class Made
{
    /// <summary>A catalogue of two checks.</summary>
    public static IReadOnlyList<CatalogueEntry> Entries { get; } = [Entry("FL103", "Duplicates"), Entry("FL107", "ColumnHygiene")];

    public static CheckReport Check(string id, CheckStatus status, long rowsFlagged = 0, string? reason = null) =>
        new() { Id = id, Name = Entries.First(entry => entry.Info.Id == id).Info.Name, Stage = Stage.Enters, Status = status, RowsFlagged = rowsFlagged, Reason = reason };

    /// <summary>Every check of the catalogue: those given, and clean ones.</summary>
    public static IReadOnlyList<CheckReport> Checks(params IReadOnlyList<CheckReport> given) =>
        [.. Entries.Select(entry => given.FirstOrDefault(check => check.Id == entry.Info.Id) ?? Check(entry.Info.Id, CheckStatus.Clean))];

    public static ReportFinding Finding(string check, string id, Severity severity = Severity.Medium, double measure = 1, long rows = 0) => new()
    {
        Id = $"{check}-{id}",
        Check = check,
        Stage = Stage.Enters,
        Title = $"'secret' stands in {rows} rows",
        Severity = severity,
        Measure = new Measure("rows", measure, Unit: "rows"),
        Rows = new FoundRows(rows, []),
        Columns = ["town"],
        Cause = "'secret' was typed",
        Repair = "Replace 'secret'",
        Reproduce = "faultline audit d.csv",
        Examples = [new ExampleRow(3, "3", [new ExampleCell("town", "secret", Guilty: true)])],
    };

    public static AuditReport Report(params IReadOnlyList<ReportFinding> findings) => new()
    {
        Tool = new ToolInfo("faultline", "0.1.0"),
        Input = [],
        Roles = new Roles(),
        Seed = 0,
        Task = TaskKind.None,
        Checks = Checks(),
        Findings = findings,
        Columns = [],
        Plan = new AuditPlan([]),
        Environment = new AuditEnvironment("Linux", ".NET 10", 2, 2, "avx2", "2026-01-01T00:00:00Z"),
    };

    static FakeEntry Entry(string id, string name) => new(_ => Verdict.Of([]), FakeEntry.Describe(id, name));
}
