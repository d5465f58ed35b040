namespace Faultline;

/// <summary>Makes the evidence of a table larger than memory: a sample that is held, and the table behind it.</summary>
public static class WholeEvidence
{
    /// <summary>Tables of more rows are read in blocks.</summary>
    public const int RowLimit = 4_000_000;

    const int SampleRows = 50_000;
    const int SampleCells = 2_000_000;
    const int FewestSampled = 10_000;

    /// <summary>The rows that are held of a table.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="seed">Seed of the audit.</param>
    public static int[] Draw(int rows, int columns, long seed) => WholeTable.Draw(rows, SampleOf(columns), seed);

    /// <summary>How many rows are held of a table of so many columns: it depends on nothing else.</summary>
    public static int SampleOf(int columns) => Math.Clamp(SampleCells / Math.Max(1, columns), FewestSampled, SampleRows);

    /// <summary>Builds the evidence.</summary>
    /// <param name="blocks">The table.</param>
    /// <param name="sample">Its rows that are held.</param>
    /// <param name="numbers">Their numbers, ascending.</param>
    /// <param name="request">What the user brings beside the table.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InputException">Something can not be used.</exception>
    public static Evidence Build(RowBlocks blocks, Table sample, int[] numbers, EvidenceRequest request, CancellationToken cancellation)
    {
        var evidence = EvidenceBuilder.Build(request with { Data = sample, RowNumbers = numbers, Warnings = [], Inputs = blocks.Inputs }, cancellation);
        var isSample = sample.RowCount < blocks.RowCount;
        return evidence with
        {
            Whole = new WholeTable(blocks, numbers, evidence.Data, ClassSource.Of(evidence)),
            Warnings = [.. request.Warnings, .. evidence.Warnings.Select(warning => isSample ? $"In the sample of {sample.RowCount:N0} rows: {warning}" : warning)],
        };
    }
}
