namespace Faultline.Tests;

public sealed class ExpectationsTests
{
    const long Day = 86_400_000_000;

    static readonly Table s_table = Table.FromColumns(
        new NumberColumn("id", [1, 2, 3, 3, 5]),
        new NumberColumn("weight", [10, 20.5, double.NaN, -4, 1000], [new UnreadableCell(2, "heavy")]),
        TextColumn.From("kind", ["Adelie", "Adelei", null, "Gentoo", "Gentoo"]),
        TextColumn.From("code", ["AB12", "CD34", "x", "EF56", "AB123"]),
        new TimeColumn("seen", [18_000 * Day, 18_010 * Day, TimeColumn.Missing, 18_020 * Day, 17_000 * Day]));

    [Theory]
    [InlineData("id", "unique", new[] { 3 })]
    [InlineData("weight", "type", new[] { 2 })]
    [InlineData("weight", "whole", new[] { 1, 2 })]
    [InlineData("weight", "range", new[] { 3, 4 })]
    [InlineData("kind", "not-null", new[] { 2 })]
    [InlineData("kind", "missing", new[] { 2 })]
    [InlineData("kind", "allowed", new[] { 1 })]
    [InlineData("kind", "number", new[] { 0, 1, 3, 4 })]
    [InlineData("code", "pattern", new[] { 2, 4 })]
    [InlineData("code", "references", new[] { 1, 2, 3, 4 })]
    [InlineData("seen", "range", new[] { 4 })]
    public void A_failed_expectation_is_a_finding_with_the_rows_that_break_it(string column, string kind, int[] rows)
    {
        var report = Run(s_table, Expect(column, kind));
        ReportFinding finding = Assert.Single(report.Findings);
        Assert.Equal(Severity.Medium, finding.Severity);
        Assert.Equal(rows, finding.Rows.Sample);
        Assert.Equal(rows, report.Scores.Single().Cells.Select(cell => cell.Row));
        Assert.Equal([column], finding.Columns);
    }

    [Theory]
    [InlineData("id", "range")]
    [InlineData("id", "whole")]
    [InlineData("kind", "text")]
    [InlineData("kind", "missing 20 %")]
    [InlineData("code", "unique")]
    [InlineData("id", "allowed as numbers")]
    [InlineData("code", "pattern, two tolerated")]
    [InlineData("seen", "newest")]
    public void One_that_holds_is_none(string column, string kind)
    {
        var report = Run(s_table, Expect(column, kind));
        Assert.Empty(report.Findings);
        Assert.Equal((CheckStatus.Clean, 1), (report.Checks.Single(check => check.Id == "FL110").Status, Details(report).Held));
    }

    [Fact]
    public void The_newest_row_may_be_so_old_and_no_older()
    {
        var clock = new StoppedClock(DateTimeOffset.UnixEpoch.AddDays(18_027.5));
        ReportFinding finding = Assert.Single(Run(s_table, Of(new ColumnExpectation("seen") { NewestWithin = TimeSpan.FromDays(7) }), clock).Findings);
        Assert.Equal(7.5, finding.Measure.Value, 9);
        Assert.Empty(Run(s_table, Of(new ColumnExpectation("seen") { NewestWithin = TimeSpan.FromDays(8) }), clock).Findings);
    }

    [Fact]
    public void Rows_columns_and_conditions_are_held_too()
    {
        var set = new ExpectationSet { FewestRows = 6, Columns = [new ColumnExpectation("gone") { NotNull = true }], Conditions = [new RowCondition("light", "weight < 500", [4]), new RowCondition("fine", "id > 0", [])] };
        var report = Run(s_table, set);
        Assert.Equal(["The expected column gone is not in the table", "The table has 5 rows; at least 6 were expected"], report.Findings.Where(finding => finding.Severity == Severity.High).Select(finding => finding.Title).Order(StringComparer.Ordinal));
        ReportFinding condition = Assert.Single(report.Findings, finding => finding.Severity == Severity.Medium);
        Assert.Equal([4], condition.Rows.Sample);
        RowScores rows = report.Scores.Single().Rows!;
        Assert.Equal([1, 1, 1, 1, 0], rows.Scores);
        Assert.Equal((4, 1, 3, 0), (Details(report).Declared, Details(report).Held, Details(report).Failed, Details(report).Unmeasured));
    }

    [Theory]
    [InlineData("wieght", "weight")]
    [InlineData("city", null)]
    [InlineData("cod", null)]
    [InlineData("IDS", "id")]
    public void A_missing_column_is_named_with_the_one_that_it_may_have_become(string missing, string? near)
    {
        // What is expected itself is no other column under a new name.
        var report = Run(s_table, new ExpectationSet { Columns = [new ColumnExpectation(missing), new ColumnExpectation("code")] });
        Assert.Equal($"The expected column {missing} is not in the table{(near is null ? string.Empty : $"; perhaps it is {near} now")}", Assert.Single(report.Findings).Title);
    }

    [Fact]
    public void A_cell_that_can_not_be_read_is_the_text_it_is()
    {
        var table = Table.FromColumns(new NumberColumn("zip", [35957, double.NaN, 35150], [new UnreadableCell(1, "3x957")]), TextColumn.From("name", ["a", "a", "b"]));
        var pattern = new ColumnExpectation("zip") { Pattern = "[0-9]{5}" };
        Assert.Equal([1], Assert.Single(Run(table, Of(pattern)).Findings).Rows.Sample);
        var denied = new ExpectationSet { Denials = [new DenialConstraint("one zip a name", DenialText.Read("t1.name = t2.name and t1.zip != t2.zip"))] };
        Assert.Single(Run(table, denied).Findings);
    }

    [Fact]
    public void No_cell_to_look_at_neither_holds_nor_fails()
    {
        var empty = Table.FromColumns(new NumberColumn("x", [double.NaN, double.NaN]), new NumberColumn("y", [1, 2]));
        var range = new ColumnExpectation("x") { Least = ExpectedBound.Read("0") };
        Assert.Equal(CheckStatus.Unmeasured, Run(empty, Of(range)).Checks.Single(check => check.Id == "FL110").Status);
        var both = Run(empty, Of(range, new ColumnExpectation("y") { NotNull = true }));
        Assert.Equal((1, 1), (Details(both).Held, Details(both).Unmeasured));
        Assert.Contains(both.Warnings, warning => warning.Contains("'range' of 'x'", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_declared_is_skipped_with_the_flag_that_declares()
    {
        CheckReport check = Audit.Run(new Evidence { Data = s_table, Roles = new Roles() }, new AuditOptions { Checks = ["FL110"] }, TestContext.Current.CancellationToken).Checks.Single(check => check.Id == "FL110");
        Assert.Equal(CheckStatus.Skipped, check.Status);
        Assert.Contains("--expectations", check.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_value_has_the_allowed_one_as_suggestion() =>
        Assert.Equal("Adelie", Run(s_table, Expect("kind", "allowed")).Scores.Single().Cells.Single().Suggestion);

    [Fact]
    public void Proposals_hold_on_the_table_they_come_from_and_fail_on_damaged_copies()
    {
        var random = SeededRandom.For(5, "proposals");
        const int Rows = 400;
        var table = Table.FromColumns(
            new NumberColumn("key", [.. Enumerable.Range(0, Rows).Select(row => 1000.0 + row)]),
            new NumberColumn("amount", [.. Enumerable.Range(0, Rows).Select(_ => Math.Exp(random.NextGaussian()))]),
            new NumberColumn("grade", [.. Enumerable.Range(0, Rows).Select(_ => (double)random.NextInt(4))]),
            TextColumn.From("port", Enumerable.Range(0, Rows).Select(_ => random.NextDouble() < 0.1 ? null : "CQS"[random.NextInt(3)].ToString())),
            TextColumn.From("code", Enumerable.Range(0, Rows).Select(row => FormattableString.Invariant($"AB-{row:D5}"))),
            new TimeColumn("made", [.. Enumerable.Range(0, Rows).Select(row => (18_000 + row) * Day)]));
        ExpectationSet proposed = ExpectationProposal.Of(table);
        Assert.Empty(Run(table, proposed).Findings);
        Assert.Matches("^" + proposed.Columns[4].Pattern + "$", "XY-98765");
        Assert.DoesNotMatch("^" + proposed.Columns[4].Pattern + "$", "XY-9876");

        // 400 days from 18,000 on, the last 18,399; as long again is more than a year.
        Assert.Equal((18_000 * Day, 18_798 * Day), (proposed.Columns[5].Least!.Moment, proposed.Columns[5].Most!.Moment));
        Assert.Equal(
            ["amount range", "code pattern", "grade allowed", "key unique", "made not-null", "port allowed"],
            new[]
            {
                Damage(table, "key", new NumberColumn("key", [.. Enumerable.Range(0, Rows).Select(row => row == 7 ? 1003 : 1000.0 + row)])),
                Damage(table, "amount", new NumberColumn("amount", [.. ((NumberColumn)table["amount"]).Values.ToArray().Select((value, row) => row == 9 ? 1000 * value : value)])),
                Damage(table, "grade", new NumberColumn("grade", [.. ((NumberColumn)table["grade"]).Values.ToArray().Select((value, row) => row == 9 ? 7 : value)])),
                Damage(table, "port", TextColumn.From("port", Enumerable.Range(0, Rows).Select(row => row == 11 ? "c" : table["port"].Text(row)))),
                Damage(table, "code", TextColumn.From("code", Enumerable.Range(0, Rows).Select(row => row == 12 ? "AB 00012" : table["code"].Text(row)))),
                Damage(table, "made", new TimeColumn("made", [.. ((TimeColumn)table["made"]).Values.ToArray().Select((value, row) => row == 13 ? TimeColumn.Missing : value)])),
            }.Select(damaged => Assert.Single(Details(Run(damaged, proposed)).Expectations, entry => entry.Held == false)).Select(entry => $"{entry.Column} {entry.Kind}").Order(StringComparer.Ordinal));

        Assert.Equal("rows", Assert.Single(Details(Run(table.Take([.. Enumerable.Range(0, 100)]), proposed)).Expectations, entry => entry.Held == false).Kind);
    }

    static Table Damage(Table table, string name, Column column) => Table.FromColumns(table.Name, [.. table.Columns.Select(old => old.Name == name ? column : old)]);

    static ExpectationSet Of(params ColumnExpectation[] columns) => new() { Columns = columns };

    static ExpectationSet Expect(string column, string kind)
    {
        var expected = new ColumnExpectation(column);
        return Of(kind switch
        {
            "unique" => expected with { Unique = true },
            "type" => expected with { Type = ExpectedType.Number },
            "whole" => expected with { Type = ExpectedType.Whole },
            "number" => expected with { Type = ExpectedType.Number },
            "text" => expected with { Type = ExpectedType.Text },
            "not-null" => expected with { NotNull = true },
            "missing" => expected with { MostMissing = 0.1 },
            "missing 20 %" => expected with { MostMissing = 0.2 },
            "allowed" => expected with { Allowed = ["Adelie", "Gentoo"] },
            "allowed as numbers" => expected with { Allowed = ["1.0", "2", "3e0", "5"] },
            "pattern" => expected with { Pattern = "[A-Z]{2}[0-9]{2}" },
            "pattern, two tolerated" => expected with { Pattern = "[A-Z]{2}[0-9]{2}", Tolerate = 0.4 },
            "references" => expected with { References = new ForeignKey("other.csv", "key", new HashSet<string>(StringComparer.Ordinal) { "AB12" }) },
            "newest" => expected with { NewestWithin = TimeSpan.FromDays(36_500) },
            "range" when column == "seen" => expected with { Least = ExpectedBound.Read("2018-01-01") },
            "range" => expected with { Least = ExpectedBound.Read("0"), Most = ExpectedBound.Read("100") },
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        });
    }

    static AuditReport Run(Table table, ExpectationSet expected, TimeProvider? clock = null) =>
        Audit.Run(
            new Evidence { Data = table, Roles = new Roles(), Expected = expected },
            new AuditOptions { Checks = ["FL110"], Clock = clock ?? TimeProvider.System },
            TestContext.Current.CancellationToken);

    static ExpectationsDetails Details(AuditReport report) => (ExpectationsDetails)report.Checks.Single(check => check.Id == "FL110").Details!;

    sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
