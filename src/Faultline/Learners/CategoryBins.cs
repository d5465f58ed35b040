namespace Faultline;

/// <summary>Bins of a categorical feature: one a level that occurs; missing and unseen levels share the last.</summary>
sealed class CategoryBins
{
    readonly byte[] _binOfLevel;

    CategoryBins(byte[] binOfLevel, int binCount)
    {
        _binOfLevel = binOfLevel;
        BinCount = binCount;
    }

    /// <summary>Number of bins for levels; a missing or unseen level has the number <see cref="BinCount"/>.</summary>
    public int BinCount { get; }

    /// <summary>Gives every level that occurs a bin, in the order of codes.</summary>
    /// <param name="counts">Rows of each level; at most 254 of them above 0.</param>
    public static CategoryBins Learn(ReadOnlySpan<int> counts)
    {
        int bins = 0;
        byte[] binOfLevel = new byte[counts.Length];
        for (int level = 0; level < counts.Length; level++)
        {
            if (counts[level] > 0)
            {
                binOfLevel[level] = (byte)bins++;
            }
        }

        for (int level = 0; level < counts.Length; level++)
        {
            if (counts[level] == 0)
            {
                binOfLevel[level] = (byte)bins;
            }
        }

        return new CategoryBins(binOfLevel, bins);
    }

    public byte BinOf(int code) => (uint)code < (uint)_binOfLevel.Length ? _binOfLevel[code] : (byte)BinCount;
}
