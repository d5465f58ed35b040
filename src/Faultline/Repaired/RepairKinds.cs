namespace Faultline;

/// <summary>The kinds of repair by name.</summary>
public static class RepairKinds
{
    /// <summary>Every kind with the name that <c>--fix</c> has for it.</summary>
    public static IReadOnlyList<(string Name, RepairKind Kind)> All { get; } =
    [
        ("labels", RepairKind.Labels),
        ("duplicates", RepairKind.Duplicates),
        ("near-duplicates", RepairKind.NearDuplicates),
        ("missing", RepairKind.Missing),
        ("hygiene", RepairKind.Hygiene),
        ("dependencies", RepairKind.Dependencies),
        ("values", RepairKind.Values),
    ];

    /// <summary>The name of a kind.</summary>
    public static string NameOf(RepairKind kind) => All.First(known => known.Kind == kind).Name;
}
