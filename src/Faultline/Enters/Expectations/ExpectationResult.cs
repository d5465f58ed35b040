namespace Faultline;

/// <summary>One expectation, held against the table.</summary>
/// <param name="Kind">What is expected: <c>column</c>, <c>type</c>, <c>not-null</c>, <c>missing</c>, <c>unique</c>, <c>allowed</c>, <c>pattern</c>, <c>range</c>, <c>newest-within</c>, <c>references</c>, <c>rows</c>, <c>condition</c> or <c>denial</c>.</param>
/// <param name="Column">The column, or null for rows and conditions.</param>
/// <param name="Checked">Cells or rows that were looked at; 0 means that nothing was measured.</param>
/// <param name="Failed">Rows that break it.</param>
/// <param name="Held">Whether it holds; null where nothing could be looked at.</param>
sealed record ExpectationResult(string Kind, string? Column, long Checked, IReadOnlyList<int> Failed, bool? Held)
{
    /// <summary>How bad it is when it fails.</summary>
    public Severity Severity { get; init; }

    /// <summary>The sentence of the finding, without full stop.</summary>
    public string Title { get; init; } = string.Empty;

    /// <summary>What tells it from others of its kind and column.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The likely right cell, or null.</summary>
    public Func<int, string?>? Suggestion { get; init; }

    /// <summary>Columns that it speaks of, beside the one that is judged.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>Of them, those whose cells are in question though nobody can say which of them is wrong.</summary>
    public IReadOnlyList<string> InQuestion { get; init; } = [];

    /// <summary>What to see in a row, or null.</summary>
    public Func<int, string?>? Note { get; init; }

    /// <summary>Where it came from, where its kind does not say it.</summary>
    public string? Cause { get; init; }

    /// <summary>Why nothing could be looked at, or null where there was no cell.</summary>
    public string? WhyNot { get; init; }

    /// <summary>What is measured where it is not a number of rows.</summary>
    public double? Value { get; init; }
}
