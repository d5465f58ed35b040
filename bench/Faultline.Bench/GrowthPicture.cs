using System.Globalization;
using System.Text;

namespace Faultline.Bench;

/// <summary>Draws seconds of processor time over rows, both on logarithmic scales, one panel a check, beside the line of equal growth.</summary>
static class GrowthPicture
{
    const int Across = 4;
    const double Panel = 170;
    const double Gap = 44;

    /// <summary>An SVG file that looks right on light and dark pages.</summary>
    /// <param name="series">Checks with their rows and seconds, rising.</param>
    public static string Draw(IReadOnlyList<(string Check, IReadOnlyList<(double Rows, double Seconds)> Points)> series)
    {
        var all = series.SelectMany(one => one.Points).ToArray();
        var (left, right) = (Math.Floor(Math.Log10(all.Min(point => point.Rows))), Math.Ceiling(Math.Log10(all.Max(point => point.Rows))));
        var (low, high) = (Math.Floor(Math.Log10(all.Min(point => point.Seconds))), Math.Ceiling(Math.Log10(all.Max(point => point.Seconds))));
        var width = (Across * (Panel + Gap)) + 10;
        var height = ((series.Count + Across - 1) / Across * (Panel + Gap)) + 10;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"title\" font-family=\"system-ui, sans-serif\" font-size=\"11\">\n");
        svg.Append("<title id=\"title\">Seconds of processor time over rows by check, logarithmic scales; the dotted line grows in proportion to the rows</title>\n");
        svg.Append("<style>text{fill:#222}.g{stroke:#ccc}.p{stroke:#888;stroke-dasharray:2 3}.l{stroke:#0072b2;fill:none;stroke-width:2}circle{fill:#0072b2}@media(prefers-color-scheme:dark){text{fill:#ddd}.g{stroke:#444}.l{stroke:#56b4e9}circle{fill:#56b4e9}}</style>\n");
        for (var i = 0; i < series.Count; i++)
        {
            Draw(svg, series[i].Check, series[i].Points, 40 + (i % Across * (Panel + Gap)), 24 + (i / Across * (Panel + Gap)), (left, right, low, high));
        }

        return svg.Append("</svg>\n").ToString();
    }

    static void Draw(StringBuilder svg, string check, IReadOnlyList<(double Rows, double Seconds)> points, double x0, double y0, (double Left, double Right, double Low, double High) box)
    {
        double X(double log) => x0 + ((log - box.Left) / Math.Max(1, box.Right - box.Left) * Panel);
        double Y(double log) => y0 + ((box.High - log) / Math.Max(1, box.High - box.Low) * (Panel - 20));
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x0:0.#}\" y=\"{y0 - 8:0.#}\" font-weight=\"bold\">{check}: rows^{GrowthFit.Exponent([.. points]):0.00}</text>\n");
        for (var tick = box.Left; tick <= box.Right; tick++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"g\" x1=\"{X(tick):0.#}\" y1=\"{Y(box.Low):0.#}\" x2=\"{X(tick):0.#}\" y2=\"{Y(box.High):0.#}\"/><text x=\"{X(tick):0.#}\" y=\"{Y(box.Low) + 14:0.#}\" text-anchor=\"middle\">10<tspan dy=\"-4\" font-size=\"8\">{tick:0}</tspan></text>\n");
        }

        for (var tick = box.Low; tick <= box.High; tick++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"g\" x1=\"{X(box.Left):0.#}\" y1=\"{Y(tick):0.#}\" x2=\"{X(box.Right):0.#}\" y2=\"{Y(tick):0.#}\"/><text x=\"{x0 - 4:0.#}\" y=\"{Y(tick) + 4:0.#}\" text-anchor=\"end\">{Math.Pow(10, tick):0.###} s</text>\n");
        }

        // The line through the last point that grows as the rows do.
        var last = points[^1];
        var (endX, endY) = (Math.Log10(last.Rows), Math.Log10(last.Seconds));
        var down = Math.Min(endX - box.Left, endY - box.Low);
        svg.Append(CultureInfo.InvariantCulture, $"<line class=\"p\" x1=\"{X(endX):0.#}\" y1=\"{Y(endY):0.#}\" x2=\"{X(endX - down):0.#}\" y2=\"{Y(endY - down):0.#}\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<polyline class=\"l\" points=\"{string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(Math.Log10(point.Rows)):0.#},{Y(Math.Log10(point.Seconds)):0.#}")))}\"/>\n");
        foreach (var point in points)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(Math.Log10(point.Rows)):0.#}\" cy=\"{Y(Math.Log10(point.Seconds)):0.#}\" r=\"3\"><title>{point.Rows:0} rows: {point.Seconds:0.###} s</title></circle>\n");
        }
    }
}
