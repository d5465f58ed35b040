namespace Faultline.Tests;

/// <summary>Groups whose levels were exchanged, and groups that are like that.</summary>
public sealed partial class ValueErrorsTests
{
    const int Stations = 12;
    const int Months = 12;

    // The two months that were exchanged are known; pairs that lie beside them differ as much, and are not meant.
    [Theory]
    [InlineData(0, 6)]
    [InlineData(1, 7)]
    [InlineData(2, 8)]
    [InlineData(0, 5)]
    public void Of_many_months_the_exchanged_two_are_named(int first, int second)
    {
        for (int seed = 0; seed < 3; seed++)
        {
            AuditReport report = Run(Climate(seed, (station, month) => station != 5 ? month : month == first ? second : month == second ? first : month));
            string title = Assert.Single(Open(report)).Title;
            Assert.StartsWith("st05 is the only one of 12 stations where temp is higher in", title, StringComparison.Ordinal);
            Assert.Contains($" in {first + 1} than in {second + 1} (", title, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Exchanged_years_of_one_field_are_told_and_no_others()
    {
        int told = 0, seeds = 30;
        for (int seed = 0; seed < seeds; seed++)
        {
            // Nine fields, two years, twelve varieties: a year is worth 8, a value scatters by 2, so a field's difference by 0.8.
            foreach (int swapped in new[] { 4, -1 })
            {
                var random = SeededRandom.For(seed, "fields");
                double[] field = [.. Enumerable.Range(0, 9).Select(_ => 4 * random.NextGaussian())];
                double[] yield = [.. Enumerable.Range(0, 216).Select(row => Math.Round(40 + field[row / 24] + ((row % 2 == 1) != (row / 24 == swapped) ? 8 : 0) + (2 * random.NextGaussian()), 1))];
                var open = Open(Run(Table.FromColumns(
                    new NumberColumn("yield", yield),
                    Mixed("variety", 216, row => $"v{row / 2 % 12}"),
                    Mixed("year", 216, row => row % 2 == 1 ? "2021" : "2020"),
                    Mixed("field", 216, row => $"f{row / 24}")))).ToArray();
                Assert.True(swapped >= 0 || open.Length == 0, $"seed {seed}: {open.FirstOrDefault()?.Title}");
                told += open.Any(finding => finding.Title.StartsWith("f4 is the only one of 9 fields", StringComparison.Ordinal)) ? 1 : 0;
            }
        }

        Assert.True(told >= 0.9 * seeds, $"told {told} of {seeds}");
    }

    [Fact]
    public void A_station_of_the_other_half_of_the_earth_has_its_months_right()
    {
        for (int seed = 0; seed < 5; seed++)
        {
            Assert.Empty(Open(Run(Climate(seed, (station, month) => station == 5 ? (month + 6) % Months : month))));
        }
    }

    // Tax by brackets, income by a power law: a model learned of it errs where next to no row lies, and nothing is wrong.
    [Theory]
    [InlineData("tax")]
    [InlineData("product")]
    public void A_formula_that_the_model_does_not_follow_to_the_end_makes_no_wrong_values(string kind)
    {
        for (int seed = 0; seed < 3; seed++)
        {
            var random = SeededRandom.For(seed, "formula");
            double[] income = [.. Enumerable.Range(0, 1500).Select(_ => 100 * Math.Round(120 * Math.Pow(1 - random.NextDouble(), -1 / 1.8)))];
            double[] other = [.. income.Select(_ => (double)(1 + random.NextInt(40)))];
            double[] label = kind == "tax"
                ? [.. income.Select(value => Math.Round((0.1 * Math.Min(value, 20_000)) + (0.25 * Math.Clamp(value - 20_000, 0, 60_000)) + (0.4 * Math.Max(value - 80_000, 0))))]
                : [.. income.Zip(other, (price, count) => price / 1000 * count)];
            AuditReport report = Run(Table.FromColumns(new NumberColumn("income", income), new NumberColumn("count", other), new NumberColumn("y", label)), "y");
            Assert.Empty(Open(report));
        }
    }

    static Table Climate(int seed, Func<int, int, int> written)
    {
        const int Years = 8;
        var random = SeededRandom.For(seed, "climate");
        double[] above = [.. Enumerable.Range(0, Stations).Select(_ => 3 * random.NextGaussian())];
        var rows = (from station in Enumerable.Range(0, Stations) from month in Enumerable.Range(0, Months) from year in Enumerable.Range(0, Years) select (Station: station, Month: month)).ToArray();
        return Table.FromColumns(
            TextColumn.From("station", [.. rows.Select(row => $"st{row.Station:00}")]),
            new NumberColumn("month", [.. rows.Select(row => written(row.Station, row.Month) + 1.0)]),
            new NumberColumn("temp", [.. rows.Select(row => Math.Round(12 + above[row.Station] - (10 * Math.Cos(row.Month * Math.PI / 6)) + (2 * random.NextGaussian()), 1))]));
    }
}
