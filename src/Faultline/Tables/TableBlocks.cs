namespace Faultline;

/// <summary>A table in memory, read as if it were larger.</summary>
sealed class TableBlocks : RowBlocks
{
    readonly Table _table;
    readonly int[] _ends;
    readonly int _blocksAPart;

    /// <param name="table">The table.</param>
    /// <param name="ends">The row after the last of each block, ascending, the last that after the last row; blocks may be empty.</param>
    /// <param name="blocksAPart">Blocks of one part.</param>
    public TableBlocks(Table table, IReadOnlyList<int> ends, int blocksAPart = 1) => (_table, _ends, _blocksAPart) = (table, [.. ends], blocksAPart);

    public override string Name => _table.Name;

    public override int RowCount => _table.RowCount;

    public override int Parts => (_ends.Length + _blocksAPart - 1) / _blocksAPart;

    public override IReadOnlyList<InputInfo> Inputs => [];

    public override string Fingerprint => $"{Name} {RowCount}";

    public override long RowsOf(int from, int to) => End(to) - End(from);

    public override ColumnKind? KindOf(string column) => _table.Find(column)?.Kind;

    public override IEnumerable<RowBlock> Read(int part, IReadOnlyList<string> columns, CancellationToken cancellation)
    {
        for (var block = part * _blocksAPart; block < Math.Min(_ends.Length, (part + 1) * _blocksAPart); block++)
        {
            cancellation.ThrowIfCancellationRequested();
            var first = block == 0 ? 0 : _ends[block - 1];
            yield return new RowBlock(first, _table.Select(columns).Take([.. Enumerable.Range(first, _ends[block] - first)]));
        }
    }

    int End(int parts) => parts == 0 ? 0 : _ends[Math.Min(_ends.Length, parts * _blocksAPart) - 1];

    public override Table Take(int[] rows, CancellationToken cancellation) => _table.Take(rows);
}
