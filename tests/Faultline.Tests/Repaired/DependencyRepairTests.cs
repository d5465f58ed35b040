using System.Globalization;

namespace Faultline.Tests.Repaired;

public sealed class DependencyRepairTests
{
    static readonly RepairOptions s_fix = new() { Fixes = [RepairKind.Dependencies], Audit = new AuditOptions { Threads = 1, Learner = LearnerChoice.Logistic } };

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Hospital_is_mended_cell_by_cell()
    {
        var dirty = SharedData.Lines("dirty-tables", "hospital.csv.gz");
        var names = dirty[0].Split(',');
        var cells = dirty.Skip(1).Select(line => line.Split(',')).ToArray();
        var clean = SharedData.Lines("dirty-tables", "hospital_clean.csv.gz").Skip(1).Select(line => line.Split(',', 3)).ToDictionary(cell => (int.Parse(cell[0], CultureInfo.InvariantCulture), cell[1]), cell => cell[2]);
        var table = Table.FromColumns("hospital", [.. names.Select((name, j) => TextColumn.From(name, cells.Select(row => row[j].Length == 0 ? null : row[j])))]);

        var changes = Repair.Find(new Evidence { Data = table, Roles = new Roles() }, s_fix, Stop).Changes;
        var mended = Repair.Apply(table, changes);

        int Wrong(Table given) => clean.Count(cell => (given[cell.Key.Item2].Text(cell.Key.Item1) ?? string.Empty) != cell.Value);
        var right = changes.Count(change => clean[(change.Row, change.Column)] == change.After);
        TestContext.Current.TestOutputHelper?.WriteLine($"{changes.Count} changes, {right} right, {changes.Count(change => clean[(change.Row, change.Column)] == change.Before)} of right cells; wrong cells {Wrong(table)} before, {Wrong(mended)} after");
        Assert.Equal(509, Wrong(table));
        Assert.True(right >= 0.95 * changes.Count, $"{right} of {changes.Count} changes bring the right value");
        Assert.True(Wrong(mended) <= 0.15 * 509, $"{Wrong(mended)} of 509 cells are wrong afterwards");
    }

    [Fact]
    public void What_is_broken_gets_the_value_of_its_group_and_nothing_else_changes()
    {
        var (evidence, planted) = Towns(2000, 0.01, seed: 1);

        var changes = Repair.Find(evidence, s_fix, Stop).Changes;

        Assert.Equal(planted.OrderBy(cell => cell.Key).Select(cell => (cell.Key, "region", cell.Value)), changes.Select(change => (change.Row, change.Column, change.After!)));
        Assert.All(changes, change => Assert.Equal((evidence.Data["region"].Text(change.Row), "FL106", "breaks town → region"), (change.Before, change.Check, change.Reason)));
    }

    [Fact]
    public void Missing_cells_that_the_other_rows_know_are_filled_also_in_rows_that_teach_nothing()
    {
        var (evidence, _) = Towns(2000, 0, seed: 3);
        var missing = Enumerable.Range(0, 2000).Where(row => row % 40 == 7).ToArray();
        var given = Enumerable.Range(0, 2000).Select(evidence.Data["region"].Text).ToArray();
        var table = Table.FromColumns("towns", [.. evidence.Data.Columns.Select(column => column.Name == "region" ? TextColumn.From("region", given.Select((text, row) => row % 40 == 7 ? null : text)) : column)]);
        var expected = missing.Select(row => (row, (string?)null, given[row]));

        var all = Repair.Find(evidence with { Data = table }, s_fix, Stop).Changes;
        var learned = DependencyRepair.Find(evidence with { Data = table }, [.. Enumerable.Range(0, 2000).Where(row => row % 40 != 7)], s_fix, Stop);

        Assert.Equal(expected, all.Select(change => (change.Row, change.Before, change.After)));
        Assert.Equal(expected, learned.Select(change => (change.Row, change.Before, change.After)));
    }

    [Fact]
    public void Dates_that_break_a_dependency_are_said_and_left_as_they_are()
    {
        const long Day = 86_400_000_000;
        var (evidence, _) = Towns(2000, 0, seed: 5);
        int[] towns = [.. ((TextColumn)evidence.Data["town"]).Codes];
        var founded = new TimeColumn("founded", [.. towns.Select((town, row) => ((row is 100 or 900 or 1700 ? town + 1 : town) % 7) * 400 * Day)]);

        var found = Repair.Find(evidence with { Data = Table.FromColumns("towns", [.. evidence.Data.Columns, founded]) }, s_fix, Stop);

        Assert.Empty(found.Changes);
        var warning = Assert.Single(found.Warnings);
        Assert.StartsWith("3 cells of founded break what other columns determine and are not mended: dates", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Held_out_rows_are_mended_by_what_training_rows_say_and_teach_nothing()
    {
        var (evidence, _) = Towns(2000, 0.01, seed: 2);
        int[] training = [.. Enumerable.Range(0, 2000).Where(row => row % 3 != 0)];
        // All regions of held-out rows are exchanged: a rule that looked at them would see them as many as the right ones.
        string?[] towns = [.. Enumerable.Range(0, 2000).Select(evidence.Data["town"].Text)];
        var right = Enumerable.Range(0, 2000).GroupBy(row => towns[row]).ToDictionary(town => town.Key!, town => town.GroupBy(row => evidence.Data["region"].Text(row)).MaxBy(region => region.Count())!.Key);
        string?[] turned = [.. Enumerable.Range(0, 2000).Select(row => row % 3 == 0 ? Next(right[towns[row]!]!) : evidence.Data["region"].Text(row))];
        var other = evidence with { Data = Table.FromColumns("towns", [.. evidence.Data.Columns.Select(column => column.Name == "region" ? TextColumn.From("region", turned) : column)]) };

        var before = DependencyRepair.Find(evidence, training, s_fix, Stop);
        var after = DependencyRepair.Find(other, training, s_fix, Stop);

        Assert.Contains(before, change => change.Row % 3 == 0);
        Assert.Equal(before.Where(change => change.Row % 3 != 0), after.Where(change => change.Row % 3 != 0));
        Assert.Equal(Enumerable.Range(0, 2000).Where(row => row % 3 == 0).Select(row => (row, "region", right[towns[row]!])), after.Where(change => change.Row % 3 == 0).Select(change => (change.Row, change.Column, change.After)));
        static string Next(string region) => $"region {(char)('a' + ((region[^1] - 'a' + 1) % 7))}";
    }

    [Fact]
    public void Learned_from_all_rows_it_is_what_the_check_suggests()
    {
        var (evidence, _) = Towns(2000, 0.03, seed: 3);
        var report = Audit.Run(evidence, AuditOptions.Standard with { Entries = [Catalogue.Find("FL106")] }, Stop);

        var changes = DependencyRepair.Find(evidence, null, s_fix, Stop);

        Assert.Equal(
            report.Scores.SelectMany(scores => scores.Cells).Where(cell => cell is { Flagged: true, Suggestion: not null }).Select(cell => (cell.Row, cell.Column, cell.Suggestion)).Order(),
            changes.Select(change => (change.Row, change.Column, change.After)).Order());
    }

    [Fact]
    public void The_label_is_never_changed()
    {
        var (evidence, _) = Towns(2000, 0.01, seed: 4);
        Assert.Empty(Repair.Find(evidence with { Roles = evidence.Roles with { Label = "region", Features = ["town", "colour"] } }, s_fix, Stop).Changes);
    }

    [Fact]
    public void A_gain_is_shown_where_the_label_follows_the_broken_column_and_none_where_it_does_not()
    {
        foreach (var follows in new[] { true, false })
        {
            var (evidence, _) = Towns(3000, 0.04, seed: 5, follows);
            var changes = Repair.Find(evidence, s_fix, Stop).Changes;
            var proof = RepairProof.Measure(evidence, s_fix, changes, null, Stop);

            // The label follows the region alone, so each of 4 % of rows whose region is wrong is predicted wrongly until it is mended, held out or not.
            Assert.Equal(follows, proof.Gain);
            Assert.NotEmpty(changes);
            if (follows)
            {
                Assert.InRange(proof.Beside[0].After - proof.Beside[0].Before, 0.01, 0.04);
                Assert.True(proof.Placebo < proof.Before, $"{proof.Placebo} after as many changes at random, {proof.Before} before");
            }
        }
    }

    [Fact]
    public void Placebo_changes_as_many_cells_of_each_part_to_the_same_values()
    {
        // Rows 90 to 99 are missing; two of them are filled.
        var column = TextColumn.From("c", Enumerable.Range(0, 100).Select(row => row >= 90 ? null : "old"));
        bool[] heldOut = [.. Enumerable.Range(0, 100).Select(row => row < 40)];
        RepairChange[] changes = [.. new[] { 1, 2, 50, 51, 52, 98, 99 }.Select(row => new RepairChange(RepairKind.Dependencies, row, "c", "old", row < 40 ? "held" : row < 90 ? "trained" : "filled", "FL106", string.Empty))];

        var drawn = PlaceboCells.Apply(Table.FromColumns(column), changes, heldOut, SeededRandom.For(1, "placebo"))["c"];

        var places = Enumerable.Range(0, 100).ToLookup(drawn.Text);
        Assert.Equal(2, places["held"].Count(row => row < 40));
        Assert.Equal(3, places["trained"].Count(row => row >= 40));
        Assert.Equal((2, 3, 85, 2, 8), (places["held"].Count(), places["trained"].Count(), places["old"].Count(), places["filled"].Count(), places[null].Count()));
        Assert.NotEqual([50, 51, 52], places["trained"]);
        Assert.All(places["filled"], row => Assert.InRange(row, 90, 99));
    }

    [Fact]
    public void A_person_s_no_keeps_a_cell_out_of_the_proof()
    {
        var (evidence, _) = Towns(3000, 0.04, seed: 5, follows: true);
        var changes = Repair.Find(evidence, s_fix, Stop).Changes;

        var none = RepairProof.Measure(evidence, s_fix with { Accepted = [] }, changes, null, Stop);
        var half = RepairProof.Measure(evidence, s_fix with { Accepted = [.. changes.Where((_, i) => i % 2 == 0)] }, changes, null, Stop);
        var all = RepairProof.Measure(evidence, s_fix, changes, null, Stop);

        Assert.Equal((none.Before, 0), (none.After, none.ChangesASplit));
        Assert.InRange(half.ChangesASplit, 0.4 * all.ChangesASplit, 0.6 * all.ChangesASplit);
    }

    // 40 towns in 7 regions and a colour; a share of the regions is another's. The label is the side of the true region, one in ten by chance, or a coin.
    static (Evidence Evidence, Dictionary<int, string> Planted) Towns(int rows, double share, long seed, bool follows = false)
    {
        var random = SeededRandom.For(seed, "towns");
        var planted = new Dictionary<int, string>();
        var (town, region, colour, label) = (new string?[rows], new string?[rows], new string?[rows], new string?[rows]);
        for (var row = 0; row < rows; row++)
        {
            var place = random.NextInt(40);
            var home = place * 5 % 7;
            town[row] = $"town {(char)('a' + (place % 20))}{(char)('a' + (place / 20))}";
            region[row] = $"region {(char)('a' + home)}";
            colour[row] = random.NextInt(4) switch { 0 => "red", 1 => "green", 2 => "blue", _ => "grey" };
            label[row] = (follows && random.NextDouble() >= 0.1 ? home % 2 == 0 : random.NextInt(2) == 0) ? "left" : "right";
            if (random.NextDouble() < share)
            {
                planted[row] = region[row]!;
                region[row] = $"region {(char)('a' + ((home + 1 + random.NextInt(6)) % 7))}";
            }
        }

        var data = Table.FromColumns("towns", [TextColumn.From("town", town), TextColumn.From("region", region), TextColumn.From("colour", colour), TextColumn.From("y", label)]);

        // The town tells the region: a model may look at the region only.
        return (new Evidence { Data = data, Roles = new Roles { Label = "y", Features = ["region", "colour"] }, Task = TaskKind.Classification }, planted);
    }
}
