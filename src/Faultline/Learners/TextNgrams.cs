namespace Faultline;

/// <summary>The words and pairs of neighbouring words of distinct texts, as 32-bit hashes with their counts, rows of a sparse matrix.</summary>
/// <remarks>Two n-grams that share a hash are taken for one: among a million different ones about a hundred pairs.</remarks>
sealed class TextNgrams
{
    const int Block = 4_096;
    const ulong PairSalt = 0x2545F4914F6CDD1DUL;
    const ulong ShapeSalt = 0x5851F42D4C957F2DUL;
    const uint MissingText = 1;

    readonly long[] _starts;
    readonly uint[] _grams;
    readonly byte[] _counts;
    readonly ulong[] _hashes;

    TextNgrams(long[] starts, uint[] grams, byte[] counts, ulong[] hashes) => (_starts, _grams, _counts, _hashes) = (starts, grams, counts, hashes);

    /// <summary>Hashes of a text's n-grams, rising; a missing text (code −1) has one of its own.</summary>
    public ReadOnlySpan<uint> Grams(int code) => code < 0 ? s_missing : _grams.AsSpan((int)_starts[code], (int)(_starts[code + 1] - _starts[code]));

    /// <summary>How often each of them comes, at most 255.</summary>
    public ReadOnlySpan<byte> Counts(int code) => code < 0 ? s_once : _counts.AsSpan((int)_starts[code], (int)(_starts[code + 1] - _starts[code]));

    /// <summary>One number a text; equal for texts with the same n-grams.</summary>
    public ulong Hash(int code) => code < 0 ? MissingText : _hashes[code];

    static readonly uint[] s_missing = [MissingText];
    static readonly byte[] s_once = [1];

    /// <summary>The n-grams of texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="threads">Threads; the n-grams are the same whatever the number.</param>
    /// <param name="most">Most words to read of a text.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static TextNgrams Of(IReadOnlyList<string> texts, int threads, int most = TextTokens.Most, CancellationToken cancellation = default)
    {
        int blocks = (texts.Count + Block - 1) / Block;
        var grams = new List<uint>[blocks];
        var counts = new List<byte>[blocks];
        var lengths = new int[texts.Count];
        var hashes = new ulong[texts.Count];
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation }, block =>
        {
            (grams[block], counts[block]) = ([], []);
            var tokens = new List<TextToken>();
            var own = new List<uint>();
            for (int i = block * Block; i < Math.Min(texts.Count, (block + 1) * Block); i++)
            {
                Read(texts[i], tokens, own, most);
                int before = grams[block].Count;
                Count(own, grams[block], counts[block]);
                lengths[i] = grams[block].Count - before;
                for (int j = before; j < grams[block].Count; j++)
                {
                    hashes[i] = RowHash.Mix(hashes[i] ^ ((ulong)grams[block][j] << 8) ^ counts[block][j]);
                }
            }
        });
        long[] starts = new long[texts.Count + 1];
        for (int i = 0; i < lengths.Length; i++)
        {
            starts[i + 1] = starts[i] + lengths[i];
        }

        return new TextNgrams(starts, [.. grams.SelectMany(part => part)], [.. counts.SelectMany(part => part)], hashes);
    }

    /// <summary>The hashes of one text's n-grams, in the order they stand, repeats included.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokens">Filled with its words.</param>
    /// <param name="into">Emptied, then filled.</param>
    /// <param name="most">Most words to read.</param>
    public static void Read(string text, List<TextToken> tokens, List<uint> into, int most = TextTokens.Most)
    {
        TextTokens.Read(text, tokens, most);
        into.Clear();
        for (int i = 0; i < tokens.Count; i++)
        {
            into.Add(One(tokens[i]));
            if (tokens[i].Shape != tokens[i].Hash)
            {
                into.Add(Fold(tokens[i].Shape ^ ShapeSalt));
            }

            if (i > 0)
            {
                into.Add(Pair(tokens[i - 1], tokens[i]));
            }
        }
    }

    /// <summary>The hash of a word by itself.</summary>
    public static uint One(TextToken token) => Fold(token.Hash);

    /// <summary>The hash of two words in a row.</summary>
    public static uint Pair(TextToken first, TextToken second) => Fold(RowHash.Mix(first.Hash ^ PairSalt) ^ second.Hash);

    /// <summary>Sorts n-grams and counts each of them.</summary>
    public static void Count(List<uint> own, List<uint> grams, List<byte> counts)
    {
        own.Sort();
        for (int i = 0, end; i < own.Count; i = end)
        {
            for (end = i + 1; end < own.Count && own[end] == own[i]; end++)
            {
            }

            grams.Add(own[i]);
            counts.Add((byte)Math.Min(255, end - i));
        }
    }

    static uint Fold(ulong hash) => (uint)(RowHash.Mix(hash) >> 32);
}
