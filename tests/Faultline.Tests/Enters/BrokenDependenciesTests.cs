namespace Faultline.Tests;

public sealed class BrokenDependenciesTests
{
    // Codes of random tables as text, so that columns are what they are for any value.
    static int[][] RandomTable(SeededRandom random)
    {
        var rows = 12 + random.NextInt(50);
        var columns = new int[2 + random.NextInt(4)][];
        for (var j = 0; j < columns.Length; j++)
        {
            var levels = 2 + random.NextInt(5);
            columns[j] = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() < 0.05 ? -1 : random.NextInt(levels))];
        }

        // The last column follows the first, or the first two, but for some rows; the one before it repeats another now and then.
        var follows = random.NextInt(3);
        for (var row = 0; row < rows && follows > 0; row++)
        {
            var key = columns[0][row] + (follows == 2 ? 7 * columns[1][row] : 0);
            columns[^1][row] = random.NextDouble() < 0.06 ? random.NextInt(4) : Math.Abs(key * 31) % 4;
        }

        return columns;
    }

    // Straight from the definition: every left side, groups by their texts.
    static List<string> BruteForce(int[][] columns, double maxError, double ofMarginal, double leastRepeats)
    {
        var rows = columns[0].Length;
        var holding = new List<(int[] Left, int Right)>();
        foreach (var left in Enumerable.Range(1, (1 << columns.Length) - 1).Select(mask => Enumerable.Range(0, columns.Length).Where(j => (mask >> j & 1) == 1).ToArray()).Where(left => left.Length <= 3).OrderBy(left => left.Length))
        {
            var groups = Enumerable.Range(0, rows).Where(row => left.All(j => columns[j][row] >= 0)).GroupBy(row => string.Join('|', left.Select(j => columns[j][row])), StringComparer.Ordinal).Where(group => group.Count() > 1).ToArray();
            if (groups.Sum(group => group.Count() - 1) < Math.Max(1, leastRepeats * rows))
            {
                continue;
            }

            for (var right = 0; right < columns.Length; right++)
            {
                if (left.Contains(right) || holding.Any(other => other.Right == right && other.Left.All(left.Contains)))
                {
                    continue;
                }

                var codes = columns[right];
                var present = groups.Select(group => group.Where(row => codes[row] >= 0).ToArray()).Where(group => group.Length > 0).ToArray();
                var tops = present.Select(group => group.GroupBy(row => codes[row]).OrderByDescending(same => same.Count()).ThenByDescending(same => codes.Count(code => code == same.Key)).ThenBy(same => same.Key).First()).ToArray();
                var broken = present.Sum(group => group.Length) - tops.Sum(top => top.Count());
                var tested = present.Sum(group => group.Length - 1);
                var home = tops.Where(top => top.Count() > 1).Select(top => top.Key).ToHashSet();
                var misplaced = present.Zip(tops).Sum(pair => pair.First.Count(row => codes[row] != pair.Second.Key && home.Contains(codes[row])));
                var atHome = present.SelectMany(group => group).Where(row => home.Contains(codes[row])).GroupBy(row => codes[row]).Select(same => same.Count()).ToArray();
                if (tested > 0 && broken <= maxError * tested && atHome.Length > 1 && misplaced <= ofMarginal * (atHome.Sum() - atHome.Max()))
                {
                    holding.Add((left, right));
                }
            }
        }

        return [.. holding.Select(found => string.Join(',', found.Left) + ">" + found.Right).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void The_search_equals_brute_force_on_a_thousand_random_tables()
    {
        var some = 0;
        var deep = 0;
        for (var seed = 0; seed < 1000; seed++)
        {
            var random = SeededRandom.For(seed, "brute force");
            var codes = RandomTable(random);
            var maxError = 0.02 + (0.3 * random.NextDouble());
            var columns = codes.Select((column, j) => CodedColumn.Of(new TextColumn($"c{j}", column, [.. Enumerable.Range(0, 1 + column.Max()).Select(code => $"v{code}")]))!).ToArray();
            var search = new DependencySearch { MaxError = maxError, MaxLeft = 3, MaxOfMarginal = 0.5, LeastRepeats = 0.3, Threads = 1 + (seed % 2), SampledFrom = seed % 3 == 0 ? 10_000 : 8 };
            var found = search.Find(columns, _ => { }, TestContext.Current.CancellationToken).Select(dependency => string.Join(',', dependency.Left) + ">" + dependency.Right).Order(StringComparer.Ordinal).ToArray();
            Assert.Equal(BruteForce(codes, maxError, 0.5, 0.3), found);
            some += found.Length > 0 ? 1 : 0;
            deep += found.Any(text => text.Contains(',', StringComparison.Ordinal)) ? 1 : 0;
        }

        // Tables without any dependency would prove little.
        Assert.True(some > 300 && deep > 100, $"{some} tables have a dependency, {deep} one with several columns on the left.");
    }

    [Fact]
    public void Hospital_errors_are_found_cell_by_cell_with_their_right_values()
    {
        var dirty = SharedData.Lines("dirty-tables", "hospital.csv.gz");
        var names = dirty[0].Split(',');
        var cells = dirty.Skip(1).Select(line => line.Split(',')).ToArray();
        var truth = SharedData.Lines("dirty-tables", "hospital_clean.csv.gz").Skip(1).Select(line => line.Split(',', 3)).ToDictionary(cell => (int.Parse(cell[0], System.Globalization.CultureInfo.InvariantCulture), cell[1]), cell => cell[2]);
        var table = Table.FromColumns("hospital", [.. names.Select((name, j) => TextColumn.From(name, cells.Select(row => row[j].Length == 0 ? null : row[j])))]);
        var wrong = truth.Where(cell => cells[cell.Key.Item1][Array.IndexOf(names, cell.Key.Item2)] != cell.Value).Select(cell => cell.Key).ToHashSet();
        Assert.Equal(509, wrong.Count);

        var flagged = Cells(Run(table));
        var suggested = flagged.Where(cell => cell.Suggestion is not null).ToArray();
        var hits = flagged.Count(cell => wrong.Contains((cell.Row, cell.Column)));
        Assert.True(hits >= 0.95 * flagged.Length, $"precision {hits}/{flagged.Length}");
        Assert.True(hits >= 0.90 * wrong.Count, $"recall {hits}/{wrong.Count}");
        Assert.True(suggested.Count(cell => truth[(cell.Row, cell.Column)] == cell.Suggestion) >= 0.95 * suggested.Length, "right suggestions");
        Assert.True(suggested.Count(cell => wrong.Contains((cell.Row, cell.Column))) >= 0.85 * wrong.Count, "wrong cells with a suggestion");
    }

    [Fact]
    public void Planted_cells_are_named_with_their_value_and_nothing_else_is()
    {
        var (table, planted) = Towns(2000, random => random.NextDouble() < 0.01);
        var report = Run(table);
        var cells = Cells(report);
        Assert.Equal(planted.Keys.Order(), cells.Select(cell => cell.Row).Order());
        Assert.All(cells, cell => Assert.Equal(("region", planted[cell.Row]), (cell.Column, cell.Suggestion)));
        Assert.Equal(["region"], Assert.Single(Open(report)).Columns);
        var details = Assert.IsType<BrokenDependenciesDetails>(report.Checks[0].Details);
        var only = Assert.Single(details.Dependencies);
        Assert.Equal(["town"], only.Left);
        Assert.Equal(("region", planted.Count / 2000.0), (only.Right, only.Error));
    }

    [Fact]
    public void A_wrong_left_cell_is_blamed_where_several_dependencies_speak_against_it()
    {
        var random = SeededRandom.For(3, "left");
        var sites = Enumerable.Range(0, 1500).Select(_ => random.NextInt(30)).ToArray();
        string?[] code = [.. sites.Select(site => $"s{site:D2}")];
        code[700] = $"s{(sites[700] + 1) % 30:D2}";
        var table = Table.FromColumns("sites", [
            TextColumn.From("site", code),
            TextColumn.From("street", sites.Select(site => $"street {(char)('a' + site)}")),
            TextColumn.From("phone", sites.Select(site => $"phone {(char)('a' + (29 - site))}")),
            TextColumn.From("colour", sites.Select(_ => random.NextInt(3) == 0 ? "red" : "blue"))]);
        var cell = Assert.Single(Cells(Run(table)));
        Assert.Equal((700, "site", $"s{sites[700]:D2}"), (cell.Row, cell.Column, cell.Suggestion));
    }

    [Theory]
    [InlineData("code")]
    [InlineData("name")]
    public void Of_two_columns_that_determine_each_other_neither_is_blamed(string wrong)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var (table, planted) = Coded(seed, wrong, withRegion: false);
            var report = Run(table);
            var cells = Cells(report);
            Assert.Equal(planted.Keys.Order().SelectMany(row => new[] { (row, "code"), (row, "name") }), cells.OrderBy(cell => cell.Row).ThenBy(cell => cell.Column, StringComparer.Ordinal).Select(cell => (cell.Row, cell.Column)));
            Assert.All(cells, cell => Assert.Equal((0.5, null), (cell.Score, cell.Suggestion)));
            var finding = Assert.Single(Open(report));
            Assert.Equal(["code", "name"], finding.Columns);
            Assert.Equal(planted.Keys.Order(), finding.Rows.Sample.Order());
            Assert.All(finding.Examples, example => Assert.Contains($"{wrong} should be {planted[example.Row]}", example.Note, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("code")]
    [InlineData("name")]
    public void A_third_column_tells_which_of_the_two_is_wrong(string wrong)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var (table, planted) = Coded(seed, wrong, withRegion: true);
            var cells = Cells(Run(table));
            Assert.Equal(planted.Keys.Order(), cells.Select(cell => cell.Row).Order());
            Assert.All(cells, cell => Assert.Equal((wrong, planted[cell.Row]), (cell.Column, cell.Suggestion)));
        }
    }

    [Fact]
    public void Independent_columns_however_rare_or_skewed_depend_on_nothing()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var random = SeededRandom.For(seed, "independent");
            var table = Table.FromColumns("noise", [.. Enumerable.Range(0, 8).Select(j => TextColumn.From($"c{j}", Enumerable.Range(0, 1000).Select(_ =>
                (j % 4) switch { 0 => $"rare {random.NextInt(300)}", 1 => random.NextDouble() < 0.97 ? "usual" : "odd", 2 => $"k{random.NextInt(6)}", _ => $"z{(int)(40 * Math.Pow(random.NextDouble(), 3))}" })))]);
            var report = Run(table);
            Assert.Equal(CheckStatus.Clean, report.Checks[0].Status);
            Assert.Empty(Assert.IsType<BrokenDependenciesDetails>(report.Checks[0].Details).Dependencies);
        }
    }

    [Fact]
    public void Exceptions_that_heap_up_at_one_value_are_a_rule_and_no_errors()
    {
        var random = SeededRandom.For(5, "rule");
        var kind = Enumerable.Range(0, 1200).Select(_ => random.NextInt(12)).ToArray();
        var old = kind.Select(_ => random.NextDouble() < 0.04).ToArray();
        var table = Table.FromColumns("rules", [
            TextColumn.From("kind", kind.Select(k => $"kind {(char)('a' + k)}")),
            TextColumn.From("made", old.Select(isOld => isOld ? "before" : "since")),
            TextColumn.From("tariff", kind.Zip(old, (k, isOld) => isOld ? "basic" : $"tariff {(char)('a' + (k % 4))}"))]);
        Assert.Empty(Cells(Run(table)));
    }

    [Fact]
    public void Exceptions_that_heap_up_at_one_source_and_do_not_agree_are_its_errors()
    {
        // Each source reports each train once; one of them has another hour in a third of its rows.
        var random = SeededRandom.For(6, "source");
        var rows = Enumerable.Range(0, 1000).ToArray();
        var wrong = rows.Where(row => row % 20 == 7 && random.NextDouble() < 0.35).ToHashSet();
        var table = Table.FromColumns("sources", [
            TextColumn.From("source", rows.Select(row => $"source {(char)('a' + (row % 20))}")),
            TextColumn.From("train", rows.Select(row => $"train {row / 20}")),
            TextColumn.From("leaves", rows.Select(row => $"hour {((row / 20) + (wrong.Contains(row) ? 1 + random.NextInt(20) : 0)) % 24}"))]);
        Assert.Equal(wrong.Order(), Cells(Run(table)).Select(cell => cell.Row).Order());
    }

    [Fact]
    public void A_missing_cell_is_known_where_two_other_rows_agree()
    {
        // Code c lies in town c / 3; the first row of every fourth code misses its town. The last code stands twice only: one other row is no witness.
        int[] codes = [.. Enumerable.Range(0, 300).Select(row => row % 60), 60, 60];
        var known = Enumerable.Range(0, 60).Where(code => code % 4 == 0).ToArray();
        var table = Table.FromColumns("towns", [
            TextColumn.From("code", codes.Select(code => $"code {code}")),
            TextColumn.From("town", codes.Select((code, row) => known.Contains(row) || row == 300 ? null : $"town {code / 3}"))]);
        var report = Run(table);
        Assert.Equal(known.Select(row => (row, "town", (string?)$"town {row / 3}")), Cells(report).Select(cell => (cell.Row, cell.Column, cell.Suggestion)).OrderBy(cell => cell.Row));
        var finding = Assert.Single(Open(report));
        Assert.Equal("15 of 16 missing cells of town need not be missing: the other rows know their values", finding.Title);
        Assert.Equal(Severity.Low, finding.Severity);
    }

    [Fact]
    public void Of_two_rows_that_alone_share_what_determines_them_none_is_said_to_be_right()
    {
        // Code, name and phone determine the address; the last code stands in two rows, one of them with an address that stands nowhere else.
        int[] codes = [.. Enumerable.Range(0, 240).Select(row => row % 40), 40, 40];
        string Address(int row) => row == 241 ? "avenue 40" : $"street {codes[row]}";
        var table = Table.FromColumns("ties", [
            TextColumn.From("code", codes.Select(code => $"c{code}x")),
            TextColumn.From("name", codes.Select(code => $"name of {(char)('a' + (code / 7))}{(char)('a' + (code % 7))}")),
            TextColumn.From("phone", codes.Select(code => $"555-{1000 + (37 * code)}")),
            TextColumn.From("address", codes.Select((_, row) => Address(row)))]);
        Assert.DoesNotContain(Cells(Run(table)), cell => cell.Row >= 240 && cell.Column == "address" && cell.Suggestion is not null);
    }

    [Fact]
    public void One_slip_from_a_frequent_value_is_a_typo_and_a_rare_code_is_none()
    {
        string?[] type = [.. Enumerable.Range(0, 400).Select(row => row switch { 10 => "acute cere", 20 => "acute caree", 30 => "acuet care", _ => "acute care" })];
        string?[] share = [.. Enumerable.Range(0, 400).Select(row => row == 40 ? "x7%" : row == 50 ? "85x" : $"{20 + (row * 11 % 70)}%")];
        string?[] grade = [.. Enumerable.Range(0, 400).Select(row => row is 60 or 70 ? "grade b" : "grade a")];
        var table = Table.FromColumns("typos", [TextColumn.From("type", type), TextColumn.From("share", share), TextColumn.From("grade", grade)]);
        (int, string, string?)[] expected = [(10, "type", "acute care"), (20, "type", "acute care"), (30, "type", "acute care"), (40, "share", null), (50, "share", "85%")];
        Assert.Equal(expected, Cells(Run(table)).Select(cell => (cell.Row, cell.Column, cell.Suggestion)).OrderBy(cell => cell.Row));
    }

    [Theory]
    [InlineData("town->region", "of 2,000 rows break it", "believed")]
    [InlineData("colour->region", "does not hold", "takes several values")]
    [InlineData("town,colour->region", "does not hold", "colour is not needed")]
    [InlineData("row->region", "holds: no exception", "close to a key")]
    public void A_named_dependency_is_explained(string asked, string title, string reason)
    {
        var (table, planted) = Towns(2000, random => random.NextDouble() < 0.01);
        var report = Run(table, asked);
        var finding = Assert.Single(report.Findings, finding => finding.Severity == Severity.Info);
        Assert.Contains(title, finding.Title, StringComparison.Ordinal);
        Assert.Contains(reason, finding.Cause, StringComparison.Ordinal);
        var explained = Assert.IsType<BrokenDependenciesDetails>(report.Checks[0].Details).Explained!;
        if (asked == "town->region")
        {
            Assert.Equal(planted.Keys.Order(), explained.BrokenRows.Order());
            Assert.Equal(planted.Count / 2000.0, explained.Error, 12);
        }
    }

    [Fact]
    public void A_dependency_over_a_column_that_is_not_there_is_refused()
    {
        var (table, _) = Towns(200, _ => false);
        Assert.Contains("'county'", Assert.Throws<InputException>(() => Run(table, "town->county")).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => Catalogue.Find("FL106").With("explain", "town"));
        Assert.Throws<InputException>(() => Catalogue.Find("FL106").With("explain", "town->town"));
    }

    [Theory]
    [InlineData("1xx19", "10019", true)]
    [InlineData("hearx axxack", "heart attack", true)]
    [InlineData("10018", "10019", false)]
    [InlineData("95%", "96%", false)]
    [InlineData("brimingham", "birmingham", true)]
    [InlineData("bimingham", "birmingham", true)]
    [InlineData("birmminghamm", "birmingham", false)]
    [InlineData("level 12", "level 2", false)]
    public void Slips_are_told_from_other_values(string written, string meant, bool slip) => Assert.Equal(slip, Slip.Is(written, meant));

    // 40 towns in 7 regions, a colour and a running text; the rows for which `wrong` says so get another region. With the right regions of those.
    static (Table Table, Dictionary<int, string> Planted) Towns(int rows, Func<SeededRandom, bool> wrong)
    {
        var random = SeededRandom.For(1, "towns");
        var planted = new Dictionary<int, string>();
        var town = new string?[rows];
        var region = new string?[rows];
        var colour = new string?[rows];
        for (var row = 0; row < rows; row++)
        {
            var place = random.NextInt(40);
            town[row] = $"town {(char)('a' + (place % 20))}{(char)('a' + (place / 20))}";
            region[row] = $"region {(char)('a' + (place * 5 % 7))}";
            colour[row] = random.NextInt(4) switch { 0 => "red", 1 => "green", 2 => "blue", _ => "grey" };
            if (wrong(random))
            {
                planted[row] = region[row]!;
                region[row] = $"region {(char)('a' + (((place * 5 % 7) + 1 + random.NextInt(6)) % 7))}";
            }
        }

        return (Table.FromColumns("towns", [TextColumn.From("town", town), TextColumn.From("region", region), TextColumn.From("colour", colour), TextColumn.From("row", Enumerable.Range(0, rows).Select(row => $"r{row}"))]), planted);
    }

    // 25 codes with a name each, in 5 regions; six rows have the code or the name of a place in another region. With what those cells were.
    static (Table Table, Dictionary<int, string> Planted) Coded(int seed, string wrong, bool withRegion)
    {
        var random = SeededRandom.For(seed, "coded");
        var place = Enumerable.Range(0, 600).Select(_ => random.NextInt(25)).ToArray();
        static string Code(int place) => $"{100 + (3 * place)}";
        static string Name(int place) => $"place {(char)('a' + place)}{(char)('a' + (place * 7 % 25))}";
        string?[] code = [.. place.Select(Code)];
        string?[] name = [.. place.Select(Name)];
        var planted = new Dictionary<int, string>();
        foreach (var row in random.Sample(600, 6))
        {
            var other = (place[row] + 1 + (5 * random.NextInt(4))) % 25;
            planted[row] = wrong == "code" ? Code(place[row]) : Name(place[row]);
            (wrong == "code" ? code : name)[row] = wrong == "code" ? Code(other) : Name(other);
        }

        var region = TextColumn.From("region", place.Select(each => $"region {(char)('a' + (each % 5))}"));
        return (Table.FromColumns("coded", [TextColumn.From("code", code), TextColumn.From("name", name), .. withRegion ? new[] { region } : []]), planted);
    }

    static AuditReport Run(Table table, string? explain = null)
    {
        var entry = Catalogue.Find("FL106");
        return Audit.Run(new Evidence { Data = table, Roles = new Roles() }, AuditOptions.Standard with { Entries = [explain is null ? entry : entry.With("explain", explain)] }, TestContext.Current.CancellationToken);
    }

    static CellScore[] Cells(AuditReport report) => [.. report.Scores.SelectMany(scores => scores.Cells).Where(cell => cell.Flagged)];

    static ReportFinding[] Open(AuditReport report) => [.. report.Findings.Where(finding => finding.Severity > Severity.Info)];
}
