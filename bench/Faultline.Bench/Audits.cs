namespace Faultline.Bench;

/// <summary>Audits of evidence made in memory, with some checks alone.</summary>
static class Audits
{
    /// <summary>Runs checks; throws where one could not measure, so that no time is told for work that was not done.</summary>
    public static AuditReport Run(Evidence evidence, IReadOnlyList<string> checks, params IReadOnlyList<string> set)
    {
        var report = Audit.Run(evidence, new AuditOptions { Checks = checks, Set = set, Learner = LearnerChoice.None });
        foreach (var check in checks)
        {
            var result = report.Checks.First(result => result.Id == check);
            if (result.Status is CheckStatus.Unmeasured or CheckStatus.Skipped)
            {
                throw new InvalidOperationException($"{check} was {result.Status}: {result.Reason}");
            }
        }

        return report;
    }

    /// <summary>The details of a check.</summary>
    public static T Details<T>(AuditReport report)
        where T : CheckDetails => report.Checks.Select(check => check.Details).OfType<T>().First();

    /// <summary>The rows that a check flags; those that its finding names where it is only told.</summary>
    public static IEnumerable<double> Flagged(AuditReport report, string check) =>
        report.Scores.FirstOrDefault(scores => scores.Check == check)?.Rows is { } rows
            ? Enumerable.Range(0, rows.Flagged.Length).Where(row => rows.Flagged[row]).Select(row => (double)row)
            : [];

    /// <summary>A table of row-major numbers, columns <c>x0</c>, <c>x1</c>, ….</summary>
    public static List<Column> Columns(ReadOnlySpan<float> rowMajor, int width)
    {
        var columns = new List<Column>(width);
        for (var j = 0; j < width; j++)
        {
            var values = new double[rowMajor.Length / width];
            for (var row = 0; row < values.Length; row++)
            {
                values[row] = rowMajor[(row * width) + j];
            }

            columns.Add(new NumberColumn($"x{j}", values));
        }

        return columns;
    }

    /// <summary>Evidence of one embedding a row and nothing else.</summary>
    public static Evidence Embedded(float[] rowMajor, int dimensions)
    {
        // A table has at least one column; this one is hidden from every check.
        var rows = new NumberColumn("row", [.. Enumerable.Range(0, rowMajor.Length / dimensions).Select(row => (double)row)]);
        return new Evidence
        {
            Data = Table.FromColumns(rows),
            Roles = new Roles { Ignored = ["row"] },
            Embedding = new VectorColumn("embedding", rowMajor, dimensions),
        };
    }
}
