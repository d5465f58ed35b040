using Faultline.DuckDb;

namespace Faultline.Cli;

/// <summary>One run of <c>faultline shard</c>.</summary>
sealed class ShardRun(GivenSettings given, Messages messages, CancellationToken cancellation)
{
    static readonly Setting s_shard = new("shard", SettingKind.Single, string.Empty, "i/N", "Which of how many shards; counted from 0 or from 1.");
    static readonly Setting s_to = new("to", SettingKind.Single, string.Empty, "DIR", "The folder that all shards share.") { IsPath = true };
    static readonly Setting s_pass = new("pass", SettingKind.Single, string.Empty, "K", "The pass to read, from 1 (default: the first that this shard has not read).");

    /// <summary>The options that an audit has not.</summary>
    public static IReadOnlyList<Setting> Own { get; } = [s_shard, s_to, s_pass];

    /// <summary>All options.</summary>
    public static IReadOnlyList<Setting> Options { get; } = [.. Own, .. AuditSettings.Options.Except([AuditSettings.Out, AuditSettings.Overwrite, AuditSettings.Resume, AuditSettings.Engine, AuditSettings.Shards, AuditSettings.Slurm])];

    public int Run()
    {
        SimdChoice.Require();
        var (shard, shards) = ShardNames.Parse(AuditRequest.Named(given, s_shard) ?? throw new InputException("--shard is missing; expected i/N, as 'faultline shard data.parquet --label y --shard 0/8 --to states'."));
        var to = AuditRequest.Named(given, s_to) ?? throw new InputException("--to is missing; expected the folder that all shards share, as 'faultline shard data.parquet --label y --shard 0/8 --to states'.");
        var pass = (int?)AuditRequest.Whole(given, s_pass, 1, 1_000);
        var request = Request(to, shards);
        MemoryShare.Hold(request.MemoryBytes);
        SpillFolders.RemoveOrphans();
        using var progress = new ProgressLine(messages, request.Quiet, Streams.ErrorMovesCursor, TimeProvider.System);
        var files = new EvidenceFiles(request, progress.Step, cancellation) { Folder = blocks => new StateFolder(to, blocks, request), PassesAlone = true };
        try
        {
            if (files.OpenStream() is not { } evidence)
            {
                Say(request, "the table is held in memory as a whole: there is nothing to spread, and 'faultline merge' audits it.");
                return ExitCode.Fine;
            }

            var reading = new ShardPasses(files.States!, shard, pass, text => Say(request, text));
            if (Audit.ReadPasses(evidence, request.Options with { Progress = progress, Passes = reading }, cancellation))
            {
                Say(request, "every pass has been read; nothing to do. 'faultline merge' writes the report.");
            }

            return ExitCode.Fine;
        }
        finally
        {
            files.Blocks?.Dispose();
        }
    }

    // Whoever comes first says for all what is audited.
    AuditRequest Request(string to, int shards)
    {
        var (kept, keptShards) = given.Many(AuditSettings.Data).Count == 0 || RequestFile.IsIn(to) ? RequestFile.Read(to) : (given, shards);
        if (keptShards != shards)
        {
            throw new InputException($"'{to}' holds shards of {keptShards}, and one of {shards} was asked for. Give the same number, or another folder.");
        }

        var request = AuditRequest.From(given.Over(kept)) with { Shards = shards };
        if (kept == given)
        {
            RequestFile.Write(to, given, shards);
        }
        else if (given.Many(AuditSettings.Data).Count > 0 && AuditRequest.From(kept).Options.Command is var begun && begun != AuditRequest.From(given).Options.Command)
        {
            throw new InputException($"'{to}' holds the shards of another audit ('{begun}'). Give the same DATA and options, leave them out, or name another folder.");
        }

        return request;
    }

    void Say(AuditRequest request, string text)
    {
        if (!request.Quiet)
        {
            messages.Note(text);
        }
    }
}
