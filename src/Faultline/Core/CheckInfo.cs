namespace Faultline;

/// <summary>How settled a check is.</summary>
public enum CheckMaturity
{
    /// <summary>May still change its answers between versions.</summary>
    Preview,

    /// <summary>Changes its answers only with a note in the changelog.</summary>
    Stable,
}

/// <summary>Evidence that a check needs. What is missing skips the check with a reason that names the flag.</summary>
[Flags]
public enum Needs
{
    /// <summary>The table alone.</summary>
    None = 0,

    /// <summary>A label column.</summary>
    Label = 1,

    /// <summary>A label, and one that is a class.</summary>
    Classes = 2,

    /// <summary>A label and predictions: the user's, or out-of-fold ones that the audit makes.</summary>
    Predictions = 4,

    /// <summary>An earlier table of the same kind (<c>--reference</c>).</summary>
    Reference = 8,

    /// <summary>Columns that make groups (<c>--group</c>), beside the label.</summary>
    Groups = 16,

    /// <summary>A column of free text (<c>--text</c>).</summary>
    Text = 32,

    /// <summary>Images (<c>--images</c>).</summary>
    Images = 64,

    /// <summary>What the user expects of the table (<c>--expectations</c>, or in the file of <c>--config</c>).</summary>
    Expectations = 128,
}

/// <summary>Where a method was published.</summary>
/// <param name="Title">Title of the paper, or of the standard text.</param>
/// <param name="Year">Year of publication.</param>
/// <param name="Reference">arXiv id (<c>arXiv:1911.00068</c>), DOI or venue.</param>
public sealed record Source(string Title, int Year, string Reference);

/// <summary>What the catalogue says of a check.</summary>
/// <param name="Id">Permanent id, as <c>FL101</c>.</param>
/// <param name="Name">Name of the fault, as <c>LabelErrors</c>; also the stem of source, test and page.</param>
/// <param name="Stage">Where in the life of an error it looks.</param>
/// <param name="Question">The one question it asks, as a sentence with a question mark.</param>
/// <param name="Maturity">How settled it is.</param>
/// <param name="Needs">Evidence it cannot do without.</param>
/// <param name="Memory">Working memory beside the evidence, in words (<c>8 bytes a row</c>).</param>
/// <param name="Sources">Where the method comes from.</param>
public sealed record CheckInfo(
    string Id,
    string Name,
    Stage Stage,
    string Question,
    CheckMaturity Maturity,
    Needs Needs,
    string Memory,
    IReadOnlyList<Source> Sources);
