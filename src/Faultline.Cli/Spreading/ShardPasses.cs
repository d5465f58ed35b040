namespace Faultline.Cli;

/// <summary>Reads the rows of one shard for one pass; the passes before it come from their states.</summary>
/// <param name="folder">Where the states lie.</param>
/// <param name="shard">From 0.</param>
/// <param name="wanted">The pass, or null for the first that the shard has not read.</param>
/// <param name="say">Says what became of it.</param>
sealed class ShardPasses(StateFolder folder, int shard, int? wanted, Action<string> say) : IPassReading
{
    public bool Read(WholePass pass, CancellationToken cancellation)
    {
        if (pass.Number < wanted || (wanted is null && File.Exists(folder.Merged(pass.Number))))
        {
            return Earlier(pass);
        }

        if (File.Exists(folder.OfShard(pass.Number, shard)))
        {
            if (wanted is null && folder.Missing(pass.Number).Length == 0)
            {
                return Earlier(pass);
            }

            // A task that runs twice: what is there has to be sound.
            StateFile.Read(folder.OfShard(pass.Number, shard), folder.Owner(StateFolder.What(pass.Number), shard), _ => { });
            say($"shard {shard}/{folder.Shards} has read pass {pass.Number} already; nothing to do{(folder.Missing(pass.Number) is { Length: > 0 } missing ? $" before {ShardNames.Of(missing, folder.Shards)} has too" : string.Empty)}.");
            return false;
        }

        var (from, to) = StateFolder.PartsOf(pass, shard, folder.Shards);
        pass.Read(from, to, cancellation);
        folder.SaveShard(pass, shard);
        say($"shard {shard}/{folder.Shards} has read pass {pass.Number}: {pass.Rows:N0} rows.");
        return false;
    }

    bool Earlier(WholePass pass)
    {
        if (!folder.TryMerged(pass))
        {
            folder.Merge(pass);
        }

        return true;
    }
}
