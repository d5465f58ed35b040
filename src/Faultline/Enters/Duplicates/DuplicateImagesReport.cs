namespace Faultline;

/// <summary>What FL103 says of images that stand more than once.</summary>
/// <param name="context">The evidence.</param>
/// <param name="pairs">Pairs of images, by later row.</param>
sealed class DuplicateImagesReport(CheckContext context, IReadOnlyList<ImagePair> pairs)
{
    /// <summary>Rows whose image stands in an earlier row that is kept, each with that one, in order of rows.</summary>
    public IReadOnlyList<ImagePair> Later { get; } = ByFirst(pairs);

    public IEnumerable<DuplicateGroup> Groups() => Later.GroupBy(pair => pair.First).OrderBy(group => group.Key)
        .Select(group => new DuplicateGroup([group.Key, .. group.Select(pair => pair.Later)], group.All(pair => pair.IsEqual) ? "image" : "near-image", []));

    // An image is held against those that are kept only: what is near a copy need not be near its original. Equal images share their pairs.
    static ImagePair[] ByFirst(IReadOnlyList<ImagePair> pairs)
    {
        var equal = new Dictionary<int, int>();
        foreach (ImagePair pair in pairs.Where(pair => pair.IsEqual))
        {
            equal.TryAdd(pair.Later, pair.First);
        }

        var kept = new Dictionary<int, ImagePair>();
        foreach (var near in pairs.Where(pair => !pair.IsEqual).GroupBy(pair => pair.Later).OrderBy(near => near.Key))
        {
            foreach (ImagePair pair in near.OrderBy(pair => pair.First).Where(pair => !kept.ContainsKey(pair.First)).Take(1))
            {
                kept.Add(near.Key, pair);
            }
        }

        foreach ((int later, int first) in equal)
        {
            kept.Add(later, kept.TryGetValue(first, out ImagePair near) ? near with { Later = later } : new ImagePair(first, later, IsEqual: true, 0));
        }

        return [.. kept.Values.OrderBy(pair => pair.Later)];
    }

    public Finding Finding()
    {
        var rows = context.Data.RowCount;
        var (equal, count) = (Later.Count(pair => pair.IsEqual), Later.Count);
        ImagePair[] worst = [.. Later.OrderByDescending(IsContradicted).ThenByDescending(pair => pair.IsEqual).ThenBy(pair => pair.Distance).ThenBy(pair => pair.Later)];
        return new Finding
        {
            Key = "repeated-images",
            Title = equal == count ? $"{count:N0} of {rows:N0} images {(count == 1 ? "is" : "are")} in an earlier row, pixel by pixel"
                : $"{count:N0} of {rows:N0} images {(count == 1 ? "shows" : "show")} what an earlier row's image shows{(equal > 0 ? $", {equal:N0} of them pixel by pixel" : string.Empty)}",
            Severity = count >= 0.05 * rows ? Severity.High : count >= 0.001 * rows || worst.Any(IsContradicted) ? Severity.Medium : Severity.Low,
            Measure = new Measure("repeated images", count, Unit: "rows"),
            Rows = FoundRows.Of([.. worst.Select(pair => pair.Later)]),
            Cause = "The same picture entered more than once, perhaps brightened, compressed or resized: after brightness and contrast are evened such a pair lies so much closer together than the other images that chance would make one in less than one set of a hundred."
                + Said(Later.Count(IsContradicted), "of these rows has another label than the earlier one: one of the two is wrong.", "of these rows have another label than the earlier one: one of each two is wrong.")
                + Said(Later.Count(IsSplit), "pair stands on both sides of the split: what is tested on was trained on.", "pairs stand on both sides of the split: what is tested on was trained on."),
            Repair = "Keep one image of each; the scores name the earlier row. Keep all of a picture's copies on one side when splitting into training and test data.",
            Examples = [.. worst.Take(3).Select(pair => context.Example(pair.Later, [], pair.IsEqual ? $"every pixel as in row {pair.First:N0}" : $"{pair.Distance:0.###} times as far from row {pair.First:N0} as images commonly lie from their tenth nearest of a sample"))],
        };
    }

    static string Said(int count, string one, string many) => count == 0 ? string.Empty : $" {count:N0} {(count == 1 ? one : many)}";

    bool IsContradicted(ImagePair pair) => Differ(context.Evidence.Task == TaskKind.Classification ? context.Roles.Label : null, pair);

    bool IsSplit(ImagePair pair) => Differ(context.Roles.Split, pair);

    bool Differ(string? column, ImagePair pair) =>
        column is not null && context.Data[column].Text(pair.First) is { } first && context.Data[column].Text(pair.Later) is { } later && first != later;
}
