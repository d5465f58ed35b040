namespace Faultline.Tests.Repaired;

public sealed class RepairOrderTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static readonly AuditOptions s_logistic = new() { Threads = 2, Learner = LearnerChoice.Logistic, WorkBudget = 1_000_000 };

    [Fact]
    public void Turned_labels_are_expected_to_gain_about_what_the_proof_then_shows()
    {
        var evidence = Codes(1200, turned: true, codes: false);
        var finding = Assert.Single(Audit.Run(evidence, s_logistic with { Checks = ["FL101"] }, Stop).Findings);
        var options = new RepairOptions { Fixes = [RepairKind.Labels], Audit = s_logistic };
        var proof = RepairProof.Measure(evidence, options, Repair.Find(evidence, options, Stop).Changes, null, Stop);

        Assert.True(finding.ExpectedGain is { Fix: "labels", Metric: "Brier skill after shrinkage", Rows: 1200, Low: > 0 }, finding.ExpectedGain?.ToString());
        Assert.True(proof.Gain);
        Assert.InRange(proof.Difference!.Value, finding.ExpectedGain!.Low!.Value, finding.ExpectedGain.High!.Value);
    }

    [Fact]
    public void A_code_for_missing_that_hides_a_column_is_expected_to_gain_and_one_in_a_column_without_signal_is_not()
    {
        // −99999 in a fifth of x drowns its slope; in z, which tells nothing, it drowns nothing.
        var report = Audit.Run(Codes(1500, turned: false, codes: true), s_logistic with { Checks = ["FL107", "FL302"] }, Stop);

        var x = report.Findings.First(finding => finding.Columns.Contains("x")).ExpectedGain!;
        var z = report.Findings.First(finding => finding.Columns.Contains("z")).ExpectedGain!;
        Assert.True(x is { Fix: "missing", Low: > 0, Value: > 0.2 }, x.ToString());
        Assert.False(z.Low > 0, z.ToString());
        Assert.True(z.Value < 0.1 * x.Value, z.ToString());

        // What gains goes before what is as bad.
        Assert.Equal(report.Findings.OrderByDescending(finding => finding.Severity).ThenByDescending(finding => finding.ExpectedGain is { Low: > 0 } gain ? gain.Value : 0).Select(finding => finding.Id), report.Findings.Select(finding => finding.Id));
    }

    [Fact]
    public void What_is_not_estimated_says_why()
    {
        var evidence = Codes(1500, turned: false, codes: true);
        ExpectedGain Of(Evidence given, AuditOptions options) => Audit.Run(given, options with { Checks = ["FL107"] }, Stop).Findings.First(finding => finding.Columns.Contains("x")).ExpectedGain!;

        Assert.Equal((null, 0, "no model was fitted"), Told(Of(evidence, s_logistic with { Learner = LearnerChoice.None })));
        Assert.Equal((null, 0, "there is no label to predict"), Told(Of(evidence with { Roles = new Roles(), Task = TaskKind.None }, s_logistic)));
        var unused = evidence with { Roles = evidence.Roles with { Features = ["w"] } };
        Assert.Equal("no model looks at these cells", Audit.Run(unused, s_logistic with { Checks = ["FL107", "FL302"] }, Stop).Findings.First(finding => finding.Columns.Contains("x")).ExpectedGain!.Reason);
        static (double?, int, string?) Told(ExpectedGain gain) => (gain.Value, gain.Rows, gain.Reason);
    }

    [Fact]
    public void Threads_change_nothing()
    {
        var evidence = Codes(1200, turned: true, codes: true);
        ExpectedGain?[] Of(int threads) => [.. Audit.Run(evidence, s_logistic with { Threads = threads, Checks = ["FL101", "FL107"] }, Stop).Findings.Select(finding => finding.ExpectedGain)];
        Assert.Equal(Of(1), Of(2));
    }

    // The sign of x decides the label, w a little of it; every twentieth label of either class is turned, or a fifth of x and of z is −99999.
    static Evidence Codes(int rows, bool turned, bool codes)
    {
        var random = SeededRandom.For(3, "codes");
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => random.NextGaussian())];
        double[] w = [.. Enumerable.Range(0, rows).Select(_ => random.NextGaussian())];
        double[] z = [.. Enumerable.Range(0, rows).Select(_ => random.NextGaussian())];
        string[] y = [.. Enumerable.Range(0, rows).Select(row => ((6 * x[row]) + w[row] > 0) ^ (turned && row % 20 == 7) ? "yes" : "no")];
        for (var row = 0; row < rows && codes; row++)
        {
            x[row] = row % 5 == 1 ? -99999 : x[row];
            z[row] = row % 5 == 3 ? -99998 : z[row];
        }

        return new Evidence
        {
            Data = Table.FromColumns(new NumberColumn("x", x), new NumberColumn("w", w), new NumberColumn("z", z), TextColumn.From("y", y)),
            Roles = new Roles { Label = "y", Features = ["x", "w", "z"] },
            Task = TaskKind.Classification,
        };
    }
}
