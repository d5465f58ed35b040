using System.Globalization;

namespace Faultline.Tests;

/// <summary>Slips of the unit and the decimal point.</summary>
public sealed partial class ValueErrorsTests
{
    // Clean: two kinds of value, and no column tells which a row is of.
    [Theory]
    [InlineData(30, 0.3)]
    [InlineData(100, 0.4)]
    [InlineData(1000, 0.5)]
    public void A_second_mode_that_no_column_explains_is_no_slip(double times, double width)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            var random = SeededRandom.For(seed, "second mode");
            double[] values = [.. Enumerable.Range(0, 600).Select(row => Math.Round((row % 33 == 5 ? times : 1) * Math.Exp(width * random.NextGaussian()), 4))];
            Table table = Table.FromColumns("modes", [new NumberColumn("x", values), new NumberColumn("other", [.. values.Select(_ => random.NextGaussian())])]);
            AuditReport report = Run(table, set: null);
            Assert.DoesNotContain(report.Findings, finding => finding.Severity > Severity.Info);
        }
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(100)]
    [InlineData(10)]
    [InlineData(0.1)]
    [InlineData(0.01)]
    public void Slips_of_the_decimal_point_are_found_both_ways_with_the_right_values(double times)
    {
        Dictionary<int, double> right = new() { [17] = 156, [200] = 149.5, [417] = 171.25 };
        foreach (var few in new[] { right.Take(1).ToDictionary(), right })
        {
            double[] values = [.. Enumerable.Range(0, 500).Select(row => few.TryGetValue(row, out var value) ? (double)((decimal)value / (decimal)times) : 156 + (15 * Normal(row)))];
            var report = Run(Table.FromColumns(new NumberColumn("height", values)));
            Assert.Equal(few.Select(cell => (cell.Key, cell.Value)), Cells(report).Select(cell => (cell.Row, double.Parse(cell.Suggestion!, CultureInfo.InvariantCulture))).Order());
            Assert.Contains("slip of the decimal point", Assert.Single(Open(report)).Cause, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Small_values_of_skewed_columns_are_no_slips()
    {
        // By their quantile functions; the last comes near zero by nature.
        Func<SeededRandom, double>[] kinds =
        [
            random => Math.Exp(random.NextGaussian()),
            random => Math.Exp(0.25 * random.NextGaussian()),
            random => 1 / (1 - random.NextDouble()),
            random => Math.Pow(1 - random.NextDouble(), -1 / 3.0),
            random => Math.Pow(random.NextDouble(), 1 / 3.0),
            random => random.NextDouble() < 0.3 ? 0 : Math.Exp(random.NextGaussian()),
            random => random.NextExponential(),
            random => 4 + random.NextGaussian(),
        ];
        var random = new SeededRandom(6);
        var columns = from kind in kinds from seed in Enumerable.Range(0, 30) select kind;
        Assert.Empty(Open(Run(Table.FromColumns([.. columns.Select((kind, j) => (Column)new NumberColumn($"c{j}", [.. Enumerable.Range(0, 400).Select(_ => kind(random))]))]))));
    }

    [Fact]
    public void A_few_rows_of_another_place_are_no_slips()
    {
        // Two towns, three rows of a third 20 times as far away as the towns are wide; each town as wide as the others.
        double[] values = [.. Enumerable.Range(0, 140).Select(row => (row < 3 ? 49.5 : row % 2 == 0 ? 46.1 : 46.4) + (0.05 * Normal(row)))];
        Assert.Empty(Open(Run(Table.FromColumns(new NumberColumn("latitude", values)))));

        // The same three rows a hundredfold are spread a hundredfold as well: slips of the decimal point.
        double[] slips = [.. Enumerable.Range(0, 140).Select(row => (row < 3 ? 100 : 1) * (46.1 + (8 * Normal(row))))];
        Assert.Equal(3, Assert.Single(Open(Run(Table.FromColumns(new NumberColumn("latitude", slips))))).Rows.Count);
    }

    [Theory]
    [InlineData("°F", 1.8, 32, 0.06)]
    [InlineData("pounds", 2.2046226218, 0, 0.06)]
    [InlineData("slip of the decimal point", 10, 0, 1e-9)]
    [InlineData("inches", 0.3937007874, 0, 0.2)]
    public void Values_of_another_unit_are_converted_back(string words, double factor, double shift, double tolerance)
    {
        var random = new SeededRandom(8);
        double[] x = [.. Enumerable.Range(0, 1000).Select(_ => random.NextGaussian())];
        double[] right = [.. x.Select(value => Math.Round(shift == 0 ? 70 * Math.Exp((0.1 * value) + (0.03 * random.NextGaussian())) : 10 + (6 * value) + (2 * random.NextGaussian()), 1))];
        int[] rows = random.Sample(1000, 12);
        double[] given = [.. right];
        foreach (int row in rows)
        {
            given[row] = Math.Round((factor * given[row]) + shift, 1);
        }

        var report = Run(Table.FromColumns(new NumberColumn("x", x), new NumberColumn("y", given)));
        Assert.Contains(words, Assert.Single(Open(report)).Cause, StringComparison.Ordinal);
        Assert.Equal(rows, Cells(report).Select(cell => cell.Row).Order());
        Assert.All(Cells(report), cell => Assert.Equal(right[cell.Row], double.Parse(cell.Suggestion!, CultureInfo.InvariantCulture), tolerance));
    }

    [Fact]
    public void A_genuine_group_ten_times_smaller_is_no_slip()
    {
        // Two of 200 rows are small, and of a kind of their own; without the column of kinds nothing tells them from slips.
        double[] size = [.. Enumerable.Range(0, 200).Select(row => Math.Round((row is 17 or 90 ? 0.1 : 1) * (156 + (15 * Normal(row))), 1))];
        var kinds = Mixed("kind", 200, row => row is 17 or 90 ? "toy" : row % 2 == 0 ? "car" : "van");
        Assert.Empty(Open(Run(Table.FromColumns(new NumberColumn("size", size), kinds))));
        Assert.NotEmpty(Open(Run(Table.FromColumns(new NumberColumn("size", size)))));
    }

    [Theory]
    [InlineData("÷100", 115, 1.15)]
    [InlineData("×10", 0.7, 7)]
    [InlineData("fahrenheit", 98.6, 37)]
    [InlineData("celsius", 100, 212)]
    [InlineData("inch back", 170.18, 67)]
    [InlineData("mile", 26.2188, 42.195)]
    [InlineData("sign", -4, 4)]
    public void Conversions_give_what_tables_of_units_say(string name, double given, double right) =>
        Assert.Equal(right, UnitConversion.All.Single(conversion => conversion.Name == name).Apply(given, 3), 3);

    [Theory]
    [InlineData("normal")]
    [InlineData("lognormal")]
    public void Slips_of_a_label_are_told_with_the_right_value_and_no_sound_value_with_them(string kind)
    {
        // 20 of 2,000 labels tenfold: a model that learned from them would be off where they lie.
        var random = new SeededRandom(21);
        double[] a = Gaussians(random, 2000), b = Gaussians(random, 2000);
        double[] right = [.. a.Zip(b, (x, z) => Math.Round(kind == "normal" ? 300 + (30 * x) + (30 * z * x) + (8 * random.NextGaussian()) : Math.Exp(6 + (0.8 * x) + (0.4 * Math.Abs(z)) + (0.1 * random.NextGaussian())), 1))];
        int[] rows = random.Sample(2000, 20);
        double[] given = Tenfold(right, rows);

        var report = Run(Table.FromColumns(new NumberColumn("a", a), new NumberColumn("b", b), new NumberColumn("y", given)), label: "y");
        var flagged = Cells(report).Where(cell => cell.Flagged).ToArray();
        Assert.Contains(Open(report), finding => finding.Title.Contains("divided by 10", StringComparison.Ordinal));
        Assert.Empty(flagged.Select(cell => cell.Row).Except(rows));
        Assert.InRange(flagged.Count(cell => cell.Suggestion == NumberColumn.Write(right[cell.Row])), 17, 20);
        Assert.Equal(flagged.Length, flagged.Select(cell => cell.Row).Distinct().Count());
    }

    [Fact]
    public void Slips_of_known_prices_are_told_and_no_other_price()
    {
        // Each of these 3,000 prices is a real one; 40 are written tenfold.
        string[] lines = [.. SharedData.Lines("tabular", "diamonds.csv.gz")];
        int[] sample = [.. new SeededRandom(7).Sample(lines.Length - 1, 3000).Order()];
        Table whole = HygieneTable.Read(string.Join('\n', sample.Select(row => lines[row + 1]).Prepend(lines[0])), "diamonds", ',');
        double[] right = ((NumberColumn)whole["price"]).Values.ToArray(), given = [.. right];
        int[] rows = new SeededRandom(8).Sample(3000, 40);
        foreach (int row in rows)
        {
            given[row] *= 10;
        }

        // What is flagged beside the slips is what is flagged where these prices are missing: they teach nothing.
        int[] others = [.. Prices([.. right.Select((value, row) => rows.Contains(row) ? double.NaN : value)]).Select(cell => cell.Row)];
        var after = Prices(given);
        var told = after.Where(cell => rows.Contains(cell.Row)).ToArray();
        Assert.Equal(rows.Order(), told.Select(cell => cell.Row).Order());
        Assert.True(told.Count(cell => cell.Suggestion == NumberColumn.Write(right[cell.Row])) >= 39, "the suggestion is the value that stood there");
        Assert.Equal(others.Order(), after.Select(cell => cell.Row).Except(rows).Order());
        Assert.Equal(after.Length, after.Select(cell => cell.Row).Distinct().Count());

        CellScore[] Prices(double[] values) =>
            [.. Cells(Run(Table.FromColumns([.. whole.Columns.Select(column => column.Name == "price" ? new NumberColumn("price", values) : column)]), label: "price")).Where(cell => cell.Flagged && cell.Column == "price")];
    }

    [Theory]
    [InlineData("normal", 200, 6)]
    [InlineData("normal", 200, 14)]
    [InlineData("normal", 1000, 10)]
    [InlineData("lognormal", 1000, 6)]
    [InlineData("lognormal", 500, 14)]
    [InlineData("lognormal", 1000, 20)]
    public void Slips_of_small_tables_are_told_whatever_their_number(string kind, int count, int slips)
    {
        var random = new SeededRandom((ulong)(count + slips));
        double[] x = Gaussians(random, count);
        double[] right = [.. x.Select(value => Math.Round(kind == "normal" ? 100 + (12 * value) + (8 * random.NextGaussian()) : Math.Exp(4 + (0.7 * value) + (0.2 * random.NextGaussian())), 2))];
        int[] rows = random.Sample(count, slips);
        double[] given = Tenfold(right, rows);

        var report = Run(Table.FromColumns(new NumberColumn("x", x), new NumberColumn("y", given)));
        var cells = Cells(report);
        Assert.Contains("decimal point", Assert.Single(Open(report)).Cause, StringComparison.Ordinal);
        Assert.True(rows.Count(row => cells.Any(cell => cell.Row == row && cell.Suggestion == NumberColumn.Write(right[row]))) >= 0.9 * slips, $"{cells.Count} of {slips} are told");
        Assert.Empty(cells.Select(cell => cell.Row).Except(rows));
    }

    [Fact]
    public void Skewed_columns_of_one_table_have_no_slips()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new SeededRandom((ulong)seed + 300);
            double[] z = Gaussians(random, 300);
            Assert.Empty(Open(Run(Table.FromColumns(
                new NumberColumn("heavy", [.. z.Select(value => Math.Exp((2 * value) + (0.3 * random.NextGaussian())))]),
                new NumberColumn("pareto", [.. z.Select(_ => 1 / (1 - random.NextDouble()))]),
                new NumberColumn("zeros", [.. z.Select(value => random.NextDouble() < 0.5 ? 0 : Math.Ceiling(20 * Math.Exp(value)))]),
                new NumberColumn("money", [.. z.Select(value => Math.Floor(Math.Exp(4 + value)) + 0.99)])))));
        }
    }

    [Fact]
    public void A_far_group_as_narrow_as_the_others_is_no_slip()
    {
        // Ten of 300 lie ten times as far out, and as close together as the others do: slips would lie ten times as wide.
        var random = new SeededRandom(31);
        double[] x = Gaussians(random, 300);
        double[] y = [.. x.Select((value, row) => (row % 30 == 7 ? 1000 : 100) + (8 * random.NextGaussian()))];
        Assert.DoesNotContain(Open(Run(Table.FromColumns(new NumberColumn("x", x), new NumberColumn("y", y)))), finding => finding.Cause.Contains("decimal point", StringComparison.Ordinal));
    }

    // Heights in metres and exchanged pairs stand in the same two columns: each is told, and neither hides the other.
    [Fact]
    public void Slips_and_exchanges_of_the_same_two_columns_are_both_told()
    {
        const int People = 1500;
        for (int seed = 0; seed < 3; seed++)
        {
            var random = SeededRandom.For(seed, "people");
            double[] height = [.. Enumerable.Range(0, People).Select(_ => Math.Round(170 + (9 * random.NextGaussian())))];
            double[] weight = [.. height.Select(tall => Math.Round(70 + (0.9 * (tall - 170)) + (7 * random.NextGaussian()), 1))];
            var right = new Dictionary<(int, string), double>();
            for (int row = 0; row < 12; row++)
            {
                (right[(row, "height")], right[(row, "weight")]) = (height[row], weight[row]);
                (height[row], weight[row]) = (weight[row], height[row]);
            }

            for (int row = 100; row < 105; row++)
            {
                right[(row, "height")] = height[row];
                height[row] /= 100;
            }

            AuditReport report = Run(Table.FromColumns(new NumberColumn("height", height), new NumberColumn("weight", weight)));
            Assert.Contains(Open(report), finding => finding.Title is "In 12 rows height and weight are exchanged" or "In 11 rows height and weight are exchanged");
            Assert.Contains(Open(report), finding => finding.Title == "5 values of height fit their rows only multiplied by 100");
            Assert.All(Cells(report).Where(cell => cell.Flagged), cell => Assert.Equal(right[(cell.Row, cell.Column)], double.Parse(cell.Suggestion!, CultureInfo.InvariantCulture), 6));
        }
    }

    // 98.2 is 36.8 in °F; a few and many of them are told alike.
    [Theory]
    [InlineData(6)]
    [InlineData(20)]
    [InlineData(60)]
    public void Fevers_in_Fahrenheit_are_told_however_many(int count)
    {
        var random = SeededRandom.For(count, "fever");
        double[] temperature = [.. Enumerable.Range(0, 2000).Select(row => Math.Round((36.8 + (0.5 * random.NextGaussian())) is var celsius && row % (2000 / count) == 3 && row / (2000 / count) < count ? 32 + (1.8 * celsius) : celsius, 1))];
        AuditReport report = Run(Table.FromColumns(new NumberColumn("temperature", temperature), new NumberColumn("pulse", [.. temperature.Select(_ => Math.Round(72 + (9 * random.NextGaussian())))])));
        Assert.Equal($"{count} values of temperature fit their rows only converted from °F to °C", Assert.Single(Open(report)).Title);
    }
}
