namespace Faultline;

/// <summary>A number far from what the rest of its row says.</summary>
/// <param name="Row">Row number.</param>
/// <param name="Column">Place of the column in <see cref="RowFit.Columns"/>.</param>
/// <param name="Residual">Distance from what is expected, on the column's scale.</param>
/// <param name="Deviation">The same in standard deviations.</param>
readonly record struct FarValue(int Row, int Column, double Residual, double Deviation);

/// <summary>
/// What each number of a row is expected to be by the other columns: numbers are brought to about standard normal by quantiles, categories are indicators, and the inverse of their
/// correlations gives every column's regression on all others at once. Cheap, and robust: predictors end at ±3.5, scales come from quantiles.
/// </summary>
sealed class RowFit
{
    /// <summary>Fewest numbers of a column.</summary>
    public const int FewestRows = 50;

    /// <summary>Deviations of this size are listed: of many rows the far ones alone, of few all, to know their tail by.</summary>
    public static double KeptFrom(int rows) => rows <= SampleRows ? 0 : 2;

    const int SampleRows = 20_000;
    const int MostNumbers = 64;
    const int MostIndicators = 192;
    const int FewestDistinct = 8;
    const int Block = 65_536;
    const double End = 3.5;
    const double Ridge = 1e-3;
    const double LeftOutFrom = 4;
    const double LeastKept = 0.8;

    // Scales are quantiles of what lies within gaps: a column may have a tenth of slips, more than outer quantiles bear.
    const double MostSlips = 0.1;
    const double GapRatio = 1.5;

    // What is left out only teaches nothing; no finding stands on it.
    const double GapLevel = 0.05;

    readonly TukeyScale[] _scales;
    readonly double[] _means;
    readonly CategoryPart[] _categories;
    readonly double[,] _precision;
    readonly double[] _base;
    readonly double[] _centres;
    readonly TukeyScale?[] _residualScales;
    readonly (double Low, double High)[] _within;

    RowFit(CheckContext context, NumberColumn[] columns, TukeyScale[] scales, CategoryPart[] categories, int[] sample)
    {
        (Columns, _scales, _categories, Sample) = (columns, scales, categories, sample);
        int numbers = columns.Length, width = numbers + categories.Sum(category => category.Count);
        _means = new double[width];
        double[][] points = [.. sample.Select(row => Point(row, width))];
        for (int j = 0; j < width; j++)
        {
            _means[j] = points.Average(point => point[j]);
        }

        context.Cancellation.ThrowIfCancellationRequested();
        _precision = Inverse(Covariance(points, _means));
        _base = new double[numbers];
        for (int j = 0; j < numbers; j++)
        {
            for (int r = numbers; r < width; r++)
            {
                _base[j] -= _precision[j, r] * _means[r];
            }
        }

        _centres = new double[numbers];
        _residualScales = new TukeyScale?[numbers];
        _within = new (double Low, double High)[numbers];
        double[][] residuals = new double[numbers][];
        for (int j = 0; j < numbers; j++)
        {
            residuals[j] = new double[sample.Length];
        }

        double[] scores = new double[numbers], rest = new double[numbers];
        for (int i = 0; i < sample.Length; i++)
        {
            Scores(sample[i], scores);
            Rest(sample[i], scores, rest);
            for (int j = 0; j < numbers; j++)
            {
                residuals[j][i] = Residual(j, scores[j], rest[j]);
            }
        }

        Parallel.For(0, numbers, new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation }, j =>
        {
            double[] sorted = [.. residuals[j].Where(double.IsFinite)];
            NumberSort.Ascending(sorted);
            double centre = _centres[j] = Quantiles.OfSorted(sorted, 0.5);
            sorted = Array.ConvertAll(sorted, value => value - centre);
            int below = SortedValues.Below(sorted, 0), above = sorted.Length - SortedValues.UpTo(sorted, 0);
            double[] sizes = Array.ConvertAll(sorted, Math.Abs);
            Array.Reverse(sizes, 0, below);
            ReadOnlySpan<double> body = sorted.AsSpan(UnitSlips.Beyond(sizes.AsSpan(0, below), sorted.Length, GapLevel)..^UnitSlips.Beyond(sizes.AsSpan(sorted.Length - above), sorted.Length, GapLevel));
            _residualScales[j] = TukeyScale.Fit(body);
            _within[j] = body.IsEmpty ? (0, 0) : (body[0], body[^1]);
        });
    }

    /// <summary>The columns that are judged, and predict.</summary>
    public NumberColumn[] Columns { get; }

    /// <summary>Rows that the fit was learned from.</summary>
    public int[] Sample { get; }

    /// <summary>Fits; null without a column of numbers to judge.</summary>
    public static RowFit? Of(CheckContext context)
    {
        int rows = context.Data.RowCount;
        int[] sample = rows <= SampleRows ? [.. Enumerable.Range(0, rows)] : context.Random("rows").Sample(rows, SampleRows);
        var columns = new List<NumberColumn>();
        var scales = new List<TukeyScale>();
        foreach (NumberColumn column in Judged(context).Take(MostNumbers))
        {
            if (Scale(column, sample) is { } scale)
            {
                columns.Add(column);
                scales.Add(scale);
            }
        }

        if (columns.Count == 0)
        {
            return null;
        }

        // Once more without the rows that lie far off: wrong cells widen what they are held against.
        CategoryPart[] categories = Categories(context, sample);
        var first = new RowFit(context, [.. columns], [.. scales], categories, sample);
        int[] kept = [.. sample.Where(row => !first.IsFar(row))];
        return kept.Length == sample.Length || kept.Length < LeastKept * sample.Length ? first : new RowFit(context, [.. columns], [.. columns.Zip(scales, (column, scale) => Scale(column, kept) ?? scale)], categories, kept);
    }

    static TukeyScale? Scale(NumberColumn column, int[] rows)
    {
        double[] sorted = [.. rows.Select(row => column.Values[row]).Where(double.IsFinite)];
        NumberSort.Ascending(sorted);
        return sorted.Length >= FewestRows && SortedValues.Distinct(sorted) >= FewestDistinct ? TukeyScale.Fit(ExponentialGap.Body(sorted, MostSlips, GapRatio, GapLevel)) : null;
    }

    bool IsFar(int row)
    {
        Span<double> scores = stackalloc double[Columns.Length], rest = stackalloc double[Columns.Length];
        Scores(row, scores);
        Rest(row, scores, rest);
        for (int j = 0; j < Columns.Length; j++)
        {
            double residual = Residual(j, scores[j], rest[j]);
            if (residual < _within[j].Low || residual > _within[j].High || Math.Abs(Deviation(j, residual)) >= LeftOutFrom)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Columns of numbers that measure something: no key, no role of its own but the label's, no running number.</summary>
    public static IEnumerable<NumberColumn> Judged(CheckContext context)
    {
        Roles roles = context.Roles;
        return context.Data.Columns.OfType<NumberColumn>().Where(column =>
            column.Name != roles.Id && column.Name != roles.Split && !roles.Ignored.Contains(column.Name) && !roles.Probabilities.Contains(column.Name) && !roles.Embedding.Contains(column.Name)
            && !(column.Name == roles.Label && context.Evidence.Task == TaskKind.Classification)
            && !ColumnTraits.CountsRows(column));
    }

    /// <summary>A value's place on its column's scale; NaN where there is none.</summary>
    public double Score(int column, double value)
    {
        double score = double.IsFinite(value) ? _scales[column].Score(value) : double.NaN;
        return double.IsFinite(score) ? score : double.NaN;
    }

    /// <summary>The value that has a score.</summary>
    public double Value(int column, double score) => _scales[column].Value(score);

    /// <summary>The residual of a score in standard deviations.</summary>
    public double Deviation(int column, double residual) => _residualScales[column] is { } scale ? scale.Score(residual) : 0;

    /// <summary>The residual of so many standard deviations.</summary>
    public double ResidualAt(int column, double deviation) => _residualScales[column] is { } scale ? scale.Value(deviation) : 0;

    /// <summary>Every number's score in a row.</summary>
    public void Scores(int row, Span<double> scores)
    {
        for (int j = 0; j < Columns.Length; j++)
        {
            scores[j] = Score(j, Columns[j].Values[row]);
        }
    }

    /// <summary>What all other columns of a row add up to for each number's regression, before division.</summary>
    public void Rest(int row, ReadOnlySpan<double> scores, Span<double> rest)
    {
        int numbers = Columns.Length;
        for (int j = 0; j < numbers; j++)
        {
            rest[j] = _base[j];
        }

        for (int r = 0; r < numbers; r++)
        {
            if (Input(r, scores[r]) is var input and not 0)
            {
                for (int j = 0; j < numbers; j++)
                {
                    rest[j] += j == r ? 0 : _precision[j, r] * input;
                }
            }
        }

        foreach (CategoryPart category in _categories)
        {
            if (category.Indicator(row) is var indicator and >= 0)
            {
                for (int j = 0; j < numbers; j++)
                {
                    rest[j] += _precision[j, numbers + indicator];
                }
            }
        }
    }

    /// <summary>A number's distance from what the rest of the row says, on the column's scale.</summary>
    public double Residual(int column, double score, double rest) => score - _means[column] + (rest / _precision[column, column]) - _centres[column];

    /// <summary>What two columns are expected to be by the others, and the precision of that: distances of pairs are measured by it.</summary>
    public PairExpectation Pair(int a, int b, ReadOnlySpan<double> scores, ReadOnlySpan<double> rest)
    {
        (double aa, double bb, double ab) = (_precision[a, a], _precision[b, b], _precision[a, b]);
        double restA = rest[a] - (ab * Input(b, scores[b])), restB = rest[b] - (ab * Input(a, scores[a]));
        double determinant = (aa * bb) - (ab * ab);
        return new PairExpectation(
            _means[a] - (((bb * restA) - (ab * restB)) / determinant),
            _means[b] - (((aa * restB) - (ab * restA)) / determinant),
            aa,
            bb,
            ab);
    }

    /// <summary>Every number as far from what its row says as <see cref="KeptFrom"/> says, by column, ascending by row; and how many of a column there are.</summary>
    public (List<FarValue>[] Far, int[] All) Judge(CheckContext context)
    {
        int rows = context.Data.RowCount, numbers = Columns.Length;
        int blocks = (rows + Block - 1) / Block;
        var parts = new (List<FarValue>[] Far, int[] All)[blocks];
        ReadOnlyMemory<double>[] values = [.. Columns.Select(column => column.Memory)];
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation }, block =>
        {
            var far = new List<FarValue>[numbers];
            int[] all = new int[numbers];
            for (int j = 0; j < numbers; j++)
            {
                far[j] = [];
            }

            double[] scores = new double[numbers], rest = new double[numbers];
            for (int row = block * Block; row < Math.Min(rows, (block + 1) * Block); row++)
            {
                for (int j = 0; j < numbers; j++)
                {
                    scores[j] = Score(j, values[j].Span[row]);
                }

                Rest(row, scores, rest);
                for (int j = 0; j < numbers; j++)
                {
                    if (double.IsNaN(scores[j]))
                    {
                        continue;
                    }

                    double residual = Residual(j, scores[j], rest[j]);
                    all[j]++;
                    double deviation = Deviation(j, residual);
                    if (Math.Abs(deviation) >= KeptFrom(rows))
                    {
                        far[j].Add(new FarValue(row, j, residual, deviation));
                    }
                }
            }

            parts[block] = (far, all);
        });
        return (
            [.. Enumerable.Range(0, numbers).Select(j => parts.SelectMany(part => part.Far[j]).ToList())],
            [.. Enumerable.Range(0, numbers).Select(j => parts.Sum(part => part.All[j]))]);
    }

    double Input(int column, double score) => double.IsNaN(score) ? 0 : Math.Clamp(score, -End, End) - _means[column];

    double[] Point(int row, int width)
    {
        double[] point = new double[width];
        for (int j = 0; j < Columns.Length; j++)
        {
            double score = Score(j, Columns[j].Values[row]);
            point[j] = double.IsNaN(score) ? 0 : Math.Clamp(score, -End, End);
        }

        foreach (CategoryPart category in _categories)
        {
            if (category.Indicator(row) is var indicator and >= 0)
            {
                point[Columns.Length + indicator] = 1;
            }
        }

        return point;
    }

    static CategoryPart[] Categories(CheckContext context, int[] sample)
    {
        Roles roles = context.Roles;
        int free = MostIndicators, first = 0;
        var parts = new List<CategoryPart>();
        foreach (TextColumn column in context.Data.Columns.OfType<TextColumn>())
        {
            if (column.Name == roles.Id || column.Name == roles.Split || roles.Text.Contains(column.Name) || roles.Ignored.Contains(column.Name))
            {
                continue;
            }

            int[] counts = new int[column.Categories.Count];
            foreach (int row in sample)
            {
                if (column.Codes[row] is var code and >= 0)
                {
                    counts[code]++;
                }
            }

            int least = Math.Max(5, sample.Length / 500);
            int[] kept = [.. Enumerable.Range(0, counts.Length).Where(code => counts[code] >= least && counts[code] < sample.Length)];
            if (kept.Length == 0 || kept.Length > free || kept.Length > 60)
            {
                continue;
            }

            int[] indicators = new int[counts.Length];
            Array.Fill(indicators, -1);
            foreach (int code in kept)
            {
                indicators[code] = first++;
            }

            free -= kept.Length;
            parts.Add(new CategoryPart(column.Memory, indicators, kept.Length));
        }

        return [.. parts];
    }

    static double[,] Covariance(double[][] points, double[] means)
    {
        int width = means.Length;
        double[,] covariance = new double[width, width];
        double[] centred = new double[width];
        foreach (double[] point in points)
        {
            for (int j = 0; j < width; j++)
            {
                centred[j] = point[j] - means[j];
            }

            for (int j = 0; j < width; j++)
            {
                double value = centred[j];
                for (int r = j; r < width; r++)
                {
                    covariance[j, r] += value * centred[r];
                }
            }
        }

        for (int j = 0; j < width; j++)
        {
            for (int r = j; r < width; r++)
            {
                covariance[j, r] /= points.Length;
                covariance[r, j] = covariance[j, r];
            }

            covariance[j, j] += Ridge;
        }

        return covariance;
    }

    static double[,] Inverse(double[,] matrix) => MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(matrix).Cholesky().Solve(MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseIdentity(matrix.GetLength(0))).ToArray();

    sealed record CategoryPart(ReadOnlyMemory<int> Codes, int[] Indicators, int Count)
    {
        public int Indicator(int row) => Codes.Span[row] is var code and >= 0 ? Indicators[code] : -1;
    }
}

/// <summary>What two numbers are expected to be by the rest of their row, with the precision matrix of the pair.</summary>
readonly record struct PairExpectation(double A, double B, double PrecisionA, double PrecisionB, double Cross)
{
    /// <summary>Squared distance of a pair from what is expected.</summary>
    public double Distance(double a, double b) => (PrecisionA * (a - A) * (a - A)) + (PrecisionB * (b - B) * (b - B)) + (2 * Cross * (a - A) * (b - B));
}
