namespace Faultline;

/// <summary>The distinct texts of a column that rows use, with what the facets of <see cref="TextDamage"/> share.</summary>
sealed class TextCorpus
{
    /// <summary>Reads a column.</summary>
    public TextCorpus(TextColumn column, CheckContext context)
    {
        Column = column;
        Context = context;
        Counts = column.Counts();
        Used = [.. Enumerable.Range(0, Counts.Length).Where(code => Counts[code] > 0)];
        Rows = column.RowCount - column.MissingCount;
        Tokens = new int[Counts.Length];
        Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(0, Math.Max(1, Used.Length)), new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation }, range =>
        {
            var tokens = new List<TextToken>();
            for (int i = range.Item1; i < Math.Min(range.Item2, Used.Length); i++)
            {
                TextTokens.Read(Text(Used[i]), tokens);
                Tokens[Used[i]] = tokens.Count;
            }
        });
    }

    /// <summary>The column.</summary>
    public TextColumn Column { get; }

    /// <summary>Cancellation, threads and how values may be shown.</summary>
    public CheckContext Context { get; }

    /// <summary>Rows of each text.</summary>
    public int[] Counts { get; }

    /// <summary>Codes of the texts that rows use.</summary>
    public int[] Used { get; }

    /// <summary>Rows with a text.</summary>
    public int Rows { get; }

    /// <summary>Words of each text.</summary>
    public int[] Tokens { get; }

    /// <summary>A text.</summary>
    public string Text(int code) => Column.Categories[code];

    /// <summary>Rows of the texts that are not fine.</summary>
    public int RowsOf(string?[] mended) => Used.Where(code => mended[code] is not null).Sum(code => Counts[code]);

    /// <summary>A text as it may be shown.</summary>
    public string Show(int code) => Context.Show.Category(Column, code);

    /// <summary>For each text the outcome of a test; null where it is fine.</summary>
    public string?[] Where(Func<string, string?> test)
    {
        string?[] mended = new string?[Counts.Length];
        Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(0, Math.Max(1, Used.Length)), new ParallelOptions { MaxDegreeOfParallelism = Context.Threads, CancellationToken = Context.Cancellation }, range =>
        {
            for (int i = range.Item1; i < Math.Min(range.Item2, Used.Length); i++)
            {
                mended[Used[i]] = test(Text(Used[i]));
            }
        });
        return mended;
    }
}
