using Faultline.Tests.Enters;

namespace Faultline.Tests.Images;

public sealed class PatchFeaturesTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Wrong_labels_are_found_by_the_pixels()
    {
        // Light in the upper or the lower half decides the class; 5 % of the labels are turned over.
        var images = Pictures.Make(1200, 31, kinds: 2);
        var random = SeededRandom.For(31, "flips");
        var wrong = random.Sample(1200, 60);
        var labels = Enumerable.Range(0, 1200).Select(row => row % 2 == 0 == !wrong.Contains(row) ? "up" : "down");
        var report = Audit.Run(
            new Evidence { Data = Table.FromColumns(TextColumn.From("y", labels)), Roles = new Roles { Label = "y" }, Task = TaskKind.Classification, Images = Pictures.Set(images) },
            new AuditOptions { Checks = ["FL101"] },
            Cancellation);
        Assert.Equal("logistic", report.Model!.Learner);
        var scores = report.Scores.Single().Rows!;
        int[] order = [.. Enumerable.Range(0, 1200).OrderBy(row => scores.Scores[row])];
        Assert.InRange(order.Take(60).Count(wrong.Contains), 45, 60);
        Assert.InRange(scores.Flagged.Count(flag => flag), 40, 80);
    }

    [Fact]
    public void The_vectors_are_the_same_whatever_the_threads_and_equal_for_equal_images()
    {
        var images = Pictures.Make(300, 32);
        images[7] = images[2];
        var one = PatchFeatures.Of(Pictures.Set(images), 1, Cancellation);
        Assert.Equal(one.RowMajor.ToArray(), PatchFeatures.Of(Pictures.Set(images), 3, Cancellation).RowMajor.ToArray());
        Assert.Equal(one.Row(2).ToArray(), one.Row(7).ToArray());
        Assert.NotEqual(one.Row(2).ToArray(), one.Row(3).ToArray());
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 3, 1)]
    [InlineData(5, 9, 3)]
    [InlineData(70, 40, 3)]
    public void Any_size_will_do(int height, int width, int channels)
    {
        var random = SeededRandom.For(5, "sizes");
        byte[] pixels = [.. Enumerable.Range(0, 30 * height * width * channels).Select(_ => (byte)random.NextInt(256))];
        var vectors = PatchFeatures.Of(new ImageSet(pixels, height, width, channels), 2, Cancellation);
        Assert.Equal(30, vectors.RowCount);
        Assert.DoesNotContain(vectors.RowMajor.ToArray(), value => !float.IsFinite(value));
        Assert.Equal(1, PatchFeatures.Of(new ImageSet(new byte[4 * height * width * channels], height, width, channels), 1, Cancellation).Dimensions);
    }

    [Fact]
    public void Scaling_takes_means_over_areas()
    {
        // Three columns to two: each takes one whole column and half of the middle one.
        var images = new ImageSet(new byte[] { 255, 0, 51 }, 1, 3, 1);
        var to = new float[2];
        ImageScaling.Within(images, 2, grey: true).Fill(images.Image(0), to);
        Assert.Equal(2.0 / 3, to[0], 5);
        Assert.Equal((2 * 0.2) / 3, to[1], 5);
        var colour = new ImageSet(new byte[] { 255, 0, 0 }, 1, 1, 3);
        ImageScaling.Square(colour, 1).Fill(colour.Image(0), to);
        Assert.Equal(0.299, to[0], 5);
    }
}
