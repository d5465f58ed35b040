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
            _ = Task.Run(Run);
        }
    }

    static void Run()
    {
        var data = Table.FromColumns(
            new NumberColumn("x", [.. Enumerable.Range(0, 60).Select(i => i == 7 ? -999.0 : i * 1.5)]),
            TextColumn.From("y", [.. Enumerable.Range(0, 60).Select(i => i == 9 ? "?" : i % 2 == 0 ? "a" : "b")]));
        var report = Audit.Run(EvidenceBuilder.Build(new EvidenceRequest { Data = data }), new AuditOptions { Checks = ["FL107"], Threads = 1 });
        HtmlReport.Render(report);
        JsonReport.Write(report);
        SarifReport.Write(report);
        JunitReport.Write(report);
    }
}
