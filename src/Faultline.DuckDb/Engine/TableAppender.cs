using System.Text;
using Faultline.DuckDb.Native;

namespace Faultline.DuckDb;

/// <summary>Puts an in-memory table into the engine, so that a query sees the columns that an audit without it would see.</summary>
static class TableAppender
{
    public static void Append(Connection connection, string name, Table table, CancellationToken cancellationToken)
    {
        // Vectors have no place in a flat chunk; names that differ in case alone are one name to the engine.
        var columns = table.Columns.Where(column => column.Kind != ColumnKind.Vector).ToArray();
        var names = UniqueNames.Of([.. columns.Select(column => column.Name)], StringComparer.OrdinalIgnoreCase);
        var types = Array.ConvertAll(columns, Type);
        var definitions = names.Zip(types, (column, type) => $"{Sql.Identifier(column)} {type switch
        {
            DuckDbType.Double => "DOUBLE",
            DuckDbType.Boolean => "BOOLEAN",
            DuckDbType.Timestamp => "TIMESTAMP",
            _ => "VARCHAR",
        }}");
        connection.Execute($"CREATE TABLE {Sql.Identifier(name)} ({string.Join(", ", definitions)})", cancellationToken);
        if (NativeMethods.AppenderCreate(connection.Handle, null, name, out var appender) != NativeState.Success)
        {
            appender.Dispose();
            throw new EngineException("DuckDB can not append to its table", DuckDbErrorKind.Other);
        }

        using (appender)
        {
            using var chunk = new EngineChunk(types);
            var texts = Array.ConvertAll(columns, column => column is TextColumn { Kind: ColumnKind.Text } text ? text.Categories.Select(Encoding.UTF8.GetBytes).ToArray() : []);
            for (var from = 0; from < table.RowCount; from += ChunkWriter.Capacity)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = Math.Min(ChunkWriter.Capacity, table.RowCount - from);
                for (var i = 0; i < columns.Length; i++)
                {
                    Fill(chunk, i, columns[i], texts[i], from, count);
                }

                chunk.Flush(appender, count);
            }
        }
    }

    static DuckDbType Type(Column column) => column.Kind switch
    {
        ColumnKind.Number => DuckDbType.Double,
        ColumnKind.Boolean => DuckDbType.Boolean,
        ColumnKind.Time => DuckDbType.Timestamp,
        _ => DuckDbType.Varchar,
    };

    static void Fill(EngineChunk chunk, int index, Column column, byte[][] texts, int from, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (column.IsMissing(from + i))
            {
                chunk.Writer.SetNull(index, i);
                continue;
            }

            switch (column)
            {
                case NumberColumn numbers:
                    chunk.Writer.Values<double>(index)[i] = numbers.Values[from + i];
                    break;
                case TimeColumn times:
                    chunk.Writer.Values<long>(index)[i] = times.Values[from + i];
                    break;
                case TextColumn { Kind: ColumnKind.Boolean } booleans:
                    chunk.Writer.Values<byte>(index)[i] = (byte)(booleans.Text(from + i) == "true" ? 1 : 0);
                    break;
                case TextColumn text:
                    chunk.Writer.SetUtf8(index, i, texts[text.Codes[from + i]]);
                    break;
            }
        }
    }
}
