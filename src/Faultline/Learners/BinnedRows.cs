using System.Runtime.InteropServices;

namespace Faultline;

/// <summary>
/// Bins of some rows. Features stand in groups of four; a group holds the four bins of a row side by side, so that one load of 32 bits
/// feeds four histograms.
/// </summary>
/// <param name="RowCount">Number of rows.</param>
/// <param name="Groups">One array of 4 × <paramref name="RowCount"/> bytes for every four features.</param>
/// <param name="Features">What each feature is.</param>
sealed record BinnedRows(int RowCount, byte[][] Groups, BinnedFeature[] Features)
{
    public const int GroupWidth = 4;

    /// <summary>Number of features in a group, 1 … 4.</summary>
    public int WidthOf(int group) => Math.Min(GroupWidth, Features.Length - (group * GroupWidth));

    /// <summary>The bin of one cell.</summary>
    public byte this[int row, int feature] => Groups[feature / GroupWidth][(row * GroupWidth) + (feature % GroupWidth)];

    /// <summary>Room for rows of the given features.</summary>
    public static BinnedRows Allocate(int rowCount, BinnedFeature[] features)
    {
        byte[][] groups = new byte[(features.Length + GroupWidth - 1) / GroupWidth][];
        for (int group = 0; group < groups.Length; group++)
        {
            groups[group] = new byte[checked(rowCount * GroupWidth)];
        }

        return new BinnedRows(rowCount, groups, features);
    }

    /// <summary>The given rows, in the given order.</summary>
    public BinnedRows Take(ReadOnlySpan<int> rows)
    {
        BinnedRows taken = Allocate(rows.Length, Features);
        for (int group = 0; group < Groups.Length; group++)
        {
            ReadOnlySpan<uint> from = MemoryMarshal.Cast<byte, uint>(Groups[group]);
            Span<uint> to = MemoryMarshal.Cast<byte, uint>(taken.Groups[group].AsSpan());
            for (int i = 0; i < rows.Length; i++)
            {
                to[i] = from[rows[i]];
            }
        }

        return taken;
    }

    /// <summary>These features followed by those of <paramref name="other"/>, which has the same rows.</summary>
    public BinnedRows Append(BinnedRows other)
    {
        BinnedRows both = Allocate(RowCount, [.. Features, .. other.Features]);
        for (int feature = 0; feature < both.Features.Length; feature++)
        {
            bool own = feature < Features.Length;
            BinnedRows source = own ? this : other;
            int sourceFeature = own ? feature : feature - Features.Length;
            ReadOnlySpan<byte> from = source.Groups[sourceFeature / GroupWidth].AsSpan(sourceFeature % GroupWidth);
            Span<byte> to = both.Groups[feature / GroupWidth].AsSpan(feature % GroupWidth);
            for (int at = 0; at < from.Length; at += GroupWidth)
            {
                to[at] = from[at];
            }
        }

        return both;
    }

    /// <summary>The rows start … start + count − 1, row by row without grouping.</summary>
    public void CopyRowMajor(int start, int count, Span<byte> rowMajor)
    {
        int width = Features.Length;
        for (int feature = 0; feature < width; feature++)
        {
            ReadOnlySpan<byte> source = Groups[feature / GroupWidth].AsSpan(start * GroupWidth, count * GroupWidth);
            int lane = feature % GroupWidth;
            for (int row = 0; row < count; row++)
            {
                rowMajor[(row * width) + feature] = source[(row * GroupWidth) + lane];
            }
        }
    }
}
