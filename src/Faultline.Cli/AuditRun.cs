using Faultline.DuckDb;
using Faultline.Reporting;

namespace Faultline.Cli;

/// <summary>One run of <c>faultline audit</c>: reads the evidence, audits it, writes the report, prints the summary.</summary>
sealed class AuditRun(AuditRequest request, Messages messages, CancellationToken cancellation)
{
    const int MostWarnings = 20;

    public int Run()
    {
        SimdChoice.Require();
        MemoryShare.Hold(request.MemoryBytes);
        SpillFolders.RemoveOrphans();
        ReportFolder.Check(request.Out, request.Overwrite);
        using var states = new AuditStates(request, messages);
        var baseline = request.BaselinePath is { } path ? ReadBaseline(path) : null;
        AuditReport report;
        using (var progress = new ProgressLine(messages, request.Quiet, Streams.ErrorMovesCursor, TimeProvider.System))
        {
            var files = new EvidenceFiles(request, progress.Step, cancellation) { Folder = states.Open };
            try
            {
                var evidence = files.ReadOrStream();
                states.SayIfHeld();
                // What reading and joining left behind is as large as the table; few objects live, so that taking it back costs milliseconds.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                report = Audit.Run(evidence, request.Options with { Baseline = baseline, Progress = progress, Passes = states.Reading }, cancellation);
                progress.Step("writing the report");
                Write(report, evidence);
                states.Done();
            }
            catch (Exception) when (cancellation.IsCancellationRequested)
            {
                states.SayKept();
                throw;
            }
            catch (InputException) when (request is { Engine: AuditEngine.Threads, Resume: false })
            {
                // The data can not be used: there is nothing to go on with.
                states.Done();
                throw;
            }
            finally
            {
                files.Blocks?.Dispose();
            }
        }

        Warn(report.Warnings);
        SummaryPrinter.Print(TerminalSummary.Of(report, Path.Join(request.Out, "report.html")), Streams.OutputIsStyled(request.Quiet));
        return report.ExitCode;
    }

    static AuditReport ReadBaseline(string path)
    {
        try
        {
            return ReportJson.Read(File.ReadAllBytes(path), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--baseline '{path}' can not be read: {FileFault.Words(exception)}. Give the report.json of an earlier audit.", exception);
        }
    }

    void Write(AuditReport report, Evidence evidence)
    {
        var options = new HtmlOptions
        {
            Evidence = evidence,
            ShowValues = request.Options.ShowValues,
            ScoresFile = request.Scores == ScoresFormat.None ? null : ScoresWriter.FileName(request.Scores),
        };
        ReportFolder.Write(report, request.Out, request.Overwrite, options, folder => WriteScores(report, evidence, folder), cancellation);
    }

    void WriteScores(AuditReport report, Evidence evidence, string folder)
    {
        if (request.Scores != ScoresFormat.None)
        {
            ScoresWriter.Write(Path.Join(folder, ScoresWriter.FileName(request.Scores)), request.Scores, report.Scores, evidence.Id, request.ScoresAll, cancellation);
        }
    }

    void Warn(IReadOnlyList<string> warnings)
    {
        foreach (var warning in warnings.Take(MostWarnings))
        {
            messages.Warning(warning);
        }

        if (warnings.Count > MostWarnings)
        {
            messages.Warning($"{warnings.Count - MostWarnings} more stand in the report.");
        }
    }
}
