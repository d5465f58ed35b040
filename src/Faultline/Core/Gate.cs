using System.Globalization;

namespace Faultline;

/// <summary>A gate condition: <c>CHECK&lt;=N</c>, <c>CHECK.rows&lt;=N</c> or <c>&lt;=X%</c>, <c>CHECK.measure&lt;=X</c>, <c>severity&lt;high</c>; <c>CHECK?…</c> where the check may be skipped.</summary>
sealed record Gate
{
    const string SeverityWord = "severity<";

    enum Kind
    {
        Findings,
        Rows,
        RowShare,
        Measure,
        Severity,
    }

    public required string Condition { get; init; }

    Kind What { get; init; }

    /// <summary>Id of the check it is about, or null.</summary>
    public string? Check { get; init; }

    bool MaySkip { get; init; }

    double Limit { get; init; }

    Severity Below { get; init; }

    public static IReadOnlyList<Gate> ParseAll(IReadOnlyList<string> conditions, IReadOnlyList<CatalogueEntry> entries) => [.. conditions.Select(condition => Parse(condition, entries))];

    /// <exception cref="InputException">The condition can not be read.</exception>
    public static Gate Parse(string condition, IReadOnlyList<CatalogueEntry> entries)
    {
        var text = condition.Replace(" ", string.Empty, StringComparison.Ordinal);
        if (text.StartsWith(SeverityWord, StringComparison.OrdinalIgnoreCase))
        {
            return new Gate { Condition = condition, What = Kind.Severity, Below = Level(text[SeverityWord.Length..]) ?? throw Unreadable(condition) };
        }

        var at = text.IndexOf("<=", StringComparison.Ordinal);
        if (at <= 0)
        {
            throw Unreadable(condition);
        }

        var left = text[..at];
        var dot = left.IndexOf('.', StringComparison.Ordinal);
        var name = dot < 0 ? left : left[..dot];
        var maySkip = name.EndsWith('?');
        var right = text[(at + 2)..];
        var percent = right.EndsWith('%');
        var kind = ((dot < 0 ? string.Empty : left[dot..]).ToUpperInvariant(), percent) switch
        {
            ("", false) => Kind.Findings,
            (".ROWS", false) => Kind.Rows,
            (".ROWS", true) => Kind.RowShare,
            (".MEASURE", false) => Kind.Measure,
            _ => throw Unreadable(condition),
        };
        if (!double.TryParse(percent ? right[..^1] : right, NumberStyles.Float, CultureInfo.InvariantCulture, out var limit) || !double.IsFinite(limit)
            || (limit < 0 && kind != Kind.Measure))
        {
            throw Unreadable(condition);
        }

        return new Gate
        {
            Condition = condition,
            What = kind,
            Check = Catalogue.Find(maySkip ? name[..^1] : name, entries).Info.Id,
            MaySkip = maySkip,
            Limit = kind == Kind.RowShare ? limit / 100 : limit,
        };
    }

    /// <summary>Judges the condition over open findings: above info, not suppressed, and with a baseline only new ones.</summary>
    /// <param name="checks">How every check ended.</param>
    /// <param name="findings">What was found, compared with the baseline.</param>
    /// <param name="rows">Rows of the table, of which shares are taken.</param>
    public GateResult Judge(IReadOnlyList<CheckReport> checks, IReadOnlyList<ReportFinding> findings, long rows)
    {
        var open = findings.Where(IsOpen);
        if (What == Kind.Severity)
        {
            var worst = open.Count(finding => finding.Severity >= Below);
            var unmeasured = checks.Count(check => check.Status == CheckStatus.Unmeasured);
            return new GateResult(
                Condition,
                worst == 0,
                $"{worst} open {(worst == 1 ? "finding" : "findings")} of {Below.ToString().ToLowerInvariant()} severity or worse" + (unmeasured > 0 ? $"; {unmeasured} {(unmeasured == 1 ? "check is" : "checks are")} unmeasured" : string.Empty));
        }

        var result = checks.First(check => check.Id == Check);
        if (result.Status is CheckStatus.Unmeasured or CheckStatus.Skipped)
        {
            return new GateResult(
                Condition,
                result.Status == CheckStatus.Skipped && MaySkip,
                $"{result.Id} {result.Name} is {result.Status.ToString().ToLowerInvariant()}: {result.Reason}");
        }

        var own = open.Where(finding => finding.Check == Check).ToArray();
        var value = What switch
        {
            Kind.Findings => own.Length,
            Kind.Measure => own.Select(finding => finding.Measure.Value).DefaultIfEmpty(0).Max(),
            Kind.RowShare => Rows(result, own, findings) / (double)Math.Max(1, rows),
            _ => Rows(result, own, findings),
        };
        var shown = What == Kind.RowShare ? value.ToString("0.###%", CultureInfo.InvariantCulture) : NumberColumn.Write(value);
        return new GateResult(Condition, value <= Limit, $"{result.Id} {result.Name}: {shown}{Unit(value)}");
    }

    string Unit(double value) => What switch
    {
        Kind.Findings => value == 1 ? " open finding" : " open findings",
        Kind.Rows => value == 1 ? " row" : " rows",
        Kind.RowShare => " of the rows",
        _ => string.Empty,
    };

    // Where some findings are known or accepted, the flags of the check count their rows too: then the open findings' own rows are counted.
    static long Rows(CheckReport result, ReportFinding[] own, IReadOnlyList<ReportFinding> all) =>
        own.Length == 0 ? 0
        : all.All(finding => finding.Check != result.Id || finding.State == FindingState.Fixed || finding.Severity == Faultline.Severity.Info || IsOpen(finding)) ? result.RowsFlagged
        : Math.Min(result.RowsFlagged, own.Sum(finding => finding.Rows.Count));

    static bool IsOpen(ReportFinding finding) => finding.State == FindingState.New && finding.Suppressed is null && finding.Severity > Faultline.Severity.Info;

    // Enum.TryParse would take numbers and lists; nothing is below info.
    static Severity? Level(string word) => word.ToUpperInvariant() switch
    {
        "LOW" => Faultline.Severity.Low,
        "MEDIUM" => Faultline.Severity.Medium,
        "HIGH" => Faultline.Severity.High,
        _ => null,
    };

    static InputException Unreadable(string condition) =>
        new($"The gate '{condition}' can not be read; expected CHECK<=N, CHECK.rows<=N, CHECK.rows<=X%, CHECK.measure<=X or severity<low, <medium or <high, as \"FL101.rows<=1%\".");
}
