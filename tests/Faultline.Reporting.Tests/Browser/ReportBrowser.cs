using Microsoft.Playwright;

namespace Faultline.Reporting.Tests;

/// <summary>One headless Chromium for all browser tests, and the pages they open; without a browser the tests skip and say so.</summary>
public sealed class ReportBrowser : IAsyncLifetime
{
    const string Chromium = "/usr/bin/chromium";

    readonly string _folder = Directory.CreateTempSubdirectory("faultline-browser-").FullName;
    IPlaywright? _playwright;
    IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (File.Exists(Chromium))
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Opens a report in a page of its own; the page's dialogs, outside requests and console errors are collected.</summary>
    internal async Task<OpenReport> Open(string html, int width = 1280, int height = 800, bool dark = false, bool script = true)
    {
        Assert.SkipWhen(_browser is null, "Chromium is not installed at " + Chromium + ".");
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = script,
            ReducedMotion = ReducedMotion.Reduce,
        });
        var file = Path.Combine(_folder, $"{Directory.GetFiles(_folder).Length}.html");
        await File.WriteAllTextAsync(file, html);
        var page = await context.NewPageAsync();
        var events = new List<string>();
        page.Dialog += async (_, dialog) =>
        {
            events.Add("dialog: " + dialog.Message);
            await dialog.DismissAsync();
        };
        page.Request += (_, request) =>
        {
            if (request.Url != "file://" + file && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                events.Add("request: " + request.Url);
            }
        };
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                events.Add("console: " + message.Text);
            }
        };
        page.PageError += (_, error) => events.Add("error: " + error);
        await page.GotoAsync("file://" + file);
        return new OpenReport(context, page, events);
    }
}

/// <summary>A report in the browser.</summary>
sealed record OpenReport(IBrowserContext Context, IPage Page, List<string> Events) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Context.DisposeAsync();
}
