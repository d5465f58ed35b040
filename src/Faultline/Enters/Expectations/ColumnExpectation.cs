using System.Text.RegularExpressions;

namespace Faultline;

/// <summary>What is expected of one column. Everything that is null or false is not expected.</summary>
/// <param name="Column">Name of the column.</param>
public sealed record ColumnExpectation(string Column)
{
    /// <summary>What its cells are.</summary>
    public ExpectedType? Type { get; init; }

    /// <summary>True when no cell may be missing.</summary>
    public bool NotNull { get; init; }

    /// <summary>The largest share of cells that may be missing, 0 to 1.</summary>
    public double? MostMissing { get; init; }

    /// <summary>True when no two cells may be equal.</summary>
    public bool Unique { get; init; }

    /// <summary>The only values; numbers compare as numbers.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }

    /// <summary>What a whole cell looks like, as a .NET expression without look-around and back-references.</summary>
    public string? Pattern
    {
        get;
        init
        {
            field = value;
            Expression = value is null ? null : Whole(value);
        }
    }

    /// <summary>The smallest value.</summary>
    public ExpectedBound? Least { get; init; }

    /// <summary>The largest value.</summary>
    public ExpectedBound? Most { get; init; }

    /// <summary>How old the newest moment may be.</summary>
    public TimeSpan? NewestWithin { get; init; }

    /// <summary>The column of another table that every cell stands in.</summary>
    public ForeignKey? References { get; init; }

    /// <summary>The largest share of cells that may break an expectation, 0 (default) to 1; of missing cells <see cref="MostMissing"/> says it.</summary>
    public double Tolerate { get; init; }

    /// <summary>How bad it is when one fails.</summary>
    public Severity Severity { get; init; } = Severity.Medium;

    internal Regex? Expression { get; private init; }

    // Read by itself first, so that what is wrong with it is said of it and not of the frame around it.
    static Regex Whole(string pattern)
    {
        const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
        _ = new Regex(pattern, Linear);
        return new Regex($"^(?:{pattern})\\z", Linear, TimeSpan.FromSeconds(1));
    }
}
