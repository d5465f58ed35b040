namespace Faultline;

/// <summary>
/// Bins of some rows, row by row, each row padded to whole groups of four features, so that one load of 32 bits feeds four histograms and all
/// features of a row share a cache line or two.
/// </summary>
/// <param name="RowCount">Number of rows.</param>
/// <param name="Stride">Bytes a row, a multiple of 4.</param>
/// <param name="Bins"><paramref name="RowCount"/> × <paramref name="Stride"/> bins.</param>
/// <param name="Features">What each feature is.</param>
sealed record BinnedRows(int RowCount, int Stride, byte[] Bins, BinnedFeature[] Features)
{
    public const int GroupWidth = 4;

    /// <summary>Number of groups of four features, the last one possibly narrower.</summary>
    public int GroupCount => Stride / GroupWidth;

    /// <summary>Number of features in a group, 1 … 4.</summary>
    public int WidthOf(int group) => Math.Min(GroupWidth, Features.Length - (group * GroupWidth));

    /// <summary>The bin of one cell.</summary>
    public byte this[int row, int feature] => Bins[(row * Stride) + feature];

    /// <summary>Room for rows of the given features.</summary>
    /// <exception cref="ArgumentException">There are more than 2³¹ − 1 bins, padding counted.</exception>
    public static BinnedRows Allocate(int rowCount, BinnedFeature[] features)
    {
        int stride = (features.Length + GroupWidth - 1) / GroupWidth * GroupWidth;
        long bytes = (long)rowCount * stride;
        if (bytes > Array.MaxLength)
        {
            throw new ArgumentException($"{rowCount} rows × {features.Length} features are more than boosted trees can hold ({Array.MaxLength} cells). Train on fewer rows or features.", nameof(rowCount));
        }

        return new BinnedRows(rowCount, stride, new byte[bytes], features);
    }

    /// <summary>The bins of the rows from <paramref name="start"/> on.</summary>
    public ReadOnlySpan<byte> From(int start, int count) => Bins.AsSpan(start * Stride, count * Stride);

    /// <summary>The given rows, in the given order.</summary>
    public BinnedRows Take(ReadOnlySpan<int> rows)
    {
        BinnedRows taken = Allocate(rows.Length, Features);
        for (int i = 0; i < rows.Length; i++)
        {
            From(rows[i], 1).CopyTo(taken.Bins.AsSpan(i * Stride));
        }

        return taken;
    }

    /// <summary>These features followed by those of <paramref name="other"/>, which has the same rows.</summary>
    public BinnedRows Append(BinnedRows other)
    {
        BinnedRows both = Allocate(RowCount, [.. Features, .. other.Features]);
        for (int row = 0; row < RowCount; row++)
        {
            Span<byte> to = both.Bins.AsSpan(row * both.Stride, both.Stride);
            From(row, 1)[..Features.Length].CopyTo(to);
            other.From(row, 1)[..other.Features.Length].CopyTo(to[Features.Length..]);
        }

        return both;
    }
}
