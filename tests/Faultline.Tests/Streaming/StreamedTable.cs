namespace Faultline.Tests;

/// <summary>A table with labels, class probabilities and attributes, in memory and as if it were larger.</summary>
static class StreamedTable
{
    public const int Classes = 4;

    /// <summary>Labels drawn from calibrated probabilities, 8 of 100 replaced at random, 40 where a = a2 and b = b1.</summary>
    public static Table Of(int rows, long seed)
    {
        SeededRandom random = SeededRandom.For(seed, "streamed");
        double[][] p = [.. Enumerable.Range(0, Classes).Select(_ => new double[rows])];
        double[] number = new double[rows];
        string?[] label = new string?[rows], a = new string?[rows], b = new string?[rows];
        for (int row = 0; row < rows; row++)
        {
            int truth = random.NextInt(Classes);
            double[] weights = [.. Enumerable.Range(0, Classes).Select(k => Math.Exp(random.NextDouble() + (k == truth ? 9 * random.NextDouble() : 0)))];
            double sum = weights.Sum();
            double drawn = random.NextDouble();
            int given = 0;
            for (double below = weights[0] / sum; below < drawn && given < Classes - 1; below += weights[given] / sum)
            {
                given++;
            }

            a[row] = row % 97 == 0 ? null : "a" + random.NextInt(5);
            b[row] = "b" + random.NextInt(3);
            number[row] = row % 31 == 0 ? double.NaN : random.NextDouble() * 100;
            bool replaced = random.NextDouble() < (a[row] == "a2" && b[row] == "b1" ? 0.4 : 0.08);
            label[row] = row % 101 == 5 ? null : "c" + (replaced ? random.NextInt(Classes) : given);
            for (int k = 0; k < Classes; k++)
            {
                p[k][row] = weights[k] / sum;
            }
        }

        return Table.FromColumns(
            "made",
            [TextColumn.From("y", label), .. p.Select((values, k) => new NumberColumn("p_c" + k, values)), TextColumn.From("a", a), TextColumn.From("b", b), new NumberColumn("n", number)]);
    }

    public static EvidenceRequest Request(Table table) => new() { Data = table, Roles = new RoleRequest { Label = "y", Probabilities = "p_c*" } };

    /// <summary>The evidence where the table is read in blocks; the sample is every row unless rows are named.</summary>
    public static Evidence Streamed(Table table, RowBlocks blocks, int[]? sample = null)
    {
        int[] numbers = sample ?? [.. Enumerable.Range(0, table.RowCount)];
        Table held = table.Take(numbers);
        return WholeEvidence.Build(blocks, held, numbers, Request(held), CancellationToken.None);
    }

    /// <summary>Blocks of one length.</summary>
    public static RowBlocks Blocks(Table table, int length) =>
        new TableBlocks(table, [.. Enumerable.Range(1, (table.RowCount + length - 1) / length).Select(block => Math.Min(block * length, table.RowCount))]);

    /// <summary>The report without what may differ between two runs.</summary>
    public static string Json(AuditReport report) => System.Text.Encoding.UTF8.GetString(ReportJson.Write(report with
    {
        Seconds = 0,
        Environment = new AuditEnvironment("", "", 0, 0, "", ""),
        Checks = [.. report.Checks.Select(check => check with { Seconds = 0 })],
    }));
}
