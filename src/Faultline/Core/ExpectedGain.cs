namespace Faultline;

/// <summary>What mending a finding is expected to bring, as far as an audit can tell cheaply; <c>faultline repair</c> measures it with proof.</summary>
/// <param name="Fix">The repair, as <c>--fix</c> names it.</param>
/// <param name="Metric">The score, as in a repair's proof; null where nothing was estimated.</param>
/// <param name="Value">Score of models of mended rows less that of models of the rows as they are, on held-out rows with their original labels; null where nothing was estimated.</param>
/// <param name="Low">Lower end of the 95 % interval, or null.</param>
/// <param name="High">Upper end of the 95 % interval, or null.</param>
/// <param name="Rows">Labelled rows that it was estimated on; 0 where nothing was.</param>
/// <param name="Reason">Why nothing was estimated, as a clause, or null.</param>
public sealed record ExpectedGain(string Fix, string? Metric, double? Value, double? Low, double? High, int Rows, string? Reason)
{
    /// <summary>True when the interval lies above 0.</summary>
    internal bool IsShown => Low > 0;

    /// <summary>Nothing was estimated.</summary>
    internal static ExpectedGain Unmeasured(RepairKind kind, string reason) => new(RepairKinds.NameOf(kind), null, null, null, null, 0, reason);
}
