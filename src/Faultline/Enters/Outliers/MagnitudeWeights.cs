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
        double[] positive = [.. distances.Where(distance => distance > 0).Select(distance => (double)distance)];
        double typical = positive.Length == 0 ? 0 : Quantiles.Of(positive, 0.5);
        if (!(typical > 0) || Faultline.Magnitude.Of(sample, dimensions, 1 / typical, context.Threads, context.Cancellation) is not { } found)
        {
            return null;
        }

        var weights = new double[measured.Length];
        var isLandmark = new bool[measured.Length];
        for (int i = 0; i < chosen.Length; i++)
        {
            (weights[chosen[i]], isLandmark[chosen[i]]) = (found.Weights[i], true);
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation };
        Parallel.For(0, measured.Length, parallel, i => weights[i] = isLandmark[i] ? weights[i] : found.WeightOf(points.AsSpan(i * dimensions, dimensions)));
        int[] order = [.. Enumerable.Range(0, measured.Length).OrderByDescending(i => weights[i]).ThenBy(i => i)];
        double? among = far.Length == 0 ? null : order.Take(far.Length).Intersect(far).Count() / (double)far.Length;
        return new MagnitudeWeights(chosen.Length, 1 / typical, found.Total, among, [.. order.Take(CheckDetails.ListLimit).Select(i => new WeightedRow(measured[i], weights[i]))]);
    }
}
