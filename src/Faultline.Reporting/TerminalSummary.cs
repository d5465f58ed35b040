namespace Faultline.Reporting;

/// <summary>How a piece of terminal text is to look; without colour only the text remains, and it says the same.</summary>
public enum TerminalStyle
{
    /// <summary>As it comes.</summary>
    Plain,

    /// <summary>Bold.</summary>
    Strong,

    /// <summary>Dim.</summary>
    Soft,

    /// <summary>High severity, or a failure.</summary>
    High,

    /// <summary>Medium severity.</summary>
    Medium,

    /// <summary>Low severity.</summary>
    Low,

    /// <summary>Clean or passed.</summary>
    Good,

    /// <summary>A command to copy.</summary>
    Command,
}

/// <summary>A piece of a line.</summary>
/// <param name="Text">Text without control characters.</param>
/// <param name="Style">How it is to look.</param>
public readonly record struct TerminalSpan(string Text, TerminalStyle Style = TerminalStyle.Plain);

/// <summary>The audit in at most 25 lines: verdict, the six stages, the worst five findings with their commands, where the report lies.</summary>
public static class TerminalSummary
{
    /// <summary>At most this many lines.</summary>
    public const int LineLimit = 25;

    /// <summary>Between two stages of the strip.</summary>
    public const string Arrow = " → ";

    const int FindingLimit = 5;
    const int GateLimit = 3;
    const int TitleLimit = 160;
    const int SkippedLimit = 240;
    const int ReasonLimit = 80;

    /// <summary>The lines, each a list of pieces; an empty list is an empty line.</summary>
    /// <param name="report">The audit's result.</param>
    /// <param name="reportPath">Where report.html lies, or null when none was written.</param>
    public static IReadOnlyList<IReadOnlyList<TerminalSpan>> Of(AuditReport report, string? reportPath)
    {
        var view = new ReportView(report);
        var lines = new List<IReadOnlyList<TerminalSpan>> { Line(new TerminalSpan(VerdictSentence.Of(view), TerminalStyle.Strong)), Line(), Strip(view) };
        Model(lines, report.Model);
        lines.Add(Line());
        foreach (var finding in view.Faults.Take(FindingLimit))
        {
            var state = view.HasBaseline ? finding.State == FindingState.New ? "new, " : "still there, " : string.Empty;
            lines.Add(Line(
                new($"{Shape(finding.Severity)} {Word(finding.Severity),-6}", Style(finding.Severity)),
                new($" {string.Join('+', view.AlsoFound(finding).Select(other => other.Check).Prepend(finding.Check))}  "),
                new(Safe(state + finding.Title, TitleLimit), TerminalStyle.Strong)));
            lines.Add(Line(new("                "), new(VisibleText.Line(finding.Reproduce), TerminalStyle.Command)));
        }

        if (view.Faults.Count > FindingLimit)
        {
            lines.Add(Line(new TerminalSpan($"  and {NumberText.Plural(view.Faults.Count - FindingLimit, "more finding")} in the report", TerminalStyle.Soft)));
        }

        var order = GainText.Order(view) is var (lead, mend) ? Line(new(lead + ": ", TerminalStyle.Soft), new(Safe(mend, TitleLimit))) : null;
        if (order is not null)
        {
            lines.Add(order);
        }

        if (view.Faults.Count > 0)
        {
            lines.Add(Line());
        }

        Gates(lines, report);
        Rest(lines, view);
        if (reportPath is not null)
        {
            lines.Add(Line(new("Report: ", TerminalStyle.Soft), new(VisibleText.Line(reportPath), TerminalStyle.Strong)));
        }

        if (lines.Count > LineLimit && order is not null)
        {
            lines.Remove(order);
        }

        return lines;
    }

    /// <summary>The lines without style, each ended by a line feed.</summary>
    public static string Plain(IEnumerable<IReadOnlyList<TerminalSpan>> lines) =>
        string.Concat(lines.Select(line => string.Concat(line.Select(span => span.Text)).TrimEnd() + "\n"));

    static List<TerminalSpan> Strip(ReportView view)
    {
        var spans = new List<TerminalSpan>();
        foreach (var stage in view.Stages)
        {
            if (spans.Count > 0)
            {
                spans.Add(new(Arrow, TerminalStyle.Soft));
            }

            var style = stage.Worst is { } severity ? Style(severity) : stage.IsChecked ? TerminalStyle.Good : TerminalStyle.Soft;
            spans.Add(new(stage.Stage + " ", stage.IsChecked ? TerminalStyle.Strong : TerminalStyle.Soft));
            spans.Add(new(stage.Worst is { } worst ? $"{Shape(worst)} {NumberText.Count(stage.Findings)}" : stage.IsChecked ? "✓" : "not checked", style));
        }

        return spans;
    }

    static void Model(List<IReadOnlyList<TerminalSpan>> lines, ModelReport? model)
    {
        if (model is not null)
        {
            var interval = NumberText.Interval(model.Low, model.High);
            var trivial = model.Baseline is { } baseline ? $"; a trivial model has {NumberText.Value(baseline)}" : string.Empty;
            var truth = model.AgainstTruth is { Low: { } low, High: { } high } ? $"; against true labels {NumberText.Value(low)}–{NumberText.Value(high)}" : string.Empty;
            lines.Add(Line(new("Model:  ", TerminalStyle.Soft), new(Safe($"{model.Metric} {NumberText.Value(model.Value)}{(interval.Length > 0 ? " " + interval : string.Empty)}{trivial}{truth}", TitleLimit))));
        }
    }

    static void Gates(List<IReadOnlyList<TerminalSpan>> lines, AuditReport report)
    {
        var failed = report.Gates.Where(gate => !gate.Passed).ToArray();
        foreach (var gate in failed.Take(GateLimit))
        {
            lines.Add(Line(new("Gate:   ", TerminalStyle.Soft), new("failed ", TerminalStyle.High), new(Safe($"{gate.Condition} ({gate.Reason})", TitleLimit))));
        }

        var rest = failed.Length > GateLimit ? $"{NumberText.Count(failed.Length - GateLimit)} more failed" : failed.Length == 0 && report.Gates.Count > 0 ? "passed" : null;
        if (rest is not null)
        {
            lines.Add(Line(new("Gate:   ", TerminalStyle.Soft), new(rest, failed.Length > 0 ? TerminalStyle.High : TerminalStyle.Good)));
        }
    }

    static void Rest(List<IReadOnlyList<TerminalSpan>> lines, ReportView view)
    {
        if (view.HasBaseline)
        {
            int In(FindingState state) => view.Faults.Count(finding => finding.State == state);
            lines.Add(Line(new("Since the baseline: ", TerminalStyle.Soft), new($"{In(FindingState.New)} new, {In(FindingState.Known)} still there, {view.Fixed.Count} fixed")));
        }

        var unmeasured = view.Ended(CheckStatus.Unmeasured).ToArray();
        if (unmeasured.Length > 0)
        {
            var more = unmeasured.Length > 1 ? $", and {NumberText.Plural(unmeasured.Length - 1, "more check")}" : string.Empty;
            lines.Add(Line(new("Not measured: ", TerminalStyle.Soft), new(Safe($"{unmeasured[0].Id} {unmeasured[0].Name} ({unmeasured[0].Reason}){more}", TitleLimit))));
        }

        if (view.Faults.Count < FindingLimit && Skipped(view) is { Length: > 0 } skipped)
        {
            lines.Add(Line(new("Skipped: ", TerminalStyle.Soft), new(skipped)));
        }

        if (view.Report.Warnings.Count > 0)
        {
            var more = view.Report.Warnings.Count > 1 ? $" (and {NumberText.Count(view.Report.Warnings.Count - 1)} more in the report)" : string.Empty;
            lines.Add(Line(new("Noticed: ", TerminalStyle.Soft), new(Safe(view.Report.Warnings[0], TitleLimit) + more)));
        }
    }

    // Whole entries only.
    static string Skipped(ReportView view)
    {
        var skipped = view.Ended(CheckStatus.Skipped).Where(check => check.Reason?.StartsWith("not selected", StringComparison.Ordinal) != true).GroupBy(check => check.Reason)
            .Select(group => (Checks: group.Count(), Text: VisibleText.Line($"{string.Join(", ", group.Select(check => check.Name))} ({Short(group.Key ?? string.Empty)})"))).ToArray();
        var shown = 1;
        while (shown < skipped.Length && skipped.Take(shown + 1).Sum(entry => entry.Text.Length + 2) <= SkippedLimit)
        {
            shown++;
        }

        var left = skipped.Skip(shown).Sum(entry => entry.Checks);
        return string.Join("; ", skipped.Take(shown).Select(entry => entry.Text)) + (left > 0 ? $"; and {NumberText.Plural(left, "more check")}" : string.Empty);
    }

    // What is needed, and the flag where it is said in few words.
    static string Short(string reason)
    {
        var clause = reason.Split(';')[0];
        return clause.Length <= ReasonLimit ? clause : clause.Split(':')[0];
    }

    static TerminalSpan[] Line(params TerminalSpan[] spans) => spans;

    static string Safe(string text, int length) => VisibleText.Shorten(VisibleText.Line(text), length);

    static string Word(Severity severity) => severity.ToString().ToLowerInvariant();

    static string Shape(Severity severity) => severity switch { Severity.High => "▲", Severity.Medium => "◆", _ => "○" };

    static TerminalStyle Style(Severity severity) => severity switch { Severity.High => TerminalStyle.High, Severity.Medium => TerminalStyle.Medium, _ => TerminalStyle.Low };
}
