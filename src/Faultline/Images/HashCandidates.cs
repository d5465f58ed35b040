using System.Numerics;
using System.Numerics.Tensors;

namespace Faultline;

/// <summary>
/// Pairs of images whose hashes are nearly equal, without comparing every pair: images that share one of four 16-bit parts of the hash, or would if one of the three
/// least certain bits of that part turned over, are looked at (multi-index hashing with probes).
/// </summary>
/// <remarks>Norouzi, Punjani and Fleet, Fast Search in Hamming Space with Multi-Index Hashing, CVPR 2012; Lv et al., Multi-Probe LSH, VLDB 2007.</remarks>
static class HashCandidates
{
    const int Parts = 4;
    const int PartBits = PerceptualHash.Bits / Parts;
    const int Probes = 3;
    const int MostInPart = 256;
    const int MostApart = 12;
    const double Farthest = 0.25;

    /// <summary>Pairs, the earlier image first, each once, in order.</summary>
    /// <param name="hash">Hashes of all images.</param>
    /// <param name="rows">The images that are looked at, ascending.</param>
    /// <param name="threads">Threads; the pairs are the same whatever the number.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static List<(int First, int Later)> Of(PerceptualHash hash, int[] rows, int threads, CancellationToken cancellation)
    {
        var pairs = new HashSet<(int, int)>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        for (var part = 0; part < Parts; part++)
        {
            var index = Index(hash, rows, part);
            var found = new List<(int, int)>?[rows.Length];
            Parallel.For(0, rows.Length, parallel, at => found[at] = Near(hash, rows[at], part, index));
            foreach (var list in found)
            {
                pairs.UnionWith(list ?? []);
            }
        }

        return [.. pairs.OrderBy(pair => pair.Item2).ThenBy(pair => pair.Item1)];
    }

    // The bits of a part are spread over slow and fast waves, so that no part is fast waves alone.
    static int Key(ulong hash, int part)
    {
        var key = 0;
        for (var bit = 0; bit < PartBits; bit++)
        {
            key |= (int)((hash >> ((bit * Parts) + part)) & 1) << bit;
        }

        return key;
    }

    static (int[] Starts, int[] Members, ulong[] Hashes) Index(PerceptualHash hash, int[] rows, int part)
    {
        var starts = new int[(1 << PartBits) + 1];
        foreach (var row in rows)
        {
            starts[Key(hash.Hashes[row], part) + 1]++;
        }

        for (var key = 1; key < starts.Length; key++)
        {
            starts[key] += starts[key - 1];
        }

        var next = starts[..^1];
        var members = new int[rows.Length];
        foreach (var row in rows)
        {
            members[next[Key(hash.Hashes[row], part)]++] = row;
        }

        return (starts, members, [.. members.Select(row => hash.Hashes[row])]);
    }

    static List<(int, int)>? Near(PerceptualHash hash, int row, int part, (int[] Starts, int[] Members, ulong[] Hashes) index)
    {
        List<(int, int)>? near = null;
        var own = Key(hash.Hashes[row], part);
        Look(own);
        Span<float> certainties = stackalloc float[PartBits];
        for (var bit = 0; bit < PartBits; bit++)
        {
            certainties[bit] = hash.Certainty(row, (bit * Parts) + part);
        }

        for (var probe = 0; probe < Probes; probe++)
        {
            var bit = TensorPrimitives.IndexOfMin<float>(certainties);
            certainties[bit] = float.PositiveInfinity;
            Look(own ^ (1 << bit));
        }

        return near;

        void Look(int key)
        {
            // Where thousands share a part, the rows nearest in the file stand for all of them.
            var (start, end) = (index.Starts[key], index.Starts[key + 1]);
            var place = Array.BinarySearch(index.Members, start, end - start, row);
            place = place < 0 ? ~place : place;
            for (var at = Math.Max(start, place - MostInPart); at < Math.Min(end, place + MostInPart); at++)
            {
                var other = index.Members[at];
                if (BitOperations.PopCount(index.Hashes[at] ^ hash.Hashes[row]) <= MostApart && other != row && hash.Distance(row, other) <= Farthest)
                {
                    (near ??= []).Add((Math.Min(row, other), Math.Max(row, other)));
                }
            }
        }
    }
}
