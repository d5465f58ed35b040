namespace Faultline;

/// <summary>How two cells, or a cell and a value, are compared.</summary>
public enum DenialOperator
{
    /// <summary>Equal.</summary>
    Equal,

    /// <summary>Not equal.</summary>
    NotEqual,

    /// <summary>Below.</summary>
    Less,

    /// <summary>Below or equal.</summary>
    LessOrEqual,

    /// <summary>Above.</summary>
    Greater,

    /// <summary>Above or equal.</summary>
    GreaterOrEqual,
}

/// <summary>A cell of one of the two rows.</summary>
/// <param name="Row">1 or 2.</param>
/// <param name="Column">Name of the column.</param>
public sealed record DenialCell(int Row, string Column);

/// <summary>One comparison of a denial constraint. It is false where a cell is missing.</summary>
/// <param name="Left">The cell on the left.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Right">The cell on the right, or null where it is a value.</param>
/// <param name="Value">The value on the right, or null where it is a cell.</param>
public sealed record DenialPredicate(DenialCell Left, DenialOperator Operator, DenialCell? Right, string? Value)
{
    /// <summary>True when it compares a cell of one row with a cell of the other.</summary>
    internal bool IsOfBoth => Right is { } right && right.Row != Left.Row;

    /// <summary>The same with the cell of row 1 on the left.</summary>
    internal DenialPredicate FirstLeft() => Left.Row == 1 || Right is not { Row: 1 } right ? this : new DenialPredicate(right, Turned(Operator), Left, null);

    internal static DenialOperator Turned(DenialOperator given) => given switch
    {
        DenialOperator.Less => DenialOperator.Greater,
        DenialOperator.LessOrEqual => DenialOperator.GreaterOrEqual,
        DenialOperator.Greater => DenialOperator.Less,
        DenialOperator.GreaterOrEqual => DenialOperator.LessOrEqual,
        _ => given,
    };
}
