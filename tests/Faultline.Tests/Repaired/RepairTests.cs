namespace Faultline.Tests.Repaired;

public sealed class RepairTests
{
    static Evidence Of(params Column[] columns) => new()
    {
        Data = Table.FromColumns(columns),
        Roles = new Roles { Label = "y", Features = [.. columns.Select(column => column.Name).Where(name => name != "y")] },
        Task = TaskKind.Classification,
    };

    static RepairOptions Fix(params RepairKind[] kinds) => new() { Fixes = kinds, Audit = new AuditOptions { Threads = 1 } };

    static Evidence Noisy(int rows, bool flip)
    {
        // The sign of x is the class; of either class every twentieth label is turned.
        var random = SeededRandom.For(3, "noisy");
        double[] x = [.. Enumerable.Range(0, rows).Select(row => (row % 2 == 0 ? 5 : -5) + random.NextGaussian())];
        double[] z = [.. Enumerable.Range(0, rows).Select(_ => random.NextGaussian())];
        return Of(new NumberColumn("x", x), new NumberColumn("z", z), TextColumn.From("y", Enumerable.Range(0, rows).Select(row => (row % 2 == 0) ^ (flip && IsTurned(row)) ? "yes" : "no")));
    }

    static bool IsTurned(int row) => row % 40 is 7 or 28;

    [Fact]
    public void Turned_labels_are_turned_back_and_the_proof_shows_a_gain()
    {
        var evidence = Noisy(600, flip: true);
        var options = Fix(RepairKind.Labels) with { Audit = new AuditOptions { Threads = 1, Learner = LearnerChoice.Logistic, WorkBudget = 1_000_000 } };

        var changes = Repair.Find(evidence, options, TestContext.Current.CancellationToken).Changes;
        var proof = RepairProof.Measure(evidence, options, changes, null, TestContext.Current.CancellationToken);

        // Thirty are turned; how many are taken is an estimate.
        Assert.InRange(changes.Count, 27, 30);
        Assert.All(changes, change => Assert.True(IsTurned(change.Row)));
        Assert.All(changes, change => Assert.Equal(change.Row % 2 == 0 ? ("y", "yes", "no") : ("y", "no", "yes"), (change.Column, change.After, change.Before)));
        Assert.True(proof.Gain);
        Assert.True(proof.Placebo < proof.Before);
    }

    [Fact]
    public void Clean_labels_stay_and_the_proof_shows_no_gain()
    {
        var evidence = Noisy(600, flip: false);
        var options = Fix(RepairKind.Labels) with { Audit = new AuditOptions { Threads = 1, Learner = LearnerChoice.Logistic, WorkBudget = 1_000_000 } };

        var changes = Repair.Find(evidence, options, TestContext.Current.CancellationToken).Changes;
        var proof = RepairProof.Measure(evidence, options, changes, null, TestContext.Current.CancellationToken);

        Assert.Empty(changes);
        Assert.False(proof.Gain);
        Assert.Equal(new ProofDifference(0, 0, 0), proof.Difference);
    }

    [Fact]
    public void Applying_changes_edits_cells_takes_rows_out_and_adds_weights()
    {
        var data = Table.FromColumns(new NumberColumn("n", [1, double.NaN, -999], [new UnreadableCell(1, "?")]), TextColumn.From("t", ["a", "A", null]));
        RepairChange[] changes =
        [
            new(RepairKind.Missing, 1, "n", "?", null, "FL107", ""),
            new(RepairKind.Missing, 2, "n", "-999", null, "FL107", ""),
            new(RepairKind.Hygiene, 1, "t", "A", "a", "FL107", ""),
            new(RepairKind.Duplicates, 0, "", null, null, "FL103", ""),
            new(RepairKind.Labels, 2, "w", "1", "0.25", "FL101", ""),
        ];

        var mended = Repair.Apply(data, changes, "w");

        Assert.Equal(2, mended.RowCount);
        Assert.Empty(mended["n"].Unreadable);
        Assert.Equal((null, null), (mended["n"].Text(0), mended["n"].Text(1)));
        Assert.Equal(("a", null), (mended["t"].Text(0), mended["t"].Text(1)));
        Assert.Equal([1, 0.25], ((NumberColumn)mended["w"]).Values.ToArray());
        Assert.Equal("-999", data["n"].Text(2));
    }

    [Fact]
    public void Score_is_one_less_the_share_of_squared_error_left_after_the_best_shrinkage()
    {
        // Shares of the training rows 1/2, 1/2. Predictions 0.8 and 0.4 for the right class: 0.3 above the share and 0.1 below it, in both columns. Shrunk by s the
        // error is 2·[(0.5 − 0.3 s)² + (0.5 + 0.1 s)²], least at s = 1: 0.8 of a trivial 1.
        var target = LearningTarget.OfClasses([0, 1, 0, 1], 2);
        Assert.Equal(0.2, ProofScore.Of(target, [0, 1], [2, 3], [0.8, 0.2, 0.6, 0.4]), 12);

        // Twice as far from the shares, or half as far, is the same prediction.
        Assert.Equal(0.2, ProofScore.Of(target, [0, 1], [2, 3], [1.1, -0.1, 0.7, 0.3]), 12);
        Assert.Equal(0.2, ProofScore.Of(target, [0, 1], [2, 3], [0.65, 0.35, 0.55, 0.45]), 12);

        // What points the other way is shrunk to nothing.
        Assert.Equal(0, ProofScore.Of(target, [0, 1], [2, 3], [0.2, 0.8, 0.6, 0.4]), 12);

        // Training mean 2: trivial errors 1 and 4; squared errors 0.25 and 1.
        Assert.Equal(1 - (1.25 / 5), ProofScore.Of(LearningTarget.OfValues([1, 3, 3, 4]), [0, 1], [2, 3], [2.5, 5]), 12);
    }

    [Fact]
    public void Labels_of_numbers_and_tables_without_a_label_are_refused()
    {
        var evidence = Noisy(40, flip: false);
        Assert.Throws<InputException>(() => Repair.Find(evidence with { Task = TaskKind.Regression }, Fix(RepairKind.Labels), TestContext.Current.CancellationToken));
        Assert.Throws<InputException>(() => Repair.Find(evidence with { Roles = new Roles() }, Fix(RepairKind.Labels), TestContext.Current.CancellationToken));
        Assert.Null(RepairProof.Measure(evidence, Fix(RepairKind.Missing), [], null, TestContext.Current.CancellationToken).Metric);
    }
}
