using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Faultline.Cli.Tests;

public sealed class RepairTests : IDisposable
{
    // Rows 40 and 41 repeat rows 0 and 1; row 42 has the features of row 2 and another label; '?' and 'RED ' are planted.
    const int Rows = 40;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static string Line(int row) => string.Create(CultureInfo.InvariantCulture, $"{(row * 7919 % 100003) + 0.5:0.00},{row * 31 % 997},{(row % 3 == 0 ? "red" : row % 3 == 1 ? "green" : "blue")},\"a, b\",{(row % 2 == 0 ? "yes" : "no")}");

    static string Table()
    {
        var csv = new StringBuilder("key,amount,size,colour,note,y\r\n");
        for (var row = 0; row < Rows; row++)
        {
            var line = row == 5 ? Line(row).Replace(",blue,", ",?,", StringComparison.Ordinal) : row == 6 ? Line(row).Replace(",red,", ",RED ,", StringComparison.Ordinal) : Line(row);
            csv.Append(CultureInfo.InvariantCulture, $"00{row},{line}\r\n");
        }

        return csv.Append(CultureInfo.InvariantCulture, $"0040,{Line(0)}\r\n0041,{Line(1)}\r\n0042,{Line(2).Replace(",yes", ",no", StringComparison.Ordinal)}\r\n").ToString();
    }

    Task<ProcessResult> Repair(params string[] words) => FaultlineProcess.RunAsync(_folder.Path, words.Prepend("repair"));

    string Text(string name) => File.ReadAllText(_folder[name]);

    [Fact]
    public async Task Repeats_go_and_rows_of_equal_features_with_another_label_stay()
    {
        _folder.Write("d.csv", Table());

        (await Repair("d.csv", "--fix", "duplicates", "--label", "y", "--id", "key", "--to", "r.csv", "--proof", "no")).Ran();

        // The lines that stay are the input's own, byte for byte.
        var lines = Table().Split("\r\n");
        Assert.Equal(string.Join("\r\n", lines.Where(line => !line.StartsWith("0040,", StringComparison.Ordinal) && !line.StartsWith("0041,", StringComparison.Ordinal))), Text("r.csv"));
        Assert.Equal("row,id,column,before,after,check,reason\r\n40,0040,,,,FL103,taken out: repeats row 0\r\n41,0041,,,,FL103,taken out: repeats row 1\r\n", Text("r.csv.changes.csv"));
        Assert.Equal(Table(), Text("d.csv"));
    }

    [Fact]
    public async Task Cells_change_where_they_must_and_all_others_stay_as_written()
    {
        _folder.Write("d.csv", Table());

        (await Repair("d.csv", "--fix", "missing,hygiene", "--label", "y", "--id", "key", "--to", "r.csv", "--proof", "no")).Ran();

        Assert.Equal(Table().Replace(",?,", ",,", StringComparison.Ordinal).Replace(",RED ,", ",red,", StringComparison.Ordinal), Text("r.csv"));
        Assert.Equal(["5,005,colour,?,,FL107,stands for a missing value", "6,006,colour,RED ,red,FL107,rarer spelling of the same category"], Text("r.csv.changes.csv").Split("\r\n")[1..^1]);
    }

    [Fact]
    public async Task Parquet_keeps_its_types_and_a_decimal_comma_becomes_a_point()
    {
        var semicolons = "id;x;y\n" + string.Concat(Enumerable.Range(0, 60).Select(row => string.Create(CultureInfo.InvariantCulture, $"{row};{row},25;{(row == 7 ? "?" : row % 2 == 0 ? "a" : "b")}\n")));
        _folder.Write("d.csv", semicolons);
        string[] common = ["--fix", "missing", "--id", "id", "--proof", "no", "--learner", "none"];

        (await Repair(["d.csv", "--to", "p.parquet", .. common])).Ran();
        (await Repair(["p.parquet", "--to", "q.parquet", .. common])).Ran();
        (await Repair(["q.parquet", "--to", "r.csv", .. common])).Ran();

        Assert.Equal(semicolons.Replace(',', '.').Replace(';', ',').Replace('?', '\0').Replace("\0", string.Empty, StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal), Text("r.csv"));
        (await FaultlineProcess.RunAsync(_folder.Path, "audit", "q.parquet", "--query", "select * from data where typeof(id) = 'BIGINT' and typeof(x) = 'DOUBLE' and typeof(y) = 'VARCHAR'", "--out", "o", "--learner", "none")).Ran();
    }

    [Fact]
    public async Task Wrong_labels_are_mended_and_the_proof_has_every_field()
    {
        var lines = Tables.TwoClasses(400).Split('\n');
        int[] wrong = [.. Enumerable.Range(0, 20).Select(i => (i * 20) + 3 + (i % 2))];
        foreach (var row in wrong)
        {
            lines[row + 1] = lines[row + 1].EndsWith("yes", StringComparison.Ordinal) ? lines[row + 1].Replace("yes", "no", StringComparison.Ordinal) : lines[row + 1].Replace(",no", ",yes", StringComparison.Ordinal);
        }

        _folder.Write("d.csv", string.Join('\n', lines));

        (await Repair("d.csv", "--fix", "labels", "--label", "y", "--id", "key", "--to", "r.csv", "--learner", "logistic", "--work-budget", "1000000")).Ran();

        // Two classes six deviations apart, ten wrong labels in each: nothing else is mended, and of them all but what the estimate of their number leaves.
        var (right, mended) = (Tables.TwoClasses(400).Split('\n'), Text("r.csv").Split("\r\n"));
        Assert.All(Enumerable.Range(0, 401).Except(wrong.Select(row => row + 1)), line => Assert.Equal(right[line], mended[line]));
        Assert.InRange(wrong.Count(row => right[row + 1] == mended[row + 1]), 18, 20);
        using var proof = JsonDocument.Parse(Text("r.csv.proof.json"));
        var root = proof.RootElement;
        Assert.Equal("Brier skill after shrinkage", root.GetProperty("metric").GetString());
        Assert.True(root.GetProperty("gain").GetBoolean());
        Assert.Equal(root.GetProperty("after").GetDouble() - root.GetProperty("before").GetDouble(), root.GetProperty("difference").GetProperty("value").GetDouble(), 9);
        Assert.Equal(root.GetProperty("after").GetDouble() - root.GetProperty("placebo").GetDouble(), root.GetProperty("overPlacebo").GetProperty("value").GetDouble(), 9);
        Assert.True(root.GetProperty("difference").GetProperty("low").GetDouble() > 0);
        Assert.Contains("<h1>A gain is shown. On held-out rows, from 0 (knows nothing) to 1 (perfect), a model of the mended rows scores +", Text("r.csv.proof.html"), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", Text("r.csv.proof.html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cells_that_break_a_dependency_get_what_their_group_has()
    {
        // 12 towns in 4 regions; rows 30 and 77 have another region, row 50 a letter too few.
        string Region(int row) => $"region {(char)('a' + (row * 5 % 12 % 4))}";
        string Cells(int row, string region) => string.Create(CultureInfo.InvariantCulture, $"k{row},town {(char)('m' + (row * 5 % 12))},{region},{row * 7919 % 1009},{(row % 3 == 0 ? "yes" : "no")}\r\n");
        string Csv(Func<int, string> region) => "key,town,region,amount,y\r\n" + string.Concat(Enumerable.Range(0, 300).Select(row => Cells(row, region(row))));
        _folder.Write("d.csv", Csv(row => row is 30 or 77 ? Region(row + 1) : row == 50 ? "regon" + Region(row)[6..] : Region(row)));
        string[] words = ["d.csv", "--fix", "dependencies", "--label", "y", "--id", "key", "--to", "r.csv", "--learner", "logistic"];

        (await Repair(words)).Ran();

        Assert.Equal(Csv(Region), Text("r.csv"));
        var changes = Text("r.csv.changes.csv").Split("\r\n")[1..^1];
        Assert.Equal(
            [$"30,k30,region,{Region(31)},{Region(30)},FL106,breaks town → region", $"50,k50,region,regon{Region(50)[6..]},{Region(50)},FL106,breaks town → region", $"77,k77,region,{Region(78)},{Region(77)},FL106,breaks town → region"],
            changes);
        using var proof = JsonDocument.Parse(Text("r.csv.proof.json"));
        Assert.False(proof.RootElement.GetProperty("gain").GetBoolean());
        Assert.Equal("accuracy", proof.RootElement.GetProperty("beside")[0].GetProperty("metric").GetString());
        Assert.Equal(3, proof.RootElement.GetProperty("fixes")[0].GetProperty("cells").GetInt32());
    }

    [Fact]
    public async Task Slips_get_the_value_that_was_meant_and_gross_errors_what_is_expected()
    {
        // 600 people: weight goes with height, y with both. Five weights and six labels are written tenfold, four labels are those of nobody.
        var random = SeededRandom.For(3, "people");
        (decimal Height, decimal Weight, decimal Y)[] people =
        [
            .. Enumerable.Range(0, 600).Select(_ =>
            {
                var height = (decimal)Math.Round(170 + (9 * random.NextGaussian()), 1);
                var weight = Math.Round((0.9m * height) - 85 + (decimal)(4 * random.NextGaussian()), 1);
                return (height, weight, Math.Round(100 + height + (2 * weight) + (decimal)(2 * random.NextGaussian()), 1));
            }),
        ];
        var rows = random.Sample(600, 15);
        int[] weights = rows[..5], labels = rows[5..11], gross = rows[11..];
        string Csv(bool wrong) => "key,height,weight,y\r\n" + string.Concat(people.Select((person, row) => string.Create(
            CultureInfo.InvariantCulture,
            $"k{row},{person.Height},{(wrong && weights.Contains(row) ? 10 * person.Weight : person.Weight)},{(wrong && labels.Contains(row) ? 10 * person.Y : wrong && gross.Contains(row) ? person.Y + 170 + row : person.Y)}\r\n")));
        _folder.Write("d.csv", Csv(wrong: true));

        (await Repair("d.csv", "--fix", "values", "--label", "y", "--id", "key", "--to", "r.csv", "--learner", "logistic", "--work-budget", "1000000")).Ran();

        // Sound cells are as they were, slips are what was meant, and what was meant by a gross error is met to within five deviations of the noise.
        Assert.Equal(Csv(wrong: true), Text("d.csv"));
        var changes = Text("r.csv.changes.csv").Split("\r\n")[1..^1].Select(line => line.Split(',')).ToDictionary(cells => (Row: int.Parse(cells[0], CultureInfo.InvariantCulture), Column: cells[2]), cells => (Before: Number(cells[3]), After: Number(cells[4])));
        Assert.Equal([.. weights.Select(row => (row, "weight")), .. labels.Concat(gross).Select(row => (row, "y"))], changes.Keys.OrderBy(cell => Array.IndexOf(rows, cell.Row)));
        Assert.All(weights, row => Assert.Equal((10 * people[row].Weight, people[row].Weight), changes[(row, "weight")]));
        Assert.All(labels, row => Assert.Equal((10 * people[row].Y, people[row].Y), changes[(row, "y")]));
        Assert.All(gross, row => Assert.InRange(changes[(row, "y")].After, people[row].Y - 10, people[row].Y + 10));
        var (right, mended) = (Csv(wrong: false).Split("\r\n"), Text("r.csv").Split("\r\n"));
        Assert.All(Enumerable.Range(0, 602).Except(rows.Select(row => row + 1)), line => Assert.Equal(right[line], mended[line]));
        Assert.All(weights.Concat(labels), row => Assert.Equal(right[row + 1].Split(',')[1..].Select(Number), mended[row + 1].Split(',')[1..].Select(Number)));
        using var proof = JsonDocument.Parse(Text("r.csv.proof.json"));
        Assert.Equal(15, proof.RootElement.GetProperty("fixes")[0].GetProperty("cells").GetInt32());
        Assert.Contains("<html", Text("r.csv.proof.html"), StringComparison.Ordinal);

        static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Decisions_of_a_person_are_read_back()
    {
        _folder.Write("d.csv", Table());
        string[] words = ["d.csv", "--fix", "missing,hygiene", "--label", "y", "--id", "key", "--to", "r.csv", "--proof", "no", "--review", "decide.csv"];

        (await Repair(words)).Ran();
        Assert.Equal(["d.csv", "decide.csv"], _folder.Everything());
        var asked = Text("decide.csv");
        _folder.Write("decide.csv", asked.Replace("category,\r\n", "category,yes\r\n", StringComparison.Ordinal).Replace(",red,FL107", ",crimson,FL107", StringComparison.Ordinal));
        (await Repair(words)).Ran();

        Assert.Equal(Table().Replace(",RED ,", ",crimson,", StringComparison.Ordinal), Text("r.csv"));
        File.Delete(_folder["r.csv.changes.csv"]);
        _folder.Write("decide.csv", asked.Replace("\r\n5,", "\r\n4,", StringComparison.Ordinal));
        (await Repair([.. words, "--overwrite"])).CouldNotRun("line 2", "no candidate");
        _folder.Write("decide.csv", asked.Replace("category,\r\n", "category,perhaps\r\n", StringComparison.Ordinal));
        (await Repair([.. words, "--overwrite"])).CouldNotRun("line 3", "perhaps");
    }

    [Fact]
    public async Task An_input_is_never_written_over_not_through_a_link_either()
    {
        _folder.Write("d.csv", Table());
        File.CreateSymbolicLink(_folder["link.csv"], _folder["d.csv"]);
        Directory.CreateSymbolicLink(_folder["there"], _folder.Path);
        foreach (var to in new[] { "d.csv", "./d.csv", "link.csv", "there/d.csv" })
        {
            (await Repair("d.csv", "--fix", "missing", "--to", to, "--overwrite")).CouldNotRun("never written over");
        }

        (await Repair("link.csv", "--fix", "missing", "--to", "d.csv", "--overwrite")).CouldNotRun("never written over");
        Assert.Equal(Table(), Text("d.csv"));
    }

    [Theory]
    [InlineData("--fix labels --label y", "--to")]
    [InlineData("--to r.csv", "--fix")]
    [InlineData("--fix everything --to r.csv", "labels, duplicates, near-duplicates, missing, hygiene, dependencies, values")]
    [InlineData("--fix lables --to r.csv", "Did you mean labels?")]
    [InlineData("--fix labels --to r.csv --label amount", "is a number")]
    [InlineData("--fix missing --to r.xlsx", "the ending says the format")]
    [InlineData("--fix missing --to no/such/r.csv", "there is no folder")]
    [InlineData("--fix missing --to there.csv/r.csv", "there.csv' is a file and no folder")]
    [InlineData("--fix labels --to r.csv --label y --learner none", "needs class probabilities", "--predictions FILE")]
    [InlineData("--fix missing --to there.csv", "there already")]
    [InlineData("--fix missing --to r.csv --labels drop", "--fix does not name labels or values")]
    [InlineData("--fix labels --to r.csv --label y --labels burn", "relabel, drop, weigh")]
    [InlineData("--fix labels --to r.csv --label y --weight-column w", "--labels weigh")]
    [InlineData("--fix labels --to r.csv --label y --labels weigh --weight-column amount", "has a column 'amount'")]
    [InlineData("--fix missing --to r.csv --proof perhaps", "yes, no")]
    [InlineData("--fix missing --to r.csv --review r.csv", "name another")]
    [InlineData("--fix missing --to r.csv --gate severity<high", "--gate")]
    public async Task Bad_requests_are_refused_and_write_nothing(string line, params string[] says)
    {
        _folder.Write("d.csv", Table());
        _folder.Write("there.csv", "x\n");
        var before = _folder.Everything();

        (await Repair(["d.csv", .. line.Split(' ')])).CouldNotRun(says);

        Assert.Equal(before, _folder.Everything());
    }

    [Fact]
    public async Task Standard_input_no_data_and_no_label_are_refused()
    {
        (await Repair("-", "--fix", "missing", "--to", "r.csv")).CouldNotRun("standard input");
        (await Repair("--fix", "missing", "--to", "r.csv")).CouldNotRun("no DATA");
        _folder.Write("d.csv", Table());
        (await Repair("d.csv", "--fix", "labels", "--label", string.Empty, "--to", "r.csv")).CouldNotRun("give --label COLUMN");
    }

    [Fact]
    public async Task Weights_stand_in_a_column_of_their_own_and_a_proof_without_a_label_says_why()
    {
        _folder.Write("d.csv", Tables.TwoClasses(60));

        (await Repair("d.csv", "--fix", "labels", "--labels", "weigh", "--label", "y", "--id", "key", "--to", "w.csv", "--proof", "no", "--learner", "logistic")).Ran();
        (await Repair("d.csv", "--fix", "missing", "--label", string.Empty, "--id", "key", "--to", "m.csv")).Ran();

        Assert.All(Text("w.csv").Split("\r\n")[1..^1], line => Assert.EndsWith(",1", line, StringComparison.Ordinal));
        Assert.StartsWith("key,u,v,y,weight\r\n", Text("w.csv"), StringComparison.Ordinal);
        using var proof = JsonDocument.Parse(Text("m.csv.proof.json"));
        Assert.False(proof.RootElement.GetProperty("gain").GetBoolean());
        Assert.Equal(JsonValueKind.Null, proof.RootElement.GetProperty("metric").ValueKind);
        Assert.Contains("--label", proof.RootElement.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }
}
