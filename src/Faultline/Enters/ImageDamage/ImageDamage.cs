namespace Faultline;

/// <summary>FL112: which images are damaged?</summary>
/// <remarks>
/// Blank is what has no more than one shade. Everything else is held against the other images of the set (<see cref="ImageLimit"/>), so that a dark background or
/// a drawing of few strokes is no fault where all images have it, and must be much worse than the typical image besides.
/// </remarks>
public sealed record ImageDamage : ICheck<ImageDamage>
{
    const int LeastImages = 50;

    /// <inheritdoc/>
    public static CheckInfo Info { get; } = new(
        "FL112",
        "ImageDamage",
        Stage.Enters,
        "Which images are blank, too dark, too bright, blurred, or mere noise?",
        CheckMaturity.Preview,
        Needs.Images,
        "60 bytes an image",
        [new Source("Diatom Autofocusing in Brightfield Microscopy: A Comparative Study", 2000, "doi:10.1109/ICPR.2000.903548")]);

    /// <inheritdoc/>
    public static ImageDamage Standard { get; } = new();

    /// <inheritdoc/>
    public static IReadOnlyList<CheckOption<ImageDamage>> Options { get; } =
    [
        CheckOption.Whole<ImageDamage>("shades", "An image whose brightest and darkest pixel lie no farther apart than this, of 255, is blank.", 5, 0, 255, (check, value) => check with { Shades = value }),
        CheckOption.Number<ImageDamage>("expected", "Images of a sound set that may lie beyond a limit; fewer where damage is rarely real.", 0.01, 1e-6, 10, (check, value) => check with { Expected = value }),
    ];

    /// <summary>Largest difference between pixels of a blank image. Default 5, 0 to 255.</summary>
    public int Shades { get; init; } = 5;

    /// <summary>Images of a sound set expected beyond each limit. Default 0.01, 10⁻⁶ to 10.</summary>
    public double Expected { get; init; } = 0.01;

    /// <inheritdoc/>
    public Verdict Run(CheckContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var images = context.Evidence.Images!;
        var measures = ImageMeasures.Of(images, context.Threads, context.Cancellation);
        context.Progress(0.9);
        int[] blank = [.. Enumerable.Range(0, images.Count).Where(row => measures[row].Range <= Shades)];
        int[] others = [.. Enumerable.Range(0, images.Count).Where(row => measures[row].Range > Shades)];
        var tooFew = others.Length < LeastImages;
        if (tooFew && blank.Length == 0)
        {
            return Verdict.Unmeasured($"{ColumnHygieneWriter.Count(images.Count, "image")}; at least {LeastImages} are needed to tell a damaged one from one that is merely different");
        }

        var scores = new double[images.Count];
        Array.Fill(scores, tooFew ? double.NaN : 1);
        var flagged = new bool[images.Count];
        foreach (var row in blank)
        {
            (scores[row], flagged[row]) = (0, true);
        }

        var report = new ImageDamageReport(context, images);
        var findings = new List<Finding>();
        var kinds = new List<DamageKind> { report.Kind("blank", null, blank) };
        if (blank.Length > 0)
        {
            findings.Add(report.Blank(blank));
        }

        foreach (var fault in tooFew ? [] : ImageFault.All)
        {
            var limit = ImageLimit.Fit([.. others.Select(row => fault.Badness(measures[row]))], fault.Least, Expected);
            foreach (var row in others)
            {
                scores[row] = Math.Min(scores[row], Math.Max(0.5, limit.Score(fault.Badness(measures[row]))));
            }

            int[] found = [.. others.Where(row => !flagged[row] && fault.Badness(measures[row]) > limit.Limit && fault.IsPlain(measures[row])).OrderByDescending(row => fault.Badness(measures[row])).ThenBy(row => row)];
            foreach (var row in found)
            {
                (scores[row], flagged[row]) = (limit.Score(fault.Badness(measures[row])), true);
            }

            kinds.Add(report.Kind(fault.Kind, limit, found));
            if (found.Length > 0)
            {
                findings.Add(report.Relative(fault, limit, measures, others, found));
            }
        }

        return Verdict.Of(findings) with
        {
            Details = new ImageDamageDetails(images.Count, images.Height, images.Width, images.Channels, kinds),
            Rows = new RowScores(scores, flagged),
            Warnings = tooFew ? [$"Only {others.Length:N0} images are not blank; of fewer than {LeastImages} it is not said which are dark, bright, blurred or noise."] : [],
        };
    }
}
