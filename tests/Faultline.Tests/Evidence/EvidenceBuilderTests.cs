using static Faultline.Tests.EvidenceRoom.Columns;

namespace Faultline.Tests.EvidenceRoom;

public sealed class EvidenceBuilderTests
{
    static readonly Table s_data = Table.FromColumns("d.csv", [Numbers("id", 4, 7, 9, 12), Texts("y", "a", "b", null, "a"), Numbers("x", 0.5, 1.5, 2.5, 3.25)]);

    static Evidence Build(EvidenceRequest request) => EvidenceBuilder.Build(request, CancellationToken.None);

    static EvidenceRequest Labelled => new() { Data = s_data, Roles = new RoleRequest { Label = "y" } };

    [Fact]
    public void Builds_roles_task_and_says_what_it_decided()
    {
        var evidence = Build(Labelled);
        Assert.Equal(TaskKind.Classification, evidence.Task);
        Assert.Equal("id", evidence.Roles.Id);
        Assert.Equal("9", evidence.Id(2));
        Assert.Null(evidence.Classes);
        Assert.Contains(evidence.Roles.Guesses, guess => guess.Role == "task" && guess.Reason.StartsWith("classification:", StringComparison.Ordinal));
        Assert.Contains(evidence.Warnings, text => text.Contains("1 of 4 rows has no label", StringComparison.Ordinal));
    }

    [Fact]
    public void No_rows_are_refused() =>
        Assert.Contains("no rows", Refused(() => Build(new EvidenceRequest { Data = Table.FromColumns("d.csv", [Numbers("x")]) })), StringComparison.Ordinal);

    [Fact]
    public void Infinite_labels_are_no_labels_and_stay_in_sight()
    {
        var data = Table.FromColumns("d.csv", [Numbers("y", 1.5, double.PositiveInfinity, 2.5, double.NegativeInfinity, 3.5)]);
        var evidence = Build(new EvidenceRequest { Data = data, Roles = new RoleRequest { Label = "y" } });
        Assert.Equal(TaskKind.Regression, evidence.Task);
        Assert.Equal([1, 3], evidence.Data["y"].Unreadable.Select(cell => cell.Row));
        Assert.Equal(2, evidence.Data["y"].MissingCount);
        Assert.Contains(evidence.Warnings, text => text.Contains("infinite in 2 rows, as in row 1", StringComparison.Ordinal));
    }

    [Fact]
    public void Predicted_values_are_read_for_a_quantity()
    {
        var data = Table.FromColumns("d.csv", [Numbers("price", 1.5, 2.5, double.NaN, 4.5), Numbers("x", 1, 2, 3, 5)]);
        var request = new EvidenceRequest { Data = data, Roles = new RoleRequest { Label = "price" } };
        var table = Build(request with { Predictions = Table.FromColumns("p.csv", [Numbers("x", 1, 2, 3, 5), Numbers("pred_price", 1, 2, 3, 4)]) }).Values!;
        Assert.Equal([1, 2, 3, 4], table.Values);
        Assert.False(table.IsMeasured(2));
        Assert.True(table.IsMeasured(3));
        Assert.Equal([4, 3, 2, 1], Build(request with { PredictionArray = new PredictionArray("p.npy", [4, 3, 2, 1], 1) }).Values!.Values);
        Assert.Contains("none stands out", Refused(() => Build(request with { Predictions = Table.FromColumns("p.csv", [Numbers("u", 1, 2, 3, 5), Numbers("v", 1, 2, 3, 4)]) })), StringComparison.Ordinal);
        Assert.Contains("row 1, column 'u'", Refused(() => Build(request with { Predictions = Table.FromColumns("p.csv", [Numbers("u", 1, double.NaN, 3, 5)]) })), StringComparison.Ordinal);
    }

    [Fact]
    public void One_column_of_decimals_makes_few_whole_numbers_a_quantity()
    {
        var data = Table.FromColumns("d.csv", [Numbers("grade", [.. Enumerable.Range(0, 30).Select(i => 3.0 + (i % 5))])]);
        var request = new EvidenceRequest { Data = data, Roles = new RoleRequest { Label = "grade" } };
        Assert.Equal(TaskKind.Classification, Build(request).Task);
        Assert.Equal(TaskKind.Regression, Build(request with { Predictions = Table.FromColumns("p.csv", [Numbers("v", [.. Enumerable.Range(0, 30).Select(i => 3.1 + (i % 4))])]) }).Task);
    }

    [Fact]
    public void Predictions_without_a_label_are_refused()
    {
        var predictions = Table.FromColumns("p.csv", [Numbers("a", 1, 0, 1, 0), Numbers("b", 0, 1, 0, 1)]);
        Assert.Contains("--label", Refused(() => Build(new EvidenceRequest { Data = s_data, Predictions = predictions })), StringComparison.Ordinal);
        Assert.Contains("--task none", Refused(() => Build(Labelled with { Task = TaskKind.None, Predictions = predictions })), StringComparison.Ordinal);
    }

    [Fact]
    public void Probabilities_of_a_quantity_are_refused()
    {
        var data = Table.FromColumns("d.csv", [Numbers("y", 0.5, 1.5), Numbers("a", 1, 0)]);
        Assert.Contains("--task classification", Refused(() => Build(new EvidenceRequest { Data = data, Roles = new RoleRequest { Label = "y", Probabilities = "a" } })), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_column_named_as_a_probability_is_a_class()
    {
        var data = Table.FromColumns("d.csv", [Texts("y", "a", "b"), Numbers("a", 0.5, 0.25), Numbers("b", 0.25, 0.5), Numbers("other", 0.25, 0.25)]);
        Assert.Equal(["a", "b", "other"], Build(new EvidenceRequest { Data = data, Roles = new RoleRequest { Label = "y", Probabilities = "a,b,other" } }).Classes!.Classes);
        Assert.Contains("sum to 0.75", Refused(() => Build(new EvidenceRequest { Data = data, Roles = new RoleRequest { Label = "y", Probabilities = "a,b" } })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_lists_holds_the_sorted_classes()
    {
        var data = Table.FromColumns("d.csv", [Texts("y", "b", "a"), new VectorColumn("p", [0.25f, 0.75f, 1, 0], 2)]);
        var found = Build(new EvidenceRequest { Data = data, Roles = new RoleRequest { Label = "y", Probabilities = "p" } }).Classes!;
        Assert.Equal([0.25, 0.75, 1, 0], found.Probabilities);
        Assert.Equal([1, 0], found.Labels);
    }

    [Fact]
    public void A_second_table_must_share_columns_and_says_what_differs()
    {
        var evidence = Build(Labelled with { Reference = Table.FromColumns("r.csv", [Texts("x", "u"), Numbers("z", 1), Texts("y", "a.")]) });
        Assert.Contains(evidence.Warnings, text => text.Contains("has no column 'id'", StringComparison.Ordinal));
        Assert.Contains(evidence.Warnings, text => text.Contains("'z'", StringComparison.Ordinal));
        Assert.Contains(evidence.Warnings, text => text.Contains("different kinds (number and text)", StringComparison.Ordinal));
        Assert.Contains("share no column", Refused(() => Build(Labelled with { Train = Table.FromColumns("t.csv", [Numbers("z", 1)]) })), StringComparison.Ordinal);
        Assert.Contains("no rows", Refused(() => Build(Labelled with { Train = Table.FromColumns("t.csv", [Numbers("x")]) })), StringComparison.Ordinal);
    }

    [Fact]
    public void Embeddings_must_be_finite_and_of_equal_height()
    {
        Assert.Equal(2, Build(Labelled with { Embedding = new VectorColumn("e.npy", new float[8], 2) }).Embedding!.Dimensions);
        Assert.Contains("3 rows", Refused(() => Build(Labelled with { Embedding = new VectorColumn("e.npy", new float[6], 2) })), StringComparison.Ordinal);
        Assert.Contains("row 2", Refused(() => Build(Labelled with { Embedding = new VectorColumn("e.npy", [0, 0, 0, 0, 0, float.PositiveInfinity, 0, 0], 2) })), StringComparison.Ordinal);
        Assert.Equal([1f, 5, 2, 6, 3, 7, 4, 8], Build(Labelled with { EmbeddingTable = Table.FromColumns("e.parquet", [Numbers("id", 4, 7, 9, 12), Numbers("u", 1, 2, 3, 4), Numbers("v", 5, 6, 7, 8)]) }).Embedding!.RowMajor.ToArray());
        Assert.Contains("'y' holds text", Refused(() => Build(new EvidenceRequest { Data = s_data, Roles = new RoleRequest { Embedding = "x,y" } })), StringComparison.Ordinal);
    }

    [Fact]
    public void Images_must_be_as_many_as_rows() =>
        Assert.Contains("3 images", Refused(() => Build(Labelled with { Images = new ImageSet(new byte[12], 2, 2, 1) })), StringComparison.Ordinal);

    [Fact]
    public void Cancellation_is_honoured() =>
        Assert.Throws<OperationCanceledException>(() => EvidenceBuilder.Build(Labelled, new CancellationToken(canceled: true)));
}
