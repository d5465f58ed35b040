namespace Faultline.Tests;

public class FoldPlanTests
{
    [Fact]
    public void Every_fold_has_the_same_share_of_every_class()
    {
        (FeatureMatrix features, LearningTarget target) = GradientBoostedTreesTests.Mixed(1_003, 3, 1);
        FoldPlan plan = FoldPlan.Stratified(features, target, 5, seed: 4);
        foreach (int label in (int[])[0, 1, 2])
        {
            int[] counts = [.. Enumerable.Range(0, 5).Select(fold => Enumerable.Range(0, 1_003).Count(row => plan.FoldOfRow[row] == fold && target.Labels[row] == label))];
            Assert.True(counts.Max() - counts.Min() <= 1, string.Join(' ', counts));
        }

        Assert.NotEqual(plan.FoldOfRow, FoldPlan.Stratified(features, target, 5, seed: 5).FoldOfRow);
    }

    [Fact]
    public void Exact_repeats_share_a_fold()
    {
        var random = new SeededRandom(2);
        double[] x = [.. Enumerable.Range(0, 600).Select(_ => (double)random.NextInt(200))];
        x[5] = -0.0;
        x[6] = 0.0;
        x[7] = double.NaN;
        x[8] = double.NaN;
        int[] labels = [.. Enumerable.Range(0, 600).Select(_ => random.NextInt(2))];
        FoldPlan plan = FoldPlan.Stratified(FeatureMatrix.FromRows(x, 1), LearningTarget.OfClasses(labels, 2), 5, 0);
        foreach (IGrouping<double, int> repeats in Enumerable.Range(0, 600).GroupBy(row => x[row] + 0.0))
        {
            Assert.Single(repeats.Select(row => plan.FoldOfRow[row]).Distinct());
        }
    }

    [Fact]
    public void A_row_keeps_its_fold_wherever_it_stands()
    {
        (FeatureMatrix features, LearningTarget target) = GradientBoostedTreesTests.Mixed(500, 2, 3);
        int[] order = new SeededRandom(1).Permutation(500);
        int[] folds = FoldPlan.Stratified(features, target, 5, 0).FoldOfRow;
        int[] moved = FoldPlan.Stratified(features.Take(order), target.Take(order), 5, 0).FoldOfRow;
        Assert.Equal(order.Select(row => folds[row]), moved);
    }

    [Fact]
    public void No_group_is_parted_and_repeats_join_groups()
    {
        (FeatureMatrix features, LearningTarget target) = GradientBoostedTreesTests.Mixed(800, 2, 6);
        int[] groups = [.. Enumerable.Range(0, 800).Select(row => row / 13)];
        int[] rows = [.. Enumerable.Range(0, 800), 3];
        groups = [.. groups, 60];
        FoldPlan plan = FoldPlan.Grouped(features.Take(rows), target.Take(rows), groups, 5, 0);
        foreach (IGrouping<int, int> group in Enumerable.Range(0, 801).GroupBy(row => groups[row]))
        {
            Assert.Single(group.Select(row => plan.FoldOfRow[row]).Distinct());
        }

        Assert.Equal(plan.FoldOfRow[3], plan.FoldOfRow[800]);
        Assert.Equal(5, plan.FoldOfRow.Distinct().Count());
    }

    [Fact]
    public void Dealt_again_units_stay_together_and_in_their_half()
    {
        (FeatureMatrix features, LearningTarget target) = GradientBoostedTreesTests.Mixed(800, 2, 6);
        int[] groups = [.. Enumerable.Range(0, 800).Select(row => row / 13)];
        FoldPlan plan = FoldPlan.Grouped(features, target, groups, 6, 0);
        FoldPlan again = plan.Again(target, 1);
        Assert.NotEqual(plan.FoldOfRow, again.FoldOfRow);
        Assert.Equal(plan.FoldOfRow.Select(fold => fold % 2), again.FoldOfRow.Select(fold => fold % 2));
        Assert.Equal(6, again.FoldOfRow.Distinct().Count());
        Assert.All(Enumerable.Range(0, 800).GroupBy(row => groups[row]), group => Assert.Single(group.Select(row => again.FoldOfRow[row]).Distinct()));
        Assert.Throws<InvalidOperationException>(() => FoldPlan.Stratified(features, target, 5, 0).Again(target, 1));
    }

    [Fact]
    public void Time_order_trains_on_the_past()
    {
        (FeatureMatrix features, _) = GradientBoostedTreesTests.Mixed(600, 2, 6);
        double[] times = [.. Enumerable.Range(0, 600).Select(row => (double)(row * 7 % 600 / 3))];
        FoldPlan plan = FoldPlan.InTimeOrder(features, times, 5);
        for (int fold = 0; fold < 5; fold++)
        {
            double latestBefore = Enumerable.Range(0, 600).Where(row => plan.FoldOfRow[row] < fold).Max(row => times[row]);
            double earliest = Enumerable.Range(0, 600).Where(row => plan.FoldOfRow[row] == fold).Min(row => times[row]);
            Assert.True(latestBefore < earliest);
        }

        Assert.Equal(99, Enumerable.Range(0, 600).Count(row => plan.FoldOfRow[row] < 0), 3.0);
    }
}
