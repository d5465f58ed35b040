namespace Faultline.Tests.Enters;

public sealed class DenialSearchTests
{
    static readonly string[] s_constraints =
    [
        "t1.a = t2.a and t1.b != t2.b",
        "t1.a = t2.a & t1.x > t2.x & t1.y < t2.y",
        "t1.x > t2.x and t1.y < t2.y",
        "t1.x > t2.x and t1.y > t2.y",
        "t1.a = t2.a and t1.x >= t2.y",
        "t1.a = t2.a and t1.b = t2.b",
        "t1.a = t2.b and t1.x <= t2.x and t1.y >= t2.x",
        "t1.a = t2.a and t1.b != t2.b and t1.x < t2.x and t1.y != t2.y",
        "t1.a = 'u' and t2.x > 2 and t1.y < t2.y",
        "t2.x < t1.x and t1.b != t2.b",
        "t1.x < t1.y and t1.a = t2.a and t1.x != t2.x",
        "t1&t2&EQ(t1.a,t2.a)&IQ(t1.b,t2.b)",
    ];

    public static TheoryData<string> Constraints => [.. s_constraints];

    [Theory]
    [MemberData(nameof(Constraints))]
    public void Pairs_are_those_of_all_pairs_and_the_rows_named_stand_in_every_one(string text)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var table = Random(seed, 12);
            var constraint = new DenialConstraint(text, DenialText.Read(text));
            Assert.Null(constraint.WhyNot(table));
            var (found, why) = DenialSearch.Run(table, constraint, TestContext.Current.CancellationToken);
            Assert.Null(why);
            var pairs = All(table, constraint.Predicates);
            Assert.Equal(pairs.Count, found!.Pairs);
            Assert.Equal(pairs.SelectMany(pair => new[] { pair.A, pair.B }).Distinct().Count(), found.Involved);
            Assert.All(pairs, pair => Assert.True(found.Guilty.Contains(pair.A) || found.Guilty.Contains(pair.B)));
            var least = SmallestCover(pairs, table.RowCount);
            if (found.IsExact)
            {
                Assert.Equal(least, found.Fewest);
            }
            else
            {
                Assert.InRange(found.Fewest, least, Math.Max(least, 2 * least));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Constraints))]
    public void Where_no_pair_may_be_compared_rows_taken_together_stand_in_every_pair_and_are_few(string text)
    {
        var (taken, least) = (0, 0);
        for (var seed = 0; seed < 60; seed++)
        {
            var table = Random(seed, 12);
            var constraint = new DenialConstraint(text, DenialText.Read(text));
            var (found, why) = DenialSearch.Run(table, constraint, TestContext.Current.CancellationToken, mostCompared: 0);
            var pairs = All(table, constraint.Predicates);
            Assert.True(found is not null || why!.Contains("one by one", StringComparison.Ordinal));
            if (found is not null)
            {
                Assert.Equal(pairs.Count, found.Pairs);
                Assert.All(pairs, pair => Assert.True(found.Guilty.Contains(pair.A) || found.Guilty.Contains(pair.B)));
                Assert.All(found.Guilty, row => Assert.Contains(pairs, pair => pair.A == row || pair.B == row));
                Assert.All(found.Guilty, row => Assert.Contains((row, found.Other(row)!.Value), pairs.Concat(pairs.Select(pair => (pair.B, pair.A)))));
                (taken, least) = (taken + found.Fewest, least + SmallestCover(pairs, table.RowCount));
            }
        }

        Assert.InRange(taken, least, 1.3 * least);
    }

    [Fact]
    public void Rows_that_only_stand_beside_wrong_ones_are_not_named_however_many_pairs_there_are()
    {
        // Every start lies before every end, but for 100 late starts and 200 early ends: 6 million pairs among rows that would make 400 million.
        const int Rows = 20_000;
        double[] start = [.. Enumerable.Range(0, Rows).Select(row => row % 200 == 7 ? 1e6 : row)];
        double[] end = [.. Enumerable.Range(0, Rows).Select(row => row % 100 == 3 ? -1 : 1e5 + row)];
        var table = Table.FromColumns(new NumberColumn("start", start), new NumberColumn("end", end));
        var found = DenialSearch.Run(table, new DenialConstraint("order", DenialText.Read("t1.start > t2.end")), TestContext.Current.CancellationToken).Result!;
        Assert.Equal(Enumerable.Range(0, Rows).Where(row => row % 200 == 7 || row % 100 == 3), found.Guilty);
        Assert.Equal(300, found.Fewest);
        Assert.Equal(Rows, found.Involved);

        // A late start stands with all ends, an early end with all starts; no row is wrong in both.
        Assert.Equal((100L * (Rows - 1)) + (200L * (Rows - 1)) - (100 * 200), found.Pairs);
    }

    [Fact]
    public void Half_as_many_equal_keys_as_rows_leave_one_of_each()
    {
        var table = Table.FromColumns(new NumberColumn("key", [.. Enumerable.Range(0, 50_000).Select(row => (double)(row % 2))]));
        var found = DenialSearch.Run(table, new DenialConstraint("key", DenialText.Read("t1.key = t2.key")), TestContext.Current.CancellationToken).Result!;
        Assert.Equal((50_000L * 24_999, 49_998, true), (found.Pairs, found.Fewest, found.IsExact));
        Assert.Equal(Enumerable.Range(2, 49_998), found.Guilty);
    }

    [Fact]
    public void The_majority_is_the_likely_right_value_and_a_tie_names_both()
    {
        var table = Table.FromColumns(TextColumn.From("zip", ["1", "1", "1", "2", "2", null]), TextColumn.From("city", ["Ulm", "Ulm", "Ulmm", "Bonn", "Köln", "Ulm"]));
        var found = DenialSearch.Run(table, new DenialConstraint("zip", DenialText.Read("t1.zip = t2.zip and t1.city != t2.city")), TestContext.Current.CancellationToken).Result!;
        Assert.Equal((6L, 5, 2, true), (found.Pairs, found.Involved, found.Fewest, found.IsExact));
        Assert.Equal([2, 3, 4], found.Guilty);
        Assert.Equal(("Ulm", null), (found.Right!(2), found.Right(3)));
    }

    [Fact]
    public void A_hundred_thousand_rows_are_ordered_without_comparing_all()
    {
        // Salaries rise with the row and so does the tax, but for three rows.
        const int Rows = 100_000;
        double[] tax = [.. Enumerable.Range(0, Rows).Select(row => row is 10 or 5000 or 70_000 ? 0.5 : row + 1.0)];
        var table = Table.FromColumns(new NumberColumn("salary", [.. Enumerable.Range(0, Rows).Select(row => 100.0 + row)]), new NumberColumn("tax", tax));
        var found = DenialSearch.Run(table, new DenialConstraint("tax", DenialText.Read("t1.salary > t2.salary and t1.tax < t2.tax")), TestContext.Current.CancellationToken).Result!;
        Assert.Equal([10, 5000, 70_000], found.Guilty);
        Assert.Equal(10L + (5000 - 1) + (70_000 - 2), found.Pairs);
        var (none, why) = DenialSearch.Run(table, new DenialConstraint("three", DenialText.Read("t1.salary > t2.salary and t1.tax < t2.tax and t1.tax != t2.salary")), TestContext.Current.CancellationToken);
        Assert.Null(none);
        Assert.Contains("one by one", why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t1.a = t2.a and t1.b", "character 21")]
    [InlineData("t1.a = t2.a or t1.b != t2.b", "'and'")]
    [InlineData("a = t2.a", "a cell, as t1.zip")]
    [InlineData("t1.a = t1.b", "one row only")]
    [InlineData("t1.a ~ t2.a", "=, !=")]
    [InlineData("EQ(t1.a,t2.a", "')'")]
    [InlineData("", "the end")]
    public void What_can_not_be_read_is_said_with_its_place(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => DenialText.Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Names_in_quotes_and_values_are_read()
    {
        var read = DenialText.Read("t1.\"zip \"\"code\"\"\" = t2.zip AND t1.kind = 'it''s' & t2.x >= -1.5e3");
        Assert.Equal(new DenialPredicate(new DenialCell(1, "zip \"code\""), DenialOperator.Equal, new DenialCell(2, "zip"), null), read[0]);
        Assert.Equal(new DenialPredicate(new DenialCell(1, "kind"), DenialOperator.Equal, null, "it's"), read[1]);
        Assert.Equal(new DenialPredicate(new DenialCell(2, "x"), DenialOperator.GreaterOrEqual, null, "-1.5e3"), read[2]);
    }

    [Fact]
    public void A_constraint_that_does_not_fit_the_table_is_refused()
    {
        var table = Random(1, 5);
        Assert.Contains("the nearest is 'xyz'", new DenialConstraint("", DenialText.Read("t1.xyy = t2.xyy and t1.a != t2.a")).WhyNot(Table.FromColumns(new NumberColumn("xyz", [1]), TextColumn.From("a", ["b"]))), StringComparison.Ordinal);
        Assert.Contains("neither numbers nor dates", new DenialConstraint("", DenialText.Read("t1.a < t2.a")).WhyNot(table), StringComparison.Ordinal);
        Assert.Contains("can not be compared with 'q'", new DenialConstraint("", DenialText.Read("t1.x = 'q' and t1.a = t2.a")).WhyNot(table), StringComparison.Ordinal);
    }

    [Fact]
    public void An_audit_names_the_cells_and_what_is_right()
    {
        var table = Table.FromColumns(
            TextColumn.From("zip", Enumerable.Range(0, 60).Select(row => $"{row % 6}")),
            TextColumn.From("city", Enumerable.Range(0, 60).Select(row => row == 14 ? "Ulmm" : $"city {row % 6}")),
            new NumberColumn("x", [.. Enumerable.Range(0, 60).Select(row => (double)row)]));
        var text = "t1.zip = t2.zip and t1.city != t2.city";
        var expected = new ExpectationSet { Denials = [new DenialConstraint(text, DenialText.Read(text)), new DenialConstraint("kept", DenialText.Read("t1.x > t2.x and t1.x < t2.x"))] };
        var report = Audit.Run(new Evidence { Data = table, Roles = new Roles(), Expected = expected }, new AuditOptions { Checks = ["FL110"] }, TestContext.Current.CancellationToken);
        var finding = Assert.Single(report.Findings);
        Assert.StartsWith("18 pairs of rows break", finding.Title, StringComparison.Ordinal);
        Assert.Contains("at least 1 row of 10 must change", finding.Title, StringComparison.Ordinal);
        Assert.Equal(new Measure("rows that must change", 1, Unit: "rows"), finding.Measure);
        var cell = Assert.Single(report.Scores.Single().Cells);
        Assert.Equal((14, "city", "city 2"), (cell.Row, cell.Column, cell.Suggestion));
        var marked = Assert.Single(Assert.Single(finding.Examples).Cells, shown => shown.Guilty);
        Assert.Equal(("city", "Ulmm", "city 2"), (marked.Column, marked.Text, marked.Expected));
        Assert.Equal("beside row 2: city city 2", finding.Examples[0].Note);
        var details = (ExpectationsDetails)report.Checks.Single(check => check.Id == "FL110").Details!;
        Assert.Equal((2, 1, 1), (details.Declared, details.Held, details.Failed));
    }

    [Fact]
    public void An_order_marks_what_stands_in_the_wrong_order_and_shows_a_row_that_contradicts()
    {
        var table = Table.FromColumns(
            new NumberColumn("salary", [.. Enumerable.Range(0, 60).Select(row => 100.0 + row)]),
            new NumberColumn("tax", [.. Enumerable.Range(0, 60).Select(row => row == 20 ? 5.5 : row)]));
        var text = "t1.salary > t2.salary and t1.tax < t2.tax";
        var expected = new ExpectationSet { Denials = [new DenialConstraint(text, DenialText.Read(text))] };
        var report = Audit.Run(new Evidence { Data = table, Roles = new Roles(), Expected = expected }, new AuditOptions { Checks = ["FL110"] }, TestContext.Current.CancellationToken);
        var example = Assert.Single(Assert.Single(report.Findings).Examples);
        Assert.Equal(20, example.Row);
        Assert.Equal(["salary", "tax"], example.Cells.Where(cell => cell.Guilty).Select(cell => cell.Column));
        Assert.Equal("beside row 6: salary 106, tax 6", example.Note);
    }

    [Fact]
    public void Hospital_under_its_published_constraints()
    {
        string[] lines = SharedData.Lines("dirty-tables", "hospital_constraints.txt");
        Assert.All(lines, line => Assert.NotEmpty(DenialText.Read(line)));
        Assert.Equal(15, lines.Length);
        Assert.Equal(new DenialPredicate(new DenialCell(1, "HospitalType"), DenialOperator.NotEqual, new DenialCell(2, "HospitalType"), null), DenialText.Read(lines[0])[2]);
    }

    static Table Random(int seed, int rows)
    {
        var random = SeededRandom.For(seed, "denials");
        string?[] Texts() => [.. Enumerable.Range(0, rows).Select(_ => random.NextInt(12) == 0 ? null : "uvw"[random.NextInt(3)].ToString())];
        double[] Numbers() => [.. Enumerable.Range(0, rows).Select(_ => random.NextInt(12) == 0 ? double.NaN : random.NextInt(6))];
        return Table.FromColumns(TextColumn.From("a", Texts()), TextColumn.From("b", Texts()), new NumberColumn("x", Numbers()), new NumberColumn("y", Numbers()));
    }

    static List<(int A, int B)> All(Table table, IReadOnlyList<DenialPredicate> predicates)
    {
        var pairs = new List<(int, int)>();
        for (var i = 0; i < table.RowCount; i++)
        {
            for (var j = 0; j < table.RowCount; j++)
            {
                if (i != j && predicates.All(predicate => Holds(table, predicate, i, j)))
                {
                    pairs.Add((i, j));
                }
            }
        }

        return pairs;
    }

    static bool Holds(Table table, DenialPredicate predicate, int i, int j)
    {
        string? Cell(DenialCell cell) => table[cell.Column].Text(cell.Row == 1 ? i : j);
        var (left, right) = (Cell(predicate.Left), predicate.Right is { } cell ? Cell(cell) : predicate.Value);
        if (left is null || right is null)
        {
            return false;
        }

        // Cells are single signs, so that they compare as texts as they do as numbers.
        var order = string.CompareOrdinal(left, right);
        return predicate.Operator switch
        {
            DenialOperator.Equal => order == 0,
            DenialOperator.NotEqual => order != 0,
            DenialOperator.Less => order < 0,
            DenialOperator.LessOrEqual => order <= 0,
            DenialOperator.Greater => order > 0,
            _ => order >= 0,
        };
    }

    static int SmallestCover(List<(int A, int B)> pairs, int rows) =>
        Enumerable.Range(0, 1 << rows).Where(set => pairs.TrueForAll(pair => ((set >> pair.A) & 1) == 1 || ((set >> pair.B) & 1) == 1)).Min(set => System.Numerics.BitOperations.PopCount((uint)set));
}
