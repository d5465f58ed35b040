namespace Faultline.DuckDb;

/// <summary>What a file holds.</summary>
enum SourceKind
{
    Text,
    Json,
    Parquet,
}
