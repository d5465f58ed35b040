namespace Faultline.DuckDb;

/// <summary>How scores are written.</summary>
public enum ScoresFormat
{
    /// <summary><c>scores.parquet</c>.</summary>
    Parquet,

    /// <summary><c>scores.csv</c>, RFC 4180.</summary>
    Csv,

    /// <summary>Not at all.</summary>
    None,
}
