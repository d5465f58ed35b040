namespace Faultline.DuckDb;

/// <summary>What makes a text no table in the dialect it is read in.</summary>
sealed class CsvFault(CsvFaultKind kind, long line, int cells) : Exception
{
    public CsvFaultKind Kind { get; } = kind;

    /// <summary>Line from 1, where the record or the cell begins.</summary>
    public long Line { get; } = line;

    /// <summary>Cells found there.</summary>
    public int Cells { get; } = cells;
}
