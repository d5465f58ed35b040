namespace Faultline;

/// <summary>A row's score with what goes beside it.</summary>
/// <param name="Score">In [0,1], 1 = certainly fine.</param>
/// <param name="Flagged">True when a finding stands behind the row.</param>
/// <param name="Suggestion">The likely right value, or null.</param>
public readonly record struct RowScore(double Score, bool Flagged, string? Suggestion);

/// <summary>The scores of every row of a table larger than memory: the rows are read once more when the scores are asked for, and judged one by one.</summary>
public sealed class StreamedScores
{
    readonly StreamedContext _context;
    readonly Func<Func<ClassBlock, int, RowScore>> _judge;

    internal StreamedScores(StreamedContext context, Func<Func<ClassBlock, int, RowScore>> judge) => (_context, _judge) = (context, judge);

    /// <summary>Rows of the table.</summary>
    public int RowCount => _context.Whole.RowCount;

    /// <summary>False takes the flags off, where the check found nothing.</summary>
    internal bool Flags { get; init; } = true;

    internal StreamedScores Quiet() => new(_context, _judge) { Flags = false };

    /// <summary>Every row in order, with its id; the score is null where the row is not measured.</summary>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="InputException">The data can not be read any more.</exception>
    public IEnumerable<(int Row, string Id, RowScore? Score)> Read(CancellationToken cancellation = default)
    {
        var source = _context.Source;
        var id = _context.Sample.Roles.Id;
        string[] columns = [.. new[] { id, source.Label }.OfType<string>().Concat(source.Columns).Distinct(StringComparer.Ordinal)];
        var block = new ClassBlock(source, showValues: true);
        var judge = _judge();
        for (var part = 0; part < _context.Whole.Blocks.Parts; part++)
        {
            foreach (var rows in _context.Whole.Blocks.Read(part, columns, cancellation))
            {
                block.Take(rows);
                var ids = id is null ? null : rows.Rows[id];
                for (var row = 0; row < rows.Rows.RowCount; row++)
                {
                    var number = rows.First + row;
                    var name = ids?.Text(row) ?? number.ToString(System.Globalization.CultureInfo.InvariantCulture);
                    yield return (number, name, block.Labels[row] < 0 ? null : judge(block, row) is var score && Flags ? score : score with { Flagged = false });
                }
            }
        }
    }
}
