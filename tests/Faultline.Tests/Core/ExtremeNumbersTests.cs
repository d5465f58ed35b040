namespace Faultline.Tests;

public sealed class ExtremeNumbersTests
{
    const int Rows = 400;

    public static TheoryData<string> Labels => ["ordinary", "huge cells", "tiny cells", "all huge", "all tiny", "class"];

    [Theory]
    [MemberData(nameof(Labels))]
    public void Every_check_survives_numbers_whose_squares_have_no_value(string label)
    {
        var (data, roles) = Made(label, seed: 1);
        var (reference, _) = Made(label, seed: 2);
        var report = Audit.Run(
            new Evidence { Data = data, Roles = roles, Task = label == "class" ? TaskKind.Classification : TaskKind.Regression, Reference = reference, Expected = ExpectationProposal.Of(data) },
            new AuditOptions { WorkBudget = 2_000_000, Set = ["FL102.columns=x,huge", "FL104.magnitude=100"] },
            TestContext.Current.CancellationToken);
        Assert.Empty(report.Checks.Where(check => check.Reason?.StartsWith("failed", StringComparison.Ordinal) == true).Select(check => $"{check.Id} {check.Reason}"));
        Assert.Empty(report.Checks.Where(check => check.Status == CheckStatus.Unmeasured).Select(check => $"{check.Id} {check.Reason}"));
        Assert.DoesNotContain(report.Warnings, text => text.Contains("failed", StringComparison.Ordinal));
        Assert.NotNull(report.Model);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-300)]
    [InlineData(1e280)]
    public void What_a_model_explains_does_not_depend_on_the_unit(double unit)
    {
        // y = 3x + e with Var e = 1: R² = 0.9 and, in the unit, a root mean squared error of 1.
        var random = new SeededRandom(4);
        double[] x = [.. Enumerable.Range(0, 2000).Select(_ => random.NextGaussian())];
        var data = Table.FromColumns(new NumberColumn("x", x), new NumberColumn("y", [.. x.Select(value => unit * ((3 * value) + random.NextGaussian()))]));
        var report = Audit.Run(
            new Evidence { Data = data, Roles = new Roles { Label = "y", Features = ["x"] }, Task = TaskKind.Regression },
            new AuditOptions { Checks = ["FL301", "FL102"], Learner = LearnerChoice.Logistic, WorkBudget = 2_000_000 },
            TestContext.Current.CancellationToken);
        Assert.Equal(0.9, report.Model!.Others["R²"], 0.02);
        Assert.Equal(unit, report.Model.Value, 0.06 * unit);
        Assert.Empty(report.Findings.Where(finding => finding.Severity > Severity.Info).Select(finding => finding.Title));
    }

    [Fact]
    public void Quantiles_lie_between_values_that_are_farther_apart_than_any_double() =>
        Assert.Equal(0, Quantiles.OfSorted([-double.MaxValue, double.MaxValue], 0.5));

    static (Table Data, Roles Roles) Made(string label, int seed)
    {
        var random = new SeededRandom((ulong)seed);
        double[] Normal() => [.. Enumerable.Range(0, Rows).Select(_ => random.NextGaussian())];
        double[] x = Normal();
        double[] With(double[] values, double cell, int every) => [.. values.Select((value, row) => row % every == 5 ? cell : value)];
        double[] y = [.. x.Select(value => (2 * value) + random.NextGaussian())];
        Column target = label switch
        {
            "huge cells" => new NumberColumn("y", With(y, 1e300, 40)),
            "tiny cells" => new NumberColumn("y", With(y, 1e-300, 40)),
            "all huge" => new NumberColumn("y", [.. y.Select(value => Math.Clamp(value, -3, 3) * 5e307)]),
            "all tiny" => new NumberColumn("y", [.. y.Select(value => value * 1e-300)]),
            "class" => TextColumn.From("y", y.Select(value => value > 0 ? "yes" : "no")),
            _ => new NumberColumn("y", y),
        };
        var data = Table.FromColumns(
        [
            new NumberColumn("x", x),
            new NumberColumn("huge cells", With(Normal(), 1e300, 50)),
            new NumberColumn("tiny cells", With(Normal(), 1e-300, 50)),
            new NumberColumn("both", With(With(Normal(), -1e300, 50), 1e-300, 30)),
            new NumberColumn("huge", [.. Normal().Select(value => value > 0 ? 1e308 : -1e308)]),
            new NumberColumn("spread", [.. Normal().Select(value => value * 1e307)]),
            new NumberColumn("tiny", [.. Normal().Select(value => value * 1e-305)]),
            TextColumn.From("group", x.Select((_, row) => "ab"[row % 2].ToString())),
            TextColumn.From("site", x.Select((_, row) => "site " + (row % 7))),
            target,
        ]);
        return (data, new Roles { Label = "y", Groups = ["group"], Features = [.. data.Columns.Select(column => column.Name).Where(name => name != "y")] });
    }
}
