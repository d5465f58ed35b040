namespace Faultline.Cli;

/// <summary>Starts processes that read shards.</summary>
interface IShardLauncher
{
    /// <summary>What starts them, as <c>processes on this machine</c>.</summary>
    string Name { get; }

    /// <summary>Has every shard read whose state of the pass is missing, and waits for them.</summary>
    /// <exception cref="InputException">A shard could not be read.</exception>
    void Run(WholePass pass, CancellationToken cancellation);
}
