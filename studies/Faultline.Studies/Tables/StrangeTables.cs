namespace Faultline.Studies;

/// <summary>
/// Draws tables as they come in practice and as no check was made for: nothing is wrong with them, but their values pile up, run away, repeat by
/// nature, stand in order or depend on one another. Labels come from known probabilities.
/// </summary>
static class StrangeTables
{
    const long MicrosecondsADay = 86_400_000_000;

    static readonly IReadOnlyDictionary<string, Action<StrangeDraft>> s_kinds = new Dictionary<string, Action<StrangeDraft>>(StringComparer.Ordinal)
    {
        ["poisson"] = draft => draft.Numbers(6, (j, u) => Poisson(0.2 * Math.Pow(3, j), u)),
        ["zero-inflated"] = draft => draft.Numbers(6, (j, u) => u < 0.4 + (0.09 * j) ? 0 : Math.Ceiling(-(5 + (20 * j)) * Math.Log((1 - u) / (0.6 - (0.09 * j))))),
        ["cauchy"] = draft => draft.Numbers(6, (_, u) => Math.Tan(Math.PI * (u - 0.5))),
        ["lognormal 2"] = draft => draft.Numbers(6, (j, u) => Math.Exp(j + (2 * Normal(u)))),
        ["pareto 1"] = draft => draft.Numbers(6, (_, u) => 1 / (1 - u)),
        ["money"] = draft => draft.Numbers(6, (j, u) => Money(j, Math.Exp(4 + Normal(u)))),
        ["percentages"] = draft => draft.Numbers(6, (j, u) => Percentage(j, u)),
        ["integer codes"] = draft =>
        {
            draft.Codes(3, 40, 10_000);
            draft.Codes(2, 12, 1_000);
            draft.Numbers(2, (_, u) => Normal(u));
        },
        ["many levels"] = draft =>
        {
            draft.Categories(2, 1500);
            draft.Categories(2, 300);
            draft.Numbers(2, (_, u) => Normal(u));
        },
        ["small categories"] = draft => draft.Categories(5, 3),
        ["flags"] = draft =>
        {
            draft.Numbers(8, (j, u) => u > 1 - (0.3 / (1 << j)) ? 1 : 0);
            draft.Numbers(2, (_, u) => Normal(u));
        },
        ["likert"] = draft => draft.Numbers(12, (j, u) => 1 + Math.Clamp(Math.Floor(2 + (j % 3 * 0.5) + (1.2 * Normal(u))), 0, 4)),
        ["heaped ages"] = draft => draft.Numbers(5, (j, u) => Heaped(j, u)),
        ["detection limit"] = draft => draft.Numbers(5, (j, u) => Math.Max(0.05, Math.Round(Math.Exp(-2.5 + (0.5 * j) + Normal(u)), 3))),
        ["small cluster"] = draft => draft.Clusters(0.02),
        ["three clusters"] = draft => draft.Clusters(0.3),
        ["repeated measures"] = draft => draft.Persons(),
        ["dates in order"] = draft =>
        {
            draft.Add(new TimeColumn("day", [.. Enumerable.Range(0, draft.Rows).Select(row => (18_000 + row) * MicrosecondsADay)]));
            draft.Numbers(5, (_, u) => Normal(u));
        },
        ["sorted"] = draft =>
        {
            draft.Numbers(5, (_, u) => Math.Round(Normal(u), 3));
            draft.SortByFirst = true;
        },
        ["series"] = draft => draft.Series(),
        ["sums"] = draft => draft.Sums(),
        ["coordinates"] = draft => draft.Coordinates(),
        ["durations"] = draft =>
        {
            draft.Numbers(4, (j, u) => Math.Round(-Math.Pow(10, j) * Math.Log(1 - u), 1));
            draft.Times(2);
        },
        ["rates of change"] = draft => draft.Numbers(5, (j, u) => Math.Round(Math.Pow(10, -j) * Normal(u) / Math.Max(0.05, Math.Abs(Normal((u * 7919) % 1))), 6)),
        ["wide"] = draft => draft.Numbers(60, (_, u) => Normal(u)),
        ["imbalanced"] = draft =>
        {
            draft.Numbers(6, (_, u) => Normal(u));
            draft.Offset = 2.5;
        },
        ["missing blocks"] = draft => draft.MissingBlocks(),
    };

    /// <summary>Kinds of table.</summary>
    public static IEnumerable<string> Kinds => s_kinds.Keys;

    /// <summary>Draws a table; rows 60 to 20,000 log-uniformly, Bayes error small to large by the seed. Two parts of one seed follow one law.</summary>
    public static SyntheticTable Draw(string kind, long seed, string part = "data", int? rows = null)
    {
        var shape = SeededRandom.For(seed, $"strange/{kind}/shape");
        var drawn = (int)Math.Round(60 * Math.Pow(333, shape.NextDouble()));
        var draft = new StrangeDraft(rows ?? drawn, shape, SeededRandom.For(seed, $"strange/{kind}/{part}"));
        s_kinds[kind](draft);
        return draft.Finish(kind, strength: 0.5 + (2.5 * shape.NextDouble()), SeededRandom.For(seed, $"strange/{kind}/{part}/labels"));
    }

    /// <summary>False where two draws of one law differ by nature: a walk, or a clock.</summary>
    public static bool HasReference(string kind) => kind is not ("series" or "dates in order");

    public static double Normal(double u) => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, Math.Clamp(u, 1e-15, 1 - 1e-15));

    static double Poisson(double mean, double u)
    {
        var (k, p) = (0, Math.Exp(-mean));
        for (var sum = p; sum < u && k < 10_000; sum += p)
        {
            k++;
            p *= mean / k;
        }

        return k;
    }

    static double Money(int column, double value) => (column % 4) switch
    {
        0 => Math.Round(value, 2),
        1 => Math.Max(5, 5 * Math.Round(value / 5)),
        2 => Math.Floor(value) + 0.99,
        _ => 100 * Math.Round(10 * value / 100),
    };

    // The last of three goes on past both ends and is cut there, as exam marks and shares are: many at 0 and 100, and no gap before them.
    static double Percentage(int column, double u)
    {
        var z = Normal(u) + (0.4 * (column - 2));
        var value = 100 / (1 + Math.Exp(-1.5 * z));
        return (column % 3) switch { 0 => Math.Round(value), 1 => Math.Round(value, 1), _ => Math.Clamp(Math.Round(50 + (35 * z), 1), 0, 100) };
    }

    static double Heaped(int column, double u)
    {
        var age = Math.Clamp(Math.Round(40 + (17 * Normal(u))), 0, 105);
        var heaps = (age * 37 % 10) < 2 + column;
        return heaps ? 5 * Math.Round(age / 5) : age;
    }
}
