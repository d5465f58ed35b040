using System.Globalization;

namespace Faultline;

/// <summary>A gate condition (see CONTRACT): <c>CHECK&lt;=N</c>, <c>CHECK.rows&lt;=N</c> or <c>&lt;=X%</c>, <c>CHECK.measure&lt;=X</c>, <c>severity&lt;high</c>.</summary>
sealed record Gate
{
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

    string? Check { get; init; }

    bool MaySkip { get; init; }

    double Limit { get; init; }

    Severity Below { get; init; }

    public static IReadOnlyList<Gate> ParseAll(IReadOnlyList<string> conditions) => [.. conditions.Select(Parse)];

    /// <exception cref="InputException">The condition can not be read.</exception>
    public static Gate Parse(string condition)
    {
        var text = condition.Replace(" ", string.Empty, StringComparison.Ordinal);
        if (text.StartsWith("severity<", StringComparison.OrdinalIgnoreCase) && Enum.TryParse<Severity>(text["severity<".Length..], ignoreCase: true, out var below)
            && !char.IsDigit(text[^1]))
        {
            return new Gate { Condition = condition, What = Kind.Severity, Below = below };
        }

        var at = text.IndexOf("<=", StringComparison.Ordinal);
        if (at <= 0)
        {
            throw Unreadable(condition);
        }

        var left = text[..at];
        var right = text[(at + 2)..];
        var dot = left.IndexOf('.', StringComparison.Ordinal);
        var what = dot < 0 ? string.Empty : left[(dot + 1)..].TrimEnd('?');
        var name = dot < 0 ? left : left[..dot];
        var maySkip = left.Contains('?', StringComparison.Ordinal);
        var percent = right.EndsWith('%');
        if (!double.TryParse(percent ? right[..^1] : right, NumberStyles.Float, CultureInfo.InvariantCulture, out var limit) || !double.IsFinite(limit))
        {
            throw Unreadable(condition);
        }

        var kind = (what.ToUpperInvariant(), percent) switch
        {
            ("", false) => Kind.Findings,
            ("ROWS", false) => Kind.Rows,
            ("ROWS", true) => Kind.RowShare,
            ("MEASURE", false) => Kind.Measure,
            _ => throw Unreadable(condition),
        };
        return new Gate
        {
            Condition = condition,
            What = kind,
            Check = Catalogue.Find(name.TrimEnd('?')).Info.Id,
            MaySkip = maySkip,
            Limit = kind == Kind.RowShare ? limit / 100 : limit,
        };
    }

    /// <summary>Judges the condition over open findings: above info, not suppressed, and with a baseline only new ones.</summary>
    public GateResult Judge(IReadOnlyList<CheckReport> checks, IReadOnlyList<ReportFinding> findings, long rows)
    {
        var open = findings.Where(finding => finding.State == FindingState.New && finding.Suppressed is null && finding.Severity > Faultline.Severity.Info);
        if (What == Kind.Severity)
        {
            var worst = open.Where(finding => finding.Severity >= Below).ToArray();
            return new GateResult(Condition, worst.Length == 0, $"{worst.Length} open findings of {Below.ToString().ToLowerInvariant()} severity or worse");
        }

        var result = checks.First(check => check.Id == Check);
        if (result.Status == CheckStatus.Unmeasured || (result.Status == CheckStatus.Skipped && !MaySkip))
        {
            return new GateResult(Condition, false, $"{result.Id} {result.Name} is {result.Status.ToString().ToLowerInvariant()}: {result.Reason}");
        }

        if (result.Status == CheckStatus.Skipped)
        {
            return new GateResult(Condition, true, $"{result.Id} {result.Name} was skipped: {result.Reason}");
        }

        var own = open.Where(finding => finding.Check == Check).ToArray();
        var value = What switch
        {
            Kind.Findings => own.Length,
            Kind.Measure => own.Select(finding => finding.Measure.Value).DefaultIfEmpty(0).Max(),
            Kind.RowShare => own.Length == 0 ? 0 : result.RowsFlagged / (double)Math.Max(1, rows),
            _ => own.Length == 0 ? 0 : result.RowsFlagged,
        };
        var shown = What == Kind.RowShare ? value.ToString("0.###%", CultureInfo.InvariantCulture) : NumberColumn.Write(value);
        return new GateResult(Condition, value <= Limit, $"{result.Id} {result.Name}: {shown}");
    }

    static InputException Unreadable(string condition) =>
        new($"The gate '{condition}' can not be read; expected CHECK<=N, CHECK.rows<=N, CHECK.rows<=X%, CHECK.measure<=X or severity<high, as \"FL101.rows<=1%\".");
}
