using System.Globalization;
using Faultline.DuckDb.Native;

namespace Faultline.DuckDb;

/// <summary>
/// Writes the scores of an audit: <c>row, id, check, column, score, flagged, suggestion</c>. Rows are made as they are written, so memory does
/// not grow with them; the same scores give the same bytes.
/// </summary>
public static class ScoresWriter
{
    /// <summary>Above this many rows only flagged ones are written.</summary>
    public const int RowLimit = 2_000_000;

    const int FlushSize = 1 << 16;

    static readonly (string Name, DuckDbType Type)[] s_columns =
    [
        ("row", DuckDbType.BigInt),
        ("id", DuckDbType.Varchar),
        ("check", DuckDbType.Varchar),
        ("column", DuckDbType.Varchar),
        ("score", DuckDbType.Double),
        ("flagged", DuckDbType.Boolean),
        ("suggestion", DuckDbType.Varchar),
    ];

    /// <summary>The file's name for a format.</summary>
    public static string FileName(ScoresFormat format) => format == ScoresFormat.Csv ? "scores.csv" : "scores.parquet";

    /// <summary>Writes the scores; under a temporary name first, so that a broken run leaves nothing half written.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="format">Parquet or CSV.</param>
    /// <param name="scores">Scores by check, in the order they are written.</param>
    /// <param name="idOf">The id of a row.</param>
    /// <param name="all">True writes every row however many there are.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is left behind.</param>
    /// <exception cref="InputException">The file can't be written.</exception>
    public static void Write(string path, ScoresFormat format, IReadOnlyList<CheckScores> scores, Func<int, string> idOf, bool all, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(idOf);
        if (format == ScoresFormat.None)
        {
            return;
        }

        var temporary = path + ".part";
        try
        {
            if (format == ScoresFormat.Csv)
            {
                WriteCsv(temporary, Rows(scores, idOf, all, cancellationToken), cancellationToken);
            }
            else
            {
                WriteParquet(temporary, Rows(scores, idOf, all, cancellationToken), cancellationToken);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or EngineException)
        {
            throw new InputException($"the scores can not be written to '{path}': {(fault as EngineException)?.FirstLine ?? FileFault.Words(fault)}. Check the folder and the space left on the disk, or use --scores none.", fault);
        }
        finally
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }

    static IEnumerable<ScoreRow> Rows(IReadOnlyList<CheckScores> scores, Func<int, string> idOf, bool all, CancellationToken cancellationToken)
    {
        foreach (var check in scores)
        {
            if (check.Streamed is { } streamed)
            {
                foreach (var (row, id, score) in streamed.Read(cancellationToken))
                {
                    if (all || streamed.RowCount <= RowLimit || score is { Flagged: true })
                    {
                        yield return new ScoreRow(row, check.Check, string.Empty, score?.Score, score?.Flagged ?? false, score?.Suggestion, id);
                    }
                }
            }

            if (check.Rows is { } rows)
            {
                var flaggedOnly = !all && rows.Scores.Length > RowLimit;
                for (var row = 0; row < rows.Scores.Length; row++)
                {
                    if (!flaggedOnly || rows.Flagged[row])
                    {
                        var score = rows.Scores[row];
                        yield return new ScoreRow(check.NumberOf(row), check.Check, string.Empty, double.IsNaN(score) ? null : score, rows.Flagged[row], rows.Suggestion?.Invoke(row), idOf(row));
                    }
                }
            }

            foreach (var cell in check.Cells)
            {
                yield return new ScoreRow(check.NumberOf(cell.Row), check.Check, cell.Column, cell.Score is { } score && !double.IsNaN(score) ? score : null, cell.Flagged, cell.Suggestion, idOf(cell.Row));
            }
        }
    }

    static void WriteParquet(string path, IEnumerable<ScoreRow> rows, CancellationToken cancellationToken)
    {
        using var source = rows.GetEnumerator();
        using var database = new Database(threads: 1);
        using var connection = database.Connect();
        using var producer = new RowProducer(s_columns, writer => Fill(writer, source));
        producer.Register(connection, "faultline_scores");
        try
        {
            connection.Execute($"COPY (SELECT * FROM faultline_scores()) TO {Sql.Literal(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)", cancellationToken);
        }
        catch (EngineException) when (producer.Fault is { } fault)
        {
            throw new InvalidOperationException(fault.Message, fault);
        }
    }

    static int Fill(ChunkWriter writer, IEnumerator<ScoreRow> source)
    {
        var row = writer.Values<long>(0);
        var score = writer.Values<double>(4);
        var flagged = writer.Values<byte>(5);
        var count = 0;
        while (count < ChunkWriter.Capacity && source.MoveNext())
        {
            var line = source.Current;
            row[count] = line.Row;
            writer.SetText(1, count, line.Id);
            writer.SetText(2, count, line.Check);
            writer.SetText(3, count, line.Column);
            score[count] = line.Score ?? 0;
            if (line.Score is null)
            {
                writer.SetNull(4, count);
            }

            flagged[count] = line.IsFlagged ? (byte)1 : (byte)0;
            writer.SetText(6, count, line.Suggestion);
            count++;
        }

        return count;
    }

    static void WriteCsv(string path, IEnumerable<ScoreRow> rows, CancellationToken cancellationToken)
    {
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, FlushSize);
        using var writer = CsvText.Over(stream);
        writer.WriteLine("row,id,check,column,score,flagged,suggestion");
        var count = 0;
        foreach (var line in rows)
        {
            if ((++count & 0xFFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            writer.Write(line.Row);
            writer.Write(',');
            CsvText.Write(writer, line.Id);
            writer.Write(',');
            CsvText.Write(writer, line.Check);
            writer.Write(',');
            CsvText.Write(writer, line.Column);
            writer.Write(',');
            writer.Write(line.Score?.ToString("R", CultureInfo.InvariantCulture));
            writer.Write(line.IsFlagged ? ",true," : ",false,");
            CsvText.Write(writer, line.Suggestion);
            writer.WriteLine();
        }
    }
}
