using System.IO.Compression;

namespace Faultline.Reporting.Tests;

public sealed class PngImageTests
{
    [Fact]
    public void One_grey_pixel_has_the_published_bytes()
    {
        var png = PngImage.Encode([200], 1, 1, 1);

        // Signature, IHDR of 1 × 1 grey (checksum by zlib's crc32), and the IEND chunk that ends every PNG.
        Assert.Equal("89504E470D0A1A0A0000000D49484452000000010000000108000000003A7E9B55", Convert.ToHexString(png.AsSpan(0, 33)));
        Assert.Equal("0000000049454E44AE426082", Convert.ToHexString(png.AsSpan(png.Length - 12)));
    }

    [Fact]
    public void The_pixels_come_back_row_by_row()
    {
        byte[] pixels = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18];
        var png = PngImage.Encode(pixels, 3, 2, 3);

        var length = (png[33] << 24) | (png[34] << 16) | (png[35] << 8) | png[36];
        using var packed = new ZLibStream(new MemoryStream(png, 41, length), CompressionMode.Decompress);
        using var raw = new MemoryStream();
        packed.CopyTo(raw);
        Assert.Equal([0, .. pixels[..9], 0, .. pixels[9..]], raw.ToArray());
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused() => Assert.Throws<ArgumentException>(() => PngImage.Encode([1, 2, 3], 2, 2, 1));

    [Fact]
    public void A_large_image_is_shrunk_to_means_of_blocks()
    {
        // 128 × 128: left half 0 and 100 by turns, right half 200.
        var pixels = new byte[128 * 128];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = i % 128 >= 64 ? (byte)200 : i % 2 == 0 ? (byte)0 : (byte)100;
        }

        var address = new Thumbnails(new ImageSet(pixels, 128, 128, 1)).Of(0);

        Assert.NotNull(address);
        var png = Convert.FromBase64String(address["data:image/png;base64,".Length..]);
        Assert.Equal([0, 0, 0, 64, 0, 0, 0, 64], png[16..24]);
        var length = (png[33] << 24) | (png[34] << 16) | (png[35] << 8) | png[36];
        using var packed = new ZLibStream(new MemoryStream(png, 41, length), CompressionMode.Decompress);
        using var raw = new MemoryStream();
        packed.CopyTo(raw);
        Assert.Equal(50, raw.ToArray()[1]);
        Assert.Equal(200, raw.ToArray()[64]);
    }
}
