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

    MixedSpace(PointRows points, IReadOnlyList<MixedColumn> columns) => (Points, Columns) = (points, columns);

    /// <summary>The points, one a row of the table.</summary>
    public PointRows Points { get; }

    /// <summary>Dimensions of the space; 0 when no column takes part.</summary>
    public int Dimensions => Points.Dimensions;

    /// <summary>The columns that take part.</summary>
    public IReadOnlyList<MixedColumn> Columns { get; }

    /// <summary>Fits the scales of some columns; the points are placed when they are asked for.</summary>
    public static MixedSpace Of(IReadOnlyList<Column> columns, int threads, CancellationToken cancellation)
    {
        var parts = new (int Count, PointRows.Writer? Write)[columns.Count];
        int rows = columns.Count == 0 ? 0 : columns[0].RowCount;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, columns.Count, parallel, i => parts[i] = Dimensioned(columns[i]));
        var placed = new List<MixedColumn>();
        var writers = new List<(int From, int Count, PointRows.Writer Write)>();
        int dimensions = 0;
        for (int i = 0; i < columns.Count; i++)
        {
            if (parts[i].Write is { } write)
            {
                placed.Add(new MixedColumn(columns[i], dimensions, parts[i].Count));
                writers.Add((dimensions, parts[i].Count, write));
                dimensions += parts[i].Count;
            }
        }

        (int, int)[] categories = [.. placed.Where(column => column.Column is TextColumn).Take(Indicators.MostGroups).Select(column => (column.From, column.Count))];
        int[] missing = [.. placed.Where(column => column.Column is not TextColumn && column.Count > 1).Select(column => column.From + 1)];
        return new MixedSpace(new PointRows(rows, dimensions, Write) { Indicators = new Indicators(s_oneHot, categories, missing) }, placed);

        void Write(int row, Span<float> to)
        {
            foreach (var (from, count, write) in writers)
            {
                write(row, to.Slice(from, count));
            }
        }
    }

    static (int Count, PointRows.Writer? Write) Dimensioned(Column column) => column switch
    {
        NumberColumn numbers => Numbers(numbers.Memory),
        TimeColumn times => Numbers(times.Memory.ToArray().Select(value => value == TimeColumn.Missing ? double.NaN : value).ToArray()),
        TextColumn texts => Categories(texts),
        _ => default,
    };

    static (int Count, PointRows.Writer? Write) Numbers(ReadOnlyMemory<double> values)
    {
        int count = 0, missing = 0;
        double[] sorted = new double[values.Length];
        foreach (double value in values.Span)
        {
            missing += double.IsNaN(value) ? 1 : 0;
            if (double.IsFinite(value))
            {
                sorted[count++] = value;
            }
        }

        Span<double> finite = sorted.AsSpan(0, count);
        NumberSort.Ascending(finite);
        if (count == 0 || finite[0] == finite[^1])
        {
            return default;
        }

        Func<double, double> score = TukeyScale.Fit(finite) is { } scale ? scale.Score : AroundMode(finite);
        double share = missing / (double)values.Length;
        bool tells = share is not (< LeastShare or > 1 - LeastShare);
        return (tells ? 2 : 1, (row, to) =>
        {
            double value = values.Span[row];
            to[0] = double.IsNaN(value) ? 0 : double.IsInfinity(value) ? (float)(Math.Sign(value) * Farthest) : (float)Math.Clamp(score(value), -Farthest, Farthest);
            if (tells)
            {
                to[1] = double.IsNaN(value) ? MissingApart : 0;
            }
        }
        );
    }

    /// <summary>More than half of the rows share one value: it is 0, the others lie around ±1 by the logarithm of how far they are from it.</summary>
    static Func<double, double> AroundMode(ReadOnlySpan<double> sorted)
    {
        double mode = sorted[sorted.Length / 2];
        double[] apart = [.. sorted.ToArray().Where(value => value != mode).Select(value => Math.Log(Math.Abs(value - mode))).Order()];
        double middle = Quantiles.OfSorted(apart, 0.5);
        double spread = Math.Max(0.25, Math.Max(Quantiles.Spread(apart), (Quantiles.OfSorted(apart, 0.975) - middle) / 1.96));
        return value => value == mode ? 0 : Math.Sign(value - mode) * Math.Max(0.2, 1 + ((Math.Log(Math.Abs(value - mode)) - middle) / spread));
    }

    static (int Count, PointRows.Writer? Write) Categories(TextColumn column)
    {
        int[] counts = column.Counts();
        int rows = column.RowCount, used = counts.Count(count => count > 0);
        if (used + (column.MissingCount > 0 ? 1 : 0) < 2 || used > Math.Max(MostCategories, rows / 2))
        {
            return default;
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

        // The rare share a dimension, and so do the missing, each where there are any.
        bool isRare = Enumerable.Range(0, counts.Length).Any(code => counts[code] > 0 && place[code] == common.Length);
        int dimensions = common.Length + (isRare ? 1 : 0) + (column.MissingCount > 0 ? 1 : 0);
        ReadOnlyMemory<int> codes = column.Memory;
        return (dimensions, (row, to) =>
        {
            int code = codes.Span[row];
            to.Clear();
            to[code < 0 ? dimensions - 1 : place[code]] = s_oneHot;
        }
        );
    }
}
