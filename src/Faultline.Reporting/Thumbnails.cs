namespace Faultline.Reporting;

/// <summary>Small pictures of rows as data addresses; each row is encoded once, and no more than so many in all, so that the report stays small.</summary>
public sealed class Thumbnails
{
    /// <summary>Longer side of a picture in pixels.</summary>
    public const int SideLimit = 64;

    /// <summary>At most this many bytes of pictures in one report.</summary>
    public const int ByteLimit = 3_000_000;

    readonly ImageSet? _images;
    readonly Dictionary<int, string> _encoded = [];
    long _bytes;

    /// <summary>Pictures of a set; null has none.</summary>
    public Thumbnails(ImageSet? images) => _images = images;

    /// <summary>Pictures that the options allow.</summary>
    public static Thumbnails Of(HtmlOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new Thumbnails(options.ShowValues ? options.Evidence?.Images : null);
    }

    /// <summary>The picture of a row as a data address, or null: no images, no such row, or the limit is reached.</summary>
    public string? Of(int row)
    {
        if (_images is null || row < 0 || row >= _images.Count)
        {
            return null;
        }

        if (_encoded.TryGetValue(row, out var known))
        {
            return known;
        }

        if (_bytes > ByteLimit)
        {
            return null;
        }

        var (pixels, width, height) = Shrink(_images, row);
        var address = "data:image/png;base64," + Convert.ToBase64String(PngImage.Encode(pixels, width, height, _images.Channels));
        _bytes += address.Length;
        _encoded.Add(row, address);
        return address;
    }

    /// <summary>Means over blocks of pixels, so that the longer side fits the limit; small images stay as they are.</summary>
    static (byte[] Pixels, int Width, int Height) Shrink(ImageSet images, int row)
    {
        var source = images.Image(row);
        var (w, h, channels) = (images.Width, images.Height, images.Channels);
        var factor = Math.Max(1.0, Math.Max(w, h) / (double)SideLimit);
        var (width, height) = ((int)Math.Max(1, Math.Round(w / factor)), (int)Math.Max(1, Math.Round(h / factor)));
        if (width == w && height == h)
        {
            return (source.ToArray(), w, h);
        }

        var pixels = new byte[width * height * channels];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (top, bottom) = (y * h / height, Math.Max((y * h / height) + 1, (y + 1) * h / height));
                var (left, right) = (x * w / width, Math.Max((x * w / width) + 1, (x + 1) * w / width));
                for (var channel = 0; channel < channels; channel++)
                {
                    var sum = 0;
                    for (var from = top; from < bottom; from++)
                    {
                        for (var at = left; at < right; at++)
                        {
                            sum += source[(((from * w) + at) * channels) + channel];
                        }
                    }

                    pixels[(((y * width) + x) * channels) + channel] = (byte)(sum / ((bottom - top) * (right - left)));
                }
            }
        }

        return (pixels, width, height);
    }
}
