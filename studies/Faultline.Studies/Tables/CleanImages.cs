namespace Faultline.Studies;

/// <summary>Grey images of soft spots with a little grain, one a row, no two alike and none damaged.</summary>
static class CleanImages
{
    const int Side = 16;

    public static ImageSet Of(int rows, long seed)
    {
        var random = SeededRandom.For(seed, "CleanImages");
        var pixels = new byte[rows * Side * Side];
        var light = new double[Side * Side];
        for (var row = 0; row < rows; row++)
        {
            Array.Clear(light);
            var spots = 4 + random.NextInt(6);
            for (var spot = 0; spot < spots; spot++)
            {
                var (x, y) = (Side * random.NextDouble(), Side * random.NextDouble());
                var (width, strength) = (1 + (2 * random.NextDouble()), 60 + (160 * random.NextDouble()));
                for (var at = 0; at < light.Length; at++)
                {
                    var (dx, dy) = ((at % Side) - x, (at / Side) - y);
                    light[at] += strength * Math.Exp(-((dx * dx) + (dy * dy)) / (2 * width * width));
                }
            }

            for (var at = 0; at < light.Length; at++)
            {
                pixels[(row * light.Length) + at] = (byte)Math.Clamp(light[at] + 12 + (5 * random.NextGaussian()), 0, 255);
            }
        }

        return new ImageSet(pixels, Side, Side, 1);
    }
}
