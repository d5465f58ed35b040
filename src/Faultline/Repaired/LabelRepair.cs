namespace Faultline;

/// <summary>What becomes of a row whose label is probably wrong.</summary>
public enum LabelRepair
{
    /// <summary>It gets the label that the model suggests.</summary>
    Relabel,

    /// <summary>It is taken out.</summary>
    Drop,

    /// <summary>It stays, with its score as its weight in a column of weights; all other rows weigh 1.</summary>
    Weigh,
}
