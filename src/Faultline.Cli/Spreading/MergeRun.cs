namespace Faultline.Cli;

/// <summary>One run of <c>faultline merge</c>.</summary>
sealed class MergeRun(GivenSettings given, Messages messages, CancellationToken cancellation)
{
    /// <summary>Its options.</summary>
    public static IReadOnlyList<Setting> Options { get; } =
        [AuditSettings.Out, AuditSettings.Overwrite, AuditSettings.Scores, AuditSettings.ScoresAll, AuditSettings.Gate, AuditSettings.Baseline, AuditSettings.Threads, AuditSettings.Memory, AuditSettings.Quiet];

    public int Run()
    {
        if (given.Many(AuditSettings.Data) is not [var folder])
        {
            throw new InputException("expected one folder, that of the shards, as 'faultline merge states --out report'.");
        }

        var (kept, shards) = RequestFile.Read(folder);
        var request = AuditRequest.From(Given(kept)) with { Shards = shards, Engine = AuditEngine.Merge, States = folder };
        return given.Has(AuditSettings.Out) ? new AuditRun(request, messages, cancellation).Run() : Merge(request, folder);
    }

    // DATA is that of the shards; here it is the folder.
    GivenSettings Given(GivenSettings kept) => GivenSettings.Of(given.Values.Where(value => value.Key != AuditSettings.Data)).Over(kept);

    int Merge(AuditRequest request, string folder)
    {
        SimdChoice.Require();
        MemoryShare.Hold(request.MemoryBytes);
        using var progress = new ProgressLine(messages, request.Quiet, Streams.ErrorMovesCursor, TimeProvider.System);
        var files = new EvidenceFiles(request, progress.Step, cancellation) { Folder = blocks => new StateFolder(folder, blocks, request), PassesAlone = true };
        try
        {
            var isWhole = files.OpenStream() is not { } evidence
                || Audit.ReadPasses(evidence, request.Options with { Progress = progress, Passes = new MergePasses(files.States!, readsRest: false, Say) }, cancellation);
            if (isWhole)
            {
                Say("every pass has been read: merge with --out to write the report.");
            }

            return ExitCode.Fine;
        }
        finally
        {
            files.Blocks?.Dispose();
        }
    }

    void Say(string text) => Console.Out.WriteLine(text);
}
