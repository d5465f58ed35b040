namespace Faultline;

/// <summary>Rows of a table that is read block by block.</summary>
/// <param name="First">Number of the first row in the whole table.</param>
/// <param name="Rows">The rows, with the columns that were asked for. Their arrays are used again for the next block: what is to last is copied.</param>
public readonly record struct RowBlock(int First, Table Rows);

/// <summary>
/// A table larger than memory: read block by block, again and again, by several threads at once. It has fixed parts, and where they and their blocks begin depends on
/// the table alone.
/// </summary>
public abstract class RowBlocks : IDisposable
{
    /// <summary>The most rows of a block: what is worked out of them stays in the cache of a processor.</summary>
    public const int BlockRows = 8_192;

    /// <summary>What the table is called in messages.</summary>
    public abstract string Name { get; }

    /// <summary>Number of rows.</summary>
    public abstract int RowCount { get; }

    /// <summary>Number of parts, each of which one thread reads.</summary>
    public abstract int Parts { get; }

    /// <summary>The files that the rows come from.</summary>
    public abstract IReadOnlyList<InputInfo> Inputs { get; }

    /// <summary>What tells this table from any other, as far as can be told without reading it: its files, their sizes, rows and layout.</summary>
    public abstract string Fingerprint { get; }

    /// <summary>What was noticed while opening and taking rows.</summary>
    public virtual IReadOnlyList<string> Warnings => [];

    /// <summary>What the cells of a column are in the blocks, or null where there is no such column. Texts that are dates stay texts.</summary>
    /// <param name="column">Its name.</param>
    public abstract ColumnKind? KindOf(string column);

    /// <summary>The blocks of one part, in row order. A block is good until the next is asked for.</summary>
    /// <param name="part">From 0.</param>
    /// <param name="columns">Names of the columns to read.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="InputException">The data can not be read.</exception>
    public abstract IEnumerable<RowBlock> Read(int part, IReadOnlyList<string> columns, CancellationToken cancellation);

    /// <summary>Some rows with all columns, held in memory.</summary>
    /// <param name="rows">Row numbers, ascending.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="InputException">The data can not be read.</exception>
    public abstract Table Take(int[] rows, CancellationToken cancellation);

    /// <summary>Rows of some parts.</summary>
    /// <param name="from">The first part.</param>
    /// <param name="to">The part after the last.</param>
    public abstract long RowsOf(int from, int to);

    /// <summary>Reads every row of some parts once; each thread gets a receiver of its own.</summary>
    /// <param name="from">The first part.</param>
    /// <param name="to">The part after the last.</param>
    /// <param name="columns">Names of the columns to read.</param>
    /// <param name="threads">The most threads.</param>
    /// <param name="receiver">Makes what takes the blocks of one thread; called by one thread at a time.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="InputException">The data can not be read, or a receiver refuses them; of several refusals that of the first part.</exception>
    public void Scan(int from, int to, IReadOnlyList<string> columns, int threads, Func<Action<RowBlock>> receiver, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        var next = from - 1;
        var gate = new Lock();
        (int Part, Exception Fault)? failed = null;
        void Work()
        {
            Action<RowBlock> take;
            lock (gate)
            {
                take = receiver();
            }

            for (var part = Interlocked.Increment(ref next); part < to && Volatile.Read(ref next) < int.MaxValue / 2; part = Interlocked.Increment(ref next))
            {
                try
                {
                    foreach (var block in Read(part, columns, cancellation))
                    {
                        cancellation.ThrowIfCancellationRequested();
                        take(block);
                    }
                }
                catch (Exception fault)
                {
                    // Parts before this one are under way already and are read to their end, so that the first fault is told whatever the threads.
                    Interlocked.Exchange(ref next, int.MaxValue / 2);
                    lock (gate)
                    {
                        failed = failed is { } earlier && earlier.Part < part ? failed : (part, fault);
                    }
                }
            }
        }

        var workers = Math.Clamp(threads, 1, Math.Max(1, to - from));
        var others = Enumerable.Range(1, workers - 1).Select(_ => Task.Run(Work, CancellationToken.None)).ToArray();
        Work();
        Task.WaitAll(others, CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        if (failed is { } first)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first.Fault);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of the files.</summary>
    /// <param name="disposing">True when not called by the collector.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
