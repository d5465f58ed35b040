namespace Faultline;

/// <summary>FL104: which rows lie far from every other row?</summary>
/// <remarks>
/// The score of a row falls with its mean distance to its k nearest rows, over the feature columns (<see cref="MixedSpace"/> documents the scaling) or the
/// user's embedding, which is not scaled. Rows are flagged beyond a limit fitted to the tail of the distances (<see cref="OutlierThreshold"/>).
/// </remarks>
public sealed record Outliers : ICheck<Outliers>
{
    const int LeastRows = 50;
    const int BlockRows = 131_072;

    /// <inheritdoc/>
    public static CheckInfo Info { get; } = new(
        "FL104",
        "Outliers",
        Stage.Enters,
        "Which rows lie far from every other row?",
        CheckMaturity.Preview,
        Needs.None,
        "about 8 bytes a row and dimension up to 200,000 rows, 120 bytes a row",
        [
            new Source("Efficient Algorithms for Mining Outliers from Large Data Sets", 2000, "doi:10.1145/342009.335437"),
            new Source("The Magnitude of Metric Spaces", 2013, "arXiv:1012.5857"),
        ]);

    /// <inheritdoc/>
    public static Outliers Standard { get; } = new();

    /// <inheritdoc/>
    public static IReadOnlyList<CheckOption<Outliers>> Options { get; } =
    [
        CheckOption.Whole<Outliers>("k", "Neighbours whose mean distance is a row's distance.", 10, 1, 1000, (check, value) => check with { K = value }),
        CheckOption.Number<Outliers>("maximumShare", "At most this share of the rows is flagged, the farthest.", 0.02, 0, 0.5, (check, value) => check with { MaximumShare = value }),
        CheckOption.Whole<Outliers>("exactRows", "Up to so many rows every row is compared with every other.", 200_000, 0, 10_000_000, (check, value) => check with { ExactRows = value }),
        CheckOption.Whole<Outliers>("magnitude", "Also weigh every row by magnitude, solved among so many seeded rows; 0 does not. The details list the highest weights; nothing is flagged by them.", 0, 0, 5_000, (check, value) => check with { Landmarks = value }),
        CheckOption.Whole<Outliers>("referenceRows", "Above that, every row is compared with a seeded sample of so many rows.", 50_000, 100, 10_000_000, (check, value) => check with { ReferenceRows = value }),
    ];

    /// <summary>Neighbours whose mean distance is a row's distance. Default 10, 1 to 1,000.</summary>
    public int K { get; init; } = 10;

    /// <summary>At most this share of the rows is flagged. Default 0.02, 0 to 0.5.</summary>
    public double MaximumShare { get; init; } = 0.02;

    /// <summary>Up to so many rows the search is exact over all of them. Default 200,000.</summary>
    public int ExactRows { get; init; } = 200_000;

    /// <summary>Above that, rows of the seeded reference. Default 50,000.</summary>
    public int ReferenceRows { get; init; } = 50_000;

    /// <summary>Seeded rows among which magnitude is solved; 0 does not. Default 0, at most 5,000.</summary>
    public int Landmarks { get; init; }

    /// <inheritdoc/>
    public Verdict Run(CheckContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var embedding = context.Embedding;
        bool embedded = embedding is not null;
        context.Cancellation.ThrowIfCancellationRequested();
        MixedSpace? space = embedded ? null : MixedSpace.Of(Columns(context), context.Threads, context.Cancellation);
        int dimensions = space?.Dimensions ?? embedding!.Dimensions;
        if (dimensions == 0)
        {
            return Verdict.Skipped("no feature is a number, a moment or a category with two different values, and of free text or keys no distance is measured; give --embedding, or name columns with --features");
        }

        int[] measured = embedded ? EmbeddingNeighbours.Measurable(embedding!) : [.. Enumerable.Range(0, context.Data.RowCount)];
        if (measured.Length < LeastRows)
        {
            return Verdict.Unmeasured($"{measured.Length} rows; at least {LeastRows} are needed to tell a far row from a sparse table");
        }

        PointRows points = space?.Points ?? EmbeddingNeighbours.Points(embedding!, measured);
        NeighbourDistances found = Search(context, points, embedding);
        OutlierThreshold threshold = OutlierThreshold.Fit(found.Mean, scaled: !embedded, MaximumShare);
        double[] scores = new double[context.Data.RowCount], distances = new double[context.Data.RowCount];
        Array.Fill(scores, double.NaN);
        Array.Fill(distances, double.NaN);
        for (int i = 0; i < measured.Length; i++)
        {
            scores[measured[i]] = threshold.Score(found.Mean[i]);
            distances[measured[i]] = found.Mean[i];
        }

        int[] far = [.. Enumerable.Range(0, measured.Length).Where(i => found.Mean[i] > threshold.Limit).OrderByDescending(i => found.Mean[i]).ThenBy(i => i)];
        var report = new OutliersReport(context, space, found, threshold, far, measured);
        var flagged = new bool[context.Data.RowCount];
        foreach (int i in far)
        {
            flagged[measured[i]] = true;
        }

        var weights = Landmarks < 2 ? null : MagnitudeWeights.Of(context, points.All(Parallel(context)), dimensions, measured, far, Math.Min(K, Landmarks - 1), Landmarks);
        return Verdict.Of(far.Length == 0 ? [] : [report.Finding()]) with
        {
            Details = report.Details(K, dimensions) with { Magnitude = weights },
            Rows = new RowScores(scores, flagged),
            RowsScored = measured.Length,
            Warnings = Landmarks >= 2 && weights is null ? ["FL104.magnitude: the similarities of the rows can not be solved; the rows are all alike, or too many nearly so."] : [],
            Plan = found.Sampled
                ? [$"distances of all {measured.Length:N0} rows to a seeded sample of {found.ReferenceRows:N0} (exact up to {ExactRows:N0}; --set FL104.exactRows lifts it)"]
                : [],
        };
    }

    static List<Column> Columns(CheckContext context)
    {
        var left = new HashSet<string>(context.Roles.Text.Concat(context.Roles.Probabilities).Concat(context.Roles.Ignored), StringComparer.Ordinal);
        return [.. context.Roles.Features.Distinct(StringComparer.Ordinal).Where(name => !left.Contains(name)).Select(name => context.Data[name])];
    }

    NeighbourDistances Search(CheckContext context, PointRows points, VectorColumn? embedding)
    {
        int rows = points.Count, k = Math.Min(K, rows - 1);
        if (rows <= ExactRows || rows <= ReferenceRows)
        {
            if (embedding is not null)
            {
                EmbeddingNeighbours.Graph graph = context.Near.Of(embedding, k, context.Threads, context.Cancellation);
                return new NeighbourDistances(points, k, graph.Near, graph.Distances, rows, Sampled: false);
            }

            (int[] near, float[] distances) = NearestNeighbours.Exact(points.All(Parallel(context)), points.Dimensions, points.Indicators, k, context.Threads, context.Cancellation);
            return new NeighbourDistances(points, k, near, distances, rows, Sampled: false);
        }

        int[] sample = context.Random("reference").Sample(rows, ReferenceRows);
        Array.Sort(sample);
        float[] reference = points.Take(sample);
        int[] own = new int[rows];
        Array.Fill(own, -1);
        for (int i = 0; i < sample.Length; i++)
        {
            own[sample[i]] = i;
        }

        // Rows do not look at each other: they are asked block by block, so that the points of all of them are never held.
        var (indices, apart) = (new int[rows * k], new float[rows * k]);
        for (int from = 0; from < rows; from += BlockRows)
        {
            int to = Math.Min(from + BlockRows, rows);
            (int[] near, float[] distances) = NearestNeighbours.Exact(points.Range(from, to, Parallel(context)), reference, points.Dimensions, points.Indicators, k, own.AsMemory(from, to - from), context.Threads, context.Cancellation);
            distances.CopyTo(apart, from * k);
            for (int i = 0; i < near.Length; i++)
            {
                indices[(from * k) + i] = sample[near[i]];
            }

            context.Progress(to / (double)rows);
        }

        return new NeighbourDistances(points, k, indices, apart, sample.Length, Sampled: true);
    }

    static ParallelOptions Parallel(CheckContext context) => new() { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation };
}
