namespace Faultline;

/// <summary>What FL112 says.</summary>
sealed class ImageDamageReport(CheckContext context, ImageSet images)
{
    const int Bins = 30;
    const double ManyShare = 0.05;
    const double SomeShare = 0.005;

    public DamageKind Kind(string kind, ImageLimit? limit, int[] rows) =>
        new(kind, limit?.Median, limit?.Limit, rows.Length, [.. rows.Take(CheckDetails.ListLimit)]);

    public Finding Blank(int[] rows) => new()
    {
        Key = "blank-images",
        Title = $"{Of(rows.Length)} blank: one shade from edge to edge",
        Severity = rows.Length >= ManyShare * images.Count ? Severity.High : Weight(rows.Length),
        Measure = new Measure("blank images", rows.Length, Unit: "rows"),
        Rows = FoundRows.Of(rows),
        Cause = "Nothing was in front of the camera, a download or a decoder failed and left its background, or a frame was padded.",
        Repair = "Read these images again from their source; where that is blank too, take the rows out: a label on a blank image teaches nothing.",
        Examples = [.. rows.Take(3).Select(row => context.Example(row, [], Note("every pixel has one shade")))],
    };

    public Finding Relative(ImageFault fault, ImageLimit limit, ImageMeasures[] measures, int[] others, int[] rows)
    {
        var words = Words(fault.Kind);
        return new Finding
        {
            Key = fault.Kind + "-images",
            Title = $"{Of(rows.Length)} {words.Title}",
            Severity = Weight(rows.Length),
            Measure = new Measure($"{fault.Kind} images", rows.Length, Unit: "rows"),
            Rows = FoundRows.Of(rows),
            Cause = words.Cause,
            Repair = words.Repair,
            Examples = [.. rows.Take(3).Select(row => context.Example(row, [], Note($"{Times(fault.Badness(measures[row]) - limit.Median)} {words.Than}")))],
            Figures = context.Show.ShowValues ? [Figure(words.Axis, fault, limit, measures, others)] : [],
        };
    }

    static (string Title, string Cause, string Repair, string Than, string Axis) Words(string kind) => kind switch
    {
        "dark" => ("much darker than the others", "Under-exposed, or a frame before the light came on. Even the brightest hundredth of the pixels is dark, which is not so in the other images.",
            "Read them again with another exposure, or take them out; brightening brings back little of what was never recorded.", "darker in the lights than the typical image", "brightness of the lightest pixels: times darker than the typical image"),
        "bright" => ("much brighter than the others", "Over-exposed: hardly a pixel is dark, which is not so in the other images.",
            "Read them again with another exposure, or take them out; what is washed out can not be restored.", "nearer to white in the shades than the typical image", "distance of the darkest pixels from white: times less than in the typical image"),
        "noise" => ("mere noise beside the others", "Neighbouring pixels hardly hang together: the file was damaged, or its bytes were read with a wrong width, type or order.",
            "Read these images again from their source, and look at the shape and the type that they were stored with.", "rougher than the typical image", "roughness (Laplacian over variance): times the typical image"),
        "low-information" => ("nearly empty beside the others", "There is far less to be seen than in the other images: a nearly blank frame, a cut-off download, a flat drawing.",
            "Look at a few. Read again what is cut off; take out what shows nothing.", "less information than in the typical image", "information per pixel: times less than in the typical image"),
        _ => ("much more blurred than the others", "Out of focus, moved while exposed, or enlarged from a smaller image: edges are far softer than in the other images.",
            "Look at a few. Take them out, or keep them out of the test set, if a person could not tell what they show.", "softer than the typical image", "softness (variance over Laplacian): times the typical image"),
    };

    HistogramFigure Figure(string axis, ImageFault fault, ImageLimit limit, ImageMeasures[] measures, int[] others)
    {
        double[] ratios = [.. others.Select(row => (fault.Badness(measures[row]) - limit.Median) / Math.Log(2))];
        double low = ratios.Min(), high = Math.Max(ratios.Max(), low + 1e-6);
        var counts = new double[Bins];
        foreach (var ratio in ratios)
        {
            counts[Math.Min(Bins - 1, (int)((ratio - low) / (high - low) * Bins))]++;
        }

        return new HistogramFigure("All images but blank ones; the mark is the limit", axis + ", as a power of two", [.. Enumerable.Range(0, Bins + 1).Select(i => low + ((high - low) * i / Bins))], [], [new HistogramSeries("images", counts)], [(limit.Limit - limit.Median) / Math.Log(2)]);
    }

    string? Note(string text) => context.Show.ShowValues ? text : null;

    static string Times(double distance) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Math.Exp(distance):G3} times");

    Severity Weight(int rows) => rows >= SomeShare * images.Count ? Severity.Medium : Severity.Low;

    string Of(int rows) => $"{rows:N0} of {images.Count:N0} images {(rows == 1 ? "is" : "are")}";
}
