namespace Faultline;

/// <summary>A check that looks at every row of a table larger than memory, in passes over its blocks. Such a check needs class probabilities that are columns of the table.</summary>
interface IStreamedCheck
{
    /// <summary>Why the check looks at a sample of the rows instead, or null.</summary>
    string? WhySampled(StreamedContext context);

    /// <summary>The passes, one after the other: a pass that was given out holds the whole table when the next is asked for. Before the end <see cref="StreamedContext.Answer"/> is set.</summary>
    IEnumerable<BlockPass> Passes(StreamedContext context);
}
