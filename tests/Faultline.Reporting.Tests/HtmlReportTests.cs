using System.Globalization;
using System.Text;

namespace Faultline.Reporting.Tests;

public sealed class HtmlReportTests
{
    [Fact]
    public void Reads_from_the_verdict_down_to_the_versions()
    {
        var html = HtmlReport.Render(SampleReports.Rich());

        string[] order =
        [
            "<!DOCTYPE html>", "Content-Security-Policy", "<h1>", "class=\"strip\"", "class=\"cards\"", "<h2 id=\"h-model\"",
            "Findings, worst first", "worth knowing, nothing wrong", "<h2 id=\"h-columns\"", "<h2 id=\"h-checks\"", "<h2 id=\"h-gates\"", "<h2 id=\"h-run\"", "Roles of the columns", "Input, seed, versions, timings",
        ];
        var places = order.Select(text => html.IndexOf(text, StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void Every_finding_has_its_figure_examples_cause_repair_command_and_permalink()
    {
        var report = SampleReports.Rich();
        var html = HtmlReport.Render(report);

        foreach (var finding in report.Findings.Where(finding => finding.Severity > Severity.Info))
        {
            var article = html[html.IndexOf($"id=\"{finding.Id}\"", StringComparison.Ordinal)..];
            article = article[..article.IndexOf("</article>", StringComparison.Ordinal)];
            Assert.Contains(Encoded(finding.Title), article, StringComparison.Ordinal);
            Assert.Contains(Encoded(finding.Cause), article, StringComparison.Ordinal);
            Assert.Contains(Encoded(finding.Repair), article, StringComparison.Ordinal);
            Assert.Contains(Encoded(finding.Reproduce), article, StringComparison.Ordinal);
            Assert.Contains($"href=\"#{finding.Id}\"", article, StringComparison.Ordinal);
            Assert.Contains("<svg class=\"chart\" role=\"img\"", article, StringComparison.Ordinal);
            Assert.Equal(finding.Examples.SelectMany(example => example.Cells).Count(cell => cell.Guilty), Count(article, "<mark>"));
        }
    }

    [Fact]
    public void Skipped_and_unmeasured_checks_give_their_reason()
    {
        var html = HtmlReport.Render(SampleReports.Clean());

        Assert.Contains("needs groups: give --group COLUMNS", html, StringComparison.Ordinal);
        Assert.Contains("8 rows are too few for 15 bins; give at least 200", html, StringComparison.Ordinal);
        Assert.Contains("Nothing wrong was found", html, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_from_outside_is_markup()
    {
        var html = HtmlReport.Render(SampleReports.Hostile());

        Assert.Equal(1, Count(html, "<script"));
        Assert.Equal(1, Count(html, "</script"));
        Assert.Equal(1, Count(html, "<style"));
        Assert.Equal(0, Count(html, "<iframe"));
        Assert.Equal(0, Count(html, "<img"));
        Assert.DoesNotContain(html, character => character is '\u202E' or '\u2066' or '\u200B' or '\u0000' or '\u001B' or '\u009B');
        Assert.Contains("⟨U+202E⟩", html, StringComparison.Ordinal);
        Assert.Contains("مرحبا", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_shows_the_columns_that_the_finding_is_about()
    {
        var finding = Builder.Finding("FL104", "far", Severity.Medium, "Rows lie far off in sex") with
        {
            Columns = ["sex"],
            Examples = [new ExampleRow(3, "3", [.. new[] { "a", "b", "c", "d", "sex" }.Select(name => new ExampleCell(name, "cell-of-" + name))])],
        };
        var html = HtmlReport.Render(Builder.Report([finding], null));
        var card = html[html.IndexOf("class=\"card ", StringComparison.Ordinal)..];
        Assert.Contains("cell-of-sex", card[..card.IndexOf("</article>", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_values_no_cell_and_no_picture_leaves()
    {
        var (report, evidence) = Rows(200, imageSide: 8);

        var shown = HtmlReport.Render(report, new HtmlOptions { Evidence = evidence });
        var hidden = HtmlReport.Render(report, new HtmlOptions { Evidence = evidence, ShowValues = false });

        Assert.Contains("secret-7<", shown, StringComparison.Ordinal);
        Assert.Contains("data:image/png;base64,", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-", hidden, StringComparison.Ordinal);
        Assert.DoesNotContain("data:image/png;base64,", hidden, StringComparison.Ordinal);
    }

    [Fact]
    public void At_most_fifty_rows_of_a_finding_can_be_browsed_with_score_and_suggestion()
    {
        var (report, evidence) = Rows(200, imageSide: 0);
        report = report with { Findings = [report.Findings[0], report.Findings[0] with { Id = "FL107-second" }] };

        var html = HtmlReport.Render(report, new HtmlOptions { Evidence = evidence, ScoresFile = "scores.parquet" });

        Assert.Equal(50 + 20, Count(html, "<td>better-"));
        Assert.Contains("Browse 50 of 200 rows", html, StringComparison.Ordinal);
        Assert.Contains("Score: 1 = certainly fine. The rows that FL107 flags are in scores.parquet, each with its score.", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"number\">0.250</td>", html, StringComparison.Ordinal);
    }

    // Rows are only called the worst where their scores say so, and a scores file holds what the check scores: rows, cells, or nothing.
    [Fact]
    public void What_is_said_beside_the_rows_is_what_the_check_scores()
    {
        var (report, evidence) = Rows(200, imageSide: 0);
        string Told(CheckScores? scores) => HtmlReport.Render(report with { Scores = scores is null ? [] : [scores] }, new HtmlOptions { Evidence = evidence, ScoresFile = "scores.parquet" });

        var rising = Told(new CheckScores("FL107", new RowScores([.. Enumerable.Range(0, 200).Select(row => row / 1000.0)], new bool[200]), []));
        Assert.Contains("Browse the worst 50 of 200 rows", rising, StringComparison.Ordinal);
        var cells = Told(new CheckScores("FL107", null, [.. Enumerable.Range(0, 200).Select(row => new CellScore(row, "word", 0.1))]));
        Assert.Contains("Browse 50 of 200 rows", cells, StringComparison.Ordinal);
        Assert.Contains("The cells that FL107 flags are in scores.parquet, each with its score.", cells, StringComparison.Ordinal);
        Assert.DoesNotContain("in scores.parquet", Told(null), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_rates_stands_open_on_the_card_with_intervals_and_rows()
    {
        var table = new TableFigure("Rates <b>", "sex", [new FigureColumn("accuracy", "share of rows"), new FigureColumn("change", "difference of shares"), new FigureColumn("error", "")],
        [
            new FigureRow("sex = 'f'", [new FigureCell(0.8125, 0.775, 0.845, 1234, Marked: true), new FigureCell(-0.031, -0.052, -0.01), new FigureCell(3081.2)]),
            new FigureRow("sex = 'x'", [new FigureCell(null), new FigureCell(0.02), new FigureCell(7)]),
        ]);
        var finding = Builder.Finding("FL303", "gaps", Severity.High, "A gap") with { Figures = [new BarFigure("bars", "share", [new Bar("f", 0.8)]), table], Measure = new Measure("gap", -0.179, -0.192, -0.166, 0.95, "difference of shares") };
        var html = HtmlReport.Render(Builder.Report([finding], null));
        var article = html[html.IndexOf($"<article class=\"finding\" id=\"{finding.Id}\"", StringComparison.Ordinal)..];
        article = article[..article.IndexOf("</article>", StringComparison.Ordinal)];
        Assert.Contains("81.3 %</mark><span class=\"beside\">(77.5–84.5) of 1,234</span>", article, StringComparison.Ordinal);
        Assert.Contains("−3.10 points</span><span class=\"beside\">(−5.20 to −1)</span>", article, StringComparison.Ordinal);
        Assert.Contains(">3,080<", article, StringComparison.Ordinal);
        Assert.Contains("not measured", article, StringComparison.Ordinal);
        Assert.Contains("−17.9 percentage points (−19.2 to −16.6)", article, StringComparison.Ordinal);
        Assert.DoesNotContain("more figure", article, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", article, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_size_does_not_grow_with_the_rows_and_hardly_with_the_columns()
    {
        var (small, few) = Rows(1_000, imageSide: 0);
        var (large, many) = Rows(100_000, imageSide: 0);
        var columns = small.Columns[0];

        var ofFew = Size(HtmlReport.Render(small, new HtmlOptions { Evidence = few }));
        var ofMany = Size(HtmlReport.Render(large, new HtmlOptions { Evidence = many }));
        var ofWide = Size(HtmlReport.Render(small with { Columns = [.. Enumerable.Range(0, 5_000).Select(i => columns with { Name = "column" + i })] }));

        Assert.InRange(ofMany, ofFew * 0.99, ofFew * 1.01);
        Assert.InRange(ofFew, 1, 300_000);
        Assert.InRange(ofWide, 1, 300_000);
    }

    [Fact]
    public void The_script_stays_an_extra() => Assert.InRange(Size(ReportAssets.Script), 1, 20_000);

    [Fact]
    public void Equal_reports_give_equal_bytes() => Assert.Equal(HtmlReport.Render(SampleReports.Rich()), HtmlReport.Render(SampleReports.Rich()));

    [Fact]
    public void New_known_fixed_and_accepted_findings_are_told_apart()
    {
        var finding = Builder.Finding("FL107", "a", Severity.High, "One");
        var report = Builder.Report(
            [
                finding with { Id = "FL107-1", Title = "A new fault" },
                finding with { Id = "FL107-2", Title = "An old fault", State = FindingState.Known },
                finding with { Id = "FL107-3", Title = "A fixed fault", State = FindingState.Fixed },
                finding with { Id = "FL107-4", Title = "An accepted fault", Suppressed = "agreed with the owner" },
            ],
            null);

        var html = HtmlReport.Render(report);

        Assert.Contains("against the baseline: 1 new, 1 still there, 1 fixed", html, StringComparison.Ordinal);
        Assert.Contains("agreed with the owner", html, StringComparison.Ordinal);
        Assert.Equal(2, Count(html, "<article class=\"finding\""));
        Assert.Contains("A fixed fault", html, StringComparison.Ordinal);
    }

    internal static (AuditReport Report, Evidence Evidence) Rows(int count, int imageSide)
    {
        var evidence = new Evidence
        {
            Data = Table.FromColumns(
                TextColumn.From("id", Enumerable.Range(0, count).Select(row => "key" + row.ToString("D7", CultureInfo.InvariantCulture))),
                TextColumn.From("word", Enumerable.Range(0, count).Select(row => "secret-" + (row % 10))),
                new NumberColumn("size", [.. Enumerable.Range(0, count).Select(row => (double)(row % 100))])),
            Roles = new Roles { Id = "id", Label = "word", Features = ["size"] },
            Task = TaskKind.Classification,
            Images = imageSide > 0 ? new ImageSet(Enumerable.Range(0, count * imageSide * imageSide).Select(i => (byte)(i * 7)).ToArray(), imageSide, imageSide, 1) : null,
        };
        var finding = Builder.Finding("FL107", "rows", Severity.High, "200 rows are odd") with { Rows = new FoundRows(200, [.. Enumerable.Range(0, 50).Select(i => 100 + i)]), Columns = ["word"] };
        var report = Builder.Report([finding], null) with
        {
            Scores = [new CheckScores("FL107", new RowScores([.. Enumerable.Repeat(0.25, count)], new bool[count], row => "better-" + (row % 10)), [])],
        };
        return (report, evidence);
    }

    static int Size(string text) => Encoding.UTF8.GetByteCount(text);

    static int Count(string text, string part) => text.Split(part).Length - 1;

    static string Encoded(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("'", "&#x27;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);
}
