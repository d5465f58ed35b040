using System.Globalization;

namespace Faultline.Tests.Enters;

/// <summary>Repeats in tables where some columns follow from others: expected are the repeats that independent draws make.</summary>
public sealed class DerivedDuplicatesTests
{
    const int Rows = 2000;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(4, 4, true, 512)]
    [InlineData(5, 4, false, 1024)]
    public void Items_with_their_total_repeat_by_chance(int items, int answers, bool gender, int cells)
    {
        for (int seed = 0; seed < 3; seed++)
        {
            AuditReport report = Run(Table.FromColumns(Items(items, answers, gender, seed)));

            // Rows that fall into cells that are as likely: n − cells·(1 − (1 − 1/cells)ⁿ) of them meet an earlier one, give or take less than √n.
            double repeats = Rows - (cells * (1 - Math.Pow(1 - (1.0 / cells), Rows)));
            Assert.InRange(Details(report).ExactRows, repeats - Math.Sqrt(Rows), repeats + Math.Sqrt(Rows));
            ReportFinding finding = Assert.Single(report.Findings);
            Assert.Equal(Severity.Info, finding.Severity);
            Assert.Contains("total follows from the other columns", finding.Cause, StringComparison.Ordinal);
            Assert.Empty(Flagged(report));
            Assert.Empty(Repaired(Table.FromColumns(Items(items, answers, gender, seed)), RepairKind.Duplicates));
        }
    }

    [Fact]
    public void Invoice_lines_with_net_and_tax_repeat_by_chance()
    {
        for (int seed = 0; seed < 3; seed++)
        {
            AuditReport report = Run(Table.FromColumns(Lines(60, 6, seed)));
            Assert.All(report.Findings, finding => Assert.Equal(Severity.Info, finding.Severity));
            Assert.InRange(Details(report).ExactRows, 100, Rows);
            Assert.Empty(Flagged(report));
        }
    }

    [Fact]
    public void Copies_are_found_among_columns_that_follow_from_others()
    {
        const int copies = 60;
        for (int seed = 0; seed < 3; seed++)
        {
            // Ten items of five answers have ten million cells: chance makes a fifth of a repeat.
            int[] again = [.. Enumerable.Range(0, Rows), .. new SeededRandom((ulong)seed).Sample(Rows, copies)];
            AuditReport items = Run(Table.FromColumns(Items(10, 5, false, seed)).Take(again));
            Assert.InRange(Flagged(items).Count(row => row >= Rows), copies, copies);
            Assert.Equal(Severity.Medium, items.Findings.Single(finding => finding.Title.Contains("repeat", StringComparison.Ordinal)).Severity);

            AuditReport lines = Run(Table.FromColumns([.. Lines(2000, 40, seed), Whole("customer", 400, seed + 60)]).Take(again));
            Assert.InRange(Flagged(lines).Count(row => row >= Rows), copies, copies);
        }
    }

    [Theory]
    [InlineData(0, 11)]
    [InlineData(0, 1)]
    [InlineData(5, 6)]
    [InlineData(11, 12)]
    public void Copies_edited_in_some_of_the_columns_do_not_make_the_others_look_derived(int from, int to)
    {
        const int copies = 60;
        for (int seed = 0; seed < 3; seed++)
        {
            // Six measurements and six columns of few values; the edits fall in turn on the columns from..to.
            Column[] columns = [.. Gaussians(6), .. Enumerable.Range(0, 6).Select(column => Whole(string.Create(CultureInfo.InvariantCulture, $"c{column}"), 3 + (2 * column), seed))];
            Column[] again = [.. Table.FromColumns(columns).Take([.. Enumerable.Range(0, Rows), .. new SeededRandom((ulong)seed).Sample(Rows, copies)]).Columns];
            for (int column = from; column < to; column++)
            {
                double[] values = ((NumberColumn)again[column]).Values.ToArray();
                for (int copy = column - from; copy < copies; copy += to - from)
                {
                    values[Rows + copy] += 1;
                }

                again[column] = new NumberColumn(again[column].Name, values);
            }

            // Rows that all differ in one and the same column may be records of their own: they are told, and not flagged.
            AuditReport report = Run(Table.FromColumns(again));
            ReportFinding near = Assert.Single(report.Findings, finding => finding.Title.Contains("but for one column", StringComparison.Ordinal));
            Assert.InRange(int.Parse(near.Title.Split(' ')[0], CultureInfo.InvariantCulture), copies - 3, copies + 3);
            Assert.Equal(to - from == 1 ? Severity.Info : Severity.Low, near.Severity);
        }
    }

    [Fact]
    public void A_wrong_total_now_and_then_hides_no_chance()
    {
        Column[] columns = Items(4, 4, true, 1);
        double[] total = ((NumberColumn)columns[4]).Values.ToArray();
        for (int row = 0; row < Rows; row += 400)
        {
            total[row] += 30;
        }

        columns[4] = new NumberColumn("total", total);
        Assert.All(Run(Table.FromColumns(columns)).Findings, finding => Assert.Equal(Severity.Info, finding.Severity));
    }

    [Fact]
    public void Rows_that_differ_in_a_guessed_id_are_left_alone_and_those_of_a_named_one_go()
    {
        Table table = Table.FromColumns(Gaussians(3)).Take([.. Enumerable.Range(0, Rows), .. Enumerable.Range(0, 20)]);
        Column[] columns = [TextColumn.From("invoice", Enumerable.Range(0, Rows + 20).Select(row => $"INV {row}")), .. table.Columns];
        Table named = Table.FromColumns(columns);
        RoleGuess[] guesses = [new("id", "invoice", "named so")];
        Assert.Empty(Repaired(named, RepairKind.Duplicates, "invoice", guesses));
        Assert.Equal(Enumerable.Range(Rows, 20), Repaired(named, RepairKind.NearDuplicates, "invoice", guesses));
        Assert.Equal(Enumerable.Range(Rows, 20), Repaired(named, RepairKind.Duplicates, "invoice"));

        ReportFinding finding = Run(named, "invoice", guesses).Findings.Single(finding => finding.Severity > Severity.Info);
        Assert.Equal(Severity.Low, finding.Severity);
        Assert.Equal(Severity.Medium, Run(named, "invoice").Findings.Single(finding => finding.Severity > Severity.Info).Severity);
    }

    [Fact]
    public void A_start_and_an_end_repeat_by_chance()
    {
        for (int seed = 0; seed < 5; seed++)
        {
            // 2,000 rows make 2,000 pairs of one start of 1,000, of which one in 29 ends on the same day and every second is of one kind: 34 by chance.
            NumberColumn start = Whole("start", 1_000, seed), days = Whole("days", 29, seed);
            var end = new NumberColumn("end", [.. start.Values.ToArray().Zip(days.Values.ToArray(), (from, length) => from + length + 1)]);
            AuditReport report = Run(Table.FromColumns(start, end, Whole("kind", 2, seed)));
            Assert.InRange(Details(report).ExactRows, 15, 60);
            Assert.All(report.Findings, finding => Assert.Equal(Severity.Info, finding.Severity));
        }
    }

    [Fact]
    public void Ranges_with_two_flags_repeat_by_chance_and_copies_of_them_are_found()
    {
        for (int seed = 0; seed < 5; seed++)
        {
            // 2,000 rows make 333 pairs of one low end of 6,000, of which one in 20 has one high end and one in four both flags: 4; of 600, 42.
            NumberColumn low = Whole("low", 600, seed), width = Whole("width", 20, seed);
            var high = new NumberColumn("high", [.. low.Values.ToArray().Zip(width.Values.ToArray(), (from, by) => from + by + 1)]);
            Table table = Table.FromColumns(low, high, Whole("full", 2, seed), Whole("remote", 2, seed));
            Assert.All(Run(table).Findings, finding => Assert.Equal(Severity.Info, finding.Severity));

            int[] again = [.. Enumerable.Range(0, Rows), .. new SeededRandom((ulong)seed).Sample(Rows, 100)];
            Assert.InRange(Flagged(Run(table.Take(again))).Count(row => row >= Rows), 95, 100);
        }
    }

    [Fact]
    public void Copies_sent_again_with_another_state_hide_no_others()
    {
        for (int seed = 0; seed < 3; seed++)
        {
            // Sixty rows are repeated as they are, and twenty in another of two states; measurements to three decimals meet by chance next to never.
            Column[] columns = [.. Gaussians(4), Whole("state", 2, seed), Whole("kind", 3, seed)];
            Column[] again = [.. Table.FromColumns(columns).Take([.. Enumerable.Range(0, Rows), .. new SeededRandom((ulong)seed).Sample(Rows, 80)]).Columns];
            double[] state = ((NumberColumn)again[4]).Values.ToArray();
            for (int row = Rows; row < Rows + 20; row++)
            {
                state[row] = 1 - state[row];
            }

            again[4] = new NumberColumn("state", state);
            Assert.Equal(Enumerable.Range(Rows + 20, 60), Flagged(Run(Table.FromColumns(again))).Where(row => row >= Rows + 20));
        }
    }

    [Fact]
    public void What_the_check_lays_to_chance_is_not_taken_out()
    {
        for (int seed = 0; seed < 5; seed++)
        {
            // 2,000 rows make 66.6 pairs of one amount of 30,000, of which one in 20 is of one town: 3.3 rows repeat by chance, though 97 % of the amounts stand once.
            Table table = Table.FromColumns(Whole("amount", 30_000, seed), Whole("town", 20, seed));
            Assert.InRange(Details(Run(table)).ExactRows, 0, 10);
            Assert.DoesNotContain(Run(table).Findings, finding => finding.Severity > Severity.Info);
            Assert.Empty(Repaired(table, RepairKind.Duplicates));
        }
    }

    static AuditReport Run(Table table, string? id = null, RoleGuess[]? guesses = null) =>
        Audit.Run(Of(table, id, guesses), new AuditOptions { Checks = ["FL103"], Learner = LearnerChoice.None }, Cancellation);

    static Evidence Of(Table table, string? id, RoleGuess[]? guesses) =>
        new() { Data = table, Roles = new Roles { Id = id, Features = [.. table.Columns.Select(column => column.Name).Where(name => name != id)], Guesses = guesses ?? [] } };

    static List<int> Repaired(Table table, RepairKind kind, string? id = null, RoleGuess[]? guesses = null) =>
        [.. Repair.Find(Of(table, id, guesses), new RepairOptions { Fixes = [kind], Audit = new AuditOptions { Threads = 1 } }, Cancellation).Changes.Select(change => change.Row)];

    static DuplicatesDetails Details(AuditReport report) => Assert.IsType<DuplicatesDetails>(Assert.Single(report.Checks, check => check.Id == "FL103").Details);

    static int[] Flagged(AuditReport report) =>
        [.. report.Scores.SelectMany(scores => Enumerable.Range(0, scores.Rows!.Flagged.Length).Where(row => scores.Rows.Flagged[row]))];

    static NumberColumn Whole(string name, int levels, int seed)
    {
        var random = SeededRandom.For(seed, name);
        return new NumberColumn(name, [.. Enumerable.Range(0, Rows).Select(_ => (double)random.NextInt(levels))]);
    }

    static Column[] Items(int items, int answers, bool gender, int seed)
    {
        NumberColumn[] all = [.. Enumerable.Range(0, items).Select(item => Whole(string.Create(CultureInfo.InvariantCulture, $"q{item}"), answers, seed))];
        var total = new NumberColumn("total", [.. Enumerable.Range(0, Rows).Select(row => all.Sum(item => item.Values[row]))]);
        return gender ? [.. all, total, Whole("gender", 2, seed)] : [.. all, total];
    }

    // A product has one price; net = price · quantity less a discount, and tax is 19 % of it, both in cents.
    static Column[] Lines(int products, int quantities, int seed)
    {
        NumberColumn product = Whole("product", products, seed), quantity = Whole("quantity", quantities, seed), discount = Whole("discount", 3, seed), country = Whole("country", 3, seed);
        double[] price = [.. Enumerable.Range(0, Rows).Select(row => Math.Round(3 + (17.77 * Math.Sqrt(product.Values[row])), 2))];
        double[] net = [.. Enumerable.Range(0, Rows).Select(row => Math.Round(price[row] * (1 + quantity.Values[row]) * (1 - (discount.Values[row] / 10)), 2))];
        return [product, quantity, new NumberColumn("price", price), discount, new NumberColumn("net", net), new NumberColumn("tax", [.. net.Select(value => Math.Round(0.19 * value, 2))]), country];
    }

    static Column[] Gaussians(int columns) =>
    [
        .. Enumerable.Range(0, columns).Select(column =>
        {
            var random = new SeededRandom((ulong)column + 1);
            return new NumberColumn(string.Create(CultureInfo.InvariantCulture, $"x{column}"), [.. Enumerable.Range(0, Rows).Select(_ => Math.Round(random.NextGaussian(), 3))]);
        }),
    ];
}
