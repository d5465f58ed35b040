namespace Faultline;

/// <summary>What the user expects of a table.</summary>
public sealed record ExpectationSet
{
    /// <summary>The fewest rows, or null.</summary>
    public long? FewestRows { get; init; }

    /// <summary>The most rows, or null.</summary>
    public long? MostRows { get; init; }

    /// <summary>What is expected of columns, one entry a column.</summary>
    public IReadOnlyList<ColumnExpectation> Columns { get; init; } = [];

    /// <summary>What no two rows may do together.</summary>
    public IReadOnlyList<DenialConstraint> Denials { get; init; } = [];

    /// <summary>Conditions on rows.</summary>
    public IReadOnlyList<RowCondition> Conditions { get; init; } = [];

    /// <summary>True when nothing is expected.</summary>
    internal bool IsEmpty => Columns.Count == 0 && Conditions.Count == 0 && Denials.Count == 0 && FewestRows is null && MostRows is null;
}
