namespace Faultline.Tests.Enters;

/// <summary>Grey images of soft blobs with a little grain, no two alike.</summary>
static class Pictures
{
    public const int Side = 24;

    public static byte[][] Make(int count, int seed, int kinds = 1)
    {
        var random = SeededRandom.For(seed, "pictures");
        return [.. Enumerable.Range(0, count).Select(i => One(random, i % kinds))];
    }

    public static ImageSet Set(IEnumerable<byte[]> images) => new(images.SelectMany(image => image).ToArray(), Side, Side, 1);

    public static byte[] Each(byte[] image, Func<int, double> change) => [.. Enumerable.Range(0, image.Length).Select(at => (byte)Math.Clamp(Math.Round(change(at)), 0, 255))];

    public static byte[] Noisy(byte[] image, double deviation, int seed)
    {
        var random = SeededRandom.For(seed, "noise");
        return Each(image, at => image[at] + (deviation * random.NextGaussian()));
    }

    /// <summary>Means over squares of 2 r + 1 pixels.</summary>
    public static byte[] Blurred(byte[] image, int r) => Each(image, at =>
    {
        var (sum, count) = (0, 0);
        for (var y = Math.Max(0, (at / Side) - r); y <= Math.Min(Side - 1, (at / Side) + r); y++)
        {
            for (var x = Math.Max(0, (at % Side) - r); x <= Math.Min(Side - 1, (at % Side) + r); x++)
            {
                (sum, count) = (sum + image[(y * Side) + x], count + 1);
            }
        }

        return (double)sum / count;
    });

    // The kind is the half of the image in which most of the light is.
    static byte[] One(SeededRandom random, int kind)
    {
        var light = new double[Side * Side];
        for (var blob = 0; blob < 8; blob++)
        {
            var (x, y) = (Side * random.NextDouble(), Side * (kind + random.NextDouble()) / (blob < 6 ? 2 : 1));
            var (width, strength) = (1.5 + (2.5 * random.NextDouble()), 60 + (160 * random.NextDouble()));
            for (var at = 0; at < light.Length; at++)
            {
                var (dx, dy) = ((at % Side) - x, (at / Side) - y);
                light[at] += strength * Math.Exp(-((dx * dx) + (dy * dy)) / (2 * width * width));
            }
        }

        return [.. light.Select(value => (byte)Math.Clamp(value + (6 * random.NextGaussian()) + 12, 0, 255))];
    }
}
