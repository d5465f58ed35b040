using Faultline.DuckDb.Native;

namespace Faultline.DuckDb;

/// <summary>
/// Receives one column of engine results, chunk by chunk, into one array. Ranges of rows may be filled by several threads, each with a
/// segment of its own; segments are merged in row order, so that the outcome does not depend on the threads.
/// </summary>
abstract class EngineColumn(string name)
{
    public string Name { get; } = name;

    /// <summary>Why the column has to be left out, or null; a sentence without its subject.</summary>
    public string? Refusal { get; protected set; }

    /// <summary>True when the values do not fit and the column has to be read again as text.</summary>
    public bool NeedsText { get; protected set; }

    /// <summary>What a range keeps beside the rows, or null.</summary>
    public virtual object? NewSegment() => null;

    /// <summary>Makes room for that many rows.</summary>
    public abstract void Reserve(int rows);

    /// <summary>Takes the cells of one chunk as the rows from <paramref name="at"/>.</summary>
    public abstract void Fill(ChunkVector vector, int at, object? segment);

    /// <summary>Takes in the segment of the rows from <paramref name="from"/> to before <paramref name="to"/>; called in row order.</summary>
    public virtual void Merge(object? segment, int from, int to)
    {
    }

    /// <summary>The finished column.</summary>
    public abstract Column Build(int rows);

    /// <summary>How a result column is selected and received; null when it holds nothing that a table can.</summary>
    /// <param name="column">Name and type in the source.</param>
    /// <param name="asText">True to read it as text whatever it is.</param>
    /// <param name="nullTexts">Texts that stand for a missing cell.</param>
    public static (string Select, EngineColumn Column)? Of(ResultColumn column, bool asText, IReadOnlyList<byte[]> nullTexts)
    {
        var name = Sql.Identifier(column.Name);
        var text = ($"CAST({name} AS VARCHAR)", (EngineColumn)new EngineTextColumn(column.Name, nullTexts));
        if (asText)
        {
            return text;
        }

        return column.Type switch
        {
            DuckDbType.TinyInt => (name, new EngineNumberColumn<sbyte>(column.Name)),
            DuckDbType.SmallInt => (name, new EngineNumberColumn<short>(column.Name)),
            DuckDbType.Integer => (name, new EngineNumberColumn<int>(column.Name)),
            DuckDbType.BigInt => (name, new EngineNumberColumn<long>(column.Name)),
            DuckDbType.UTinyInt => (name, new EngineNumberColumn<byte>(column.Name)),
            DuckDbType.USmallInt => (name, new EngineNumberColumn<ushort>(column.Name)),
            DuckDbType.UInteger => (name, new EngineNumberColumn<uint>(column.Name)),
            DuckDbType.UBigInt => (name, new EngineNumberColumn<ulong>(column.Name)),
            DuckDbType.Float => (name, new EngineNumberColumn<float>(column.Name)),
            DuckDbType.Double => (name, new EngineNumberColumn<double>(column.Name)),
            DuckDbType.HugeInt or DuckDbType.UHugeInt => ($"CAST({name} AS DOUBLE)", new EngineNumberColumn<double>(column.Name, isWhole: true)),
            DuckDbType.Decimal => ($"CAST({name} AS DOUBLE)", new EngineNumberColumn<double>(column.Name, isWhole: column.Scale == 0)),
            DuckDbType.Boolean => (name, new EngineBooleanColumn(column.Name)),
            DuckDbType.Date => (name, new EngineDateColumn(column.Name)),
            DuckDbType.Timestamp or DuckDbType.TimestampTz => (name, new EngineTimeColumn(column.Name)),
            DuckDbType.TimestampS or DuckDbType.TimestampMs or DuckDbType.TimestampNs => ($"CAST({name} AS TIMESTAMP)", new EngineTimeColumn(column.Name)),
            DuckDbType.Varchar => (name, text.Item2),
            DuckDbType.Enum or DuckDbType.Uuid or DuckDbType.Time or DuckDbType.TimeTz or DuckDbType.TimeNs or DuckDbType.Interval or DuckDbType.Bit or DuckDbType.BigNum or DuckDbType.SqlNull => text,
            DuckDbType.List or DuckDbType.Array when IsNumber(column.Storage) => ($"CAST({name} AS FLOAT[])", new EngineVectorColumn(column.Name)),
            _ => null,
        };
    }

    static bool IsNumber(DuckDbType type) => type is >= DuckDbType.TinyInt and <= DuckDbType.Double or DuckDbType.Decimal;
}
