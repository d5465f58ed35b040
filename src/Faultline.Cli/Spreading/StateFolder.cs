using System.Security.Cryptography;
using System.Text;

namespace Faultline.Cli;

/// <summary>The folder through which processes of one audit share what they gather, and from which an interrupted one goes on.</summary>
sealed class StateFolder
{
    readonly string _key;
    readonly string _command;

    /// <param name="path">The folder.</param>
    /// <param name="blocks">The table.</param>
    /// <param name="request">What is audited and how.</param>
    public StateFolder(string path, RowBlocks blocks, AuditRequest request)
    {
        Path = path;
        Shards = request.Shards;
        _command = request.Options.Command!;
        var owner = $"{blocks.Fingerprint}\n{_command}\n{string.Join(',', request.Options.Checks)}\n{string.Join(',', request.Options.Skip)}\n{EvidenceFiles.HeldRows}";
        _key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(owner)));
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>Number of shards; 0 where the table is read by one process.</summary>
    public int Shards { get; }

    /// <summary>The folder beside a report in which its audit keeps what it has read.</summary>
    public static string Beside(string report)
    {
        var path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(report));
        return System.IO.Path.Join(System.IO.Path.GetDirectoryName(path), $".{System.IO.Path.GetFileName(path)}.faultline-states");
    }

    /// <summary>Parts of the table that a shard reads.</summary>
    public static (int From, int To) PartsOf(WholePass pass, int shard, int shards) => ((int)((long)shard * pass.Parts / shards), (int)((shard + 1L) * pass.Parts / shards));

    /// <summary>The state of a whole pass.</summary>
    public string Merged(int pass) => In(FormattableString.Invariant($"pass-{pass}.state"));

    /// <summary>The state of a pass under way.</summary>
    public string UnderWay(int pass) => In(FormattableString.Invariant($"pass-{pass}.reading.state"));

    /// <summary>The state of one shard.</summary>
    public string OfShard(int pass, int shard) => In(FormattableString.Invariant($"pass-{pass}"), FormattableString.Invariant($"shard-{shard:0000}.state"));

    /// <summary>A place in the folder.</summary>
    public string In(params string[] names) => System.IO.Path.Join([Path, .. names]);

    /// <summary>The owner of a state of a pass.</summary>
    public StateOwner Owner(string what, int shard = -1) => new(_key, _command, what, shard, shard < 0 ? 0 : Shards);

    /// <summary>Shards whose state of a pass is not there.</summary>
    public int[] Missing(int pass) => [.. Enumerable.Range(0, Shards).Where(shard => !File.Exists(OfShard(pass, shard)))];

    /// <summary>Adds what was kept of a whole pass; false where nothing was.</summary>
    public bool TryMerged(WholePass pass)
    {
        if (!File.Exists(Merged(pass.Number)))
        {
            return false;
        }

        StateFile.Read(Merged(pass.Number), Owner(What(pass.Number)), pass.Add);
        return true;
    }

    /// <summary>Keeps a whole pass.</summary>
    public void SaveMerged(WholePass pass) => StateFile.Write(Merged(pass.Number), Owner(What(pass.Number)), pass.Save);

    /// <summary>Keeps what one shard has read.</summary>
    public void SaveShard(WholePass pass, int shard) => StateFile.Write(OfShard(pass.Number, shard), Owner(What(pass.Number), shard), pass.Save);

    /// <summary>Adds what all shards have read, and keeps the whole.</summary>
    /// <exception cref="InputException">A state is missing or can not be used.</exception>
    public void Merge(WholePass pass)
    {
        if (Missing(pass.Number) is { Length: > 0 } missing)
        {
            throw new InputException($"pass {pass.Number} lacks the state of {ShardNames.Of(missing, Shards)} in '{Path}'. Run 'faultline shard --shard {missing[0]}/{Shards} --to {ShellQuoting.Quote(Path)}'{(missing.Length > 1 ? " and the others" : string.Empty)}, then merge again.");
        }

        for (var shard = 0; shard < Shards; shard++)
        {
            StateFile.Read(OfShard(pass.Number, shard), Owner(What(pass.Number), shard), pass.Add);
        }

        if (pass.Rows != pass.RowCount)
        {
            throw new InputException($"the states of pass {pass.Number} in '{Path}' hold {pass.Rows:N0} rows, and the table has {pass.RowCount:N0}. Delete the folder and begin again.");
        }

        SaveMerged(pass);
    }

    /// <summary>The rows that are held of the table, read by whoever comes first.</summary>
    public SampleRows Sample(Func<SampleRows> draw, CancellationToken cancellation)
    {
        var file = In("sample.state");
        if (!File.Exists(file))
        {
            using var alone = FolderLock.Wait(In("sample.lock"), () => File.Exists(file), cancellation);
            if (alone is not null && !File.Exists(file))
            {
                var drawn = draw();
                StateFile.Write(file, Owner("sample"), drawn.Save);
                return drawn;
            }
        }

        SampleRows? sample = null;
        StateFile.Read(file, Owner("sample"), from => sample = SampleRows.Load(from));
        return sample!;
    }

    /// <summary>What a pass is called in its states.</summary>
    public static string What(int pass) => FormattableString.Invariant($"pass {pass}");
}
