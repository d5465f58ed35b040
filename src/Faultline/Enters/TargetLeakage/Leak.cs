namespace Faultline;

/// <summary>How a column gives the label away.</summary>
enum LeakKind
{
    /// <summary>A few values, each of which goes with one class: the label in other words.</summary>
    Recoding,

    /// <summary>Its numbers or categories predict the label almost without error.</summary>
    Value,

    /// <summary>It names things whose rows share the label.</summary>
    Entity,

    /// <summary>A key, whose number or spelling should know nothing.</summary>
    Id,

    /// <summary>Moments.</summary>
    Time,

    /// <summary>Whether the cell is filled.</summary>
    Missing,

    /// <summary>The place of the row in the file.</summary>
    Order,

    /// <summary>Filled for old rows only.</summary>
    OldRows,

    /// <summary>Holds moments after that of the row.</summary>
    After,
}

/// <summary>One way in which one column gives the label away, or will not be there when it is needed.</summary>
/// <param name="Kind">How.</param>
/// <param name="Column">Which; null for the order of rows.</param>
/// <param name="Part">What of its cells.</param>
/// <param name="Score">How well it predicts.</param>
/// <param name="Severity">How bad.</param>
sealed record Leak(LeakKind Kind, Column? Column, LeakPart Part, LeakScore Score, Severity Severity)
{
    /// <summary>Rows that show it, or none.</summary>
    public IReadOnlyList<int> Rows { get; init; } = [];

    /// <summary>Different values in use.</summary>
    public int Distinct { get; init; }

    /// <summary>The best other column, or null.</summary>
    public (string Column, double Value)? Next { get; init; }

    /// <summary>Whether the missing cells (and not the filled ones) have one class.</summary>
    public bool MissingSide { get; init; }

    /// <summary>The class of <see cref="LeakKind.Missing"/>.</summary>
    public string Class { get; init; } = string.Empty;

    /// <summary>Rows of that side that have another class; of <see cref="LeakKind.OldRows"/> the share filled among the new rows.</summary>
    public double Others { get; init; }

    /// <summary>Share of that class in all rows; of <see cref="LeakKind.OldRows"/> the share filled among the old rows.</summary>
    public double Base { get; init; }

    /// <summary>Where time parts the rows.</summary>
    public long Moment { get; init; } = TimeColumn.Missing;
}
