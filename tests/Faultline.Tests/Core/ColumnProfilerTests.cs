namespace Faultline.Tests;

public sealed class ColumnProfilerTests
{
    [Fact]
    public void A_number_column_has_the_moments_of_its_finite_values()
    {
        var profile = Profile(new NumberColumn("x", [2, 4, 4, 4, 5, 5, 7, 9, double.NaN]));
        Assert.Equal((1, 5, "2", "4.5", "9"), (profile.Missing, profile.Distinct, profile.Low, profile.Median, profile.High));
        // The mean is 5 and the squares sum to 32: sd √(32/7).
        Assert.Equal(5, profile.Mean!.Value, 1e-12);
        Assert.Equal(Math.Sqrt(32.0 / 7), profile.Deviation!.Value, 1e-12);
        Assert.Equal(8, profile.Histogram!.Series[0].Counts.Sum());
    }

    [Fact]
    public void Infinite_values_are_named_but_kept_out_of_the_moments()
    {
        var profile = Profile(new NumberColumn("x", [1, 3, double.PositiveInfinity, double.NegativeInfinity]));
        Assert.Equal(("-Infinity", "Infinity", 4L), (profile.Low, profile.High, profile.Distinct));
        Assert.Equal(2, profile.Mean!.Value, 1e-12);
        Assert.Equal(2, profile.Histogram!.Series[0].Counts.Sum());
    }

    [Theory]
    [InlineData(0, 1, 0.05)]
    [InlineData(0.2, 5.01, 0.2)]
    [InlineData(17, 90, 5)]
    [InlineData(-3, 1_000_000, 50_000)]
    public void Histogram_edges_are_round_and_cover_the_values(double low, double high, double step)
    {
        var edges = Profile(new NumberColumn("x", [low, high])).Histogram!.Edges;
        Assert.InRange(edges.Count, 2, 31);
        Assert.True(edges[0] <= low && edges[^1] >= high);
        Assert.All(edges.Zip(edges.Skip(1)), pair => Assert.Equal(step, pair.Second - pair.First, step * 1e-9));
        Assert.All(edges, edge => Assert.Equal(0, Math.Abs((edge / step) - Math.Round(edge / step)), 1e-6));
    }

    [Fact]
    public void The_ten_most_frequent_categories_come_first_and_ties_keep_their_order()
    {
        var texts = Enumerable.Range(0, 14).SelectMany(level => Enumerable.Repeat<string?>($"c{level}", level is 3 or 5 ? 9 : level == 13 ? 20 : 1)).Append(null);
        var profile = Profile(TextColumn.From("c", texts));
        Assert.Equal((1, 14), (profile.Missing, profile.Distinct));
        Assert.Equal(["c13", "c3", "c5", "c0", "c1", "c2", "c4", "c6", "c7", "c8"], profile.Top.Select(top => top.Text));
        Assert.Equal([20L, 9, 9, 1], profile.Top.Take(4).Select(top => top.Rows));
    }

    [Fact]
    public void Categories_that_no_row_uses_do_not_count()
    {
        var taken = TextColumn.From("c", ["a", "b", "c", "a"]).Take([0, 3]);
        Assert.Equal((1, "a"), (Profile(taken).Distinct, Profile(taken).Top.Single().Text));
    }

    [Fact]
    public void Moments_are_binned_by_whole_years_when_they_span_decades()
    {
        var days = new[] { 0, 365, 3652, 3654, 10_957 };
        var profile = Profile(new TimeColumn("t", [.. days.Select(day => day * 86_400_000_000L)]));
        Assert.Equal(("1970-01-01", "1980-01-01", "2000-01-01", 5L), (profile.Low, profile.Median, profile.High, profile.Distinct));
        Assert.Equal("1970", profile.Histogram!.Labels[0]);
        Assert.InRange(profile.Histogram.Labels.Count, 2, 30);
        Assert.Equal(5, profile.Histogram.Series[0].Counts.Sum());
    }

    [Fact]
    public void Under_no_values_no_cell_is_left()
    {
        var number = new NumberColumn("x", [.. Enumerable.Range(0, 200).Select(i => 777_000.125 + i)]);
        var text = TextColumn.From("c", Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? "secret" : "hidden"));
        var time = new TimeColumn("t", [.. Enumerable.Range(0, 200).Select(i => i * 86_400_000_000L)]);
        var label = TextColumn.From("y", Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? "yes" : "no"));
        AuditReport Audited(bool shows) => Audit.Run(
            new Evidence { Data = Table.FromColumns(number, text, time, label), Roles = new Roles { Label = "y", Features = ["x", "c", "t"] } },
            new AuditOptions { ShowValues = shows, Checks = ["FL107"] },
            TestContext.Current.CancellationToken);
        var report = Audited(shows: false);
        var written = System.Text.Encoding.UTF8.GetString(ReportJson.Write(report));
        var shown = System.Text.Encoding.UTF8.GetString(ReportJson.Write(Audited(shows: true)));
        Assert.All([".125", "secret", "1970"], cell =>
        {
            Assert.Contains(cell, shown, StringComparison.Ordinal);
            Assert.DoesNotContain(cell, written, StringComparison.Ordinal);
        });
        Assert.Equal(["c#0", "c#1"], report.Columns[1].Top.Select(top => top.Text).Order(StringComparer.Ordinal));
        Assert.Equal(["no", "yes"], report.Columns[3].Top.Select(top => top.Text).Order(StringComparer.Ordinal));
        Assert.EndsWith("100 %", report.Columns[0].Histogram!.Labels[^1], StringComparison.Ordinal);
        Assert.Equal(("feature", "label"), (report.Columns[0].Role, report.Columns[3].Role));
    }

    [Fact]
    public void Columns_of_every_kind_and_emptiness_have_a_profile()
    {
        Column[] columns =
        [
            new NumberColumn("empty", [double.NaN, double.NaN]), new NumberColumn("constant", [5, 5]), new NumberColumn("huge", [double.MaxValue, -double.MaxValue]), new NumberColumn("close", [1e15, 1e15 + 0.125]),
            TextColumn.From("none", [null, null]), new TimeColumn("never", [TimeColumn.Missing, TimeColumn.Missing]), new TimeColumn("far", [long.MinValue + 1, long.MaxValue]), new VectorColumn("v", [1, 2, 1, 2], 2),
        ];
        var report = Audit.Run(new Evidence { Data = Table.FromColumns(columns), Roles = new Roles() }, AuditOptions.Standard, TestContext.Current.CancellationToken);
        Assert.Equal([0L, 1, 2, 2, 0, 0, 2, 1], report.Columns.Select(column => column.Distinct));
        Assert.Null(report.Columns[1].Histogram);
        Assert.All(report.Columns.Where(column => column.Histogram is not null), column => Assert.Equal(2, column.Histogram!.Series[0].Counts.Sum()));
        ReportJson.Write(report);
    }

    static ColumnProfile Profile(Column column) =>
        Audit.Run(new Evidence { Data = Table.FromColumns(column), Roles = new Roles { Features = [column.Name] } }, AuditOptions.Standard, TestContext.Current.CancellationToken).Columns[0];
}
