namespace Faultline;

/// <summary>A table in memory as bytes: what comes back has the same columns, to the bit. For files between processes of one version, not for keeping.</summary>
public static class TableState
{
    /// <summary>Writes a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="to">Where to.</param>
    public static void Save(Table table, BinaryWriter to)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(to);
        to.Write(table.Name);
        to.Write(table.Columns.Count);
        foreach (var column in table.Columns)
        {
            to.Write(column.Name);
            to.Write((byte)column.Kind);
            Cells(column, to);
            to.Write(column.Unreadable.Count);
            foreach (var cell in column.Unreadable)
            {
                to.Write(cell.Row);
                to.Write(cell.Text);
            }
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="from">Where from.</param>
    /// <exception cref="InvalidDataException">There is no such kind of column.</exception>
    public static Table Load(BinaryReader from)
    {
        ArgumentNullException.ThrowIfNull(from);
        var name = from.ReadString();
        return Table.FromColumns(name, [.. Enumerable.Range(0, from.ReadInt32()).Select(_ => Column(from.ReadString(), (ColumnKind)from.ReadByte(), from))]);
    }

    static void Cells(Column column, BinaryWriter to)
    {
        switch (column)
        {
            case NumberColumn numbers:
                to.WriteAll(numbers.Values);
                break;
            case TimeColumn times:
                to.WriteAll(times.Values);
                to.Write(times.Mixed is not null);
                if (times.Mixed is { } mixed)
                {
                    to.WriteAll<int>([.. mixed.Rows]);
                    to.Write(mixed.AreNumeric);
                    to.Write(mixed.DayFirst);
                }

                break;
            case VectorColumn vectors:
                to.Write(vectors.Dimensions);
                to.Write(vectors.AreAxes);
                to.WriteAll(vectors.RowMajor.Span);
                break;
            default:
                var texts = (TextColumn)column;
                to.WriteAll(texts.Codes);
                to.Write(texts.Categories.Count);
                foreach (var category in texts.Categories)
                {
                    to.Write(category);
                }

                break;
        }
    }

    static Column Column(string name, ColumnKind kind, BinaryReader from)
    {
        switch (kind)
        {
            case ColumnKind.Number:
                return new NumberColumn(name, from.ReadArray<double>(), Unreadable(from));
            case ColumnKind.Time:
                var moments = from.ReadArray<long>();
                var mixed = from.ReadBoolean() ? new MixedDates(from.ReadArray<int>(), from.ReadBoolean(), from.ReadBoolean()) : null;
                return new TimeColumn(name, moments, Unreadable(from)) { Mixed = mixed };
            case ColumnKind.Vector:
                var dimensions = from.ReadInt32();
                var areAxes = from.ReadBoolean();
                var vectors = new VectorColumn(name, from.ReadArray<float>(), dimensions) { AreAxes = areAxes };
                Unreadable(from);
                return vectors;
            case ColumnKind.Text or ColumnKind.Boolean:
                var texts = new TextColumn(name, from.ReadArray<int>(), [.. Enumerable.Range(0, from.ReadInt32()).Select(_ => from.ReadString())], kind == ColumnKind.Boolean);
                Unreadable(from);
                return texts;
            default:
                throw new InvalidDataException($"column '{name}' is of no kind that there is");
        }
    }

    static UnreadableCell[] Unreadable(BinaryReader from) => [.. Enumerable.Range(0, from.ReadInt32()).Select(_ => new UnreadableCell(from.ReadInt32(), from.ReadString()))];
}
