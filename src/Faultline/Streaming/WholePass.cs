namespace Faultline;

/// <summary>
/// One look at every row of a table, on behalf of all checks that ask for it. What is gathered depends neither on the order nor on the split of the rows: it can be read in stretches,
/// written down, and put together again by any process.
/// </summary>
public sealed class WholePass
{
    readonly RowBlocks _blocks;
    readonly ClassSource _source;
    readonly AuditOptions _options;
    readonly (string Check, BlockPass Pass)[] _passes;
    readonly ProbabilityBlock _seen = new();
    readonly long _began;

    internal WholePass(RowBlocks blocks, ClassSource source, AuditOptions options, int number, IReadOnlyList<(string Check, BlockPass Pass)> passes)
    {
        (_blocks, _source, _options, Number, _passes) = (blocks, source, options, number, [.. passes]);
        _began = options.Clock.GetTimestamp();
    }

    /// <summary>The first is 1.</summary>
    public int Number { get; }

    /// <summary>The parts of the table, as <see cref="RowBlocks.Parts"/>.</summary>
    public int Parts => _blocks.Parts;

    /// <summary>Rows of the table.</summary>
    public int RowCount => _blocks.RowCount;

    /// <summary>Rows gathered so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Ids of the checks that ask, without those that know enough already.</summary>
    public IReadOnlyList<string> Checks => [.. _passes.Select(pass => pass.Check).Where(check => check.Length > 0)];

    /// <summary>Rows with a label that no class is named after.</summary>
    internal long Unmatched { get; private set; }

    /// <summary>What was seen and mended in the probabilities.</summary>
    internal ProbabilityBlock Seen => _seen;

    /// <summary>Rows of some parts.</summary>
    /// <param name="from">The first part.</param>
    /// <param name="to">The part after the last.</param>
    public long RowsOf(int from, int to) => _blocks.RowsOf(from, to);

    /// <summary>The same pass with nothing gathered yet.</summary>
    public WholePass Fresh() => new(_blocks, _source, _options, Number, [.. _passes.Select(pass => (pass.Check, pass.Pass.Fresh()))]);

    /// <summary>Reads some parts of the table, with the threads of the audit.</summary>
    /// <param name="from">The first part.</param>
    /// <param name="to">The part after the last.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="InputException">The data can not be used.</exception>
    public void Read(int from, int to, CancellationToken cancellation)
    {
        string[] columns = [.. _passes.SelectMany(pass => pass.Pass.Columns).Append(_source.Label).Concat(_source.Columns).Distinct(StringComparer.Ordinal)];
        var workers = new List<(ClassBlock Block, BlockPass[] Passes)>();
        var done = Rows;
        _blocks.Scan(from, to, columns, _options.ThreadCount, () =>
        {
            var block = new ClassBlock(_source, _options.ShowValues);
            BlockPass[] own = [.. _passes.Select(pass => pass.Pass.Fresh())];
            workers.Add((block, own));
            return rows =>
            {
                block.Take(rows);
                foreach (var pass in own)
                {
                    pass.Summarise(block);
                }

                Say(Interlocked.Add(ref done, rows.Rows.RowCount));
            };
        }, cancellation);
        foreach (var (block, own) in workers)
        {
            Merge(own, block.Seen, block.Unmatched);
        }

        Rows += RowsOf(from, to);
    }

    /// <summary>Writes what was gathered so far.</summary>
    /// <param name="to">Where to.</param>
    public void Save(BinaryWriter to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Write(Rows);
        to.Write(Unmatched);
        _seen.Save(to);
        to.Write(_passes.Length);
        foreach (var (check, pass) in _passes)
        {
            to.Write(check);
            pass.Save(to);
        }
    }

    /// <summary>Adds what the same pass of other rows wrote.</summary>
    /// <param name="from">Where from.</param>
    /// <exception cref="InvalidDataException">Another pass wrote it.</exception>
    public void Add(BinaryReader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        var (rows, unmatched, seen) = (from.ReadInt64(), from.ReadInt64(), new ProbabilityBlock());
        seen.Load(from);
        var other = new BlockPass[from.ReadInt32()];
        if (other.Length != _passes.Length)
        {
            throw new InvalidDataException($"it was gathered for {other.Length} checks where {_passes.Length} ask");
        }

        for (var i = 0; i < other.Length; i++)
        {
            if (from.ReadString() is var check && check != _passes[i].Check)
            {
                throw new InvalidDataException($"it was gathered for {check} where {_passes[i].Check} asks");
            }

            other[i] = _passes[i].Pass.Fresh();
            other[i].Load(from);
        }

        Merge(other, seen, unmatched);
        Rows += rows;
    }

    /// <summary>Says how far this pass is.</summary>
    /// <param name="step">What is being done.</param>
    /// <param name="done">Rows read.</param>
    public void Say(string step, long done)
    {
        var share = (double)done / RowCount;
        _options.Progress?.Report(new AuditProgress(step, PredictionModel.ShareOfWork * (1 - Math.Pow(0.6, Number - 1 + share))));
    }

    void Merge(BlockPass[] other, ProbabilityBlock seen, long unmatched)
    {
        for (var i = 0; i < _passes.Length; i++)
        {
            _passes[i].Pass.Merge(other[i]);
        }

        _seen.Merge(seen);
        Unmatched += unmatched;
    }

    void Say(long done)
    {
        if (_options.Progress is not null)
        {
            var seconds = _options.Clock.GetElapsedTime(_began).TotalSeconds;
            var speed = seconds > 0 ? $", {PlainNumber.Of((done - Rows) / seconds)} rows/s" : string.Empty;
            Say($"reading all rows, pass {Number}: {done:N0} of {RowCount:N0}{speed}", done);
        }
    }
}
