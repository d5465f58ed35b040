namespace Faultline.Reporting.Tests;

public sealed class TerminalSummaryTests
{
    [Fact]
    public void Says_the_verdict_the_stages_the_worst_five_their_commands_and_the_place()
    {
        var report = SampleReports.Rich();

        var text = TerminalSummary.Plain(TerminalSummary.Of(report, "faultline-report/report.html"));

        var lines = text.Split('\n');
        Assert.Equal(VerdictSentence.Of(new ReportView(report)), lines[0]);
        Assert.Equal("Enters ▲ 3 → Learned not checked → Shows ◆ 1 → Spreads ○ 1 → Caught not checked → Repaired not checked", lines[2]);
        foreach (var finding in report.Findings.Where(finding => finding.Severity > Severity.Info))
        {
            Assert.Contains(finding.Title, text, StringComparison.Ordinal);
            Assert.Contains(finding.Reproduce, text, StringComparison.Ordinal);
        }

        Assert.Contains("failed severity<high", text, StringComparison.Ordinal);
        Assert.Equal("Report: faultline-report/report.html", lines[^2]);
    }

    [Fact]
    public void Never_takes_more_than_25_lines()
    {
        var finding = Builder.Finding("FL107", "a", Severity.High, "One");
        var report = Builder.Report([.. Enumerable.Range(0, 30).Select(i => finding with { Id = $"FL107-{i:x8}", State = i % 2 == 0 ? FindingState.New : FindingState.Known })], SampleReports.Rich().Model) with
        {
            Gates = [.. Enumerable.Range(0, 9).Select(i => new GateResult($"FL107<={i}", false, "30"))],
            Warnings = ["a", "b", "c"],
        };
        report = report with { Checks = [.. report.Checks.Select((check, i) => i < 3 ? check with { Status = CheckStatus.Unmeasured, Reason = "too few rows" } : check)] };

        var lines = TerminalSummary.Of(report, "out/report.html");

        Assert.InRange(lines.Count, 20, TerminalSummary.LineLimit);
        Assert.Contains("and 25 more findings in the report", TerminalSummary.Plain(lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Skipped_checks_are_told_whole_and_the_rest_counted()
    {
        string[] reasons = ["needs groups: give --group COLS", "no expectations are declared: put them under expectations: in the file of --config, or give --expectations FILE; 'faultline profile' proposes them", .. Enumerable.Range(0, 20).Select(i => $"needs thing {i}: give --thing{i} FILE")];
        var report = SampleReports.Clean();
        report = report with { Checks = [.. reasons.Select((reason, i) => report.Checks[0] with { Id = $"FL9{i:00}", Name = $"Check{i}", Status = CheckStatus.Skipped, Reason = reason })] };

        var line = TerminalSummary.Plain(TerminalSummary.Of(report, null)).Split('\n').Single(line => line.StartsWith("Skipped: ", StringComparison.Ordinal));

        Assert.StartsWith("Skipped: Check0 (needs groups: give --group COLS); Check1 (no expectations are declared); Check2 (needs thing 0: give --thing0 FILE)", line, StringComparison.Ordinal);
        Assert.DoesNotContain("…", line, StringComparison.Ordinal);
        var told = line.Split("; and ");
        Assert.Equal($"{22 - told[0].Split("; ").Length} more checks", told[1]);
        Assert.InRange(line.Length, 150, 300);
    }

    [Fact]
    public void What_gains_most_is_named_to_be_mended_first()
    {
        ExpectedGain Gain(string fix, double value, double low) => new(fix, "R²", value, low, value + 0.01, 5_000, null);
        ReportFinding Of(string key, ExpectedGain? gain) => Builder.Finding("FL107", key, Severity.Medium, "One of " + key) with { ExpectedGain = gain };
        var report = Builder.Report([Of("a", Gain("missing", 0.002, -0.001)), Of("b", Gain("hygiene", 0.0213, 0.0101)), Of("c", Gain("labels", 0.04, 0.03)), Of("d", null), Of("e", new ExpectedGain("duplicates", null, null, null, null, 0, "no model was fitted"))], SampleReports.Rich().Model);

        Assert.Contains("Mend first: --fix labels +0.0400 (0.0300–0.0500); --fix hygiene +0.0213 (0.0101–0.0313) of R² expected\n", TerminalSummary.Plain(TerminalSummary.Of(report, null)), StringComparison.Ordinal);
        var page = HtmlReport.Render(report);
        Assert.Contains("Mending it is expected to gain +0.0400 (0.0300–0.0500) of R²", page, StringComparison.Ordinal);
        Assert.Contains("What mending it would gain was not estimated: no model was fitted.", page, StringComparison.Ordinal);

        // Where nothing gains that is said, and where nothing was estimated nothing is.
        Assert.Contains("Mending: no gain in prediction is shown for --fix missing\n", TerminalSummary.Plain(TerminalSummary.Of(Builder.Report([report.Findings[0]], null), null)), StringComparison.Ordinal);
        Assert.DoesNotContain("Mend", TerminalSummary.Plain(TerminalSummary.Of(Builder.Report([report.Findings[4]], null), null)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_skipped_is_said_once_a_reason()
    {
        var report = Builder.Report([], SampleReports.Rich().Model);
        report = report with { Checks = [.. report.Checks.Select((check, i) => i is 0 or 2 ? check with { Status = CheckStatus.Skipped, Reason = "needs a label: give --label COLUMN" } : check with { Status = CheckStatus.Clean })] };

        var text = TerminalSummary.Plain(TerminalSummary.Of(report, null));

        Assert.Contains($"Skipped: {report.Checks[0].Name}, {report.Checks[2].Name} (needs a label: give --label COLUMN)\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_from_outside_steers_no_terminal()
    {
        var text = TerminalSummary.Plain(TerminalSummary.Of(SampleReports.Hostile(), "out\u001B[2J/report.html"));

        Assert.DoesNotContain(text, character => char.IsControl(character) && character != '\n');
        Assert.DoesNotContain('\u202E', text);
    }
}
