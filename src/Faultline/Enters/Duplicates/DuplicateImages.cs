using System.Runtime.InteropServices;

namespace Faultline;

/// <summary>Two images that show the same.</summary>
/// <param name="First">The earlier row.</param>
/// <param name="Later">The later row.</param>
/// <param name="IsEqual">True when every pixel is equal.</param>
/// <param name="Distance">Distance of their pixels after brightness and contrast were evened, over that to the tenth nearest image of a sample.</param>
readonly record struct ImagePair(int First, int Later, bool IsEqual, double Distance);

/// <summary>
/// Images that stand more than once: equal pixel by pixel, or so much closer together than the set's images lie that chance would make such a pair in less than one set
/// of a hundred. Candidates come from perceptual hashes, so that no two images are compared for nothing; images without content are no copies of each other.
/// </summary>
static class DuplicateImages
{
    const int LeastRange = 6;
    const double LeastBits = 64;
    const double FarthestRatio = 0.5;
    const double Expected = 0.01;
    const int MostPairs = 200_000;

    public static (IReadOnlyList<ImagePair> Pairs, string? Plan) Find(CheckContext context)
    {
        if (context.Evidence.Images is not { } images)
        {
            return ([], null);
        }

        var measures = ImageMeasures.Of(images, context.Threads, context.Cancellation);
        double pixels = images.Height * images.Width;
        int[] telling = [.. Enumerable.Range(0, images.Count).Where(row => measures[row].Range >= LeastRange && measures[row].Information * pixels >= LeastBits)];
        var pairs = new List<ImagePair>();
        var firsts = Firsts(images, telling, pairs);
        var plan = Near(context, images, firsts, pairs);
        return ([.. pairs.OrderBy(pair => pair.Later).ThenBy(pair => pair.First)], plan);
    }

    /// <summary>Adds every image that equals an earlier one, and returns those that equal none.</summary>
    static int[] Firsts(ImageSet images, int[] rows, List<ImagePair> pairs)
    {
        var seen = new Dictionary<ulong, List<int>>();
        var firsts = new List<int>(rows.Length);
        foreach (var row in rows)
        {
            ref var same = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, Content(images.Image(row)), out _);
            same ??= [];
            var first = same.FindIndex(other => images.Image(other).SequenceEqual(images.Image(row)));
            if (first >= 0)
            {
                pairs.Add(new ImagePair(same[first], row, IsEqual: true, 0));
            }
            else
            {
                same.Add(row);
                firsts.Add(row);
            }
        }

        return [.. firsts];
    }

    static ulong Content(ReadOnlySpan<byte> image)
    {
        const ulong Prime = 0x9E3779B97F4A7C15UL;
        ulong hash = 0;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(image))
        {
            hash = ((hash ^ word) * Prime) ^ (hash >> 29);
        }

        foreach (var value in image[(image.Length & ~7)..])
        {
            hash = (hash ^ value) * Prime;
        }

        return hash;
    }

    static string? Near(CheckContext context, ImageSet images, int[] rows, List<ImagePair> pairs)
    {
        if (rows.Length < 50)
        {
            return rows.Length > 1 ? $"{rows.Length:N0} different images; near repeats among them are looked for from 50 on" : null;
        }

        var hash = PerceptualHash.Of(images, context.Random("hash medians"), context.Threads, context.Cancellation);
        var candidates = HashCandidates.Of(hash, rows, context.Threads, context.Cancellation);
        var distances = ImageDistances.Of(images, rows, context.Random("image distances"), context.Threads, context.Cancellation);
        if (candidates.Count == 0 || double.IsNaN(distances.Dimension))
        {
            return null;
        }

        // Where a set is alike all over, the pairs that look closest from afar are looked at.
        var asked = candidates.Count <= MostPairs ? candidates : [.. candidates.OrderBy(pair => hash.Distance(pair.First, pair.Later)).ThenBy(pair => pair.Later).ThenBy(pair => pair.First).Take(MostPairs)];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation };
        var apart = new double[asked.Count];
        Parallel.For(0, apart.Length, parallel, i => apart[i] = distances.Between(asked[i].First, asked[i].Later));

        // Hardly an image lies farther from the others than the loneliest of the sample; pairs that even there could not be called are let go.
        var reach = Reach(rows.Length, distances.Tenth(rows[0]).Share, distances.Dimension);
        int[] close = [.. Enumerable.Range(0, apart.Length).Where(i => apart[i] <= 1.2 * reach * distances.FarthestTenth)];
        int[] members = [.. close.SelectMany(i => new[] { asked[i].First, asked[i].Later }).Distinct().Order()];
        var tenth = new double[members.Length];
        Parallel.For(0, members.Length, parallel, i => tenth[i] = distances.Tenth(members[i]).Distance);
        foreach (var i in close)
        {
            var far = Math.Min(tenth[Array.BinarySearch(members, asked[i].First)], tenth[Array.BinarySearch(members, asked[i].Later)]);
            if (far > 0 && apart[i] <= reach * far)
            {
                pairs.Add(new ImagePair(asked[i].First, asked[i].Later, IsEqual: false, apart[i] / far));
            }
        }

        return asked.Count < candidates.Count ? $"of {candidates.Count:N0} pairs of images that look alike from afar the closest {asked.Count:N0} were compared pixel by pixel" : null;
    }

    /// <summary>The largest distance, as a share of that to the tenth nearest of the sample, that chance makes in less than one set of a hundred among all pairs.</summary>
    internal static double Reach(int rows, double share, double dimension) =>
        Math.Min(FarthestRatio, Math.Pow(Expected / (0.5 * rows * rows * share), 1 / dimension));
}
