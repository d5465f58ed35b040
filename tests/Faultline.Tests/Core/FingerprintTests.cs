namespace Faultline.Tests;

public sealed class FingerprintTests
{
    [Fact]
    public void An_id_is_that_of_check_key_and_columns_in_any_order()
    {
        var finding = Finding("disguised-missing:?", "a", "b");
        Assert.Equal(Fingerprint.Of("FL107", finding), Fingerprint.Of("FL107", finding with { Title = "Now 9", Columns = ["b", "a"], Rows = FoundRows.Of([1, 2]) }));
        Assert.NotEqual(Fingerprint.Of("FL107", finding), Fingerprint.Of("FL107", finding with { Columns = ["a"] }));
        Assert.NotEqual(Fingerprint.Of("FL107", finding), Fingerprint.Of("FL107", finding with { Key = "disguised-missing:9999" }));
        Assert.NotEqual(Fingerprint.Of("FL107", finding), Fingerprint.Of("FL104", finding));
    }

    [Fact]
    public void Outliers_that_show_in_another_column_next_time_are_still_the_outliers()
    {
        var finding = Finding("far-rows", "a") with { IsKnownByKey = true };
        Assert.Equal(Fingerprint.Of("FL104", finding), Fingerprint.Of("FL104", finding with { Columns = ["c"] }));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void The_audit_gives_outliers_one_id_whichever_column_they_lie_in(int seed)
    {
        var random = new Random(seed);
        var ids = new[] { 0, 1 }.Select(guilty =>
        {
            var columns = Enumerable.Range(0, 3).Select(c => Enumerable.Range(0, 300).Select(row => row == 7 && c == guilty ? 90 : random.NextDouble()).ToArray()).ToArray();
            var data = Table.FromColumns([.. columns.Select((values, c) => new NumberColumn($"x{c}", values))]);
            var report = Audit.Run(EvidenceBuilder.Build(new EvidenceRequest { Data = data }), new AuditOptions { Checks = ["FL104"] });
            var found = Assert.Single(report.Findings);
            Assert.Equal([$"x{guilty}"], found.Columns);
            return found.Id;
        }).ToArray();
        Assert.Equal(ids[0], ids[1]);
    }

    static Finding Finding(string key, params string[] columns) => new()
    {
        Key = key,
        Title = "9 cells",
        Severity = Severity.Low,
        Measure = new Measure("cells", 9),
        Columns = columns,
        Cause = "So.",
        Repair = "Mend.",
    };
}
