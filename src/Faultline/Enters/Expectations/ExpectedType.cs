namespace Faultline;

/// <summary>What the cells of a column are expected to be.</summary>
public enum ExpectedType
{
    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Whole numbers.</summary>
    Whole,

    /// <summary>Anything that can be written; numbers and dates are texts too.</summary>
    Text,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>Dates or moments.</summary>
    Time,
}
