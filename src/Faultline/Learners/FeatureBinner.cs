namespace Faultline;

/// <summary>
/// How each feature of a <see cref="FeatureMatrix"/> becomes bins. Numbers and categories of up to 254 levels are binned without looking at any
/// label; categories with more levels are left to <see cref="TargetEncoder"/>, which looks at training labels only.
/// </summary>
sealed class FeatureBinner
{
    const int MaxSample = 200_000;
    const int MaxLevels = 254;
    const int BlockRows = 4_096;

    readonly NumericBins?[] _numeric;
    readonly CategoryBins?[] _categories;
    readonly int[] _columnOfFeature;

    FeatureBinner(NumericBins?[] numeric, CategoryBins?[] categories)
    {
        _numeric = numeric;
        _categories = categories;
        _columnOfFeature = [.. Enumerable.Range(0, numeric.Length).Where(column => numeric[column] is not null || categories[column] is not null)];
        ManyLevelColumns = [.. Enumerable.Range(0, numeric.Length).Where(column => numeric[column] is null && categories[column] is null)];
        Features = [.. _columnOfFeature.Select(column => numeric[column] is { } bins
            ? new BinnedFeature(bins.BinCount, IsCategorical: false)
            : new BinnedFeature(categories[column]!.BinCount, IsCategorical: true))];
    }

    /// <summary>The features that bins are made of.</summary>
    public BinnedFeature[] Features { get; }

    /// <summary>Columns with more levels than bins can hold.</summary>
    public int[] ManyLevelColumns { get; }

    /// <summary>Learns bins from the given rows, from a seeded sample of them above 200,000.</summary>
    /// <param name="matrix">The features.</param>
    /// <param name="rows">The rows to look at.</param>
    /// <param name="maxBins">Most bins of a number, 2 … 255.</param>
    /// <param name="threads">Threads to use.</param>
    public static FeatureBinner Learn(FeatureMatrix matrix, ReadOnlySpan<int> rows, int maxBins, int threads)
    {
        int[] sample = rows.ToArray();
        if (sample.Length > MaxSample)
        {
            int[] chosen = SeededRandom.For(0, "Learners.bins").Sample(sample.Length, MaxSample);
            sample = [.. chosen.Select(i => sample[i])];
        }

        int columns = matrix.Columns.Count;
        var numeric = new NumericBins?[columns];
        var categories = new CategoryBins?[columns];
        Parallel.For(0, columns, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) }, column =>
        {
            if (matrix.Columns[column] is NumericFeature numbers)
            {
                numeric[column] = LearnNumeric(numbers, sample, maxBins);
            }
            else if (matrix.Columns[column] is CategoricalFeature levels)
            {
                categories[column] = LearnCategories(levels, sample);
            }
        });
        return new FeatureBinner(numeric, categories);
    }

    /// <summary>The bins of the given rows, in the given order.</summary>
    public BinnedRows Bin(FeatureMatrix matrix, ReadOnlyMemory<int> rows, int threads)
    {
        BinnedRows binned = BinnedRows.Allocate(rows.Length, Features);
        int blocks = (rows.Length + BlockRows - 1) / BlockRows;
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads) }, block =>
        {
            int start = block * BlockRows;
            ReadOnlySpan<int> order = rows.Span.Slice(start, Math.Min(BlockRows, rows.Length - start));
            for (int feature = 0; feature < Features.Length; feature++)
            {
                Bin(matrix.Columns[_columnOfFeature[feature]], _columnOfFeature[feature], order, binned.Bins.AsSpan((start * binned.Stride) + feature), binned.Stride);
            }
        });
        return binned;
    }

    void Bin(FeatureColumn source, int column, ReadOnlySpan<int> rows, Span<byte> to, int stride)
    {
        if (source is NumericFeature numbers)
        {
            ReadOnlySpan<double> values = numbers.Values;
            NumericBins bins = _numeric[column]!;
            for (int i = 0; i < rows.Length; i++)
            {
                to[i * stride] = bins.BinOf(values[rows[i]]);
            }
        }
        else if (source is CategoricalFeature levels)
        {
            ReadOnlySpan<int> codes = levels.Codes;
            CategoryBins bins = _categories[column]!;
            for (int i = 0; i < rows.Length; i++)
            {
                to[i * stride] = bins.BinOf(codes[rows[i]]);
            }
        }
    }

    static NumericBins LearnNumeric(NumericFeature numbers, int[] sample, int maxBins)
    {
        ReadOnlySpan<double> values = numbers.Values;
        double[] present = new double[sample.Length];
        int count = 0;
        foreach (int row in sample)
        {
            double value = values[row];
            if (!double.IsNaN(value))
            {
                present[count++] = value;
            }
        }

        return NumericBins.Learn(present.AsSpan(0, count), maxBins);
    }

    static CategoryBins? LearnCategories(CategoricalFeature levels, int[] sample)
    {
        int[] counts = new int[levels.Levels];
        int distinct = 0;
        foreach (int row in sample)
        {
            int code = levels.Codes[row];
            if (code >= 0 && counts[code]++ == 0)
            {
                distinct++;
            }
        }

        return distinct <= MaxLevels ? CategoryBins.Learn(counts) : null;
    }
}
