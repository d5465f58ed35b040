namespace Faultline.Tests.Enters;

public sealed class DuplicateImagesTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Equal_brightened_and_grainy_copies_are_found_and_nothing_else()
    {
        var images = Pictures.Make(1000, 11);
        images[500] = images[3];
        images[600] = Pictures.Each(images[4], at => 20 + (0.8 * images[4][at]));
        images[700] = Pictures.Noisy(images[5], 3, 1);
        images[701] = Pictures.Noisy(images[5], 3, 2);
        var (check, report) = Run(images, Labels(1000));
        var groups = ((DuplicatesDetails)check.Details!).Groups;
        Assert.Equal(["3,500 image", "4,600 near-image", "5,700,701 near-image"], groups.Select(group => $"{string.Join(',', group.Rows)} {group.Kind}"));
        var scores = report.Scores.Single().Rows!;
        Assert.InRange(scores.Scores[500], 0.0001, 0.5);
        Assert.Equal("row 3", scores.Suggestion!(500));
        Assert.Equal((0.1, "row 5"), (scores.Scores[701], scores.Suggestion!(701)));
        Assert.Equal(4, scores.Flagged.Count(flag => flag));
    }

    [Fact]
    public void Images_are_held_against_those_that_are_kept()
    {
        // 2 is near 1 only, which is a copy of 0; 5 equals 4, which is near 3.
        var report = new DuplicateImagesReport(
            null!,
            [new ImagePair(0, 1, false, 0.1), new ImagePair(1, 2, false, 0.1), new ImagePair(3, 4, false, 0.2), new ImagePair(4, 5, true, 0), new ImagePair(6, 7, true, 0), new ImagePair(6, 8, true, 0)]);
        Assert.Equal(["0,1 near-image", "3,4,5 near-image", "6,7,8 image"], report.Groups().Select(group => $"{string.Join(',', group.Rows)} {group.Kind}"));
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    public void Images_that_are_merely_of_a_kind_are_no_copies(int seed) => Assert.Empty(((DuplicatesDetails)Run(Pictures.Make(1500, seed), Labels(1500)).Check.Details!).Groups);

    [Fact]
    public void Blank_images_are_no_copies_of_each_other()
    {
        var images = Pictures.Make(200, 12);
        foreach (var row in new[] { 4, 40, 80 })
        {
            images[row] = new byte[Pictures.Side * Pictures.Side];
        }

        Assert.Equal(CheckStatus.Clean, Run(images, Labels(200)).Check.Status);
    }

    [Fact]
    public void Copies_under_another_label_and_across_the_split_are_said()
    {
        var images = Pictures.Make(300, 13);
        images[250] = images[10];
        string[] labels = Labels(300);
        (labels[10], labels[250]) = ("a", "b");
        var table = Table.FromColumns(TextColumn.From("y", labels), TextColumn.From("part", Enumerable.Range(0, 300).Select(row => row < 200 ? "train" : "test")));
        var report = Audit.Run(new Evidence { Data = table, Roles = new Roles { Label = "y", Split = "part" }, Task = TaskKind.Classification, Images = Pictures.Set(images) }, new AuditOptions { Checks = ["FL103"] }, Cancellation);
        var finding = report.Findings.Single(finding => finding.Title.Contains("images", StringComparison.Ordinal) || finding.Title.Contains("image", StringComparison.Ordinal));
        Assert.Contains("1 of these rows has another label", finding.Cause, StringComparison.Ordinal);
        Assert.Contains("1 pair stands on both sides of the split", finding.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Candidates_hold_every_pair_that_brute_force_finds_close()
    {
        var images = Pictures.Make(400, 14);
        for (var i = 0; i < 40; i++)
        {
            images[300 + i] = Pictures.Noisy(images[i], 1 + (i % 5), i);
        }

        var set = Pictures.Set(images);
        var hash = PerceptualHash.Of(set, SeededRandom.For(0, "h"), 2, Cancellation);
        var found = HashCandidates.Of(hash, [.. Enumerable.Range(0, 400)], 2, Cancellation).ToHashSet();
        var missed = 0;
        for (var a = 0; a < 400; a++)
        {
            for (var b = a + 1; b < 400; b++)
            {
                double squares = images[a].Zip(images[b], (x, y) => (double)(x - y) * (x - y)).Average();
                missed += squares < 50 && !found.Contains((a, b)) ? 1 : 0;
            }
        }

        Assert.Equal(0, missed);
        Assert.True(found.Count < 400 * 399 / 2 / 10);
    }

    [Fact]
    public void Dimension_is_that_of_the_set()
    {
        // Images that are sums of three fixed patterns with free weights, evened in brightness and contrast: two directions are left.
        var random = SeededRandom.For(3, "plane");
        var patterns = Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 576).Select(_ => random.NextGaussian()).ToArray()).ToArray();
        byte[][] images = [.. Enumerable.Range(0, 1500).Select(_ =>
        {
            double[] weights = [.. patterns.Select(_ => random.NextGaussian())];
            var norm = Math.Sqrt(weights.Sum(weight => weight * weight));
            return Pictures.Each(new byte[576], at => 128 + (30 * weights.Zip(patterns, (weight, pattern) => weight * pattern[at]).Sum() / norm));
        })];
        var distances = ImageDistances.Of(Pictures.Set(images), [.. Enumerable.Range(0, 1500)], random, 2, Cancellation);
        Assert.InRange(distances.Dimension, 1.8, 2.4);
        Assert.Equal(0.01 / (0.5 * 1500 * 1500 * 0.1), Math.Pow(DuplicateImages.Reach(1500, 0.1, 3), 3), 12);
    }

    static string[] Labels(int rows) => [.. Enumerable.Range(0, rows).Select(row => row * 7919 % 10 < 5 ? "a" : "b")];

    static (CheckReport Check, AuditReport Report) Run(byte[][] images, string[] labels)
    {
        var report = Audit.Run(new Evidence { Data = Table.FromColumns(TextColumn.From("y", labels)), Roles = new Roles { Label = "y" }, Task = TaskKind.Classification, Images = Pictures.Set(images) }, new AuditOptions { Checks = ["FL103"] }, Cancellation);
        return (report.Checks.Single(check => check.Id == "FL103"), report);
    }
}
