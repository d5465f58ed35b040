using static Faultline.Tests.EvidenceRoom.Columns;

namespace Faultline.Tests.EvidenceRoom;

public sealed class TaskInferenceTests
{
    static TaskKind Of(Column label, TaskKind? asked = null) => TaskInference.Infer(Table.FromColumns("d.csv", [label]), label.Name, asked).Kind;

    static double[] Cycle(int rows, int values, double first = 0, double step = 1) => [.. Enumerable.Range(0, rows).Select(i => first + (i % values * step))];

    [Fact]
    public void Without_a_label_there_is_no_task()
    {
        Assert.Equal(TaskKind.None, TaskInference.Infer(Named("a"), null).Kind);
        Assert.Equal(TaskKind.None, TaskInference.Infer(Named("a"), "a", TaskKind.None).Kind);
        Refused(() => TaskInference.Infer(Named("a"), null, TaskKind.Regression));
    }

    [Fact]
    public void Texts_and_booleans_are_classes()
    {
        Assert.Equal(TaskKind.Classification, Of(Texts("y", "a", "b", null)));
        Assert.Equal(TaskKind.Classification, Of(new TextColumn("y", [0, 1], ["false", "true"], isBoolean: true)));
        Assert.Equal(TaskKind.Classification, Of(Texts("y", "only")));
    }

    [Theory]
    [InlineData(100, 2, 0.0, 1.0, TaskKind.Classification)]
    [InlineData(100, 10, 0.0, 1.0, TaskKind.Classification)]
    [InlineData(100, 6, 3.0, 1.0, TaskKind.Classification)]
    [InlineData(1, 1, 7.0, 1.0, TaskKind.Classification)]
    [InlineData(25, 20, 100.0, 13.0, TaskKind.Regression)]
    [InlineData(1000, 60, 18.0, 1.0, TaskKind.Regression)]
    [InlineData(1000, 77, 0.0, 1.0, TaskKind.Classification)]
    [InlineData(1000, 100, 1.0, 1.0, TaskKind.Classification)]
    [InlineData(1000, 400, 0.0, 1.0, TaskKind.Regression)]
    [InlineData(1000, 3, 0.5, 1.0, TaskKind.Regression)]
    public void Few_whole_numbers_are_classes_and_other_numbers_a_quantity(int rows, int values, double first, double step, TaskKind expected) =>
        Assert.Equal(expected, Of(Numbers("y", Cycle(rows, values, first, step))));

    [Fact]
    public void The_user_decides()
    {
        Assert.Equal(TaskKind.Regression, Of(Numbers("y", Cycle(100, 3)), TaskKind.Regression));
        Assert.Equal(TaskKind.Classification, Of(Numbers("y", Cycle(100, 3, 0.5)), TaskKind.Classification));
        Assert.Contains("needs numbers", Refused(() => Of(Texts("y", "a", "b"), TaskKind.Regression)), StringComparison.Ordinal);
    }

    [Fact]
    public void Free_text_is_no_label()
    {
        var message = Refused(() => Of(Texts("y", [.. Enumerable.Range(0, 100).Select(i => $"note {i}")])));
        Assert.Contains("100 different values in 100 rows", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_classes_are_allowed_where_rows_support_them() =>
        Assert.Equal(TaskKind.Classification, Of(Texts("y", [.. Enumerable.Range(0, 20_000).Select(i => $"c{i % 10_000}")])));

    [Fact]
    public void A_label_without_values_dates_and_lists_are_refused()
    {
        Refused(() => Of(Numbers("y", double.NaN, double.NaN)));
        Refused(() => Of(Texts("y", null, null)));
        Refused(() => Of(new TimeColumn("y", [0, 1])));
        Assert.Contains("multi-label", Refused(() => Of(new VectorColumn("y", [1, 0, 0, 1], 2))), StringComparison.Ordinal);
        Assert.Contains("multi-label", Refused(() => Of(Texts("y", "['a','b']", "['a']", "['b']", "['a']"))), StringComparison.Ordinal);
    }
}
