using Faultline.Reporting.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Faultline.Reporting;

/// <summary>Renders a report as one self-contained page: no outside request, readable without script, every untrusted text inert.</summary>
public static class HtmlReport
{
    /// <summary>Renders the page; equal for equal reports and options.</summary>
    /// <param name="report">The audit's result.</param>
    /// <param name="options">Evidence for the worst rows, and what may be shown; null means the defaults.</param>
    public static string Render(AuditReport report, HtmlOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var services = new ServiceCollection().BuildServiceProvider();
        using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(ReportPage.Report)] = report,
            [nameof(ReportPage.Options)] = options ?? HtmlOptions.Standard,
        });
        var markup = renderer.Dispatcher.InvokeAsync(async () =>
        {
            var page = await renderer.RenderComponentAsync<ReportPage>(parameters);
            return page.ToHtmlString();
        }).GetAwaiter().GetResult();
        return HtmlText.Finish(markup);
    }
}
