using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Faultline;

/// <summary>One node of a <see cref="Tree"/>. A child number below 0 is leaf −1 − number.</summary>
struct TreeNode
{
    public int Feature;
    public int Left;
    public int Right;
    public BinSet GoesLeft;
}

/// <summary>A set of bins, 256 bits.</summary>
[InlineArray(4)]
struct BinSet
{
    ulong _bits;

    public readonly bool Contains(byte bin) => ((this[bin >> 6] >> (bin & 63)) & 1) != 0;

    public void Add(int bin) => this[bin >> 6] |= 1UL << (bin & 63);

    /// <summary>The bins 0 … <paramref name="last"/>.</summary>
    public static BinSet UpTo(int last)
    {
        BinSet bins = default;
        for (int word = 0; word < 4; word++)
        {
            int inWord = last + 1 - (word * 64);
            bins[word] = inWord >= 64 ? ulong.MaxValue : inWord > 0 ? (1UL << inWord) - 1 : 0;
        }

        return bins;
    }
}

/// <summary>A binary tree over bins.</summary>
/// <param name="Nodes">Inner nodes, root first; empty when the tree is one leaf.</param>
/// <param name="Values">What each leaf adds to the score.</param>
sealed record Tree(TreeNode[] Nodes, double[] Values)
{
    /// <summary>The leaf's value for each row.</summary>
    /// <param name="bins">Bins row by row.</param>
    /// <param name="stride">Bytes a row.</param>
    /// <param name="scores">One score a row, added to.</param>
    public void AddTo(ReadOnlySpan<byte> bins, int stride, Span<double> scores)
    {
        if (Nodes.Length == 0)
        {
            for (int row = 0; row < scores.Length; row++)
            {
                scores[row] += Values[0];
            }

            return;
        }

        ref TreeNode nodes = ref MemoryMarshal.GetArrayDataReference(Nodes);
        for (int row = 0; row < scores.Length; row++)
        {
            ref byte own = ref Unsafe.Add(ref MemoryMarshal.GetReference(bins), row * stride);
            int at = 0;
            do
            {
                ref TreeNode node = ref Unsafe.Add(ref nodes, at);
                at = node.GoesLeft.Contains(Unsafe.Add(ref own, node.Feature)) ? node.Left : node.Right;
            }
            while (at >= 0);
            scores[row] += Values[-1 - at];
        }
    }
}
