namespace Faultline.DuckDb;

/// <summary>How a file is compressed as a whole.</summary>
enum FileCompression
{
    None,
    Gzip,
    Zstd,
}
