using System.Globalization;

namespace Faultline.Tests;

public sealed class ColumnHygieneTests
{
    const long Day = 86_400_000_000;

    [Fact]
    public void One_token_in_three_columns_is_one_finding()
    {
        var table = Table.FromColumns(
            Mixed("a", 400, row => row % 20 == 0 ? "?" : "red"),
            Mixed("b", 400, row => row % 40 == 0 ? " ? " : row % 3 == 0 ? "x" : "y"),
            new NumberColumn("n", [.. Enumerable.Range(0, 400).Select(row => row == 7 ? double.NaN : Normal(row))], [new UnreadableCell(7, "?")]));
        var report = Run(table);
        var finding = Assert.Single(Open(report));
        Assert.Equal(["a", "b", "n"], finding.Columns);
        Assert.Equal(31, finding.Measure.Value);
        Assert.Equal(21, finding.Rows.Count);
        Assert.Contains("'?' stands for a missing value in 31 cells of a, b and n", finding.Title, StringComparison.Ordinal);
        Assert.All(Cells(report), cell => Assert.Equal("missing", cell.Suggestion));
    }

    [Fact]
    public void A_single_odd_category_is_named_with_its_row_and_the_others()
    {
        var report = Run(Table.FromColumns(Mixed("kind", 344, row => row == 336 ? "." : row % 31 == 0 ? null : row % 2 == 0 ? "UP" : "DOWN")));
        Assert.Equal("kind is '.' in row 336, everywhere else DOWN, UP or missing", Assert.Single(Open(report)).Title);
    }

    [Fact]
    public void A_misspelt_class_of_the_label_is_named_with_the_class_it_is_near()
    {
        var table = Table.FromColumns(Mixed("kind", 150, row => row == 77 ? "versicolour" : (row % 3) switch { 0 => "setosa", 1 => "virginica", _ => "versicolor" }), new NumberColumn("n", [.. Enumerable.Range(0, 150).Select(Normal)]));
        var evidence = new Evidence { Data = table, Roles = new Roles { Label = "kind" }, Task = TaskKind.Classification };
        var report = Audit.Run(evidence, new AuditOptions { Checks = ["FL107"] }, TestContext.Current.CancellationToken);
        var finding = Assert.Single(Open(report));
        Assert.Equal("kind seems to misspell a class: 'versicolour' (1 row) beside 'versicolor' (49 rows)", finding.Title);
        var cell = Assert.Single(Cells(report));
        Assert.Equal((77, "kind", "versicolor"), (cell.Row, cell.Column, cell.Suggestion));
    }

    [Theory]
    [InlineData("class one", "class two", "class six")]
    [InlineData("male", "female", "fimale fish")]
    [InlineData("type A", "type B", "type C")]
    [InlineData("2019", "2020", "2021")]
    [InlineData("grade II", "grade III", "grade IV")]
    public void Rare_classes_whose_names_are_of_a_kind_are_no_slips(string first, string second, string rare)
    {
        var table = Table.FromColumns(Mixed("kind", 300, row => row == 77 ? rare : row % 2 == 0 ? first : second), new NumberColumn("n", [.. Enumerable.Range(0, 300).Select(Normal)]));
        var evidence = new Evidence { Data = table, Roles = new Roles { Label = "kind" }, Task = TaskKind.Classification };
        Assert.DoesNotContain(Audit.Run(evidence, new AuditOptions { Checks = ["FL107"] }, TestContext.Current.CancellationToken).Findings, finding => finding.Title.Contains("misspell", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("NA", "US", "FR", "DE")]
    [InlineData("-", "+", "0", "±")]
    public void A_token_that_is_a_category_among_its_like_is_none(string token, string first, string second, string third)
    {
        var report = Run(Table.FromColumns(Mixed("c", 400, row => (row % 4) switch { 0 => token, 1 => first, 2 => second, _ => third })));
        Assert.Empty(Open(report));
    }

    [Fact]
    public void Case_and_blanks_that_split_a_category_are_one_finding_with_the_commonest_spelling()
    {
        var report = Run(Table.FromColumns(Mixed("sex", 300, row => row == 5 ? "Female " : row == 9 ? "MALE" : row % 2 == 0 ? "male" : "female")));
        var finding = Assert.Single(Open(report));
        Assert.Equal([(5, "female"), (9, "male")], Cells(report).Select(cell => (cell.Row, cell.Suggestion!)));
        Assert.Contains("'female' / 'Female '", finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_word_for_one_of_two_truth_values_is_a_spelling_of_it()
    {
        var report = Run(Table.FromColumns(Mixed("flag", 300, row => row == 5 ? "Y" : row == 9 ? "N" : row % 2 == 0 ? "true" : "false")));
        var finding = Assert.Single(Open(report));
        Assert.Equal([(5, "true"), (9, "false")], Cells(report).Select(cell => (cell.Row, cell.Suggestion!)));
        Assert.Contains("'true' / 'Y'", finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_for_one_unit_are_spellings_of_it_and_other_units_are_not()
    {
        string[] words = ["oz.", "oz", "ounce", "OZ.", "lb"];
        var report = Run(Table.FromColumns(Mixed("pack", 400, row => $"{12 + (4 * (row % 3))}.0 {words[row % 10 == 0 ? 1 : row % 10 == 5 ? 2 : row == 3 ? 3 : row == 7 ? 4 : 0]}")));
        var expected = Enumerable.Range(0, 400).Where(row => row % 10 is 0 or 5 || row == 3).Select(row => (row, (string?)$"{12 + (4 * (row % 3))}.0 oz."));
        Assert.Equal(expected, Cells(report).Select(cell => (cell.Row, cell.Suggestion)).OrderBy(cell => cell.Row));
        Assert.Contains("writes one category in several ways", Assert.Single(Open(report)).Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "0.05")]
    [InlineData(100, "0.05")]
    [InlineData(12, null)]
    public void Numbers_with_a_sign_among_numbers_without_are_said(double times, string? meant)
    {
        // Every fourth cell carries the sign; percentages of a hundred times the size are shares, and a factor of twelve is neither.
        double Value(int row) => row == 4 ? 0.05 : 0.03 + (row % 50 * 0.001);
        var report = Run(Table.FromColumns(Mixed("abv", 400, row => row % 4 == 0
            ? (Value(row) * times).ToString("0.####", CultureInfo.InvariantCulture) + "%"
            : Value(row).ToString("0.####", CultureInfo.InvariantCulture))));
        var finding = Assert.Single(Open(report));
        Assert.StartsWith("100 of 400 cells of abv carry the '%' that the others lack", finding.Title, StringComparison.Ordinal);
        Assert.Equal(100, Cells(report).Count);
        Assert.Equal(meant, Cells(report).Single(cell => cell.Row == 4).Suggestion);
    }

    [Theory]
    [InlineData("maybe")]
    [InlineData("x")]
    public void A_third_answer_is_none(string third)
    {
        Assert.Empty(Open(Run(Table.FromColumns(Mixed("flag", 300, row => row is 5 or 9 ? third : row % 2 == 0 ? "yes" : "no")))));
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(3, false)]
    public void Dates_written_in_two_ways_are_said(int every, bool numeric)
    {
        // 1, 21, 41 … of 2021 as day/month/year among ISO dates, or the other way round: one way is rarer.
        const int rows = 300;
        var texts = new DistinctTexts();
        var codes = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            var day = new DateTime(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(row);
            codes[row] = texts.Add(System.Text.Encoding.UTF8.GetBytes(day.ToString((row % every == 1) == numeric ? "dd/MM/yyyy" : "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        }

        var column = ColumnTyping.Build("day", codes, texts, ColumnTyping.Decide(texts, [.. Enumerable.Repeat(1, rows)], false));
        var report = Run(Table.FromColumns(column));
        var finding = Assert.Single(Open(report));
        var expected = Enumerable.Range(0, rows).Where(row => row % every == 1).ToArray();
        Assert.Equal(expected, Cells(report).Select(cell => cell.Row).Order());
        Assert.StartsWith($"{expected.Length} dates of day are written {(numeric ? "as numbers with the year last" : "with the year first")}", finding.Title, StringComparison.Ordinal);
        Assert.Contains("read as day, month and year", finding.Cause, StringComparison.Ordinal);
        Assert.All(Cells(report), cell => Assert.Equal($"{new DateTime(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(cell.Row):yyyy-MM-dd}", cell.Suggestion));
    }

    [Fact]
    public void What_a_failed_look_up_leaves_among_numbers_is_said_and_NA_is_not()
    {
        var texts = new DistinctTexts();
        int[] codes = [.. Enumerable.Range(0, 200).Select(row => texts.Add(System.Text.Encoding.UTF8.GetBytes(row is 3 or 8 ? "#N/A" : row is 5 ? "NA" : $"{row % 37}.5")))];
        int[] cells = [.. codes.CountBy(code => code).OrderBy(pair => pair.Key).Select(pair => pair.Value)];
        var report = Run(Table.FromColumns(ColumnTyping.Build("w", codes, texts, ColumnTyping.Decide(texts, cells, false))));
        Assert.Equal([3, 8], Cells(report).Select(cell => cell.Row));
        Assert.Contains("'#N/A' stands for a missing value in 2 cells of w", Assert.Single(Open(report)).Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Single_letters_in_which_case_means_something_are_left_alone()
    {
        Assert.Empty(Open(Run(Table.FromColumns(Mixed("code", 400, row => "aAbBcC"[row % 6].ToString())))));
    }

    [Fact]
    public void Text_among_numbers_is_found_with_the_number_inside_it()
    {
        var values = Enumerable.Range(0, 200).Select(row => row is 3 or 8 ? double.NaN : Normal(row)).ToArray();
        var report = Run(Table.FromColumns(new NumberColumn("w", values, [new UnreadableCell(3, "12 kg"), new UnreadableCell(8, "abc")])));
        Assert.Equal([(3, "12"), (8, null)], Cells(report).Select(cell => (cell.Row, cell.Suggestion)));
        Assert.Contains("can not be read as numbers", Assert.Single(Open(report)).Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-200, 30)]
    [InlineData(-999, 3)]
    [InlineData(9999, 5)]
    [InlineData(-1, 40)]
    [InlineData(500.5, 40)]
    public void A_far_and_frequent_number_stands_for_missing(double code, int times)
    {
        var values = Enumerable.Range(0, 2000).Select(row => row % (2000 / times) == 0 && row / (2000 / times) < times ? code : Math.Abs(Normal(row)) * 30).ToArray();
        var report = Run(Table.FromColumns(new NumberColumn("x", values)));
        Assert.Single(Open(report));
        Assert.Equal(Enumerable.Range(0, 2000).Where(row => values[row] == code), Cells(report).Select(cell => cell.Row).Order());
    }

    [Fact]
    public void The_range_of_the_other_values_is_that_of_the_sound_ones()
    {
        var values = Enumerable.Range(0, 1000).Select(row => row == 5 ? 9_999_999 : row % 100 == 0 ? -999 : row % 250 == 1 ? 0 : 100 + Normal(row)).ToArray();
        var sound = values.Where(value => value is > 50 and < 200).ToArray();
        var open = Open(Run(Table.FromColumns(new NumberColumn("x", values))));

        Assert.Equal(2, open.Count);
        var range = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"x lies between {sound.Min():G4} and {sound.Max():G4}");
        Assert.All(open, finding => Assert.Contains(range, finding.Cause, StringComparison.Ordinal));
        var hidden = Open(Run(Table.FromColumns(new NumberColumn("x", values)), shows: false));
        Assert.Equal(2, hidden.Count);
        Assert.All(hidden, finding => Assert.DoesNotContain(": .", finding.Cause, StringComparison.Ordinal));
    }

    [Fact]
    public void The_cause_of_a_code_is_not_that_of_an_infinite_number_when_values_stay_in()
    {
        double[] Values(double odd) => [.. Enumerable.Range(0, 300).Select(row => row % 100 == 0 ? odd : Normal(row))];
        string Cause(double odd, bool shows) => Assert.Single(Open(Run(Table.FromColumns(new NumberColumn("x", Values(odd))), shows: shows))).Cause;

        Assert.All([true, false], shows => Assert.Contains("writes it where it has no value", Cause(-999, shows), StringComparison.Ordinal));
        Assert.All([true, false], shows => Assert.Contains("division by zero", Cause(double.PositiveInfinity, shows), StringComparison.Ordinal));
    }

    [Fact]
    public void Most_cells_may_be_a_code()
    {
        var values = Enumerable.Range(0, 1000).Select(row => row % 10 == 0 ? 150 + (40 * Normal(row)) : -200).ToArray();
        Assert.Equal(900, Open(Run(Table.FromColumns(new NumberColumn("x", values)))).Single().Measure.Value);
    }

    [Fact]
    public void A_cap_and_a_thin_tail_below_zero_are_no_codes()
    {
        var capped = Enumerable.Range(0, 2000).Select(row => Math.Min(99, Math.Round(60 + (20 * Normal(row))))).ToArray();
        var tail = Enumerable.Range(0, 2000).Select(row => Math.Round(2.7 + Normal(row + 5000))).ToArray();
        // A thin tail of whole numbers that happens to end in two −1.
        var thin = Enumerable.Range(0, 2000).Select(row => row < 2 ? -1 : Math.Max(2, Math.Round(40 + (12 * Normal(row))))).ToArray();
        var prices = Enumerable.Range(0, 2000).Select(row => Math.Round(Math.Exp(5 + (1.5 * Normal(row))))).ToArray();
        Assert.Empty(Open(Run(Table.FromColumns(new NumberColumn("capped", capped), new NumberColumn("tail", tail), new NumberColumn("thin", thin), new NumberColumn("prices", prices)))));
    }

    [Fact]
    public void Zeros_far_below_the_rest_in_three_columns_are_one_finding_about_their_rows()
    {
        double[] Column(int stream, params int[] zeros) => [.. Enumerable.Range(0, 1000).Select(row => zeros.Contains(row) ? 0 : 10 + Normal(row + (stream * 10_000)))];
        var report = Run(Table.FromColumns(new NumberColumn("x", Column(1, 4, 5)), new NumberColumn("y", Column(2, 5)), new NumberColumn("z", Column(3, 4, 5, 6))));
        var finding = Assert.Single(Open(report));
        Assert.Equal("3 rows have a zero in x, y or z, otherwise far above zero", finding.Title);
        Assert.Equal([4, 5, 6], finding.Rows.Sample.Order());
    }

    [Fact]
    public void Zeros_of_counts_and_of_rare_amounts_are_left_alone()
    {
        var random = new SeededRandom(4);
        var counts = Enumerable.Range(0, 5000).Select(_ => (double)random.NextPoisson(6)).ToArray();
        var amounts = Enumerable.Range(0, 5000).Select(row => row % 3 == 0 ? 0 : 100 + (5 * Normal(row))).ToArray();
        Assert.Empty(Open(Run(Table.FromColumns(new NumberColumn("counts", counts), new NumberColumn("amounts", amounts)))));
    }

    [Fact]
    public void Dates_put_into_the_wrong_century_come_with_the_right_ones()
    {
        var days = Enumerable.Range(0, 1500).Select(row => (long)(10_000 + (row * 7919 % 4000))).ToArray();
        var start = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        // 1975-03-09 written as 2075, 1979-12-31 as 2079; the others lie between 1997 and 2008.
        days[3] = (long)(new DateTime(2098, 3, 9, 0, 0, 0, DateTimeKind.Unspecified) - start).TotalDays;
        days[9] = (long)(new DateTime(2099, 12, 31, 0, 0, 0, DateTimeKind.Unspecified) - start).TotalDays;
        var report = Run(Table.FromColumns(new TimeColumn("released", [.. days.Select(day => day * Day)])));
        var finding = Assert.Single(Open(report));
        Assert.Contains("2 dates of released are a century too late", finding.Title, StringComparison.Ordinal);
        Assert.Equal([(3, "1998-03-09"), (9, "1999-12-31")], Cells(report).OrderBy(cell => cell.Row).Select(cell => (cell.Row, cell.Suggestion!)));
    }

    [Fact]
    public void Planned_dates_that_follow_on_the_past_are_info_and_a_default_date_is_found()
    {
        var today = 20_000;
        var clock = new FixedClock(DateTimeOffset.UnixEpoch.AddDays(today));
        var planned = new TimeColumn("due", [.. Enumerable.Range(0, 1000).Select(row => (long)(today - 970 + row) * Day)]);
        var report = Run(Table.FromColumns(planned), clock: clock);
        Assert.Empty(Open(report));
        Assert.Contains(report.Findings, finding => finding.Title.Contains("in the future", StringComparison.Ordinal));
        var defaults = new TimeColumn("born", [.. Enumerable.Range(0, 1000).Select(row => row % 50 == 0 ? -25_567 * Day : (long)(9_000 + (row * 31 % 6000)) * Day)]);
        Assert.Equal(20, Assert.Single(Open(Run(Table.FromColumns(defaults), clock: clock))).Rows.Count);
    }

    [Fact]
    public void Damaged_text_comes_mended()
    {
        var report = Run(Table.FromColumns(Mixed("city", 100, row => row == 2 ? "ZÃ¼rich" : row == 4 ? "Malm\uFFFD" : row % 2 == 0 ? "Bern" : "Genf")));
        Assert.Equal([(2, "Zürich"), (4, null)], Cells(report).Select(cell => (cell.Row, cell.Suggestion)));
        string Cause(string of) => Open(report).Single(finding => finding.Title.EndsWith($"'{of}'", StringComparison.Ordinal)).Cause;
        Assert.StartsWith("UTF-8 text was read", Cause("ZÃ¼rich"), StringComparison.Ordinal);
        Assert.EndsWith("characters were lost.", Cause("Malm\uFFFD"), StringComparison.Ordinal);
    }

    [Fact]
    public void Constant_key_like_and_renamed_columns_are_info_and_a_copy_is_low()
    {
        var table = Table.FromColumns(
            Mixed("constant", 200, _ => "same"),
            new NumberColumn("running", [.. Enumerable.Range(0, 200).Select(row => (double)row)]),
            Mixed("grade", 200, row => "abc"[row * row % 3].ToString()),
            new NumberColumn("points", [.. Enumerable.Range(0, 200).Select(row => 10.0 * (row * row % 3))]),
            new NumberColumn("first", [.. Enumerable.Range(0, 200).Select(Normal)]),
            new NumberColumn("second", [.. Enumerable.Range(0, 200).Select(Normal)]),
            Mixed("rare", 200, row => row == 0 ? "once" : null));
        var report = Run(table);
        Assert.Equal(["first and second are equal in every row"], Open(report).Select(finding => finding.Title));
        Assert.Equal(
            ["constant", "grade,points", "rare", "running"],
            report.Findings.Where(finding => finding.Severity == Severity.Info).Select(finding => string.Join(',', finding.Columns)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("alive")]
    [InlineData("copy")]
    public void The_label_in_other_words_is_left_to_the_check_of_leakage(string twin)
    {
        string Label(int row) => Normal(row) > 0.3 ? "1" : "0";
        var table = Table.FromColumns(
            Mixed("y", 300, Label),
            Mixed(twin, 300, row => twin == "copy" ? Label(row) : Label(row) == "1" ? "yes" : "no"),
            Mixed("port", 300, row => "CQS"[row * row % 3].ToString()),
            Mixed("town", 300, row => "cqs"[row * row % 3] + "town"));
        var report = Run(table, label: "y");
        Assert.Empty(Open(report));
        Assert.Equal(["port,town"], report.Findings.Where(f => f.Severity == Severity.Info).Select(f => string.Join(',', f.Columns)));
    }

    [Fact]
    public void A_label_spelled_otherwise_than_in_training_is_high_with_the_spelling_there()
    {
        var train = Table.FromColumns(Mixed("y", 500, row => row % 3 == 0 ? ">50K" : "<=50K"), Mixed("c", 500, row => "pqr"[row % 3].ToString()));
        var data = Table.FromColumns(Mixed("y", 300, row => row % 3 == 0 ? ">50K." : "<=50K."), Mixed("c", 300, row => row < 30 ? "new" : "pqr"[row % 3].ToString()));
        var report = Run(data, train, "y");
        Assert.Equal([Severity.High, Severity.Medium], Open(report).Select(finding => finding.Severity));
        Assert.Contains("all 300 rows", Open(report)[0].Title, StringComparison.Ordinal);
        Assert.Equal(">50K", Cells(report).First(cell => cell.Row == 0 && cell.Column == "y").Suggestion);
        Assert.Equal(30, Open(report)[1].Rows.Count);
    }

    [Fact]
    public void Types_and_ranges_that_jump_are_found_and_a_like_sample_is_not()
    {
        var train = Table.FromColumns(new NumberColumn("m", [.. Enumerable.Range(0, 1000).Select(Normal)]), Mixed("t", 1000, row => "pqr"[row % 3].ToString()));
        var like = Table.FromColumns(new NumberColumn("m", [.. Enumerable.Range(5000, 1000).Select(Normal)]), Mixed("t", 1000, row => "pqr"[row % 3].ToString()));
        Assert.Empty(Open(Run(like, train)));
        var other = Table.FromColumns(new NumberColumn("m", [.. Enumerable.Range(5000, 1000).Select(row => 10 * Normal(row))]), new NumberColumn("t", [.. Enumerable.Range(0, 1000).Select(Normal)]));
        Assert.Equal(2, Open(Run(other, train)).Count);
    }

    [Fact]
    public void Real_tables_say_what_is_known_of_them()
    {
        string[] names = ["age", "workclass", "fnlwgt", "education", "education-num", "marital-status", "occupation", "relationship", "race", "sex", "capital-gain", "capital-loss", "hours-per-week", "native-country", "income"];
        var train = HygieneTable.Read(string.Join('\n', SharedData.Lines("tabular", "adult.data.gz")), "train", ',', names);
        var test = HygieneTable.Read(string.Join('\n', SharedData.Lines("tabular", "adult.test.gz")), "test", ',', names);
        var open = Open(Run(test, train, "income"));
        Assert.Equal(["income"], open[0].Columns);
        Assert.Equal((Severity.High, 16_281L), (open[0].Severity, open[0].Rows.Count));
        var token = open.First(finding => finding.Columns.Count == 3);
        Assert.Equal(["workclass", "occupation", "native-country"], token.Columns);
        // 963 + 966 + 274 cells by a count of '?' in the file.
        Assert.Equal(2203, token.Measure.Value);

        var diamonds = Open(Run(HygieneTable.Read(string.Join('\n', SharedData.Lines("tabular", "diamonds.csv.gz")), "diamonds", ',')));
        Assert.True(Assert.Single(diamonds) is { Rows.Count: 20 } zeros && zeros.Columns.SequenceEqual(["x", "y", "z"]));

        var air = HygieneTable.Read(string.Join('\n', SharedData.Lines("regression-errors", "AirQualityUCI.csv.gz")), "air", ',');
        Assert.Empty(Open(Run(air)));
    }

    [Fact]
    public void Flags_are_stable_whatever_the_threads()
    {
        var table = Table.FromColumns(Enumerable.Range(0, 40).Select(column => (Column)new NumberColumn($"c{column}", [.. Enumerable.Range(0, 300).Select(row => row == column || row == column + 2 ? -999 : row == column + 1 ? 0 : 50 + Normal(row + (1000 * column)))])).ToArray());
        var one = Run(table, threads: 1);
        var four = Run(table, threads: 4);
        Assert.NotEmpty(Cells(one));
        Assert.Equal(one.Findings.Select(finding => (finding.Id, finding.Title)), four.Findings.Select(finding => (finding.Id, finding.Title)));
        Assert.Equal(Cells(one), Cells(four));
    }

    static TextColumn Mixed(string name, int rows, Func<int, string?> text) => TextColumn.From(name, Enumerable.Range(0, rows).Select(text));

    static double Normal(int row) => new SeededRandom((ulong)row + 77).NextGaussian();

    static List<ReportFinding> Open(AuditReport report)
    {
        // Nothing found by a check that did not run says nothing.
        Assert.Contains(report.Checks.Single(check => check.Id == "FL107").Status, new[] { CheckStatus.Found, CheckStatus.Clean });
        return [.. report.Findings.Where(finding => finding.Severity > Severity.Info)];
    }

    static IReadOnlyList<CellScore> Cells(AuditReport report) => report.Scores.Count == 0 ? [] : report.Scores.Single().Cells;

    static AuditReport Run(Table data, Table? train = null, string? label = null, TimeProvider? clock = null, int threads = 0, bool shows = true) => Audit.Run(
        new Evidence
        {
            Data = data,
            Train = train,
            Task = label is null ? TaskKind.None : TaskKind.Classification,
            Roles = new Roles { Label = label, Features = [.. data.Columns.Select(column => column.Name).Where(name => name != label)] },
        },
        new AuditOptions { Checks = ["FL107"], Clock = clock ?? TimeProvider.System, Threads = threads, ShowValues = shows },
        TestContext.Current.CancellationToken);

    sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
