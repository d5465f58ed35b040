using System.Runtime.Intrinsics;

namespace Faultline;

/// <summary>A leaf of a tree that is being grown: a stretch of the order of rows.</summary>
sealed class GrowingLeaf
{
    public int Start { get; init; }

    public int Count { get; init; }

    public int Depth { get; init; }

    public Vector128<long> Sum { get; init; }

    /// <summary>The node above, or −1.</summary>
    public int Parent { get; init; }

    public bool IsLeft { get; init; }

    public Vector128<long>[]? Histogram { get; set; }

    public SplitCandidate Split { get; set; } = SplitCandidate.None;

    public double Value { get; set; }
}
