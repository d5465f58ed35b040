
namespace Faultline.DuckDb;

/// <summary>Reads arrays of numbers (.npy, .npz, IDX; IDX and .npy also with gzip) as embeddings, images or predictions.</summary>
public static class ArrayReader
{
    /// <summary>Tells an array file from a table by its first bytes.</summary>
    /// <exception cref="InputException">There is no such file, or it can't be read.</exception>
    public static bool IsArray(string path)
    {
        var compressed = Start(path, out var start);
        return NpyReader.IsNpy(start) || IdxReader.IsIdx(start) || (!compressed && IsZip(start));
    }

    /// <summary>Reads one vector a row.</summary>
    /// <param name="path">An array of two or more dimensions; those after the first are laid end to end.</param>
    /// <exception cref="InputException">The file is missing, damaged, or has another shape.</exception>
    public static VectorColumn ReadEmbedding(string path) => Read(path, array =>
    {
        var shape = array.Header.Shape;
        if (shape.Count < 2)
        {
            throw new InputException($"'{path}' has shape {array.Header.ShapeText}; an embedding needs one row a row of the table: (rows, dimensions).");
        }

        var dimensions = Rest(path, array, 1);
        return new VectorColumn("embedding", NotEmpty(path, array, array.ReadAll(value => (float)value)), dimensions);
    });

    /// <summary>Reads one image a row.</summary>
    /// <param name="path">An array (rows, height, width), (rows, height, width, channels) or (rows, channels, height, width) with 1 or 3 channels; bytes, or floats from 0 to 1 or to 255.</param>
    /// <exception cref="InputException">The file is missing, damaged, or holds no images.</exception>
    public static ImageSet ReadImages(string path) => Read(path, array =>
    {
        var shape = array.Header.Shape;
        var (height, width, channels, channelsFirst) = shape switch
        {
            [_, var h, var w] => (h, w, 1L, false),
            [_, var h, var w, var c and (1 or 3)] => (h, w, c, false),
            [_, var c and (1 or 3), var h, var w] => (h, w, c, true),
            _ => throw new InputException($"'{path}' has shape {array.Header.ShapeText}; images need (rows, height, width) or (rows, height, width, 1 or 3)."),
        };
        if (height is < 1 or > 1 << 15 || width is < 1 or > 1 << 15)
        {
            throw new InputException($"'{path}' has shape {array.Header.ShapeText}; an image needs a height and width from 1 to 32,768.");
        }

        var pixels = NotEmpty(path, array, Pixels(path, array));
        return new ImageSet(channelsFirst && channels > 1 ? ChannelsLast(pixels, (int)(height * width), (int)channels) : pixels, (int)height, (int)width, (int)channels);
    });

    /// <summary>Reads class probabilities (rows, classes) or predicted values (rows).</summary>
    /// <exception cref="InputException">The file is missing, damaged, or has another shape.</exception>
    public static PredictionArray ReadPredictions(string path) => Read(path, array =>
    {
        if (array.Header.Shape.Count is not (1 or 2))
        {
            throw new InputException($"'{path}' has shape {array.Header.ShapeText}; predictions need (rows, classes), or (rows) for predicted values.");
        }

        var columns = Rest(path, array, 1);
        return new PredictionArray(Path.GetFileName(path), NotEmpty(path, array, array.ReadAll(value => value)), columns);
    });

    static T Read<T>(string path, Func<NumberArray, T> use) => SourceFile.Guard(path, () =>
    {
        var compressed = Start(path, out var start);
        var file = File.OpenRead(path);
        Stream stream = compressed ? Gzip.Open(file) : file;
        using (stream)
        {
            long? length = compressed ? null : file.Length;
            using var array = NpyReader.IsNpy(start) ? NpyReader.Open(path, stream, length)
                : IsZip(start) ? NpyReader.OpenArchive(path, stream)
                : start.Length == 0 ? throw new InputException($"'{path}' is empty. Expected an array: .npy, .npz or IDX.")
                : IdxReader.Open(path, stream, length);
            return use(array);
        }
    });

    // True when gzip is around it; the start is that of what is inside.
    static bool Start(string path, out byte[] start)
    {
        if (Directory.Exists(path))
        {
            throw Complaint.Folder(path);
        }

        if (!File.Exists(path))
        {
            throw Complaint.NoFile(path);
        }

        (var compressed, start) = SourceFile.Guard(path, () =>
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[8];
            bytes = bytes[..file.ReadAtLeast(bytes, 8, throwOnEndOfStream: false)];
            if (bytes is not [0x1F, 0x8B, ..])
            {
                return (false, bytes);
            }

            file.Position = 0;
            using var inside = Gzip.Open(file);
            bytes = new byte[8];
            return (true, bytes[..inside.ReadAtLeast(bytes, 8, throwOnEndOfStream: false)]);
        });
        return compressed;
    }

    static bool IsZip(ReadOnlySpan<byte> start) => start.StartsWith("PK\u0003\u0004"u8) || start.StartsWith("PK\u0005\u0006"u8);

    static int Rest(string path, NumberArray array, int from)
    {
        long count = 1;
        foreach (var length in array.Header.Shape.Skip(from))
        {
            count = Math.Min(count * length, int.MaxValue + 1L);
        }

        return count is > 0 and <= int.MaxValue
            ? (int)count
            : throw new InputException($"'{path}' has shape {array.Header.ShapeText}; every row needs from 1 to {Complaint.Count(int.MaxValue)} numbers.");
    }

    static T[] NotEmpty<T>(string path, NumberArray array, T[] values) =>
        values.Length > 0 ? values : throw new InputException($"'{path}' has shape {array.Header.ShapeText} and holds nothing; expected one entry a row of the table.");

    static byte[] Pixels(string path, NumberArray array)
    {
        if (array.Header.Type is ElementType.UInt8)
        {
            return array.ReadAll(value => (byte)value);
        }

        var values = array.ReadAll(value => (float)value);
        float low = 0;
        float high = 0;
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
            {
                throw new InputException($"'{path}' holds pixels that are NaN or infinite. Expected 0 to 255, or 0 to 1.");
            }

            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        if (low < 0 || high > 255)
        {
            throw new InputException(FormattableString.Invariant($"'{path}' holds pixels from {low:G4} to {high:G4}. Expected 0 to 255, or 0 to 1."));
        }

        var scale = high <= 1 && array.Header.Type is (ElementType.Float16 or ElementType.Float32 or ElementType.Float64 or ElementType.Boolean) ? 255f : 1f;
        return Array.ConvertAll(values, value => (byte)Math.Min(255, MathF.Round(value * scale)));
    }

    static byte[] ChannelsLast(byte[] pixels, int size, int channels)
    {
        var turned = new byte[pixels.Length];
        for (var at = 0; at < pixels.Length; at += size * channels)
        {
            for (var pixel = 0; pixel < size; pixel++)
            {
                for (var channel = 0; channel < channels; channel++)
                {
                    turned[at + (pixel * channels) + channel] = pixels[at + (channel * size) + pixel];
                }
            }
        }

        return turned;
    }
}
