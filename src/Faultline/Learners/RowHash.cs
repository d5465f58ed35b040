namespace Faultline;

/// <summary>A hash of the content of each row, so that what is done to a row does not depend on where it stands.</summary>
static class RowHash
{
    const ulong Odd = 0x9E3779B97F4A7C15UL;

    /// <summary>One hash a row; rows of equal cells have equal hashes.</summary>
    public static ulong[] Of(FeatureMatrix features)
    {
        ulong[] hashes = new ulong[features.RowCount];
        for (int column = 0; column < features.Columns.Count; column++)
        {
            if (features.Columns[column] is NumericFeature numbers)
            {
                ReadOnlySpan<double> values = numbers.Values;
                for (int row = 0; row < hashes.Length; row++)
                {
                    // Adding 0 turns −0 into 0.
                    double value = values[row] + 0.0;
                    hashes[row] = Mix(hashes[row] ^ (double.IsNaN(value) ? Odd : (ulong)BitConverter.DoubleToInt64Bits(value)));
                }
            }
            else if (features.Columns[column] is TextFeature texts)
            {
                ReadOnlySpan<int> codes = texts.Codes;
                for (int row = 0; row < hashes.Length; row++)
                {
                    hashes[row] = Mix(hashes[row] ^ texts.Ngrams.Hash(codes[row]));
                }
            }
            else if (features.Columns[column] is CategoricalFeature levels)
            {
                ReadOnlySpan<int> codes = levels.Codes;
                for (int row = 0; row < hashes.Length; row++)
                {
                    hashes[row] = Mix(hashes[row] ^ (uint)codes[row]);
                }
            }
        }

        return hashes;
    }

    /// <summary>One round of SplitMix64.</summary>
    public static ulong Mix(ulong value)
    {
        ulong z = value + Odd;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>The rows in the order of a seeded mix of their hashes; equal hashes stay in the order given.</summary>
    public static int[] Order(ReadOnlySpan<ulong> hashes, long seed)
    {
        ulong salt = Mix((ulong)seed);
        ulong[] keys = new ulong[hashes.Length];
        int[] rows = new int[hashes.Length];
        for (int row = 0; row < keys.Length; row++)
        {
            keys[row] = Mix(hashes[row] ^ salt);
            rows[row] = row;
        }

        keys.AsSpan().Sort(rows.AsSpan());
        SortTies(keys, rows);
        return rows;
    }

    static void SortTies(ulong[] keys, int[] rows)
    {
        for (int start = 0; start < keys.Length;)
        {
            int end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
            {
                end++;
            }

            rows.AsSpan(start, end - start).Sort();
            start = end;
        }
    }
}
