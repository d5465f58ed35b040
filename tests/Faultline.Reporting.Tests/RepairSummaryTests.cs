namespace Faultline.Reporting.Tests;

public sealed class RepairSummaryTests
{
    [Fact]
    public void A_gain_that_is_not_shown_is_not_called_a_wrong_repair_and_needs_no_word_of_statistics()
    {
        ArmScore Score(double skill) => new(skill, skill, 0.9);
        var proof = ProofResult.Of("Brier skill after shrinkage", 500, [.. Enumerable.Range(0, 12).Select(i => new SplitScores(Score(0.5), Score(i % 2 == 0 ? 0.52 : 0.49), Score(0.48), 100, 400, 10))]);
        var told = RepairSummary.Verdict(proof);
        Assert.StartsWith("No gain is shown. On held-out rows, from 0 (knows nothing) to 1 (perfect), a model of the mended rows scores +0.00500 (", told, StringComparison.Ordinal);
        Assert.EndsWith(" A repair can be right and still show no gain.", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Brier", told, StringComparison.Ordinal);
        Assert.Contains("\nBrier skill after shrinkage: 0.500 before, 0.505 after, 0.480 after changes at random.\n", RepairSummary.Of([new RepairChange(RepairKind.Labels, 3, "y", "a", "b", "FL101", string.Empty)], proof, 500, "r.csv"), StringComparison.Ordinal);
        var same = ProofResult.Of("R²", 500, [.. Enumerable.Range(0, 12).Select(_ => new SplitScores(Score(0.5), Score(0.5), Score(0.5), 100, 400, 0))]);
        Assert.Equal("No gain is shown. On held-out rows nothing changes.", RepairSummary.Verdict(same));
        Assert.StartsWith("Nothing was found to mend.\nWritten: r.csv", RepairSummary.Of([], same, 500, "r.csv"), StringComparison.Ordinal);
    }
}
