namespace Faultline;

/// <summary>What no two rows may do together, as <c>t1.zip = t2.zip and t1.city != t2.city</c>.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Predicates">Broken by two different rows for which all of these are true.</param>
public sealed record DenialConstraint(string Name, IReadOnlyList<DenialPredicate> Predicates)
{
    /// <summary>The largest share of rows that may have to change, 0 (default) to 1.</summary>
    public double Tolerate { get; init; }

    /// <summary>How bad it is when it fails.</summary>
    public Severity Severity { get; init; } = Severity.Medium;

    /// <summary>Why it can not be asked of a table (a column is not there, or has no order where one is compared), or null.</summary>
    public string? WhyNot(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return DenialColumns.WhyNot(table, this);
    }
}
