namespace Faultline;

/// <summary>What kind of damage texts have. The name is part of the finding's id.</summary>
enum TextFaultKind
{
    /// <summary>UTF-8 that was read as Latin-1 or Windows-1252.</summary>
    Encoding,

    /// <summary>Windows-1252 that was read as Latin-1.</summary>
    EncodingControls,

    /// <summary>Characters that a wrong encoding lost.</summary>
    EncodingLost,

    /// <summary>HTML tags or entities left in the text.</summary>
    Markup,

    /// <summary>Characters that no one sees.</summary>
    Invisible,

    /// <summary>Words that mix letters of two alphabets.</summary>
    MixedAlphabets,

    /// <summary>No word in it.</summary>
    Empty,

    /// <summary>One text in many rows.</summary>
    Boilerplate,

    /// <summary>One sentence, beginning or ending in many texts.</summary>
    SharedSentence,

    /// <summary>Cut off at one length.</summary>
    Truncated,

    /// <summary>Far longer than the others.</summary>
    TooLong,

    /// <summary>In another language than the others.</summary>
    Language,

    /// <summary>Letters that make no words.</summary>
    Gibberish,

    /// <summary>One word or letter over and over.</summary>
    Repetition,
}

/// <summary>One kind of damage in one column.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Severity">How bad.</param>
/// <param name="Mended">For each distinct text of the column: null where it is fine, else the mended text, or an empty one where it can't be mended.</param>
/// <param name="Title">The title's end, after "12 of 5,000 texts of body".</param>
/// <param name="Cause">Where it comes from.</param>
/// <param name="Repair">What to do.</param>
sealed record TextFault(TextFaultKind Kind, Severity Severity, string?[] Mended, string Title, string Cause, string Repair)
{
    /// <summary>Mends a text, or null where that can't be done.</summary>
    public Func<string, string>? Mend { get; init; }

    /// <summary>A picture, or null.</summary>
    public Figure? Figure { get; init; }

    /// <summary>Which texts show it best, by code, the first of each; null for the order of rows.</summary>
    public IReadOnlyDictionary<int, double>? Worst { get; init; }

    /// <summary>Low for few rows, medium from a hundredth on.</summary>
    public static Severity Weight(long rows, long all) => rows >= 0.01 * all ? Severity.Medium : Severity.Low;
}
