namespace Faultline;

/// <summary>
/// Rows of mixed columns as points, so that Euclidean distance treats the columns alike.
/// </summary>
/// <remarks>
/// Numbers and times: about standard normal (<see cref="TukeyScale"/>). Where most rows share one value, that value is 0 and the others lie beyond 1 by their
/// magnitude. Categories: one-hot, two different ones are 1 apart; categories below 1 % of the rows, and those after the 20 commonest, count as one ("rare"),
/// so that no spelling is far for being seldom. Missing numbers lie at the median; a column with 1 to 99 % missing gets a dimension that tells missing from
/// given, ½ apart. Scores end at ±50. Free text (more than half of its values distinct) and constant columns have no part in it.
/// </remarks>
sealed class MixedSpace
{
    const int MostCategories = 20;
    const double LeastShare = 0.01;
    const double Farthest = 50;
    const float MissingApart = 0.5f;
    static readonly float s_oneHot = (float)Math.Sqrt(0.5);

    MixedSpace(float[] rowMajor, int dimensions, IReadOnlyList<MixedColumn> columns) => (RowMajor, Dimensions, Columns) = (rowMajor, dimensions, columns);

    /// <summary>The points, row-major.</summary>
    public float[] RowMajor { get; }

    /// <summary>Dimensions of the space; 0 when no column takes part.</summary>
    public int Dimensions { get; }

    /// <summary>The columns that take part.</summary>
    public IReadOnlyList<MixedColumn> Columns { get; }

    /// <summary>Places the rows of some columns.</summary>
    /// <exception cref="InputException">Rows × dimensions are more than an array can hold.</exception>
    public static MixedSpace Of(IReadOnlyList<Column> columns, int threads, CancellationToken cancellation)
    {
        var parts = new float[columns.Count][][];
        int rows = columns.Count == 0 ? 0 : columns[0].RowCount;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, columns.Count, parallel, i => parts[i] = Dimension(columns[i]));
        var placed = new List<MixedColumn>();
        int dimensions = 0;
        for (int i = 0; i < columns.Count; i++)
        {
            if (parts[i].Length > 0)
            {
                placed.Add(new MixedColumn(columns[i], dimensions, parts[i].Length));
                dimensions += parts[i].Length;
            }
        }

        if ((long)rows * dimensions > Array.MaxLength)
        {
            throw new InputException($"{rows:N0} rows × {dimensions:N0} dimensions are more than fit in memory at once. Name fewer columns with --features.");
        }

        var rowMajor = new float[rows * dimensions];
        int at = 0;
        foreach (float[] dimension in parts.SelectMany(part => part))
        {
            for (int row = 0; row < rows; row++)
            {
                rowMajor[(row * dimensions) + at] = dimension[row];
            }

            at++;
        }

        return new MixedSpace(rowMajor, dimensions, placed);
    }

    static float[][] Dimension(Column column) => column switch
    {
        NumberColumn numbers => Numbers(numbers.Values),
        TimeColumn times => Numbers([.. times.Memory.ToArray().Select(value => value == TimeColumn.Missing ? double.NaN : value)]),
        TextColumn texts => Categories(texts),
        _ => [],
    };

    static float[][] Numbers(ReadOnlySpan<double> values)
    {
        int count = 0;
        double[] sorted = new double[values.Length];
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                sorted[count++] = value;
            }
        }

        Array.Resize(ref sorted, count);
        Array.Sort(sorted);
        if (count == 0 || sorted[0] == sorted[^1])
        {
            return [];
        }

        Func<double, double> score = TukeyScale.Fit(sorted) is { } scale ? scale.Score : AroundMode(sorted);
        var scores = new float[values.Length];
        int missing = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            missing += double.IsNaN(values[i]) ? 1 : 0;
            scores[i] = double.IsNaN(values[i]) ? 0 : double.IsInfinity(values[i]) ? (float)(Math.Sign(values[i]) * Farthest) : (float)Math.Clamp(score(values[i]), -Farthest, Farthest);
        }

        double share = missing / (double)values.Length;
        if (share is < LeastShare or > 1 - LeastShare)
        {
            return [scores];
        }

        var isMissing = new float[values.Length];
        for (int i = 0; i < isMissing.Length; i++)
        {
            isMissing[i] = double.IsNaN(values[i]) ? MissingApart : 0;
        }

        return [scores, isMissing];
    }

    /// <summary>More than half of the rows share one value: it is 0, the others lie around ±1 by the logarithm of how far they are from it.</summary>
    static Func<double, double> AroundMode(double[] sorted)
    {
        double mode = sorted[sorted.Length / 2];
        double[] apart = [.. sorted.Where(value => value != mode).Select(value => Math.Log(Math.Abs(value - mode))).Order()];
        double middle = Quantiles.OfSorted(apart, 0.5);
        double spread = Math.Max(0.25, Math.Max((Quantiles.OfSorted(apart, 0.75) - Quantiles.OfSorted(apart, 0.25)) / 1.349, (Quantiles.OfSorted(apart, 0.975) - middle) / 1.96));
        return value => value == mode ? 0 : Math.Sign(value - mode) * Math.Max(0.2, 1 + ((Math.Log(Math.Abs(value - mode)) - middle) / spread));
    }

    static float[][] Categories(TextColumn column)
    {
        int[] counts = column.Counts();
        int rows = column.RowCount, used = counts.Count(count => count > 0);
        if (used + (column.MissingCount > 0 ? 1 : 0) < 2 || used > Math.Max(MostCategories, rows / 2))
        {
            return [];
        }

        int[] common =
        [
            .. Enumerable.Range(0, counts.Length)
                .Where(code => counts[code] >= Math.Max(1, LeastShare * rows))
                .OrderByDescending(code => counts[code])
                .ThenBy(code => column.Categories[code], StringComparer.Ordinal)
                .Take(MostCategories),
        ];
        int[] place = new int[counts.Length];
        Array.Fill(place, common.Length);
        for (int i = 0; i < common.Length; i++)
        {
            place[common[i]] = i;
        }

        var dimensions = new float[common.Length + 2][];
        for (int i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = new float[rows];
        }

        ReadOnlySpan<int> codes = column.Codes;
        for (int row = 0; row < rows; row++)
        {
            dimensions[codes[row] < 0 ? common.Length + 1 : place[codes[row]]][row] = s_oneHot;
        }

        return [.. dimensions.Where(dimension => dimension.AsSpan().ContainsAnyExcept(0f))];
    }
}
