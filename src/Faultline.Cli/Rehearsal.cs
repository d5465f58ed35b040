using Faultline.Reporting;

namespace Faultline.Cli;

/// <summary>
/// Writes a report of nothing to nowhere beside the reading of the data, so that the code which writes reports is compiled when the real one is ready:
/// half a second of every audit. What it makes is thrown away.
/// </summary>
static class Rehearsal
{
    /// <summary>Begins, on a machine with a processor to spare; nobody need wait for it.</summary>
    public static void Begin()
    {
        if (Environment.ProcessorCount > 1)
        {
            _ = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    static void Run()
    {
        var data = Table.FromColumns(new NumberColumn("x", [0, 0.5]), TextColumn.From("y", ["a", "b"]));
        var report = Audit.Run(EvidenceBuilder.Build(new EvidenceRequest { Data = data }), new AuditOptions { Checks = ["FL302"], Threads = 1 });
        report = report with { Findings = [Finding()] };
        HtmlReport.Render(report);
        JsonReport.Write(report);
        SarifReport.Write(report);
        JunitReport.Write(report);
    }

    static ReportFinding Finding() => new()
    {
        Id = "0",
        Check = "FL302",
        Stage = Stage.Learned,
        Title = "x",
        Severity = Severity.Low,
        Measure = new Measure("x", 1),
        Rows = new FoundRows(1, [0]),
        Cause = "x",
        Repair = "x",
        Reproduce = "x",
        Examples = [new ExampleRow(0, "0", [new ExampleCell("x", "0", Guilty: true)])],
        Figures = [new BarFigure("x", "rows", [new Bar("x", 1), new Bar("y", 2)])],
    };
}
