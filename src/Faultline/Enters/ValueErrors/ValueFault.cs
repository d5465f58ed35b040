namespace Faultline;

/// <summary>What kind of fault a value has. The name is part of the finding's id.</summary>
enum ValueFaultKind
{
    /// <summary>Two columns exchanged in a row.</summary>
    SwappedColumns,

    /// <summary>Two levels of a column exchanged in a group.</summary>
    SwappedGroup,

    /// <summary>Right but for a unit or the decimal point.</summary>
    UnitSlip,

    /// <summary>Too far out to be real.</summary>
    Impossible,

    /// <summary>Far from all others and close to each other.</summary>
    FarGroup,

    /// <summary>Does not fit the rest of its row.</summary>
    Unfit,
}

/// <summary>One fault: its finding, and its cells with the value that should stand there where it is known.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Finding">What the report says.</param>
/// <param name="Cells">The faulty cells, worst first; flagged where the finding is above info.</param>
sealed record ValueFault(ValueFaultKind Kind, Finding Finding, IReadOnlyList<CellScore> Cells)
{
    /// <summary>What is expected in each row of the cells, learned without the wrong values; empty where nothing was predicted.</summary>
    public IReadOnlyDictionary<int, double> Expected { get; init; } = new Dictionary<int, double>();
}
