namespace Faultline.Reporting;

/// <summary>What a rendered report may use beside the audit's result.</summary>
public sealed record HtmlOptions
{
    /// <summary>The defaults: no evidence at hand, values may be shown.</summary>
    public static HtmlOptions Standard { get; } = new();

    /// <summary>The audited evidence, for the values and images of the worst rows; null leaves only the example rows of the findings.</summary>
    public Evidence? Evidence { get; init; }

    /// <summary>False keeps cells and images out (<c>--no-values</c>); rows are then numbers.</summary>
    public bool ShowValues { get; init; } = true;

    /// <summary>Name of the scores file beside the report, or null when none is written.</summary>
    public string? ScoresFile { get; init; }
}
