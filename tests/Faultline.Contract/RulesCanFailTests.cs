using Faultline.Contract.Fakes;
using Faultline.Contract.Rules;
using Xunit.Sdk;

namespace Faultline.Contract;

/// <summary>A check that keeps every rule passes, and for each rule a check that breaks just it fails.</summary>
public sealed class RulesCanFailTests
{
    static int s_calls;

    static readonly Dictionary<string, CatalogueEntry> s_broken = new(StringComparer.Ordinal)
    {
        ["described in the catalogue"] = new FakeEntry(_ => Verdict.Of([]), FakeEntry.Describe("FL199", "Fake") with { Stage = Stage.Spreads }),
        ["has a page"] = new FakeEntry(_ => Verdict.Of([])),
        ["keeps its options in range"] = new FakeEntry(_ => Verdict.Of([])) { Known = [new OptionInfo("any", "Takes anything.", "1", "0 to 1")] },
        ["documents its options"] = new FakeEntry(_ => Verdict.Of([])) { Known = [new OptionInfo("any", " ", "1", "0 to 1")] },
        ["deterministic over runs and threads"] = Finds(_ => new FoundRows(Interlocked.Increment(ref s_calls), [])),
        ["indifferent to the order of rows"] = Finds(context => new FoundRows(Enumerable.Range(0, context.Data.RowCount).Count(row => Size(context, row) > Size(context, 0)), [])),
        ["indifferent to column names"] = Finds(context => new FoundRows(context.Data.Find("size") is null ? 1 : 2, [])),
        ["indifferent to what categories are called"] = Finds(context => new FoundRows(context.Data.Columns.OfType<TextColumn>().Sum(column => column.Categories.Count(text => text.Contains("red", StringComparison.Ordinal))), [])),
        ["survives every degenerate table"] = new FakeEntry(context => context.Data.RowCount < 2 ? throw new InvalidOperationException("too small") : Verdict.Of([])),
        ["does not begin when cancelled"] = new FakeEntry(_ => Verdict.Of([])),
        ["stops when cancelled"] = new FakeEntry(Unstoppable),
        ["writes and reads its report"] = new FakeEntry(_ => Verdict.Of([FakeEntry.Wrong() with { Measure = new Measure("x", double.NaN) }])),
        ["writes findings that a reader can use"] = new FakeEntry(_ => Verdict.Of([FakeEntry.Wrong() with { Title = "1 thing is wrong." }])),
        ["keeps lists short"] = new FakeEntry(_ => Verdict.Of([]) with { Details = new ColumnHygieneDetails(1, [.. Enumerable.Repeat(new ColumnHygieneEntry("x", [], 1), CheckDetails.ListLimit + 1)]) }),
        ["has one id a finding"] = new FakeEntry(_ => Verdict.Of([FakeEntry.Wrong(), FakeEntry.Wrong()])),
        ["found only above info"] = new FakeEntry(_ => Verdict.Of([FakeEntry.Wrong(severity: Severity.Info)]) with { Status = CheckStatus.Found }),
        ["scores lie in range, one a row"] = new FakeEntry(context => Verdict.Of([FakeEntry.Wrong()]) with { Rows = new RowScores([.. Enumerable.Repeat(1.01, context.Data.RowCount)], new bool[context.Data.RowCount]) }),
        ["leaks no cell under no values"] = new FakeEntry(context => Verdict.Of([FakeEntry.Wrong() with { Cause = context.Data["count"].Text(3)! }])),
    };

    // The good check of this test has no page and so no documented options.
    public static TheoryData<string> Rules() => [.. Rule.All.Select(rule => rule.Name).Where(name => name is not ("has a page" or "documents its options"))];

    public static TheoryData<string> BrokenRules() => [.. s_broken.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_good_check_keeps_the_rule(string rule) => Rule.All.First(r => r.Name == rule).Holds(CatalogueEntry.Of<FarValues>());

    [Theory]
    [MemberData(nameof(BrokenRules))]
    public void A_check_that_breaks_the_rule_fails(string rule)
    {
        var broken = Record.Exception(() => Rule.All.First(r => r.Name == rule).Holds(s_broken[rule]));
        Assert.True(broken is XunitException or ArgumentException, $"{rule}: {broken}");
    }

    [Fact]
    public void The_good_check_speaks() => Assert.NotEmpty(Audited.Run(CatalogueEntry.Of<FarValues>(), Zoo.Classes(400), cancellation: TestContext.Current.CancellationToken).Findings);

    [Fact]
    public void A_text_that_leaks_is_seen()
    {
        var leaking = new FakeEntry(context => Verdict.Of([FakeEntry.Wrong() with { Title = $"1 {context.Data["colour"].Text(0)}" }]));
        Assert.ThrowsAny<XunitException>(() => SecrecyRules.NoCellLeaves(leaking));
    }

    static double Size(CheckContext context, int row) => context.Data.Columns.OfType<NumberColumn>().First().Values[row];

    static FakeEntry Finds(Func<CheckContext, FoundRows> rows) => new(context => Verdict.Of([FakeEntry.Wrong() with { Rows = rows(context) }]));

    static Verdict Unstoppable(CheckContext context)
    {
        context.Progress(0.5);
        return Verdict.Of([]);
    }
}
