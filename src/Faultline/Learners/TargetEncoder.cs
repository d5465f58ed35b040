namespace Faultline;

/// <summary>
/// Turns a category of many levels into numbers: the mean target of the level's training rows, shrunk towards the mean of all by as much as the
/// levels fail to differ (one-way random effects), and the level's frequency. A training row's own fifth of the rows is left out of its means,
/// so a level that occurs once tells a learner nothing about its own row.
/// </summary>
/// <remarks>Micci-Barreca, 2001, doi:10.1145/507533.507538; the cross-fitting is that of scikit-learn's TargetEncoder.</remarks>
sealed class TargetEncoder
{
    const int Parts = 5;
    const int MaxOutputs = 10;
    const double WeakestPrior = 1;
    const double StrongestPrior = 1e6;

    readonly int[] _columns;
    readonly LevelMeans[][] _means;
    readonly NumericBins[] _bins;

    TargetEncoder(int[] columns, LevelMeans[][] means, NumericBins[] bins, BinnedFeature[] features)
    {
        _columns = columns;
        _means = means;
        _bins = bins;
        Features = features;
    }

    /// <summary>The features made: for each column its means, then its frequency.</summary>
    public BinnedFeature[] Features { get; }

    /// <summary>Learns from training rows.</summary>
    /// <param name="matrix">All rows.</param>
    /// <param name="columns">The categorical columns to encode.</param>
    /// <param name="target">Targets of all rows; only those of <paramref name="rows"/> are read.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="encoded">The training rows, encoded without their own part.</param>
    public static TargetEncoder Learn(FeatureMatrix matrix, int[] columns, LearningTarget target, ReadOnlySpan<int> rows, out BinnedRows encoded)
    {
        int[] outputs = Outputs(target, rows);
        var means = new LevelMeans[columns.Length][];
        List<double[]> features = [];
        for (int c = 0; c < columns.Length; c++)
        {
            var column = (CategoricalFeature)matrix.Columns[columns[c]];
            means[c] = new LevelMeans[outputs.Length];
            for (int o = 0; o < outputs.Length; o++)
            {
                means[c][o] = LevelMeans.Learn(column, target, outputs[o], rows, out double[] crossFitted);
                features.Add(crossFitted);
            }

            features.Add(means[c][0].Frequencies(column, rows));
        }

        var bins = new NumericBins[features.Count];
        var kinds = new BinnedFeature[features.Count];
        for (int f = 0; f < bins.Length; f++)
        {
            bins[f] = NumericBins.Learn([.. features[f]]);
            kinds[f] = new BinnedFeature(bins[f].BinCount, IsCategorical: false);
        }

        encoded = Bin(features, bins, kinds, rows.Length);
        return new TargetEncoder(columns, means, bins, kinds);
    }

    /// <summary>Encodes rows that were not trained on.</summary>
    public BinnedRows Encode(FeatureMatrix matrix, ReadOnlySpan<int> rows)
    {
        List<double[]> features = [];
        for (int c = 0; c < _columns.Length; c++)
        {
            var column = (CategoricalFeature)matrix.Columns[_columns[c]];
            foreach (LevelMeans means in _means[c])
            {
                features.Add(means.Encode(column, rows));
            }

            features.Add(_means[c][0].Frequencies(column, rows));
        }

        return Bin(features, _bins, Features, rows.Length);
    }

    static BinnedRows Bin(List<double[]> features, NumericBins[] bins, BinnedFeature[] kinds, int rowCount)
    {
        BinnedRows binned = BinnedRows.Allocate(rowCount, kinds);
        for (int f = 0; f < kinds.Length; f++)
        {
            for (int row = 0; row < rowCount; row++)
            {
                binned.Bins[(row * binned.Stride) + f] = bins[f].BinOf(features[f][row]);
            }
        }

        return binned;
    }

    /// <summary>The classes to encode by: the second of two, all of up to ten, the ten commonest above; −1 for numbers.</summary>
    static int[] Outputs(LearningTarget target, ReadOnlySpan<int> rows)
    {
        if (target.ClassCount == 0)
        {
            return [-1];
        }

        if (target.ClassCount <= 2)
        {
            return [target.ClassCount - 1];
        }

        int[] counts = new int[target.ClassCount];
        foreach (int row in rows)
        {
            counts[target.Labels[row]]++;
        }

        return [.. Enumerable.Range(0, counts.Length).OrderByDescending(k => counts[k]).ThenBy(k => k).Take(MaxOutputs).Order()];
    }

    sealed class LevelMeans(double[] sums, int[] counts, double prior, double weight)
    {
        public static LevelMeans Learn(CategoricalFeature column, LearningTarget target, int output, ReadOnlySpan<int> rows, out double[] crossFitted)
        {
            // Missing is a level of its own, kept after the others.
            int levels = column.Levels + 1;
            double[] sums = new double[levels];
            int[] counts = new int[levels];
            double[][] partSums = new double[Parts][];
            int[][] partCounts = new int[Parts][];
            for (int part = 0; part < Parts; part++)
            {
                partSums[part] = new double[levels];
                partCounts[part] = new int[levels];
            }

            double squares = 0;
            double total = 0;
            for (int i = 0; i < rows.Length; i++)
            {
                int level = LevelOf(column, rows[i]);
                double y = ValueOf(target, output, rows[i]);
                sums[level] += y;
                counts[level]++;
                partSums[i % Parts][level] += y;
                partCounts[i % Parts][level]++;
                total += y;
                squares += y * y;
            }

            double prior = rows.Length > 0 ? total / rows.Length : 0;
            double weight = PriorWeight(sums, counts, squares, total, rows.Length);
            crossFitted = new double[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                int level = LevelOf(column, rows[i]);
                int part = i % Parts;
                crossFitted[i] = (sums[level] - partSums[part][level] + (weight * prior)) / (counts[level] - partCounts[part][level] + weight);
            }

            return new LevelMeans(sums, counts, prior, weight);
        }

        public double[] Encode(CategoricalFeature column, ReadOnlySpan<int> rows)
        {
            double[] encoded = new double[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                int level = LevelOf(column, rows[i]);
                encoded[i] = level < counts.Length ? (sums[level] + (weight * prior)) / (counts[level] + weight) : prior;
            }

            return encoded;
        }

        public double[] Frequencies(CategoricalFeature column, ReadOnlySpan<int> rows)
        {
            double[] frequencies = new double[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                int level = LevelOf(column, rows[i]);
                frequencies[i] = level < counts.Length ? counts[level] : 0;
            }

            return frequencies;
        }

        static int LevelOf(CategoricalFeature column, int row) => column.Codes[row] < 0 ? column.Levels : column.Codes[row];

        static double ValueOf(LearningTarget target, int output, int row) => output < 0
            ? target.Values[row]
            : target.Labels[row] == output ? 1 : 0;

        /// <summary>Variance within levels over variance between them, by the analysis of variance.</summary>
        static double PriorWeight(double[] sums, int[] counts, double squares, double total, int rows)
        {
            int levels = 0;
            double between = 0;
            double sizeSquares = 0;
            for (int level = 0; level < counts.Length; level++)
            {
                if (counts[level] > 0)
                {
                    levels++;
                    between += sums[level] * sums[level] / counts[level];
                    sizeSquares += (double)counts[level] * counts[level];
                }
            }

            if (levels < 2 || rows <= levels)
            {
                return StrongestPrior;
            }

            double within = (squares - between) / (rows - levels);
            double typicalSize = (rows - (sizeSquares / rows)) / (levels - 1);
            double betweenMean = (between - (total * total / rows)) / (levels - 1);
            double variance = (betweenMean - within) / typicalSize;
            return variance > 0 ? Math.Clamp(within / variance, WeakestPrior, StrongestPrior) : StrongestPrior;
        }
    }
}
