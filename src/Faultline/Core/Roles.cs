namespace Faultline;

/// <summary>What kind of question the label asks.</summary>
public enum TaskKind
{
    /// <summary>No label.</summary>
    None,

    /// <summary>The label is a class.</summary>
    Classification,

    /// <summary>The label is a number.</summary>
    Regression,
}

/// <summary>A role that was guessed, with the reason; every guess stands in the report and a flag overrides it.</summary>
/// <param name="Role">The role, as <c>id</c>; <c>unused</c> for a column that no model gets, <c>task</c> for what kind of label it is.</param>
/// <param name="Column">The column, or the first and last of several (<c>p0 … p9</c>).</param>
/// <param name="Reason">Why, as a clause.</param>
public sealed record RoleGuess(string Role, string Column, string Reason);

/// <summary>
/// Which column plays which part. Every column of the table has at most one role but <see cref="Groups"/>, which may also be features. A column in
/// no list at all (a constant, a key) is no feature of a model, but checks of columns and rows look at it; only <see cref="Ignored"/> hides one.
/// </summary>
public sealed record Roles
{
    /// <summary>Column of the label, or null.</summary>
    public string? Label { get; init; }

    /// <summary>Column of the row id, or null: then rows are named by their number.</summary>
    public string? Id { get; init; }

    /// <summary>Column of the moment of each row, or null.</summary>
    public string? Time { get; init; }

    /// <summary>Column that says which part of the data a row belongs to (train, test), or null.</summary>
    public string? Split { get; init; }

    /// <summary>Columns that a model may use.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Columns that name groups of people or things (fairness, grouped folds).</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Columns of free text.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>Columns of class probabilities.</summary>
    public IReadOnlyList<string> Probabilities { get; init; } = [];

    /// <summary>Columns that together are an embedding.</summary>
    public IReadOnlyList<string> Embedding { get; init; } = [];

    /// <summary>Columns left out of everything.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Which of the above were guessed, and why.</summary>
    public IReadOnlyList<RoleGuess> Guesses { get; init; } = [];
}
