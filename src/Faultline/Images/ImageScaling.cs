namespace Faultline;

/// <summary>Brings images to another size by means over areas; pixels that are cut count by their share.</summary>
sealed class ImageScaling
{
    readonly int _height;
    readonly int _width;
    readonly int _channels;
    readonly (int From, float[] Shares)[] _rows;
    readonly (int From, float[] Shares)[] _columns;

    ImageScaling(ImageSet images, int height, int width, bool grey)
    {
        (_height, _width, _channels) = (images.Height, images.Width, images.Channels);
        (Height, Width, Channels) = (height, width, grey ? 1 : images.Channels);
        _rows = Shares(images.Height, height);
        _columns = Shares(images.Width, width);
    }

    /// <summary>Height of what comes out.</summary>
    public int Height { get; }

    /// <summary>Width of what comes out.</summary>
    public int Width { get; }

    /// <summary>Channels of what comes out.</summary>
    public int Channels { get; }

    /// <summary>Numbers of what comes out.</summary>
    public int Size => Height * Width * Channels;

    /// <summary>To at most so many pixels on the longer side, sides in proportion; smaller images keep their size.</summary>
    public static ImageScaling Within(ImageSet images, int longest, bool grey)
    {
        var factor = Math.Max(1, Math.Max(images.Height, images.Width) / (double)longest);
        return new ImageScaling(images, Math.Max(1, (int)Math.Round(images.Height / factor)), Math.Max(1, (int)Math.Round(images.Width / factor)), grey);
    }

    /// <summary>To a square of grey values.</summary>
    public static ImageScaling Square(ImageSet images, int side) => new(images, side, side, grey: true);

    /// <summary>Scales one image.</summary>
    /// <param name="image">Bytes, row-major, channels last.</param>
    /// <param name="target">At least <see cref="Size"/> values from 0 to 1, channels last.</param>
    public void Fill(ReadOnlySpan<byte> image, Span<float> target)
    {
        Span<float> line = stackalloc float[_width <= 1024 ? _width * Channels : 0];
        line = line.IsEmpty ? new float[_width * Channels] : line;
        for (var y = 0; y < Height; y++)
        {
            line.Clear();
            var (top, heights) = _rows[y];
            for (var i = 0; i < heights.Length; i++)
            {
                Add(image.Slice((top + i) * _width * _channels, _width * _channels), heights[i] / 255, line);
            }

            for (var x = 0; x < Width; x++)
            {
                var (left, widths) = _columns[x];
                for (var channel = 0; channel < Channels; channel++)
                {
                    float sum = 0;
                    for (var i = 0; i < widths.Length; i++)
                    {
                        sum += widths[i] * line[((left + i) * Channels) + channel];
                    }

                    target[(((y * Width) + x) * Channels) + channel] = sum;
                }
            }
        }
    }

    void Add(ReadOnlySpan<byte> pixels, float weight, Span<float> line)
    {
        if (Channels == _channels)
        {
            for (var i = 0; i < line.Length; i++)
            {
                line[i] += weight * pixels[i];
            }

            return;
        }

        for (var x = 0; x < line.Length; x++)
        {
            line[x] += weight * Grey(pixels[3 * x], pixels[(3 * x) + 1], pixels[(3 * x) + 2]);
        }
    }

    /// <summary>Brightness of a colour (ITU-R BT.601).</summary>
    public static float Grey(byte red, byte green, byte blue) => (0.299f * red) + (0.587f * green) + (0.114f * blue);

    static (int From, float[] Shares)[] Shares(int source, int target)
    {
        var shares = new (int, float[])[target];
        for (var i = 0; i < target; i++)
        {
            double low = (double)i * source / target, high = (double)(i + 1) * source / target;
            var (from, to) = ((int)low, Math.Min(source, (int)Math.Ceiling(high)));
            var own = new float[to - from];
            for (var at = from; at < to; at++)
            {
                own[at - from] = (float)((Math.Min(high, at + 1) - Math.Max(low, at)) / (high - low));
            }

            shares[i] = (from, own);
        }

        return shares;
    }
}
