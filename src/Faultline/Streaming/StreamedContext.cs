namespace Faultline;

/// <summary>What a streamed check gets beside what any check gets; there the rows are those of the sample.</summary>
sealed class StreamedContext(CheckContext sample, WholeTable whole, ClassSource source)
{
    /// <summary>The sample, with roles, options, seed, threads and cancellation.</summary>
    public CheckContext Sample => sample;

    /// <summary>The whole table.</summary>
    public WholeTable Whole => whole;

    /// <summary>Where its labels and probabilities stand.</summary>
    public ClassSource Source => source;

    /// <summary>Class names.</summary>
    public IReadOnlyList<string> Classes => source.Classes;

    /// <summary>Why the check looks at the sample after all, as far as that shows in its passes; or null.</summary>
    public string? WhySampled { get; set; }

    /// <summary>What the check answers.</summary>
    public Verdict? Answer { get; set; }

    /// <summary>An example row of the whole table.</summary>
    public ExampleRow Example(int row, IReadOnlyList<(string Column, string? Expected)> guilty, string? note = null, int others = 5) =>
        whole.Held(row) is var (rows, place) ? sample.Example(rows, place, row, guilty, note, others) : throw new InvalidOperationException($"Row {row} was not fetched.");
}
