namespace Faultline;

/// <summary>What is measured of one image, in grey.</summary>
/// <param name="Range">Brightest less darkest pixel, 0 … 255.</param>
/// <param name="Light">The brightness that 1 of 100 pixels exceeds.</param>
/// <param name="Shade">The brightness that 5 of 100 pixels stay below.</param>
/// <param name="Information">Entropy of the difference of a pixel from the one before it, in bits: what a compressor without loss needs for a pixel, about.</param>
/// <param name="Sharpness">Mean squared Laplacian over the variance: 20 for white noise, near 0 for what changes slowly.</param>
readonly record struct ImageMeasures(int Range, int Light, int Shade, double Information, double Sharpness)
{
    public static ImageMeasures[] Of(ImageSet images, int threads, CancellationToken cancellation)
    {
        var measures = new ImageMeasures[images.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        const int Block = 64;
        Parallel.For(0, (images.Count + Block - 1) / Block, parallel, () => new byte[images.Height * images.Width], (block, _, grey) =>
        {
            for (var row = block * Block; row < Math.Min(images.Count, (block + 1) * Block); row++)
            {
                Grey(images.Image(row), images.Channels, grey);
                measures[row] = Of(grey, images.Height, images.Width);
            }

            return grey;
        }, _ => { });
        return measures;
    }

    /// <summary>Measures one grey image.</summary>
    public static ImageMeasures Of(ReadOnlySpan<byte> grey, int height, int width)
    {
        Span<int> shades = stackalloc int[256];
        Span<int> steps = stackalloc int[256];
        shades.Clear();
        steps.Clear();
        double sum = 0, squares = 0;
        for (var at = 0; at < grey.Length; at++)
        {
            int value = grey[at];
            shades[value]++;
            sum += value;
            squares += value * value;
            var before = at % width != 0 ? grey[at - 1] : at > 0 ? grey[at - width] : value;
            steps[(value - before) & 255]++;
        }

        var variance = (squares - (sum * sum / grey.Length)) / grey.Length;
        return new ImageMeasures(
            shades.LastIndexOfAnyExcept(0) - shades.IndexOfAnyExcept(0),
            Quantile(shades, 0.99 * grey.Length),
            Quantile(shades, 0.05 * grey.Length),
            Entropy(steps, grey.Length),
            variance > 0 ? Laplacian(grey, height, width) / variance : 0);
    }

    static void Grey(ReadOnlySpan<byte> image, int channels, Span<byte> grey)
    {
        if (channels == 1)
        {
            image.CopyTo(grey);
            return;
        }

        for (var at = 0; at < grey.Length; at++)
        {
            grey[at] = (byte)MathF.Round(ImageScaling.Grey(image[3 * at], image[(3 * at) + 1], image[(3 * at) + 2]));
        }
    }

    static int Quantile(ReadOnlySpan<int> shades, double pixels)
    {
        var seen = 0;
        for (var value = 0; value < 256; value++)
        {
            seen += shades[value];
            if (seen >= pixels)
            {
                return value;
            }
        }

        return 255;
    }

    static double Entropy(ReadOnlySpan<int> counts, int total)
    {
        double sum = 0;
        foreach (var count in counts)
        {
            sum -= count > 0 ? count * Math.Log2((double)count / total) : 0;
        }

        return sum / total;
    }

    static double Laplacian(ReadOnlySpan<byte> grey, int height, int width)
    {
        if (height < 3 || width < 3)
        {
            return 0;
        }

        double sum = 0;
        for (var y = 1; y < height - 1; y++)
        {
            ReadOnlySpan<byte> above = grey.Slice((y - 1) * width, width), own = grey.Slice(y * width, width), below = grey.Slice((y + 1) * width, width);
            long squares = 0;
            for (var x = 1; x < width - 1; x++)
            {
                var value = (4 * own[x]) - own[x - 1] - own[x + 1] - above[x] - below[x];
                squares += value * value;
            }

            sum += squares;
        }

        return sum / ((double)(height - 2) * (width - 2));
    }
}
