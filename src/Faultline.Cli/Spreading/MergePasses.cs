namespace Faultline.Cli;

/// <summary>Puts together what shards have read.</summary>
/// <param name="folder">Where the states lie.</param>
/// <param name="readsRest">True reads here what no shard has; false stops there.</param>
/// <param name="say">Says how far it is.</param>
sealed class MergePasses(StateFolder folder, bool readsRest, Action<string> say) : IPassReading
{
    public bool Read(WholePass pass, CancellationToken cancellation)
    {
        if (folder.TryMerged(pass))
        {
            return true;
        }

        if (pass.Number == 1 || folder.Missing(pass.Number).Length < folder.Shards)
        {
            folder.Merge(pass);
            say($"pass {pass.Number} of {folder.Shards} shards is merged.");
            return true;
        }

        var next = $"pass {pass.Number} ({string.Join(", ", pass.Checks)}) comes next";
        if (!readsRest)
        {
            say($"{next}: run 'faultline shard' for each shard again, then merge.");
            return false;
        }

        say($"{next}, and no shard has read it: it is read here. To spread it, run 'faultline shard' for each shard again before this.");
        pass.Read(0, pass.Parts, cancellation);
        folder.SaveMerged(pass);
        return true;
    }
}
