namespace Faultline.Tests;

public sealed class GivenPredictionsTests
{
    [Fact]
    public void ReportOpensWithTheAccuracyOfPredictionsThatTheUserBrought()
    {
        // Rows: right, right, wrong, unlabelled, unmeasured. Accuracy 2/3; log loss −(ln .9 + ln .6 + ln .3)/3; most frequent class 2/3.
        double[] probabilities = [0.9, 0.1, 0.4, 0.6, 0.7, 0.3, 0.5, 0.5, double.NaN, double.NaN];
        var evidence = new Evidence
        {
            Data = Table.FromColumns(TextColumn.From("y", ["a", "b", "b", null, "a"])),
            Roles = new Roles { Label = "y" },
            Task = TaskKind.Classification,
            Classes = new ClassPredictions(["a", "b"], [0, 1, 1, -1, 0], probabilities, IsOutOfFold: false),
        };

        ModelReport? model = Audit.Run(evidence, AuditOptions.Standard, TestContext.Current.CancellationToken).Model;

        Assert.NotNull(model);
        Assert.Equal("yours", model.Learner);
        Assert.Equal(2 / 3.0, model.Value, 12);
        Assert.Equal(2 / 3.0, model.Baseline!.Value, 12);
        Assert.Equal(-(Math.Log(0.9) + Math.Log(0.6) + Math.Log(0.3)) / 3, model.Others["log loss"], 12);
        Assert.Equal([[1L, 0], [1, 1]], model.Confusion);
    }

    [Fact]
    public void ReportOpensWithTheErrorOfValuesThatTheUserBrought()
    {
        var evidence = new Evidence
        {
            Data = Table.FromColumns(new NumberColumn("y", [1, 2, 3, 4])),
            Roles = new Roles { Label = "y" },
            Task = TaskKind.Regression,
            Values = new ValuePredictions([1, 2, 3, 4], [1, 2, 3, 6], IsOutOfFold: false),
        };

        ModelReport? model = Audit.Run(evidence, AuditOptions.Standard, TestContext.Current.CancellationToken).Model;

        Assert.NotNull(model);
        Assert.Equal(1, model.Value, 12);
        Assert.Equal(0.5, model.Others["MAE"], 12);
        Assert.Equal(Math.Sqrt(1.25), model.Baseline!.Value, 12);
    }
}
