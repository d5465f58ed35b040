namespace Faultline;

/// <summary>A condition in SQL that every row is expected to meet, with what came out.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Sql">The condition; a row for which it is NULL meets it, as in SQL's CHECK.</param>
/// <param name="Failed">Rows that break it, ascending.</param>
public sealed record RowCondition(string Name, string Sql, IReadOnlyList<int> Failed)
{
    /// <summary>The largest share of rows that may break it, 0 (default) to 1.</summary>
    public double Tolerate { get; init; }

    /// <summary>How bad it is when it fails.</summary>
    public Severity Severity { get; init; } = Severity.Medium;
}
