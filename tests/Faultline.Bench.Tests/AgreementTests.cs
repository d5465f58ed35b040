using System.Text.Json;

namespace Faultline.Bench.Tests;

public sealed class AgreementTests
{
    [Fact]
    public void Numbers_are_close_by_share_or_amount_and_never_where_one_is_missing()
    {
        Assert.True(Agreement.Close([100, 0], [100.9, 0], 0.01));
        Assert.False(Agreement.Close([100, 0], [101.1, 0], 0.01));
        Assert.False(Agreement.Close([0.0], [0.001], 0.01));
        Assert.True(Agreement.Close([0.0], [0.001], 0.01, 0.001));
        Assert.False(Agreement.Close([1, 2], [1, 2, 3], 1));
        Assert.False(Agreement.Close([double.NaN], [1], 1));
        Assert.False(Agreement.Close([1], [double.NaN], 1, 10));
        Assert.False(Agreement.Close([double.NaN], [double.NaN], 1, 10));
        Assert.True(Agreement.Close([], [], 0));
    }

    [Fact]
    public void Overlap_is_shared_members_over_all()
    {
        Assert.Equal(0.5, Agreement.Overlap([1, 2, 3], [2, 3, 4]));
        Assert.Equal(0.0, Agreement.Overlap([1], []));
        Assert.Equal(1.0, Agreement.Overlap([], []));
        Assert.Equal(1.0, Agreement.Overlap([5, 5, 6], [6, 5]));
    }

    [Fact]
    public void F1_is_the_harmonic_mean_of_precision_and_recall()
    {
        // Three of four found are right, three of six planted are found.
        Assert.Equal(2 * 0.75 * 0.5 / (0.75 + 0.5), Agreement.F1([1, 2, 3, 9], [1, 2, 3, 4, 5, 6]), 12);
        Assert.Equal(0, Agreement.F1([9], [1]));
        Assert.Equal(0, Agreement.F1([], [1]));
        Assert.Equal(1, Agreement.F1([], []));
        Assert.Equal(1, Agreement.F1([1, 1], [1]));
    }

    [Fact]
    public void An_answer_is_read_back_as_it_was_given()
    {
        JsonElement answer = Agreement.Answer(("rows", [3, 1]), ("none", []));
        Assert.Equal([3, 1], Agreement.Numbers(answer, "rows"));
        Assert.Empty(Agreement.Numbers(answer, "none"));
        Assert.Equal(7, Agreement.Number(JsonDocument.Parse("""{"n": 7}""").RootElement, "n"));
        Assert.Throws<KeyNotFoundException>(() => Agreement.Number(answer, "absent"));
    }

    [Theory]
    [InlineData("50000x64", 50_000, 64, "")]
    [InlineData("20000x16-drift", 20_000, 16, "drift")]
    [InlineData("1000000x12-FL101", 1_000_000, 12, "FL101")]
    public void A_case_says_its_size(string name, int rows, int columns, string kind) => Assert.Equal(new Shape(rows, columns, kind), Shape.Of(name));

    [Fact]
    public void Growth_is_the_slope_of_the_logarithms()
    {
        (double, double)[] square = [.. new[] { 10.0, 100, 1000 }.Select(rows => (rows, 3e-6 * rows * rows))];
        Assert.Equal(2, GrowthFit.Exponent(square), 10);
        Assert.Equal(1, GrowthFit.Exponent([(10, 0.2), (1000, 20)]), 10);
    }

    [Fact]
    public void Every_benchmark_of_the_contract_is_there_once_and_the_picture_shows_its_checks()
    {
        string[] asked = ["label-errors", "datalab", "knn", "outliers", "duplicates", "order-dependence", "drift", "slices", "dependencies", "calibration", "gbdt", "logistic", "reading", "gemm", "growth"];
        Assert.Empty(asked.Except(Benchmarks.All.Select(bench => bench.Name), StringComparer.Ordinal));
        Assert.Equal(Benchmarks.All.Count, Benchmarks.All.Select(bench => bench.Name).Distinct(StringComparer.Ordinal).Count());

        string svg = GrowthPicture.Draw([("FL101", [(1e4, 0.01), (1e5, 0.1)]), ("FL103", [(1e4, 0.02), (1e5, 0.4)])]);
        var drawn = System.Xml.Linq.XDocument.Parse(svg).Descendants().ToArray();
        Assert.Equal(2, drawn.Count(element => element.Name.LocalName == "polyline"));
        Assert.Equal(4, drawn.Count(element => element.Name.LocalName == "circle"));
        Assert.Contains("rows^1.00", svg, StringComparison.Ordinal);
        Assert.Contains("rows^1.30", svg, StringComparison.Ordinal);
    }
}
