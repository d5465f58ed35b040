using static Faultline.Tests.EvidenceRoom.Columns;

namespace Faultline.Tests.EvidenceRoom;

/// <summary>The rules of "Classes are matched by name", read off the contract case by case.</summary>
public sealed class ClassMatchingTests
{
    static readonly CancellationToken s_none = CancellationToken.None;

    static Evidence Build(Column label, params Column[] probabilities) => EvidenceBuilder.Build(
        new EvidenceRequest
        {
            Data = Table.FromColumns("d.csv", [label, Numbers("x", [.. Enumerable.Range(0, label.RowCount).Select(i => i * 0.37)])]),
            Roles = new RoleRequest { Label = label.Name },
            Predictions = Table.FromColumns("p.csv", probabilities),
        },
        s_none);

    static double[] Repeat(double value, int rows) => [.. Enumerable.Repeat(value, rows)];

    [Fact]
    public void Columns_named_after_the_classes_exactly()
    {
        var found = Build(Texts("y", "cat", "dog", "cat"), Numbers("dog", 0.1, 0.8, 0.3), Numbers("cat", 0.9, 0.2, 0.7)).Classes!;
        Assert.Equal(["cat", "dog"], found.Classes);
        Assert.Equal([0, 1, 0], found.Labels);
        Assert.Equal([0.9, 0.1, 0.2, 0.8, 0.7, 0.3], found.Probabilities);
        Assert.False(found.IsOutOfFold);
    }

    [Fact]
    public void Twenty_numbered_classes_take_the_shortest_prefix()
    {
        // 'p' and 'p1' both match ten of the labels 0–9; with 0–19 'p' matches twenty.
        double[] labels = [.. Enumerable.Range(0, 60).Select(i => (double)(i % 20))];
        Column[] columns = [.. Enumerable.Range(0, 20).Select(c => Numbers($"p{c}", Repeat(c == 7 ? 0.62 : 0.02, 60)))];
        var found = Build(Numbers("y", labels), columns).Classes!;
        Assert.Equal(Enumerable.Range(0, 20).Select(c => c.ToString()), found.Classes);
        Assert.Equal(0.62, found.Row(3)[7]);
        Assert.Equal(labels.Select(l => (int)l), found.Labels);
    }

    [Fact]
    public void Ten_labels_beside_twenty_columns_take_the_shortest_prefix_and_leave_ten_classes_unused()
    {
        double[] labels = [.. Enumerable.Range(0, 60).Select(i => (double)(i % 10))];
        Column[] columns = [.. Enumerable.Range(0, 20).Select(c => Numbers($"p{c}", Repeat(0.05, 60)))];
        var evidence = Build(Numbers("y", labels), columns);
        Assert.Equal(20, evidence.Classes!.Classes.Count);
        Assert.Contains(evidence.Warnings, text => text.Contains("No row is labelled '10', '11'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("prob_cat", "prob_dog")]
    [InlineData("cat", "p_dog")]
    [InlineData("p=cat", "p=dog")]
    public void A_prefix_is_taken_off(string first, string second)
    {
        var found = Build(Texts("y", "dog", "cat"), Numbers(first, 0.25, 0.5), Numbers(second, 0.75, 0.5)).Classes!;
        Assert.Equal(["cat", "dog"], found.Classes);
        Assert.Equal([0.25, 0.75], found.Row(0).ToArray());
    }

    [Theory]
    [InlineData("3.0", "10.0")]
    [InlineData("p3.0", "p10")]
    [InlineData("p_03", "p_1e1")]
    public void Numbers_compare_as_numbers(string three, string ten)
    {
        var found = Build(Numbers("y", 3, 10, 3, 10), Numbers(ten, Repeat(0.25, 4)), Numbers(three, Repeat(0.75, 4))).Classes!;
        Assert.Equal(["3", "10"], found.Classes);
        Assert.Equal([0.75, 0.25], found.Row(0).ToArray());
    }

    [Fact]
    public void Booleans_match_however_they_are_written()
    {
        var label = new TextColumn("y", [0, 1, 1], ["false", "true"], isBoolean: true);
        var found = Build(label, Numbers("True", 0.2, 0.9, 0.6), Numbers("False", 0.8, 0.1, 0.4)).Classes!;
        Assert.Equal(["false", "true"], found.Classes);
        Assert.Equal([0.8, 0.2], found.Row(0).ToArray());
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void At_most_one_row_in_a_thousand_may_have_an_unmatched_label(int odd, bool allowed)
    {
        string[] labels = [.. Enumerable.Range(0, 1000).Select(i => i < odd ? "odd" : i % 2 == 0 ? "a" : "b")];
        Evidence Make() => Build(Texts("y", labels), Numbers("a", Repeat(0.5, 1000)), Numbers("b", Repeat(0.5, 1000)));
        if (allowed)
        {
            var evidence = Make();
            Assert.Equal(["a", "b"], evidence.Classes!.Classes);
            Assert.Equal(-1, evidence.Classes.Labels[0]);
            Assert.Contains(evidence.Warnings, text => text.Contains("'odd'", StringComparison.Ordinal) && text.Contains("1 of 1,000", StringComparison.Ordinal));
        }
        else
        {
            Assert.Contains("'odd'", Refused(() => Make()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Nothing_in_common_is_refused_with_both_sides_named()
    {
        var message = Refused(() => Build(Texts("y", "a", "b"), Numbers("u", 0.5, 0.5), Numbers("v", 0.5, 0.5)));
        Assert.Contains("'a', 'b'", message, StringComparison.Ordinal);
        Assert.Contains("'u', 'v'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predicted_classes_alone_are_refused_with_what_is_expected()
    {
        var message = Refused(() => Build(Texts("y", "a", "b", "a"), Texts("prediction", "a", "b", "b")));
        Assert.Contains("predicted classes", message, StringComparison.Ordinal);
        Assert.Contains("one column of probabilities for each class", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_no_label_uses_is_allowed_and_said()
    {
        var evidence = Build(Texts("y", "a", "b", "a"), Numbers("p_a", 0.5, 0.2, 0.6), Numbers("p_b", 0.2, 0.5, 0.1), Numbers("p_c", 0.3, 0.3, 0.3));
        Assert.Equal(["a", "b", "c"], evidence.Classes!.Classes);
        Assert.Contains(evidence.Warnings, text => text.Contains("No row is labelled 'c'", StringComparison.Ordinal));
    }

    [Fact]
    public void Other_columns_of_the_file_are_no_classes()
    {
        var evidence = Build(Texts("y", "a", "b", "a"), Numbers("a", 0.5, 0.2, 0.6), Numbers("b", 0.5, 0.8, 0.4), Numbers("loss", 0.3, 0.2, 0.4), Texts("note", "u", "v", "w"));
        Assert.Equal(["a", "b"], evidence.Classes!.Classes);
    }

    [Fact]
    public void Two_columns_of_one_class_are_refused() =>
        Refused(() => Build(Numbers("y", 3, 4, 3), Numbers("p3", 0.5, 0.2, 0.6), Numbers("p4", 0.5, 0.8, 0.4), Numbers("p3.0", 0, 0, 0)));

    [Theory]
    [InlineData(-0.002, "-0.002")]
    [InlineData(1.002, "1.002")]
    [InlineData(double.NaN, "missing or NaN")]
    [InlineData(double.PositiveInfinity, "infinite")]
    public void What_is_no_probability_is_refused_with_file_row_and_column(double bad, string said)
    {
        var message = Refused(() => Build(Texts("y", "a", "b", "a"), Numbers("a", 0.5, 0.2, bad), Numbers("b", 0.5, 0.8, 0.4)));
        Assert.Contains("'p.csv' row 2, column 'a'", message, StringComparison.Ordinal);
        Assert.Contains(said, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hardly_outside_is_clipped()
    {
        var found = Build(Texts("y", "a", "b"), Numbers("a", -0.0009, 0.5), Numbers("b", 1.0009, 0.5)).Classes!;
        Assert.Equal([0.0, 1.0], found.Row(0).ToArray());
    }

    [Fact]
    public void Rounded_rows_are_normalised_and_counted()
    {
        var evidence = Build(Texts("y", "a", "b", "c", "a"), Numbers("a", 0.33, 0.2, 0.52, 1), Numbers("b", 0.33, 0.5, 0.25, 0), Numbers("c", 0.33, 0.3, 0.27, 0));
        Assert.All(evidence.Classes!.Row(0).ToArray(), p => Assert.Equal(1 / 3.0, p, 1e-15));
        Assert.Equal([0.2, 0.5, 0.3], evidence.Classes.Row(1).ToArray());
        Assert.Equal(0.52 / 1.04, evidence.Classes.Row(2)[0], 1e-15);
        Assert.Contains(evidence.Warnings, text => text.Contains("2 of 4 rows", StringComparison.Ordinal) && text.Contains("0.04", StringComparison.Ordinal));
    }

    [Fact]
    public void Single_precision_sums_stay_as_they_are()
    {
        var found = Build(Texts("y", "a", "b"), Numbers("a", 0.700001, 0.5), Numbers("b", 0.3, 0.5)).Classes!;
        Assert.Equal([0.700001, 0.3], found.Row(0).ToArray());
    }

    [Theory]
    [InlineData(0.55, 0.5, true)]
    [InlineData(0.45, 0.5, true)]
    [InlineData(0.56, 0.5, false)]
    [InlineData(0.44, 0.5, false)]
    [InlineData(0, 0, false)]
    public void Sums_past_the_tolerance_are_refused(double a, double b, bool allowed)
    {
        Evidence Make() => Build(Texts("y", "a", "b"), Numbers("a", 0.5, a), Numbers("b", 0.5, b));
        if (allowed)
        {
            Assert.Equal(1, Make().Classes!.Row(1).ToArray().Sum(), 1e-15);
        }
        else
        {
            Assert.Contains("'p.csv' row 1", Refused(() => Make()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_array_has_the_sorted_classes_as_columns()
    {
        var data = Table.FromColumns("d.csv", [Numbers("y", 10, 9, 10, 9), Numbers("x", 1, 2, 3, 4)]);
        var found = EvidenceBuilder.Build(new EvidenceRequest { Data = data, Roles = new RoleRequest { Label = "y" }, PredictionArray = new PredictionArray("p.npy", [0.9, 0.1, 0.2, 0.8, 0.3, 0.7, 0.6, 0.4], 2) }, s_none).Classes!;
        Assert.Equal(["9", "10"], found.Classes);
        Assert.Equal([1, 0, 1, 0], found.Labels);
        Assert.Equal([0.2, 0.8], found.Row(1).ToArray());
    }

    [Fact]
    public void An_array_of_another_width_or_height_is_refused()
    {
        var data = Table.FromColumns("d.csv", [Texts("y", "a", "b"), Numbers("x", 1, 2)]);
        EvidenceRequest With(PredictionArray array) => new() { Data = data, Roles = new RoleRequest { Label = "y" }, PredictionArray = array };
        Assert.Contains("3 columns", Refused(() => EvidenceBuilder.Build(With(new PredictionArray("p.npy", [1, 0, 0, 0, 1, 0], 3)), s_none)), StringComparison.Ordinal);
        Assert.Contains("3 rows", Refused(() => EvidenceBuilder.Build(With(new PredictionArray("p.npy", [1, 0, 0, 1, 0, 1], 2)), s_none)), StringComparison.Ordinal);
    }

    [Fact]
    public void No_number_of_a_cell_leaves_under_no_values()
    {
        var request = new EvidenceRequest
        {
            Data = Table.FromColumns("d.csv", [Texts("y", "a", "b")]),
            Roles = new RoleRequest { Label = "y" },
            Predictions = Table.FromColumns("p.csv", [Numbers("a", 0.5, 7.125), Numbers("b", 0.5, 0.8)]),
            ShowValues = false,
        };
        Assert.DoesNotContain("7.125", Refused(() => EvidenceBuilder.Build(request, s_none)), StringComparison.Ordinal);
    }
}
