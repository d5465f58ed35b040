namespace Faultline;

/// <summary>
/// How features enter a linear model: numbers to mean 0 and variance 1 with missing at the mean and an indicator where any was missing,
/// categories as one indicator a level that occurs, missing among them. An unseen level adds nothing.
/// </summary>
sealed class DesignMatrix
{
    const int MaxLevels = 20_000;

    readonly Numeric?[] _numeric;
    readonly int[]?[] _levelWeights;

    DesignMatrix(Numeric?[] numeric, int[]?[] levelWeights, int dense, int weights)
    {
        _numeric = numeric;
        _levelWeights = levelWeights;
        DenseCount = dense;
        WeightCount = weights;
        CategoryCount = levelWeights.Count(levels => levels is not null);
    }

    /// <summary>Numbers a row: features and missing indicators.</summary>
    public int DenseCount { get; }

    /// <summary>Categories a row.</summary>
    public int CategoryCount { get; }

    /// <summary>Inputs in all: numbers, then levels.</summary>
    public int WeightCount { get; }

    /// <summary>Learns scales and levels from the given rows.</summary>
    public static DesignMatrix Learn(FeatureMatrix matrix, ReadOnlySpan<int> rows)
    {
        int columns = matrix.Columns.Count;
        var numeric = new Numeric?[columns];
        var levels = new int[]?[columns];
        int dense = 0;
        for (int column = 0; column < columns; column++)
        {
            if (matrix.Columns[column] is NumericFeature feature)
            {
                numeric[column] = Numeric.Learn(feature, rows, ref dense);
            }
        }

        int weights = dense;
        for (int column = 0; column < columns; column++)
        {
            if (matrix.Columns[column] is CategoricalFeature feature)
            {
                levels[column] = Levels(feature, rows, ref weights);
            }
        }

        return new DesignMatrix(numeric, levels, dense, weights);
    }

    /// <summary>Fills numbers and level indices of some rows.</summary>
    /// <param name="matrix">The features.</param>
    /// <param name="rows">Row numbers.</param>
    /// <param name="dense">rows × <see cref="DenseCount"/>.</param>
    /// <param name="categories">rows × <see cref="CategoryCount"/>; the number of the level's weight, or −1.</param>
    public void Fill(FeatureMatrix matrix, ReadOnlySpan<int> rows, Span<double> dense, Span<int> categories)
    {
        int category = 0;
        for (int column = 0; column < _numeric.Length; column++)
        {
            if (_numeric[column] is { } numeric)
            {
                numeric.Fill(((NumericFeature)matrix.Columns[column]).Values, rows, dense, DenseCount);
            }
            else if (_levelWeights[column] is { } weights)
            {
                ReadOnlySpan<int> codes = ((CategoricalFeature)matrix.Columns[column]).Codes;
                for (int i = 0; i < rows.Length; i++)
                {
                    int code = codes[rows[i]] + 1;
                    categories[(i * CategoryCount) + category] = code < weights.Length ? weights[code] : -1;
                }

                category++;
            }
        }
    }

    /// <summary>The weight of every level, missing first; −1 for levels that do not occur and for the rarest past 20,000.</summary>
    static int[] Levels(CategoricalFeature feature, ReadOnlySpan<int> rows, ref int weights)
    {
        int[] counts = new int[feature.Levels + 1];
        foreach (int row in rows)
        {
            counts[feature.Codes[row] + 1]++;
        }

        int least = 1;
        if (counts.Count(count => count > 0) > MaxLevels)
        {
            least = Math.Max(2, counts.OrderDescending().ElementAt(MaxLevels));
        }

        int[] weightOf = new int[counts.Length];
        for (int level = 0; level < counts.Length; level++)
        {
            weightOf[level] = counts[level] >= least ? weights++ : -1;
        }

        return weightOf;
    }

    sealed record Numeric(double Unit, double Mean, double Deviation, double Low, double High, int Place, int MissingPlace)
    {
        public static Numeric Learn(NumericFeature feature, ReadOnlySpan<int> rows, ref int dense)
        {
            ReadOnlySpan<double> values = feature.Values;
            double unit = SquareUnit.Of(values);
            double sum = 0;
            double low = double.PositiveInfinity;
            double high = double.NegativeInfinity;
            int finite = 0;
            int missing = 0;
            foreach (int row in rows)
            {
                double value = values[row] / unit;
                missing += double.IsNaN(value) ? 1 : 0;
                if (double.IsFinite(value))
                {
                    sum += value;
                    finite++;
                    low = Math.Min(low, value);
                    high = Math.Max(high, value);
                }
            }

            double mean = finite > 0 ? sum / finite : 0;
            double squares = 0;
            foreach (int row in rows)
            {
                double value = values[row] / unit;
                squares += double.IsFinite(value) ? (value - mean) * (value - mean) : 0;
            }

            double deviation = finite > 0 ? Math.Sqrt(squares / finite) : 0;
            int place = dense++;
            int missingPlace = missing > 0 && missing < rows.Length ? dense++ : -1;
            // A constant column says nothing; rounding of its mean must not blow it up.
            bool varies = deviation > 1e-12 * Math.Max(Math.Abs(mean), 1e-300) && double.IsFinite(deviation);
            return new Numeric(unit, mean, varies ? deviation : double.PositiveInfinity, low, high, place, missingPlace);
        }

        public void Fill(ReadOnlySpan<double> values, ReadOnlySpan<int> rows, Span<double> dense, int width)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                double value = values[rows[i]] / Unit;
                bool missing = double.IsNaN(value);
                dense[(i * width) + Place] = missing ? 0 : (Math.Clamp(value, Low <= High ? Low : 0, Low <= High ? High : 0) - Mean) / Deviation;
                if (MissingPlace >= 0)
                {
                    dense[(i * width) + MissingPlace] = missing ? 1 : 0;
                }
            }
        }
    }
}
