namespace Faultline.Cli;

/// <summary>Has the passes read by other processes, and puts together what they leave in the folder.</summary>
sealed class SpreadPasses(StateFolder folder, IShardLauncher launcher, Action<string> say) : IPassReading
{
    public bool Read(WholePass pass, CancellationToken cancellation)
    {
        if (folder.TryMerged(pass))
        {
            return true;
        }

        if (pass.Number == 1)
        {
            say($"{string.Join(", ", pass.Checks)}: every one of {pass.RowCount:N0} rows, read by {folder.Shards} shards ({launcher.Name}); all other checks: the seeded sample, read here. What a check looked at stands in the report's plan.");
        }

        // A shard without rows needs no process.
        var missing = folder.Missing(pass.Number);
        foreach (var empty in missing.Where(shard => StateFolder.PartsOf(pass, shard, folder.Shards) is var (from, to) && from == to))
        {
            folder.SaveShard(pass.Fresh(), empty);
        }

        launcher.Run(pass, cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (!folder.TryMerged(pass))
        {
            folder.Merge(pass);
        }

        return true;
    }
}
