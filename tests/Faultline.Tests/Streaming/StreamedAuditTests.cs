namespace Faultline.Tests;

public sealed class StreamedAuditTests
{
    static readonly string[] s_streamed = ["FL101", "FL301", "FL302"];

    static AuditOptions Options(int threads = 2) => new() { Checks = s_streamed, Threads = threads };

    [Theory]
    [InlineData(12_000, 1)]
    [InlineData(3_000, 2)]
    public void What_is_read_in_blocks_gives_the_answers_of_the_table_in_memory(int rows, long seed)
    {
        Table table = StreamedTable.Of(rows, seed);
        AuditReport held = Audit.Run(EvidenceBuilder.Build(StreamedTable.Request(table), TestContext.Current.CancellationToken), Options(), TestContext.Current.CancellationToken);
        AuditReport streamed = Audit.Run(StreamedTable.Streamed(table, StreamedTable.Blocks(table, 700)), Options(), TestContext.Current.CancellationToken);

        Assert.Contains(held.Findings, finding => finding.Check == "FL101" && finding.Severity > Severity.Info);
        Assert.Equal(rows > 10_000, held.Findings.Any(finding => finding.Check == "FL301" && finding.Severity > Severity.Info));
        Assert.Equal(StreamedTable.Json(held with { Plan = new AuditPlan([]) }), StreamedTable.Json(streamed with { Plan = new AuditPlan([]) }));
    }

    [Fact]
    public void Scores_of_rows_are_those_of_the_table_in_memory()
    {
        Table table = StreamedTable.Of(4_000, 3);
        RowScores held = Audit.Run(EvidenceBuilder.Build(StreamedTable.Request(table), TestContext.Current.CancellationToken), Options(), TestContext.Current.CancellationToken).Scores.Single(scores => scores.Check == "FL101").Rows!;
        StreamedScores streamed = Audit.Run(StreamedTable.Streamed(table, StreamedTable.Blocks(table, 333)), Options(), TestContext.Current.CancellationToken).Scores.Single(scores => scores.Check == "FL101").Streamed!;

        int row = 0;
        foreach ((int number, string id, RowScore? score) in streamed.Read(TestContext.Current.CancellationToken))
        {
            Assert.Equal(row, number);
            Assert.Equal(row.ToString(System.Globalization.CultureInfo.InvariantCulture), id);
            Assert.Equal(held.Scores[row], score?.Score ?? double.NaN);
            Assert.Equal(held.Flagged[row], score?.Flagged ?? false);
            Assert.Equal(held.Suggestion!(row), score?.Suggestion);
            row++;
        }

        Assert.Equal(table.RowCount, row);
        Assert.Contains(true, held.Flagged);
    }

    [Fact]
    public void Any_split_into_blocks_parts_and_threads_gives_the_same_bits()
    {
        Table table = StreamedTable.Of(2_500, 4);
        string one = StreamedTable.Json(Audit.Run(StreamedTable.Streamed(table, StreamedTable.Blocks(table, table.RowCount)), Options(1), TestContext.Current.CancellationToken));
        SeededRandom random = SeededRandom.For(5, "splits");
        for (int split = 0; split < 8; split++)
        {
            // Some ends fall together: such a block has no rows.
            int[] ends = [.. Enumerable.Range(0, 1 + random.NextInt(40)).Select(_ => random.NextInt(table.RowCount)).Order(), table.RowCount];
            var blocks = new TableBlocks(table, split == 0 ? [0, 0, .. ends] : ends, 1 + random.NextInt(5));
            Assert.Equal(one, StreamedTable.Json(Audit.Run(StreamedTable.Streamed(table, blocks), Options(1 + (split % 4)), TestContext.Current.CancellationToken)));
        }
    }

    [Fact]
    public void A_bad_probability_is_named_with_its_row_and_it_is_the_first()
    {
        Table table = StreamedTable.Of(2_000, 6);
        Table bad = Spoiled(table, "p_c1", values => (values[1_234], values[1_900]) = (double.NaN, 2));
        Evidence evidence = StreamedTable.Streamed(bad, StreamedTable.Blocks(bad, 100), [.. Enumerable.Range(0, 1_000)]);

        InputException fault = Assert.Throws<InputException>(() => Audit.Run(evidence, Options(), TestContext.Current.CancellationToken));

        Assert.Contains("'bad.parquet' row 1234, column 'p_c1'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_probability_in_the_sample_has_its_number_in_the_table()
    {
        Table table = StreamedTable.Of(2_000, 6);
        Table bad = Spoiled(table, "p_c1", values => values[1_234] = 7);

        InputException fault = Assert.Throws<InputException>(() => StreamedTable.Streamed(bad, StreamedTable.Blocks(bad, 100), [.. Enumerable.Range(0, 1_000).Select(i => 2 * i)]));

        Assert.Contains("row 1234,", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_do_not_sum_to_one_are_counted_over_all_blocks()
    {
        Table table = StreamedTable.Of(2_000, 6);
        Table bad = Spoiled(Spoiled(table, "p_c1", values => (values[1_501], values[1_777]) = (0.75, 0.75)), "p_c0", values => (values[1_501], values[1_777]) = (1, 1));
        Evidence evidence = StreamedTable.Streamed(bad, StreamedTable.Blocks(bad, 90), [.. Enumerable.Range(0, 1_000)]);

        InputException fault = Assert.Throws<InputException>(() => Audit.Run(evidence, Options(), TestContext.Current.CancellationToken));

        Assert.Contains("row 1501: the probabilities sum to", fault.Message, StringComparison.Ordinal);
        Assert.Contains("and 1 more rows do not sum to 1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_pass_ends_as_cancelled()
    {
        Table table = StreamedTable.Of(2_000, 7);
        using var stop = new CancellationTokenSource();
        var progress = new StopAt(stop, "pass 2");
        Evidence evidence = StreamedTable.Streamed(table, StreamedTable.Blocks(table, 50));

        Assert.ThrowsAny<OperationCanceledException>(() => Audit.Run(evidence, Options() with { Progress = progress }, stop.Token));
    }

    [Fact]
    public void Other_checks_see_the_sample_and_name_rows_by_their_numbers_in_the_table()
    {
        Table table = StreamedTable.Of(3_000, 8);
        Table data = Spoiled(table, "n", values => values[2_402] = 1e9);
        Evidence evidence = StreamedTable.Streamed(data, StreamedTable.Blocks(data, 500), [.. Enumerable.Range(0, 1_500).Select(i => 2 * i)]);

        AuditReport report = Audit.Run(evidence, new AuditOptions { Checks = ["FL104", "FL103", "FL105", "FL101"] }, TestContext.Current.CancellationToken);

        ReportFinding found = report.Findings.First(finding => finding.Check == "FL104");
        Assert.Contains(2_402, found.Rows.Sample);
        Assert.Equal(2_402, report.Checks.Single(check => check.Id == "FL104").Details is OutliersDetails details ? details.Rows[0].Row : -1);
        Assert.Equal(3_000, report.RowCount);
        Assert.Equal(CheckStatus.Unmeasured, report.Checks.Single(check => check.Id == "FL103").Status);
        Assert.Equal(CheckStatus.Unmeasured, report.Checks.Single(check => check.Id == "FL105").Status);
        Assert.Contains(report.Plan.Limits, limit => limit.Contains("sample of 1,500 rows", StringComparison.Ordinal));
        Assert.Contains(report.Plan.Limits, limit => limit == "FL104: of the sample of 1,500 rows");
        Assert.Equal(3_000 - Enumerable.Range(0, 3_000).Count(row => row % 101 == 5), report.Checks.Single(check => check.Id == "FL101").RowsScored);
    }

    static Table Spoiled(Table table, string name, Action<double[]> spoil)
    {
        double[] values = ((NumberColumn)table[name]).Values.ToArray();
        spoil(values);
        return Table.FromColumns("bad.parquet", [.. table.Columns.Select(column => column.Name == name ? new NumberColumn(name, values) : column)]);
    }

    sealed class StopAt(CancellationTokenSource stop, string step) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value)
        {
            if (value.Step.Contains(step, StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        }
    }
}
