using System.Globalization;
using System.Text;

namespace Faultline.Reporting;

/// <summary>Writes one inline SVG: places rounded to a tenth, colours by class only, title and description for those who don't see it.</summary>
sealed class SvgBuilder
{
    readonly StringBuilder _svg = new();

    /// <param name="id">Id within the page, ASCII letters, digits and hyphens.</param>
    /// <param name="width">Width in pixels at full size.</param>
    /// <param name="height">Height in pixels at full size.</param>
    /// <param name="title">Title.</param>
    /// <param name="description">What is to be seen, in words.</param>
    public SvgBuilder(string id, double width, double height, string title, string description)
    {
        _svg.Append("<svg class=\"chart\" role=\"img\" aria-labelledby=\"").Append(id).Append("-t ").Append(id).Append("-d\" viewBox=\"0 0 ")
            .Append(Number(width)).Append(' ').Append(Number(height)).Append("\" width=\"").Append(Number(width)).Append("\" height=\"").Append(Number(height))
            .Append("\"><title id=\"").Append(id).Append("-t\">").Append(HtmlText.Escape(title)).Append("</title><desc id=\"").Append(id).Append("-d\">")
            .Append(HtmlText.Escape(description)).Append("</desc>");
    }

    /// <summary>A place as SVG has it.</summary>
    public static string Number(double value)
    {
        var rounded = Math.Round(value, 1);
        return (rounded == 0 ? 0 : rounded).ToString("0.#", CultureInfo.InvariantCulture);
    }

    public SvgBuilder Line(double x1, double y1, double x2, double y2, string style) =>
        Add($"<line class=\"{style}\" x1=\"{Number(x1)}\" y1=\"{Number(y1)}\" x2=\"{Number(x2)}\" y2=\"{Number(y2)}\"/>");

    public SvgBuilder Rectangle(double x, double y, double width, double height, string style) =>
        Add($"<rect class=\"{style}\" x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(Math.Max(0, width))}\" height=\"{Number(Math.Max(0, height))}\"/>");

    public SvgBuilder Path(string path, string style) => Add($"<path class=\"{style}\" d=\"{path}\"/>");

    /// <summary>A text; <paramref name="anchor"/> is <c>start</c>, <c>middle</c> or <c>end</c>.</summary>
    public SvgBuilder Text(double x, double y, string text, string anchor = "start", string? style = null) =>
        Add($"<text x=\"{Number(x)}\" y=\"{Number(y)}\"{(anchor == "start" ? string.Empty : $" text-anchor=\"{anchor}\"")}{(style is null ? string.Empty : $" class=\"{style}\"")}>{HtmlText.Escape(text)}</text>");

    /// <summary>A point whose shape tells the series, so that colour is never alone: circle, square, triangle, diamond.</summary>
    public SvgBuilder Point(double x, double y, int series)
    {
        const double R = 3.5;
        var path = (series % 4) switch
        {
            0 => $"M{Number(x - R)} {Number(y)}a{Number(R)} {Number(R)} 0 1 0 {Number(2 * R)} 0a{Number(R)} {Number(R)} 0 1 0 {Number(-2 * R)} 0z",
            1 => $"M{Number(x - R)} {Number(y - R)}h{Number(2 * R)}v{Number(2 * R)}h{Number(-2 * R)}z",
            2 => $"M{Number(x)} {Number(y - R - 0.5)}l4 7h-8z",
            _ => $"M{Number(x)} {Number(y - R - 1)}l4.5 4.5l-4.5 4.5l-4.5 -4.5z",
        };
        return Path(path, "p" + (series % 4));
    }

    /// <summary>The finished markup.</summary>
    public override string ToString() => _svg + "</svg>";

    SvgBuilder Add(string markup)
    {
        _svg.Append(markup);
        return this;
    }
}
