namespace Faultline.DuckDb;

/// <summary>How tables are read. Immutable.</summary>
public sealed record ReadOptions
{
    /// <summary>Names of the columns of a file without a header, or null.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Whether text files begin with a line of column names; null: seen from the file.</summary>
    public bool? Header { get; init; }

    /// <summary>The character between cells of a text file; null: seen from the file.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Texts that stand for a missing cell, beside the empty one.</summary>
    public IReadOnlyList<string> NullTexts { get; init; } = [];

    /// <summary>True reads every cell of a text file as the text that stands there, whatever it means; only the empty cell is missing. Default false.</summary>
    public bool AsWritten { get; init; }

    /// <summary>A query over the input, which it calls <c>data</c>, or null.</summary>
    public string? Query { get; init; }

    /// <summary>Threads used at once, at least 1; the result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Memory that the engine may take for a query, in bytes, or null for its own limit.</summary>
    public long? Memory { get; init; }

    /// <summary>So many parts at least, where a table that is read in blocks has as many row groups; the result does not depend on it.</summary>
    public int Parts { get; init; }

    /// <summary>What <c>-</c> reads; null: standard input.</summary>
    public Stream? StandardInput { get; init; }
}
