namespace Faultline;

/// <summary>One image a row, all of one size, 8 bits a channel.</summary>
/// <param name="pixels">Rows × height × width × channels, row-major; not changed afterwards.</param>
/// <param name="height">Height in pixels.</param>
/// <param name="width">Width in pixels.</param>
/// <param name="channels">1 (grey) or 3 (red, green, blue).</param>
public sealed class ImageSet(ReadOnlyMemory<byte> pixels, int height, int width, int channels)
{
    readonly Lock _lock = new();
    VectorColumn? _features;

    /// <summary>Rows × height × width × channels, row-major.</summary>
    public ReadOnlyMemory<byte> Pixels { get; } = pixels;

    /// <summary>Height in pixels.</summary>
    public int Height { get; } = height;

    /// <summary>Width in pixels.</summary>
    public int Width { get; } = width;

    /// <summary>1 (grey) or 3 (red, green, blue).</summary>
    public int Channels { get; } = channels;

    /// <summary>Bytes of one image.</summary>
    public int Size => Height * Width * Channels;

    /// <summary>Number of images.</summary>
    public int Count => Pixels.Length / Size;

    /// <summary>The pixels of one row's image.</summary>
    public ReadOnlySpan<byte> Image(int row) => Pixels.Span.Slice(row * Size, Size);

    /// <summary>The images of some rows.</summary>
    /// <param name="rows">Row numbers; a row may occur more than once.</param>
    public ImageSet Take(ReadOnlySpan<int> rows)
    {
        var taken = new byte[rows.Length * Size];
        for (var i = 0; i < rows.Length; i++)
        {
            Image(rows[i]).CopyTo(taken.AsSpan(i * Size));
        }

        return new ImageSet(taken, Height, Width, Channels);
    }

    /// <summary>The images as vectors (<see cref="PatchFeatures"/>), made once and kept for all who ask.</summary>
    /// <param name="threads">Threads; the vectors are the same whatever the number.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal VectorColumn Features(int threads, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return _features ??= PatchFeatures.Of(this, threads, cancellation);
        }
    }
}
