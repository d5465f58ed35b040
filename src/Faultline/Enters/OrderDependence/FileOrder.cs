namespace Faultline;

/// <summary>How rows follow a column.</summary>
enum FileOrder
{
    /// <summary>Sorted throughout.</summary>
    Sorted,

    /// <summary>Sorted but for a few rows.</summary>
    Nearly,

    /// <summary>In a few runs, each sorted.</summary>
    Runs,

    /// <summary>Equal values stand together.</summary>
    Blocks,
}
