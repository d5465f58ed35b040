namespace Faultline.Contract.Fakes;

/// <summary>A check made of a function, to prove that the rules can fail and that the audit copes.</summary>
sealed class FakeEntry(Func<CheckContext, Verdict> run, CheckInfo? info = null) : CatalogueEntry
{
    public override CheckInfo Info { get; } = info ?? Describe("FL199", "Fake");

    public override IReadOnlyList<OptionInfo> Options => Known;

    public IReadOnlyList<OptionInfo> Known { get; init; } = [];

    public static CheckInfo Describe(string id, string name, Needs needs = Needs.None) =>
        new(id, name, (Stage)(id[2] - '0'), "Is anything wrong?", CheckMaturity.Preview, needs, "none", [new Source("On nothing", 2020, "none")]);

    public static Finding Wrong(string key = "k", Severity severity = Severity.Medium) => new()
    {
        Key = key,
        Title = "1 thing is wrong",
        Severity = severity,
        Measure = new Measure("things", 1, Unit: "things"),
        Cause = "It was made so.",
        Repair = "Make it otherwise.",
    };

    public override CatalogueEntry With(string option, string value) => Known.Any(known => known.Name == option) ? this : throw new InputException("no such option");

    public override string? WhyNot(Faultline.Evidence evidence) => null;

    public override bool UsesPredictions(Faultline.Evidence evidence) => false;

    public override Verdict Run(CheckContext context) => run(context);
}
