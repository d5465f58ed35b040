namespace Faultline.Reporting.Tests;

public sealed class ReportViewTests
{
    [Fact]
    public void Two_checks_that_found_the_same_cells_found_one_fault()
    {
        var (first, second) = (Finding("FL104", [3, 7]), Finding("FL107", [7, 3]));
        var report = Builder.Report([first, second, Finding("FL107", [9, 3])], null);
        var view = new ReportView(report);
        Assert.Equal(3, view.Open.Count);
        Assert.Equal([first.Id, view.Open[2].Id], view.Faults.Select(fault => fault.Id));
        Assert.Equal([second], view.AlsoFound(first));
        Assert.Empty(view.AlsoFound(view.Open[2]));
        Assert.StartsWith("2 findings in the", VerdictSentence.Of(view), StringComparison.Ordinal);
        Assert.Equal(2, view.Stages[0].Findings);

        var html = HtmlReport.Render(report);
        Assert.Contains($"id=\"{second.Id}\"", html, StringComparison.Ordinal);
        Assert.Contains(second.Reproduce, html, StringComparison.Ordinal);
        Assert.Contains("FL104+FL107", TerminalSummary.Plain(TerminalSummary.Of(report, null)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_finding_that_tells_what_is_expected_leads_as_bad_as_the_worst()
    {
        var far = Finding("FL104", [3]);
        var code = Finding("FL107", [3]) with { Severity = Severity.Low, Title = "'-999' stands for a missing value", Examples = [new ExampleRow(3, "3", [new ExampleCell("a", "-999", Guilty: true, Expected: "missing")])] };
        var view = new ReportView(Builder.Report([far, code], null));
        Assert.Equal([code with { Severity = Severity.Medium }], view.Faults);
        Assert.Equal([far], view.AlsoFound(view.Faults[0]));
    }

    [Fact]
    public void Other_columns_other_stages_rows_not_listed_and_one_check_twice_are_faults_of_their_own()
    {
        ReportFinding[] findings =
        [
            Finding("FL104", [3, 7]),
            Finding("FL104", [3, 7]) with { Id = "FL104-00000001" },
            Finding("FL107", [3, 7]) with { Columns = ["b"] },
            Finding("FL107", [3, 7]) with { Columns = [], Id = "FL107-00000001" },
            Finding("FL302", [3, 7]),
            Finding("FL103", [3, 7]) with { Rows = new FoundRows(900, [3, 7]) },
            Finding("FL101", [3, 7]) with { Rows = new FoundRows(900, [3, 7]) },
        ];
        var view = new ReportView(Builder.Report(findings, null));
        Assert.Equal(findings.Length, view.Faults.Count);
    }

    static ReportFinding Finding(string check, int[] rows) =>
        Builder.Finding(check, string.Join(',', rows), Severity.Medium, "Far off") with { Rows = FoundRows.Of(rows), Columns = ["a"] };
}
