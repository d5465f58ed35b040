namespace Faultline.DuckDb;

/// <summary>How a delimited text file is written.</summary>
/// <param name="Delimiter">The byte between cells.</param>
/// <param name="Quoted">True when cells may stand in double quotes; false when a quote is a letter like any other.</param>
/// <param name="SkipsBlank">True when a blank follows every delimiter and is no part of the cell.</param>
/// <param name="HasHeader">True when the first record names the columns.</param>
/// <param name="Width">Cells a record.</param>
readonly record struct CsvDialect(byte Delimiter, bool Quoted, bool SkipsBlank, bool HasHeader, int Width)
{
    /// <summary>Files delimited by tabs or bars often have quotes that are letters; in a CSV file such a quote is a fault.</summary>
    public bool MayHaveLooseQuotes => Delimiter is (byte)'\t' or (byte)'|';

    public string DelimiterName => Delimiter switch
    {
        (byte)'\t' => "tab",
        _ => "'" + (char)Delimiter + "'",
    };
}
