namespace Faultline.DuckDb.Tests.Reading;

/// <summary>Real tables: the samples that the build restores, and the data beside the checkout. Counts are those of independent readers.</summary>
public sealed class SampleTests
{
    static string Sample(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "engines", "node_modules", "vega-datasets", "data", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        Assert.Skip($"The sample {name} was not restored.");
        return string.Empty;
    }

    [Fact]
    public void Penguins()
    {
        var table = Scratch.Read(Sample("penguins.json")).Table;

        Assert.Equal(344, table.RowCount);
        Assert.Equal(".", table["Sex"].Text(336));
        Assert.Equal(10, table["Sex"].MissingCount);
        Assert.Equal(2, table["Body Mass (g)"].MissingCount);
    }

    [Fact]
    public void Movies()
    {
        var table = Scratch.Read(Sample("movies.json")).Table;

        Assert.Equal(3201, table.RowCount);
        Assert.Equal(ColumnKind.Text, table["Title"].Kind);
        Assert.Equal(ColumnKind.Time, table["Release Date"].Kind);
        var duel = table.Texts("Title").ToList().IndexOf("Duel in the Sun");
        Assert.StartsWith("2046-12-31", table["Release Date"].Text(duel), StringComparison.Ordinal);
        Assert.Equal(605, table["MPAA Rating"].MissingCount);
    }

    [Fact]
    public void Barley()
    {
        var table = Scratch.Read(Sample("barley.json")).Table;

        Assert.Equal(120, table.RowCount);
        Assert.Equal([1931, 1932], table.Numbers("year").Distinct().Order());
        Assert.Equal(6, table.Texts("site").Distinct().Count());
    }

    [Fact]
    public void Three_million_flights()
    {
        var table = Scratch.Read(Sample("flights-3m.parquet")).Table;

        Assert.Equal(3_000_000, table.RowCount);
        Assert.Equal([ColumnKind.Time, ColumnKind.Number, ColumnKind.Number, ColumnKind.Text, ColumnKind.Text], table.Kinds());
    }

    [Fact]
    public void Adult_as_it_was_published()
    {
        var read = Scratch.Read(Faultline.Tests.SharedData.Path("tabular", "adult.data.gz"));

        Assert.Equal(32_561, read.Table.RowCount);
        Assert.Equal(15, read.Table.Columns.Count);
        Assert.Equal("column0", read.Table.Columns[0].Name);
        Assert.Equal(1836, read.Table.Texts("column1").Count(text => text == "?"));
        Assert.Equal(ColumnKind.Number, read.Table["column2"].Kind);
        Assert.Equal([">50K", "<=50K"], read.Table.Texts("column14").Distinct().OrderDescending(StringComparer.Ordinal));
        Assert.Contains(read.Warnings, warning => warning.Contains("space follows", StringComparison.Ordinal));
    }

    [Fact]
    public void Air_quality_has_dates_and_missing_words()
    {
        var table = Scratch.Read(Faultline.Tests.SharedData.Path("regression-errors", "AirQualityUCI.csv.gz")).Table;

        Assert.Equal(9357, table.RowCount);
        Assert.Equal(ColumnKind.Time, table["Date"].Kind);
        Assert.Equal("2004-03-10", table["Date"].Text(0));
        Assert.Equal(1683, table["CO(GT)"].MissingCount);
        Assert.Empty(table["CO(GT)"].Unreadable);
    }

    [Fact]
    public void Text_messages_with_stray_quotes()
    {
        var table = Scratch.Read(Faultline.Tests.SharedData.Path("text", "SMSSpamCollection.gz")).Table;

        Assert.Equal(5574, table.RowCount);
        Assert.Equal(747, table.Texts(table.Columns[0].Name).Count(text => text == "spam"));
    }

    [Fact]
    public void Ids_from_a_table_that_pads_its_cells()
    {
        var table = Scratch.Read(Faultline.Tests.SharedData.Path("linkage", "dataset1.csv.gz")).Table;

        Assert.Equal(1000, table.RowCount);
        Assert.Equal(ColumnKind.Text, table["postcode"].Kind);
        Assert.Equal("rec-223-org", table["rec_id"].Text(0));
    }
}
