namespace Faultline;

/// <summary>What a repair would change for one finding.</summary>
/// <param name="Kind">The repair.</param>
/// <param name="Changes">The changes in the whole table, asked for when they are needed.</param>
sealed record Mending(RepairKind Kind, Func<CheckContext, Verdict, IReadOnlyList<RepairChange>> Changes);
