namespace Faultline;

/// <summary>How the numbers of a column of text are written.</summary>
public enum NumberStyle
{
    /// <summary><c>1234.5</c>, <c>1.2345e3</c>.</summary>
    Plain,

    /// <summary><c>1,234.5</c>: commas between groups of three digits.</summary>
    CommaGroups,

    /// <summary><c>1234,5</c>, <c>1.234,5</c>, <c>1 234,5</c>: a decimal comma, with or without groups of three digits.</summary>
    DecimalComma,
}
