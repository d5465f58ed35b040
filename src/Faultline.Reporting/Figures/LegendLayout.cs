namespace Faultline.Reporting;

/// <summary>Places the entries of a legend beside each other, and in further lines where they don't fit.</summary>
/// <param name="Entries">Left end, middle line and shortened name of each entry.</param>
/// <param name="Height">Height of the whole.</param>
sealed record LegendLayout(IReadOnlyList<(double X, double Y, string Name)> Entries, double Height)
{
    const double Line = 18;
    const double Key = 28;
    const double Gap = 18;

    /// <summary>The places of names between two ends; empty for no names.</summary>
    public static LegendLayout Of(IEnumerable<string> names, double left, double right)
    {
        var entries = new List<(double, double, string)>();
        var (x, y) = (left, 12.0);
        foreach (var name in names.Select(name => VisibleText.Cut(VisibleText.Line(name), 44)))
        {
            var width = Key + (name.Length * 6.4);
            if (x > left && x + width > right)
            {
                (x, y) = (left, y + Line);
            }

            entries.Add((x, y, name));
            x += width + Gap;
        }

        return new LegendLayout(entries, entries.Count == 0 ? 0 : y + Line - 4);
    }
}
