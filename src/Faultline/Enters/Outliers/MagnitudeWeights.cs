namespace Faultline;

/// <summary>A row and how much of the table's magnitude it accounts for.</summary>
/// <param name="Row">Row number.</param>
/// <param name="Weight">1 for a row by itself, near 0 or below among many others.</param>
public sealed record WeightedRow(int Row, double Weight);

/// <summary>Magnitude weighting of FL104, beside the distances.</summary>
/// <param name="Landmarks">Rows of the seeded sample among which similarities were solved.</param>
/// <param name="Scale">t: similarity is exp(−t · distance).</param>
/// <param name="Magnitude">How many rows the landmarks effectively are at that scale.</param>
/// <param name="AmongFlagged">Of the flagged rows, the share that is among as many rows of the highest weights; null where none is flagged.</param>
/// <param name="Rows">The rows of the highest weights, at most 1,000, highest first.</param>
public sealed record MagnitudeWeights(int Landmarks, double Scale, double Magnitude, double? AmongFlagged, IReadOnlyList<WeightedRow> Rows)
{
    const int BlockRows = 32;

    // Distances, and the factor of the landmarks' similarities, come first.
    const double ShareBefore = 0.4;

    /// <summary>Weighs every measured row; null where the similarities can not be solved.</summary>
    /// <param name="context">The check's context.</param>
    /// <param name="points">Measured rows, row-major.</param>
    /// <param name="dimensions">Numbers a row.</param>
    /// <param name="measured">The row of each point.</param>
    /// <param name="far">The points that the distances flag.</param>
    /// <param name="k">Neighbours whose typical distance is the scale.</param>
    /// <param name="landmarks">Most landmarks.</param>
    internal static MagnitudeWeights? Of(CheckContext context, float[] points, int dimensions, int[] measured, int[] far, int k, int landmarks)
    {
        int[] chosen = measured.Length <= landmarks ? [.. Enumerable.Range(0, measured.Length)] : context.Random("landmarks").Sample(measured.Length, landmarks);
        var sample = new float[chosen.Length * dimensions];
        for (int i = 0; i < chosen.Length; i++)
        {
            points.AsSpan(chosen[i] * dimensions, dimensions).CopyTo(sample.AsSpan(i * dimensions));
        }

        int near = Math.Min(k, chosen.Length - 1);
        float[] distances = NearestNeighbours.Exact(sample, dimensions, near, Distance.Euclidean, context.Threads, context.Cancellation).Distances;
        context.Progress(ShareBefore / 2);
        double[] positive = [.. distances.Where(distance => distance > 0).Select(distance => (double)distance)];
        double typical = positive.Length == 0 ? 0 : Quantiles.Of(positive, 0.5);
        if (!(typical > 0) || Faultline.Magnitude.Of(sample, dimensions, 1 / typical, context.Threads, context.Cancellation) is not { } magnitude)
        {
            return null;
        }

        var weights = new double[measured.Length];
        var isLandmark = new bool[measured.Length];
        for (int i = 0; i < chosen.Length; i++)
        {
            (weights[chosen[i]], isLandmark[chosen[i]]) = (magnitude.Weights[i], true);
        }

        int[] others = [.. Enumerable.Range(0, measured.Length).Where(i => !isLandmark[i])];
        int blocks = (others.Length + BlockRows - 1) / BlockRows, done = 0;
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation }, block =>
        {
            var own = others.AsSpan(block * BlockRows, Math.Min(BlockRows, others.Length - (block * BlockRows)));
            var rows = new float[own.Length * dimensions];
            for (int i = 0; i < own.Length; i++)
            {
                points.AsSpan(own[i] * dimensions, dimensions).CopyTo(rows.AsSpan(i * dimensions));
            }

            double[] found = magnitude.WeightsOf(rows);
            for (int i = 0; i < own.Length; i++)
            {
                weights[own[i]] = found[i];
            }

            context.Progress(ShareBefore + ((1 - ShareBefore) * Interlocked.Increment(ref done) / blocks));
        });
        int[] order = [.. Enumerable.Range(0, measured.Length).OrderByDescending(i => weights[i]).ThenBy(i => i)];
        double? among = far.Length == 0 ? null : order.Take(far.Length).Intersect(far).Count() / (double)far.Length;
        return new MagnitudeWeights(chosen.Length, 1 / typical, magnitude.Total, among, [.. order.Take(CheckDetails.ListLimit).Select(i => new WeightedRow(measured[i], weights[i]))]);
    }
}
