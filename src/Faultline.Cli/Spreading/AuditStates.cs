namespace Faultline.Cli;

/// <summary>What an audit keeps of the passes it reads: opened with the table, taken away when the report is written.</summary>
sealed class AuditStates(AuditRequest request, Messages messages) : IDisposable
{
    StateFolder? _folder;
    FileStream? _alone;

    /// <summary>How the passes are read; null where the table is held.</summary>
    public IPassReading? Reading { get; private set; }

    /// <summary>Opens the folder; what an earlier run left there is used where that was asked for, else taken away.</summary>
    /// <exception cref="InputException">The folder can not be used, or another run uses it.</exception>
    public StateFolder Open(RowBlocks blocks)
    {
        if (request.States is { } shards)
        {
            _folder = new StateFolder(shards, blocks, request);
            Reading = new MergePasses(_folder, readsRest: true, Say);
            return _folder;
        }

        _folder = new StateFolder(StateFolder.Beside(request.Out), blocks, request);
        var path = _folder.Path;
        _alone = FolderLock.Try(path + ".lock") ?? throw new InputException($"another run keeps what it reads in '{path}'. Wait for it, or give another folder with --out.");
        if (!request.Resume)
        {
            SlurmShards.CancelLeft(_folder);
            Remove();
        }

        if (request.Shards > 0)
        {
            RequestFile.Write(path, request.Given, request.Shards);
        }

        Reading = request.Engine switch
        {
            AuditEngine.Local => new SpreadPasses(_folder, new LocalShards(_folder, request), Say),
            AuditEngine.Slurm => new SpreadPasses(_folder, new SlurmShards(_folder, request), Say),
            _ => new KeptPasses(_folder, request.Options.ThreadCount, TimeProvider.System),
        };
        return _folder;
    }

    /// <summary>Says where nothing is spread although that was asked for.</summary>
    public void SayIfHeld()
    {
        if (_folder is null && (request.Engine is AuditEngine.Local or AuditEngine.Slurm || request.Resume))
        {
            Say($"the table is held in memory as a whole: {(request.Resume ? "the audit begins from the start" : "nothing is spread, it is audited here")}.");
        }
    }

    /// <summary>Says that an interrupted audit can go on.</summary>
    public void SayKept()
    {
        if (_folder is not null && request.States is null)
        {
            Say($"what was read is kept in '{_folder.Path}': the same command with --resume goes on from there.");
        }
    }

    /// <summary>Takes away what was kept.</summary>
    public void Done()
    {
        if (_folder is not null && request.States is null)
        {
            Remove();
        }
    }

    public void Dispose()
    {
        if (_alone is { } alone)
        {
            alone.Dispose();
            File.Delete(alone.Name);
        }
    }

    void Remove()
    {
        try
        {
            if (Directory.Exists(_folder!.Path))
            {
                Directory.Delete(_folder.Path, recursive: true);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{_folder!.Path}', which an earlier run left, can not be taken away: {FileFault.Words(fault)}. Delete it.", fault);
        }
    }

    void Say(string text)
    {
        if (!request.Quiet)
        {
            messages.Note(text);
        }
    }
}
