namespace Faultline;

/// <summary>What kind of fault a column's cells have. The name is part of the finding's id.</summary>
enum HygieneKind
{
    /// <summary>A text that stands for missing.</summary>
    MissingToken,

    /// <summary>A number that stands for missing.</summary>
    MissingCode,

    /// <summary>A category unlike all others.</summary>
    OddCategory,

    /// <summary>Text in a column of numbers or moments.</summary>
    MixedTypes,

    /// <summary>One category in several spellings.</summary>
    Spellings,

    /// <summary>A rare class one slip away from a frequent one.</summary>
    Misspelt,

    /// <summary>Numbers with and without a sign or unit.</summary>
    MixedForms,

    /// <summary>Blanks around the text.</summary>
    Blanks,

    /// <summary>Text that went through the wrong encoding.</summary>
    Encoding,

    /// <summary>Zeros far below every other value.</summary>
    Zeros,

    /// <summary>Values too far out to be real.</summary>
    Impossible,

    /// <summary>Values far from all others and close to each other.</summary>
    FarGroup,

    /// <summary>Dates in the future, far from the others.</summary>
    FutureDates,

    /// <summary>Dates too far out to be real.</summary>
    ImpossibleDates,

    /// <summary>Dates written otherwise than most.</summary>
    MixedDates,

    /// <summary>Dates a part of which lies in the future, as a plan's do.</summary>
    PlannedDates,

    /// <summary>One value only.</summary>
    Constant,

    /// <summary>Another value in every row.</summary>
    KeyLike,

    /// <summary>Next to no value.</summary>
    NearEmpty,

    /// <summary>The same as another column.</summary>
    DuplicateColumn,


    /// <summary>Spelled otherwise than in the training table.</summary>
    TrainSpelling,

    /// <summary>A category that the training table lacks.</summary>
    TrainUnseen,

    /// <summary>Another type than in the training table.</summary>
    TrainType,

    /// <summary>Numbers outside the training table's range.</summary>
    TrainRange,

    /// <summary>A column that only one of the tables has.</summary>
    TrainColumns,
}

/// <summary>A faulty cell.</summary>
/// <param name="Row">Row number.</param>
/// <param name="Suggestion">The likely right value, or null.</param>
readonly record struct HygieneCell(int Row, string? Suggestion);

/// <summary>One fault in one column. Faults of equal kind and token become one finding.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Token">What tells it apart from others of its kind, as the token itself.</param>
/// <param name="Column">The column.</param>
/// <param name="Cells">Its faulty cells, worst first; empty for a fault of the whole column.</param>
/// <param name="Severity">How bad it is here.</param>
/// <param name="Shown">The token or values as they may be shown.</param>
/// <param name="Score">Score of each cell, 1 = certainly fine.</param>
sealed record HygieneFault(HygieneKind Kind, string Token, Column Column, IReadOnlyList<HygieneCell> Cells, Severity Severity, string Shown, double Score)
{
    /// <summary>The token of infinite numbers.</summary>
    public const string Infinity = "∞";

    /// <summary>What more there is to say, as the range of the others.</summary>
    public string Others { get; init; } = string.Empty;

    /// <summary>A clause on the cause, or empty.</summary>
    public string Why { get; init; } = string.Empty;

    /// <summary>True for infinite numbers.</summary>
    public bool IsInfinite => Token == Infinity;

    /// <summary>A picture, or null.</summary>
    public Figure? Figure { get; init; }

    /// <summary>Rows of the faulty cells.</summary>
    public IEnumerable<int> Rows => Cells.Select(cell => cell.Row);
}
