using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Faultline.DuckDb.Tests.Arrays;

public sealed class ArrayReaderTests : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    internal static byte[] Npy(string descr, string shape, byte[] data, bool fortran = false, byte version = 1)
    {
        var header = $"{{'descr': '{descr}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': ({shape}), }}";
        var prefix = version == 1 ? 10 : 12;
        header = header.PadRight(((header.Length + prefix + 64) & ~63) - prefix - 1) + "\n";
        var start = new byte[prefix];
        new byte[] { 0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', version, 0 }.CopyTo(start, 0);
        if (version == 1)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(start.AsSpan(8), (ushort)header.Length);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(start.AsSpan(8), (uint)header.Length);
        }

        return [.. start, .. Encoding.Latin1.GetBytes(header), .. data];
    }

    static byte[] Bytes<T>(params T[] values)
        where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Npy_versions_are_read(byte version)
    {
        var path = _scratch.File("a.npy", Npy("<f4", "2, 3", Bytes(1f, 2f, 3f, 4f, 5f, 6f), version: version));
        var vectors = ArrayReader.ReadEmbedding(path);

        Assert.Equal(3, vectors.Dimensions);
        Assert.Equal([4f, 5f, 6f], vectors.Row(1).ToArray());
    }

    public static TheoryData<string, byte[]> Types() => new()
    {
        { "|b1", [1, 0] },
        { "|i1", Bytes<sbyte>(1, 0) },
        { "<i2", Bytes<short>(1, 0) },
        { "<i4", Bytes(1, 0) },
        { "<i8", Bytes(1L, 0L) },
        { "|u1", [1, 0] },
        { "<u2", Bytes<ushort>(1, 0) },
        { "<u4", Bytes(1u, 0u) },
        { "<u8", Bytes(1UL, 0UL) },
        { "<f2", Bytes((Half)1, (Half)0) },
        { "<f4", Bytes(1f, 0f) },
        { "<f8", Bytes(1d, 0d) },
        { ">i4", [0, 0, 0, 1, 0, 0, 0, 0] },
        { ">f8", [0x3F, 0xF0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_kind_of_number_is_read(string descr, byte[] data)
    {
        Assert.Equal([1, 0], ArrayReader.ReadPredictions(_scratch.File("a.npy", Npy(descr, "2,", data))).Values);
    }

    [Fact]
    public void An_array_of_no_images_is_said_to_hold_nothing()
    {
        byte[] idx = [0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28];
        var message = Assert.Throws<InputException>(() => ArrayReader.ReadImages(_scratch.File("none.idx", idx))).Message;
        Assert.Contains("has shape (0, 28, 28) and holds nothing", message, StringComparison.Ordinal);
        Assert.DoesNotContain("column names", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fortran_order_is_turned()
    {
        // [[[0,1],[2,3],[4,5]],[[6,7],[8,9],[10,11]]] with the first index running fastest.
        double[] columns = [0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11];
        var vectors = ArrayReader.ReadEmbedding(_scratch.File("a.npy", Npy("<f8", "2, 3, 2", Bytes(columns), fortran: true)));

        Assert.Equal(Enumerable.Range(0, 12).Select(i => (float)i), vectors.RowMajor.ToArray());
        Assert.Equal(6, vectors.Dimensions);
    }

    [Fact]
    public void An_archive_with_one_array_is_that_array()
    {
        var path = Path.Combine(_scratch.Folder, "a.npz");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using var entry = archive.CreateEntry("arr_0.npy").Open();
            entry.Write(Npy("<f4", "2, 1", Bytes(3f, 4f)));
        }

        Assert.Equal([3, 4], ArrayReader.ReadPredictions(path).Values);
        Assert.True(ArrayReader.IsArray(path));
    }

    [Fact]
    public void Images_come_as_bytes_whatever_they_were()
    {
        var bytes = ArrayReader.ReadImages(_scratch.File("b.npy", Npy("|u1", "1, 2, 2", [0, 128, 255, 7])));
        var floats = ArrayReader.ReadImages(_scratch.File("f.npy", Npy("<f4", "1, 2, 2", Bytes(0f, 128 / 255f, 1f, 7 / 255f))));
        Assert.Equal(bytes.Pixels.ToArray(), floats.Pixels.ToArray());

        var first = ArrayReader.ReadImages(_scratch.File("c.npy", Npy("|u1", "1, 3, 1, 2", [1, 2, 3, 4, 5, 6])));
        Assert.Equal([1, 3, 5, 2, 4, 6], first.Image(0).ToArray().Select(b => (int)b));
        Assert.Equal((1, 2, 3), (first.Height, first.Width, first.Channels));
    }

    [Fact]
    public void Idx_is_read_with_and_without_gzip()
    {
        byte[] idx = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(idx);
        }

        foreach (var path in new[] { _scratch.File("a-idx3", idx), _scratch.File("a-idx3.gz", packed.ToArray()) })
        {
            var images = ArrayReader.ReadImages(path);
            Assert.Equal((2, 1, 3), (images.Count, images.Height, images.Width));
            Assert.Equal([4, 5, 6], images.Image(1).ToArray().Select(b => (int)b));
            Assert.True(ArrayReader.IsArray(path));
        }
    }

    [Fact]
    public void The_mnist_test_images_are_read()
    {
        var images = ArrayReader.ReadImages(SharedDataFile("t10k-images-idx3-ubyte.gz"));
        var labels = ArrayReader.ReadPredictions(SharedDataFile("t10k-labels-idx1-ubyte.gz"));

        Assert.Equal((10_000, 28, 28, 1), (images.Count, images.Height, images.Width, images.Channels));
        // The first four digits of the MNIST test set, as published.
        Assert.Equal([7, 2, 1, 0], labels.Values.Take(4));
    }

    static string SharedDataFile(string name) => Faultline.Tests.SharedData.Path("label-errors", name);

    [Fact]
    public void A_table_is_no_array() => Assert.False(ArrayReader.IsArray(_scratch.File("t.csv", "a,b\n1,2\n")));
}
