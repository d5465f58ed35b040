using System.Globalization;

namespace Faultline.Tests.Repaired;

public sealed class ValueRepairTests
{
    const int Rows = 1_000;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static RepairOptions Fix(LabelRepair how = LabelRepair.Relabel) => new() { Fixes = [RepairKind.Values], Labels = how, Audit = new AuditOptions { Threads = 2, Learner = LearnerChoice.Logistic, WorkBudget = 1_000_000 } };

    [Fact]
    public void Exchanged_columns_are_exchanged_back()
    {
        var (evidence, _) = Line(wrong: false);
        double[] low = [.. ((NumberColumn)evidence.Data["low"]).Values], high = [.. ((NumberColumn)evidence.Data["high"]).Values];
        int[] rows = [.. Enumerable.Range(0, 12).Select(i => (83 * i) + 5)];
        double[] lowGiven = [.. low], highGiven = [.. high];
        foreach (var row in rows)
        {
            (lowGiven[row], highGiven[row]) = (high[row], low[row]);
        }

        var data = Table.FromColumns("line", [.. evidence.Data.Columns.Select(column => column.Name == "low" ? new NumberColumn("low", lowGiven) : column.Name == "high" ? new NumberColumn("high", highGiven) : column)]);

        var changes = Repair.Find(evidence with { Data = data, Roles = new Roles { Features = evidence.Roles.Features }, Task = TaskKind.None }, Fix(), Stop).Changes;
        var mended = Repair.Apply(data, changes);

        Assert.Equal(rows.SelectMany(row => new[] { (row, "high"), (row, "low") }).Order(), changes.Select(change => (change.Row, change.Column)).Order());
        Assert.All(changes, change => Assert.Equal((RepairKind.Values, "FL102", "exchanged with another column"), (change.Kind, change.Check, change.Reason)));
        Assert.Equal(low, ((NumberColumn)mended["low"]).Values.ToArray());
        Assert.Equal(high, ((NumberColumn)mended["high"]).Values.ToArray());
    }

    // 60 off lies beyond the label's own tail; 12 off is an ordinary value that does not fit its row.
    [Theory]
    [InlineData(60)]
    [InlineData(12)]
    public void Wrong_values_of_a_numeric_label_are_brought_near_the_right_ones_and_the_proof_shows_it(double apart)
    {
        var (evidence, right) = Line(wrong: true, apart);

        var changes = Repair.Find(evidence, Fix(), Stop).Changes;
        var proof = RepairProof.Measure(evidence, Fix(), changes, null, Stop);

        // The noise has a deviation of 1; what was planted lies 12 at least off.
        Assert.Equal(right.Keys.Order(), changes.Select(change => change.Row));
        Assert.All(changes, change => Assert.InRange(double.Parse(change.After!, CultureInfo.InvariantCulture), right[change.Row] - 5, right[change.Row] + 5));
        Assert.All(changes, change => Assert.Equal(("y", "FL102"), (change.Column, change.Check)));
        Assert.Equal("R²", proof.Metric);
        Assert.True(proof.After > proof.Before && proof.After > proof.Placebo, $"{proof.Before} before, {proof.After} after, {proof.Placebo} at random");
        Assert.InRange(proof.ChangesASplit, right.Count * 0.7, right.Count * 0.95);
    }

    [Fact]
    public void Rows_of_wrong_values_can_be_taken_out_or_weighed()
    {
        var (evidence, right) = Line(wrong: true);

        var gone = Repair.Find(evidence, Fix(LabelRepair.Drop), Stop).Changes;
        var weighed = Repair.Find(evidence, Fix(LabelRepair.Weigh), Stop).Changes;

        Assert.Equal(right.Keys.Order(), gone.Select(change => change.Row));
        Assert.All(gone, change => Assert.True(change.IsRow));
        Assert.Equal(Rows - right.Count, Repair.Apply(evidence.Data, gone).RowCount);
        double[] weights = ((NumberColumn)Repair.Apply(evidence.Data, weighed, "weight")["weight"]).Values.ToArray();
        Assert.All(Enumerable.Range(0, Rows), row => Assert.Equal(right.ContainsKey(row), weights[row] < 1));
    }

    [Fact]
    public void Nothing_is_changed_where_nothing_is_wrong()
    {
        var (evidence, _) = Line(wrong: false);
        Assert.Empty(Repair.Find(evidence, Fix(), Stop).Changes);
    }

    // low and high lie 20 to 30 apart, y is their sum and a colour's part; noise of deviation 1. Every fiftieth y is so far off, or a little farther.
    static (Evidence Evidence, Dictionary<int, double> Right) Line(bool wrong, double apart = 12)
    {
        var random = SeededRandom.For(7, "line");
        var right = new Dictionary<int, double>();
        double[] low = [.. Enumerable.Range(0, Rows).Select(_ => Math.Round(10 + (3 * random.NextGaussian()), 2))];
        double[] high = [.. low.Select(value => Math.Round(value + 25 + (2 * random.NextGaussian()), 2))];
        double[] y = [.. Enumerable.Range(0, Rows).Select(row => Math.Round(low[row] + high[row] + (row % 3) + random.NextGaussian(), 2))];
        for (var row = 7; row < Rows && wrong; row += 50)
        {
            right[row] = y[row];
            y[row] = Math.Round(y[row] + ((row % 100 == 7 ? 1 : -1) * (apart + (3 * random.NextDouble()))), 2);
        }

        var data = Table.FromColumns("line", [new NumberColumn("low", low), new NumberColumn("high", high), TextColumn.From("colour", Enumerable.Range(0, Rows).Select(row => (row % 3) switch { 0 => "red", 1 => "green", _ => "blue" })), new NumberColumn("y", y)]);
        return (new Evidence { Data = data, Roles = new Roles { Label = "y", Features = ["low", "high", "colour"] }, Task = TaskKind.Regression }, right);
    }
}
