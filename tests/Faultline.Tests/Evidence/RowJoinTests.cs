using static Faultline.Tests.EvidenceRoom.Columns;

namespace Faultline.Tests.EvidenceRoom;

public sealed class RowJoinTests
{
    static Evidence Build(Column id, Column otherId, params double[] a) => EvidenceBuilder.Build(
        new EvidenceRequest
        {
            Data = Table.FromColumns("d.csv", [id, Texts("y", [.. Enumerable.Range(0, id.RowCount).Select(i => i % 2 == 0 ? "a" : "b")])]),
            Roles = new RoleRequest { Label = "y", Id = id.Name },
            Predictions = Table.FromColumns("p.csv", [otherId, Numbers("a", a), Numbers("b", [.. a.Select(p => 1 - p)])]),
        },
        CancellationToken.None);

    static double[] First(Evidence evidence) => [.. Enumerable.Range(0, evidence.Data.RowCount).Select(row => evidence.Classes!.Row(row)[0])];

    [Fact]
    public void Joins_on_the_id_whatever_the_order() =>
        Assert.Equal([0.3, 0.1, 0.2], First(Build(Numbers("id", 3, 1, 2), Numbers("id", 1, 2, 3), 0.1, 0.2, 0.3)));

    [Fact]
    public void Texts_and_numbers_are_the_same_ids() =>
        Assert.Equal([0.2, 0.1], First(Build(Texts("ID", "2", "1"), Numbers("id", 1, 2), 0.1, 0.2)));

    [Fact]
    public void Texts_that_are_equal_numbers_are_different_ids() =>
        Assert.Equal([0.2, 0.1], First(Build(Texts("id", "7", "007"), Texts("id", "007", "7"), 0.1, 0.2)));

    [Fact]
    public void Missing_and_surplus_ids_are_counted_and_said()
    {
        var evidence = Build(Texts("id", "u", "v", "w", "x"), Texts("id", "x", "q", "u", "r", "s"), 0.1, 0.2, 0.3, 0.4, 0.5);
        Assert.Equal([0.3, double.NaN, double.NaN, 0.1], First(evidence));
        Assert.False(evidence.Classes!.IsMeasured(1));
        Assert.True(evidence.Classes.IsMeasured(3));
        Assert.Contains(evidence.Warnings, text => text.Contains("2 of 4 rows have no row in 'p.csv'", StringComparison.Ordinal));
        Assert.Contains(evidence.Warnings, text => text.Contains("3 of 5 rows of 'p.csv'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_column_of_lists_is_joined_as_columns_are()
    {
        Evidence With(params float[] lists) => EvidenceBuilder.Build(
            new EvidenceRequest
            {
                Data = Table.FromColumns("d.csv", [Texts("id", "u", "v", "w", "x"), Texts("y", "a", "b", "a", "b")]),
                Roles = new RoleRequest { Label = "y", Id = "id" },
                Predictions = Table.FromColumns("p.parquet", [Texts("id", "x", "q", "u"), new VectorColumn("p", lists, lists.Length / 3)]),
            },
            CancellationToken.None);

        var evidence = With(0.25f, 0.75f, 0.5f, 0.5f, 1, 0);
        Assert.Equal([1, double.NaN, double.NaN, 0.25], First(evidence));
        Assert.Equal([0.25, 0.75], evidence.Classes!.Row(3).ToArray());
        Assert.Contains(evidence.Warnings, text => text.Contains("2 of 4 rows have no row in 'p.parquet'", StringComparison.Ordinal));
        Assert.Contains(evidence.Warnings, text => text.Contains("1 of 3 rows of 'p.parquet'", StringComparison.Ordinal));
        Assert.Contains("'p.parquet' row 2, column '1'", Refused(() => With(0.25f, 0.75f, 0.5f, 0.5f, 1, float.NaN)), StringComparison.Ordinal);
        Assert.Contains("'p.parquet' has 3 columns, but 'y' has 2 classes", Refused(() => With(1, 0, 0, 1, 0, 0, 1, 0, 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Repeated_ids_are_refused_on_both_sides()
    {
        Assert.Contains("'p.csv' has the id '2'", Refused(() => Build(Numbers("id", 1, 2), Numbers("id", 2, 2), 0.1, 0.2)), StringComparison.Ordinal);
        Assert.Contains("'d.csv' has the id '1'", Refused(() => Build(Numbers("id", 1, 1), Numbers("id", 1, 2), 0.1, 0.2)), StringComparison.Ordinal);
        Refused(() => Build(Numbers("id", 1, 1), Numbers("id", 1, 1), 0.1, 0.2));
    }

    [Fact]
    public void Ids_without_a_partner_at_all_are_refused() =>
        Assert.Contains("No id of 'p.csv'", Refused(() => Build(Numbers("id", 1, 2), Numbers("id", 3, 4), 0.1, 0.2)), StringComparison.Ordinal);

    [Fact]
    public void A_prediction_without_an_id_is_refused() =>
        Assert.Contains("row 1 has no id", Refused(() => Build(Numbers("id", 1, 2), Numbers("id", 1, double.NaN), 0.1, 0.2)), StringComparison.Ordinal);

    [Fact]
    public void Without_a_shared_id_rows_go_by_order_when_counts_agree()
    {
        Assert.Equal([0.1, 0.2], First(Build(Numbers("id", 7, 5), Numbers("other", 1, 2), 0.1, 0.2)));
        var message = Refused(() => Build(Numbers("id", 7, 5, 6), Numbers("other", 1, 2), 0.1, 0.2));
        Assert.Contains("2 rows", message, StringComparison.Ordinal);
        Assert.Contains("3", message, StringComparison.Ordinal);
    }
}
