namespace Faultline.Tests;

public sealed class LoneRepeatsTests
{
    const int Rows = 200;

    // Two columns of 3 and 2 values: two rows agree in both once in six. Three repeats of names that nobody else has come of chance once in 6³.
    [Theory]
    [InlineData(3, true)]
    [InlineData(1, false)]
    public void A_name_that_no_other_rows_share_makes_repeats_copies_where_the_rest_would_hardly_agree(int repeats, bool told) =>
        Assert.Equal(told, Open(Table(repeats, shared: 0)).Count == 1);

    // Twelve names stand in two rows that differ: names come twice here.
    [Fact]
    public void A_name_that_other_rows_share_makes_no_copies() => Assert.Empty(Open(Table(3, shared: 12)));

    static List<ReportFinding> Open(Table table) =>
        [.. Audit.Run(new Evidence { Data = table, Roles = new Roles { Features = ["name", "colour", "size"] } }, new AuditOptions { Checks = ["FL103"] }, TestContext.Current.CancellationToken)
            .Findings.Where(finding => finding.Severity > Severity.Info)];

    static Table Table(int repeats, int shared)
    {
        var random = SeededRandom.For(1, "lone");
        var rows = Enumerable.Range(0, Rows).Select(row => (Name: $"customer {(row < shared ? row + shared : row)}", Colour: (row < shared ? row : random.NextInt(3)) % 3, Size: random.NextInt(2))).ToList();
        for (int row = 0; row < shared; row++)
        {
            rows[row + shared] = rows[row + shared] with { Colour = (rows[row].Colour + 1) % 3 };
        }

        rows.AddRange(rows.Skip(100).Take(repeats).ToArray());
        return Faultline.Table.FromColumns(
            TextColumn.From("name", [.. rows.Select(row => row.Name)]),
            TextColumn.From("colour", [.. rows.Select(row => "c" + row.Colour)]),
            TextColumn.From("size", [.. rows.Select(row => "s" + row.Size)]));
    }
}
