namespace Faultline;

/// <summary>
/// Which columns the user says play which part. Lists are written as <see cref="ColumnSelector"/> reads them; null leaves the part to be guessed.
/// An empty text for a single column or a list says that there is none, so that nothing is guessed.
/// </summary>
public sealed record RoleRequest
{
    /// <summary>Nothing said: everything is guessed.</summary>
    public static RoleRequest Nothing { get; } = new();

    /// <summary>Column of the label.</summary>
    public string? Label { get; init; }

    /// <summary>Column of the row id.</summary>
    public string? Id { get; init; }

    /// <summary>Columns that a model may use; all others are not features then.</summary>
    public string? Features { get; init; }

    /// <summary>Columns to leave out of everything.</summary>
    public string? Ignore { get; init; }

    /// <summary>Columns that name groups; they stay features.</summary>
    public string? Groups { get; init; }

    /// <summary>Column of the moment of each row.</summary>
    public string? Time { get; init; }

    /// <summary>Column that says which part of the data a row belongs to.</summary>
    public string? Split { get; init; }

    /// <summary>Columns of free text.</summary>
    public string? Text { get; init; }

    /// <summary>Columns of class probabilities.</summary>
    public string? Probabilities { get; init; }

    /// <summary>Columns that together are an embedding; a list column counts as one.</summary>
    public string? Embedding { get; init; }
}
