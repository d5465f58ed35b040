using Microsoft.Playwright;

namespace Faultline.Reporting.Tests;

public sealed class ReportInBrowserTests(ReportBrowser browser) : IClassFixture<ReportBrowser>
{
    static string Axe => Path.Combine(Repository.Root, "engines", "node_modules", "axe-core", "axe.min.js");

    static AuditReport Report(string name) => name switch { "rich" => SampleReports.Rich(), "clean" => SampleReports.Clean(), _ => SampleReports.Hostile() };

    [Theory]
    [InlineData("rich", false)]
    [InlineData("rich", true)]
    [InlineData("clean", false)]
    [InlineData("hostile", true)]
    public async Task Axe_finds_nothing_with_everything_unfolded(string name, bool dark)
    {
        Assert.SkipUnless(File.Exists(Axe), "axe-core is not restored in engines/node_modules.");
        await using var open = await browser.Open(HtmlReport.Render(Report(name)), dark: dark);
        await open.Page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");
        await open.Page.EvaluateAsync(await File.ReadAllTextAsync(Axe, TestContext.Current.CancellationToken));

        var violations = await open.Page.EvaluateAsync<string[]>("async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes[0].html)");

        Assert.Empty(violations);
    }

    [Fact]
    public async Task The_first_screen_holds_verdict_stages_and_the_worst_three_with_row_and_cause()
    {
        await using var open = await browser.Open(HtmlReport.Render(SampleReports.Rich()));
        var page = open.Page;

        Assert.Equal(VerdictSentence.Of(new ReportView(SampleReports.Rich())), await page.Locator("h1").InnerTextAsync());
        Assert.Equal(6, await page.Locator(".strip > li").CountAsync());
        Assert.Equal(3, await page.Locator(".card").CountAsync());
        foreach (var selector in new[] { "h1", ".strip", ".card", ".card-row", ".card-cause" })
        {
            foreach (var element in await page.Locator(selector).AllAsync())
            {
                var box = await element.BoundingBoxAsync();
                Assert.True(box is not null && box.Y >= 0 && box.Y + box.Height <= 800, $"{selector} ends at {box?.Y + box?.Height}");
            }
        }

        Assert.Equal(3, await page.Locator(".card .card-row mark").EvaluateAllAsync<int>("marks => new Set(marks.map(mark => mark.closest('.card'))).size"));
    }

    [Theory]
    [InlineData("rich")]
    [InlineData("clean")]
    [InlineData("hostile")]
    public async Task On_360_pixels_the_page_never_scrolls_sideways(string name)
    {
        await using var open = await browser.Open(HtmlReport.Render(Report(name)), width: 360, height: 740);
        Assert.Equal(360, await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));

        await open.Page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");
        Assert.Equal(360, await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task Everything_can_be_read_without_script()
    {
        var report = SampleReports.Rich();
        await using var open = await browser.Open(HtmlReport.Render(report), script: false);
        var page = open.Page;

        foreach (var finding in report.Findings.Where(finding => finding.Severity > Severity.Info))
        {
            var article = page.Locator($"[id='{finding.Id}']");
            Assert.True(await article.Locator("h3").IsVisibleAsync());
            Assert.Contains(finding.Reproduce, await article.Locator("code").Last.InnerTextAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(0, await page.Locator("button").CountAsync());
        var skipped = page.Locator("#checks details", new PageLocatorOptions { HasText = "skipped" });
        await skipped.Locator("summary").ClickAsync();
        Assert.True(await skipped.GetByText("needs groups: give --group COLUMNS").IsVisibleAsync());
        Assert.Empty(open.Events);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Hostile_text_runs_nothing_asks_for_nothing_and_turns_nothing_round(bool script)
    {
        await using var open = await browser.Open(HtmlReport.Render(SampleReports.Hostile()), script: script);
        var page = open.Page;
        await page.Locator("summary").First.ClickAsync();
        await page.Mouse.MoveAsync(400, 400);

        Assert.Empty(open.Events);
        Assert.Equal(1, await page.Locator("script").CountAsync());
        Assert.Equal(0, await page.Locator("iframe, object, embed, base, form, link, img, [onload], [onerror], [onmouseover]").CountAsync());
        Assert.Equal(0, await page.Locator("a:not([href^='#'])").CountAsync());
        Assert.StartsWith("Faultline: 16 findings", await page.TitleAsync(), StringComparison.Ordinal);
        Assert.True(await page.Locator(".card-cause", new PageLocatorOptions { HasText = "<script>alert(1)</script>" }).IsVisibleAsync());
        Assert.DoesNotContain('\u202E', await page.Locator("body").InnerTextAsync());
    }

    [Fact]
    public async Task A_rich_report_asks_for_nothing_and_makes_no_error()
    {
        await using var open = await browser.Open(HtmlReport.Render(SampleReports.Rich()));
        Assert.Empty(open.Events);
    }

    [Fact]
    public async Task The_keyboard_reaches_the_findings_unfolds_and_copies()
    {
        await using var open = await browser.Open(HtmlReport.Render(SampleReports.Rich()));
        var page = open.Page;
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the findings", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        await page.Keyboard.PressAsync("Enter");
        Assert.EndsWith("#findings", page.Url, StringComparison.Ordinal);

        var numbers = page.Locator("details.data").First;
        await numbers.Locator("summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        Assert.True(await numbers.Locator("table").IsVisibleAsync());

        var copy = page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Copy the command" }).First;
        await copy.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(copy).ToHaveTextAsync("Copied");
    }

    [Fact]
    public async Task A_permalink_unfolds_what_it_points_to()
    {
        var report = SampleReports.Rich();
        var note = report.Findings.Single(finding => finding.Severity == Severity.Info);
        await using var open = await browser.Open(HtmlReport.Render(report));

        Assert.False(await open.Page.GetByText(note.Title).IsVisibleAsync());
        await open.Page.EvaluateAsync($"location.hash = '{note.Id}'");

        await Assertions.Expect(open.Page.GetByText(note.Title)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Findings_can_be_filtered_and_rows_sorted()
    {
        await using var open = await browser.Open(HtmlReport.Render(SampleReports.Rich()));
        var page = open.Page;

        await page.GetByLabel("severity", new PageGetByLabelOptions { Exact = true }).SelectOptionAsync("medium");
        Assert.Equal(2, await page.Locator(".finding:visible").CountAsync());
        Assert.Equal("2 of 5 shown", await page.GetByRole(AriaRole.Status).InnerTextAsync());

        var distinct = page.Locator(".profile th", new PageLocatorOptions { HasText = "Distinct" });
        await distinct.GetByRole(AriaRole.Button).ClickAsync();
        Assert.Equal("ascending", await distinct.GetAttributeAsync("aria-sort"));
        Assert.Equal(["income", "workclass", "education", "age", "fnlwgt"], (await page.Locator(".profile tbody th").AllInnerTextsAsync()).Select(text => text.Split(['\n', ' '])[0].Trim()));
    }

    [Fact]
    public async Task On_paper_nothing_is_folded_away()
    {
        await using var open = await browser.Open(HtmlReport.Render(SampleReports.Rich()), script: false);
        await open.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        var reason = await open.Page.GetByText("needs groups: give --group COLUMNS").BoundingBoxAsync();

        Assert.True(reason is { Height: > 0 });
        Assert.False(await open.Page.Locator(".index").IsVisibleAsync());
        Assert.False(await open.Page.Locator("details.data").First.IsVisibleAsync());
    }

    [Fact]
    public async Task Images_of_rows_are_decoded()
    {
        var (report, evidence) = HtmlReportTests.Rows(200, imageSide: 28);
        await using var open = await browser.Open(HtmlReport.Render(report, new HtmlOptions { Evidence = evidence }));
        await open.Page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");

        Assert.True(await open.Page.Locator("img").CountAsync() >= 50);
        Assert.True(await open.Page.EvaluateAsync<bool>("async () => { for (const image of document.images) { image.loading = 'eager'; await image.decode(); if (image.naturalWidth !== 28) return false; } return true; }"));
        Assert.Empty(open.Events);
    }
}
