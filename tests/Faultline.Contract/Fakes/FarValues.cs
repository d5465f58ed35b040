namespace Faultline.Contract.Fakes;

/// <summary>A small check that keeps every rule: numbers many quartile ranges from the middle of their column.</summary>
sealed record FarValues : ICheck<FarValues>
{
    public static CheckInfo Info { get; } = FakeEntry.Describe("FL198", "FarValues");

    public static FarValues Standard { get; } = new();

    public static IReadOnlyList<CheckOption<FarValues>> Options { get; } =
        [CheckOption.Number<FarValues>("factor", "Quartile ranges from the middle.", 8, 1, 100, (check, value) => check with { Factor = value })];

    public double Factor { get; init; } = 8;

    public Verdict Run(CheckContext context)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        var scores = Enumerable.Repeat(1.0, context.Data.RowCount).ToArray();
        var flagged = new bool[scores.Length];
        var findings = new List<Finding>();
        foreach (var column in context.Data.Columns.OfType<NumberColumn>())
        {
            context.Cancellation.ThrowIfCancellationRequested();
            context.Progress(0.5);
            context.Cancellation.ThrowIfCancellationRequested();
            var sorted = column.Values.ToArray().Where(double.IsFinite).Order().ToArray();
            if (sorted.Length < 20 || sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4] is not (> 0 and < double.MaxValue) || Far(column, sorted) is not { Length: > 0 } far)
            {
                continue;
            }

            foreach (var row in far)
            {
                (scores[row], flagged[row]) = (0, true);
            }

            findings.Add(new Finding
            {
                Key = "far",
                Title = $"{far.Length} values of {column.Name} lie far from the others, as {context.Show.Number(column, column.Values[far[0]])}",
                Severity = Severity.Low,
                Measure = new Measure("rows", far.Length, Unit: "rows"),
                Rows = FoundRows.Of(far),
                Columns = [column.Name],
                Cause = "They were planted.",
                Repair = "Look at them.",
                Examples = [context.Example(far[0], [(column.Name, null)])],
            });
        }

        return Verdict.Of(findings) with { Rows = new RowScores(scores, flagged) };
    }

    int[] Far(NumberColumn column, double[] sorted)
    {
        var reach = Factor * (sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4]);
        var middle = sorted[sorted.Length / 2];
        return [.. Enumerable.Range(0, column.RowCount).Where(row => Math.Abs(column.Values[row] - middle) > reach).OrderBy(row => column.Values[row])];
    }
}
