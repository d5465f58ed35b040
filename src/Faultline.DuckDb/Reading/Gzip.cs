using System.IO.Compression;

namespace Faultline.DuckDb;

/// <summary>Unpacks gzip, and refuses what is cut short: by default the runtime takes the end of the file for the end of the data.</summary>
static class Gzip
{
    static Gzip() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", isEnabled: true);

    /// <summary>The bytes inside; reading on past a missing end throws <see cref="InvalidDataException"/>.</summary>
    public static Stream Open(Stream packed) => new GZipStream(packed, CompressionMode.Decompress);
}
