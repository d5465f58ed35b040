namespace Faultline.DuckDb;

/// <summary>Kinds of <see cref="CsvFault"/>.</summary>
enum CsvFaultKind
{
    /// <summary>A record has more or fewer cells than the others.</summary>
    Ragged,

    /// <summary>Something stands between a closing quote and the next delimiter.</summary>
    AfterQuote,

    /// <summary>A quote is opened and never closed.</summary>
    OpenQuote,

    /// <summary>The bytes are no UTF-8.</summary>
    NotUtf8,

    /// <summary>A zero byte: no text at all.</summary>
    ZeroByte,
}
