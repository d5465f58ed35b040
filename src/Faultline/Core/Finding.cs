namespace Faultline;

/// <summary>How much, with an interval and a unit.</summary>
/// <param name="Name">What is measured, as <c>estimated label errors</c>.</param>
/// <param name="Value">The measured value.</param>
/// <param name="Low">Lower end of the interval, or null where there is none.</param>
/// <param name="High">Upper end of the interval, or null where there is none.</param>
/// <param name="Level">Coverage of the interval, as 0.95; null without one.</param>
/// <param name="Unit">Unit, as <c>rows</c>.</param>
public sealed record Measure(string Name, double Value, double? Low = null, double? High = null, double? Level = null, string Unit = "");

/// <summary>Rows that a finding is about.</summary>
/// <param name="Count">How many.</param>
/// <param name="Sample">Row numbers of at most <see cref="SampleLimit"/> of them, worst first.</param>
public sealed record FoundRows(long Count, IReadOnlyList<int> Sample)
{
    /// <summary>At most this many rows are listed in the report.</summary>
    public const int SampleLimit = 50;

    /// <summary>No rows.</summary>
    public static FoundRows None { get; } = new(0, []);

    /// <summary>All of the rows given, worst first; the sample is cut at the limit.</summary>
    public static FoundRows Of(IReadOnlyList<int> worstFirst) => new(worstFirst.Count, [.. worstFirst.Take(SampleLimit)]);
}

/// <summary>A cell of an example row.</summary>
/// <param name="Column">Its column.</param>
/// <param name="Text">Its text as shown; null when missing.</param>
/// <param name="Guilty">True when the finding is about this cell.</param>
/// <param name="Expected">What was expected instead, or null.</param>
public sealed record ExampleCell(string Column, string? Text, bool Guilty = false, string? Expected = null);

/// <summary>An example row, with the guilty cells first in interest.</summary>
/// <param name="Row">Row number.</param>
/// <param name="Id">The row's id.</param>
/// <param name="Cells">Cells to show, in column order; empty when no values may leave.</param>
/// <param name="Note">What to see in this row, or null.</param>
public sealed record ExampleRow(int Row, string Id, IReadOnlyList<ExampleCell> Cells, string? Note = null);

/// <summary>
/// One thing wrong, as a check says it. The audit adds id, stage, q, reproduce command and state and makes a <see cref="ReportFinding"/> of it.
/// </summary>
public sealed record Finding
{
    /// <summary>What distinguishes this finding within its check, without counts or row numbers, so that its id is stable (as <c>disguised-missing:?</c>).</summary>
    public required string Key { get; init; }

    /// <summary>A sentence with its number, without full stop.</summary>
    public required string Title { get; init; }

    /// <summary>How bad.</summary>
    public required Severity Severity { get; init; }

    /// <summary>How much.</summary>
    public required Measure Measure { get; init; }

    /// <summary>p-value after correction for everything searched inside the check; null when the finding needs none.</summary>
    public double? P { get; init; }

    /// <summary>Which rows.</summary>
    public FoundRows Rows { get; init; } = FoundRows.None;

    /// <summary>Which columns.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Why: where the error came from, one or two sentences.</summary>
    public required string Cause { get; init; }

    /// <summary>What to do, one or two sentences.</summary>
    public required string Repair { get; init; }

    /// <summary>Up to three rows that show it.</summary>
    public IReadOnlyList<ExampleRow> Examples { get; init; } = [];

    /// <summary>Figures as data.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>What a repair would change, so that its gain can be estimated; null where there is no repair.</summary>
    internal Mending? Mending { get; init; }
}
