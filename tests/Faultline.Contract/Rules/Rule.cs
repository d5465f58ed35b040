namespace Faultline.Contract.Rules;

/// <summary>Something that is true of every check.</summary>
/// <param name="Name">The rule as a sentence.</param>
/// <param name="Holds">Fails when the rule is broken.</param>
sealed record Rule(string Name, Action<CatalogueEntry> Holds)
{
    /// <summary>Every rule.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        new("described in the catalogue", DescriptionRules.Described),
        new("has a page", DescriptionRules.HasAPage),
        new("keeps its options in range", OptionRules.InRange),
        new("documents its options", OptionRules.Documented),
        new("deterministic over runs and threads", SamenessRules.Deterministic),
        new("indifferent to the order of rows", SamenessRules.OrderOfRows),
        new("indifferent to column names", SamenessRules.Names),
        new("indifferent to what categories are called", SamenessRules.Categories),
        new("survives every degenerate table", RobustnessRules.Survives),
        new("does not begin when cancelled", RobustnessRules.CancelledBefore),
        new("stops when cancelled", RobustnessRules.CancelledDuring),
        new("writes and reads its report", ReportRules.RoundTrip),
        new("writes findings that a reader can use", ReportRules.Readable),
        new("keeps lists short", ReportRules.ShortLists),
        new("has one id a finding", ReportRules.UniqueIds),
        new("found only above info", ReportRules.StatusOfFindings),
        new("scores lie in range, one a row", ScoreRules.InRange),
        new("flags only what it found", ScoreRules.FlagsOnlyFindings),
        new("leaks no cell under no values", SecrecyRules.NoCellLeaves),
    ];
}
