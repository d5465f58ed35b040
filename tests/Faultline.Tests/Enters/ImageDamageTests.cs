namespace Faultline.Tests.Enters;

public sealed class ImageDamageTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Sound_images_are_clean(int seed) => Assert.Equal(CheckStatus.Clean, Run(Pictures.Make(600, seed)).Check.Status);

    [Fact]
    public void Each_kind_of_damage_is_found_and_named()
    {
        var images = Pictures.Make(600, 4);
        var random = SeededRandom.For(9, "static");
        images[10] = Pictures.Each(images[10], _ => 77);
        images[20] = Pictures.Each(images[20], at => 0.1 * images[20][at]);
        images[30] = Pictures.Each(images[30], at => 235 + (0.08 * images[30][at]));
        images[40] = Pictures.Each(images[40], _ => random.NextInt(256));
        images[50] = Pictures.Blurred(Pictures.Blurred(images[50], 3), 3);
        images[60] = Pictures.Each(images[60], at => at < 20 ? 200 : 12);
        var (check, report) = Run(images);
        var kinds = ((ImageDamageDetails)check.Details!).Kinds.ToDictionary(kind => kind.Kind, kind => kind.Rows, StringComparer.Ordinal);
        Assert.Equal([10], kinds["blank"]);
        Assert.Equal([20], kinds["dark"]);
        Assert.Equal([30], kinds["bright"]);
        Assert.Equal([40], kinds["noise"]);
        Assert.Equal([50], kinds["blurred"]);
        Assert.Equal([60], kinds["low-information"]);
        Assert.Equal(6, report.Findings.Count);
        var scores = report.Scores.Single().Rows!;
        Assert.All(Enumerable.Range(0, 600), row => Assert.Equal(row is 10 or 20 or 30 or 40 or 50 or 60, scores.Flagged[row]));
        Assert.All(Enumerable.Range(0, 600), row => Assert.Equal(scores.Flagged[row], scores.Scores[row] < 0.5));
    }

    [Fact]
    public void What_all_images_have_is_no_damage()
    {
        // A black background behind a few strokes, and the same on white.
        var drawings = Pictures.Make(400, 6).Select(image => Pictures.Each(image, at => image[at] > 60 ? 255 : 0)).ToArray();
        Assert.Equal(CheckStatus.Clean, Run(drawings).Check.Status);
        Assert.Equal(CheckStatus.Clean, Run([.. drawings.Select(image => Pictures.Each(image, at => 255 - image[at]))]).Check.Status);
    }

    [Fact]
    public void Measures_are_those_of_known_images()
    {
        // A chessboard: every Laplacian is 8 × 127.5, the variance 127.5².
        byte[] chess = [.. Enumerable.Range(0, 64).Select(at => (byte)((at + (at / 8)) % 2 * 255))];
        Assert.Equal(64, ImageMeasures.Of(chess, 8, 8).Sharpness, 9);
        Assert.Equal((255, 255, 0), (ImageMeasures.Of(chess, 8, 8).Range, ImageMeasures.Of(chess, 8, 8).Light, ImageMeasures.Of(chess, 8, 8).Shade));

        // A slope of one shade a column has no Laplacian; its steps are 1, and 0 down the first column.
        byte[] slope = [.. Enumerable.Range(0, 64).Select(at => (byte)(at % 8))];
        var measured = ImageMeasures.Of(slope, 8, 8);
        Assert.Equal(0, measured.Sharpness, 9);
        Assert.Equal(-((0.125 * Math.Log2(0.125)) + (0.875 * Math.Log2(0.875))), measured.Information, 9);

        // White noise: 16 + 4 variances, and all of 8 bits.
        var random = SeededRandom.For(1, "white");
        byte[] white = [.. Enumerable.Range(0, 256 * 256).Select(_ => (byte)random.NextInt(256))];
        Assert.Equal(20, ImageMeasures.Of(white, 256, 256).Sharpness, 0.3);
        Assert.Equal(8, ImageMeasures.Of(white, 256, 256).Information, 0.01);
        Assert.Equal(0, ImageMeasures.Of(new byte[64], 8, 8).Information, 9);
    }

    [Fact]
    public void Colours_are_measured_as_grey()
    {
        var grey = Pictures.Make(80, 3);
        grey[5] = Pictures.Each(grey[5], _ => 40);
        var colours = new ImageSet(grey.SelectMany(image => image.SelectMany(value => new[] { value, value, value })).ToArray(), Pictures.Side, Pictures.Side, 3);
        Assert.Equal([5], ((ImageDamageDetails)Run(colours).Check.Details!).Kinds[0].Rows);
    }

    [Fact]
    public void Few_images_are_unmeasured_but_for_blank_ones()
    {
        var images = Pictures.Make(20, 1);
        Assert.Equal(CheckStatus.Unmeasured, Run(images).Check.Status);
        images[3] = new byte[Pictures.Side * Pictures.Side];
        Assert.Equal(CheckStatus.Found, Run(images).Check.Status);
    }

    [Fact]
    public void Without_images_it_is_skipped_and_without_values_no_brightness_is_told()
    {
        var table = Table.FromColumns(new NumberColumn("x", new double[60]));
        var check = Audit.Run(new Evidence { Data = table, Roles = new Roles() }, new AuditOptions { Checks = ["FL112"] }, Cancellation).Checks.Single(check => check.Id == "FL112");
        Assert.Equal(CheckStatus.Skipped, check.Status);
        Assert.Contains("--images", check.Reason, StringComparison.Ordinal);
        var images = Pictures.Make(200, 8);
        images[7] = Pictures.Each(images[7], at => 0.1 * images[7][at]);
        var report = Audit.Run(new Evidence { Data = Rows(200), Roles = new Roles(), Images = Pictures.Set(images) }, new AuditOptions { Checks = ["FL112"], ShowValues = false }, Cancellation);
        var finding = Assert.Single(report.Findings);
        Assert.Empty(finding.Figures);
        Assert.All(finding.Examples, example => Assert.Null(example.Note));
    }

    static Table Rows(int count) => Table.FromColumns(new NumberColumn("x", [.. Enumerable.Range(0, count).Select(i => i * 1.5)]));

    static (CheckReport Check, AuditReport Report) Run(byte[][] images) => Run(Pictures.Set(images));

    static (CheckReport Check, AuditReport Report) Run(ImageSet images)
    {
        var report = Audit.Run(new Evidence { Data = Rows(images.Count), Roles = new Roles(), Images = images }, new AuditOptions { Checks = ["FL112"] }, Cancellation);
        return (report.Checks.Single(check => check.Id == "FL112"), report);
    }
}
