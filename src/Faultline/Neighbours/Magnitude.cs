using System.Numerics.Tensors;

namespace Faultline;

/// <summary>
/// How many points a set of points effectively is at a scale (Leinster's magnitude), and how much of that each point accounts for: weights w with Zw = 1 for the
/// similarities z = exp(−t·distance). Points with near ones share a weight; a point by itself has a weight of nearly 1.
/// </summary>
/// <remarks>
/// Leinster, The Magnitude of Metric Spaces, 2013, arXiv:1012.5857. Equal points share what one of them would have, so that Z stays invertible. Time is cubic in the
/// points and memory 8 n² bytes, so callers take a sample; <see cref="WeightsOf"/> gives every other point the weight that it would have beside the sample.
/// </remarks>
sealed class Magnitude
{
    readonly float[] _points;
    readonly int _dimensions;
    readonly double[] _factor;
    readonly double[] _distinctWeights;
    readonly double _scale;

    Magnitude(float[] points, int dimensions, double[] factor, double[] weights, double scale) =>
        (_points, _dimensions, _factor, _distinctWeights, _scale) = (points, dimensions, factor, weights, scale);

    /// <summary>The magnitude: the sum of the weights, from 1 for points that are all alike to their number for points far apart.</summary>
    public double Total => TensorPrimitives.Sum<double>(_distinctWeights);

    /// <summary>Weight of each given point; the weights of equal points are equal and sum to that of one.</summary>
    public double[] Weights { get; private init; } = [];

    /// <summary>Weights points.</summary>
    /// <param name="points">Row-major, finite.</param>
    /// <param name="dimensions">Numbers a point.</param>
    /// <param name="scale">t above 0: distances count in units of 1/t.</param>
    /// <param name="threads">Threads; the weights are the same whatever the number.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Null where the similarities can not be solved to working precision: the scale is too small for points so close.</returns>
    public static Magnitude? Of(float[] points, int dimensions, double scale, int threads, CancellationToken cancellation)
    {
        var (distinct, place) = Distinct(points, dimensions);
        var n = distinct.Length / dimensions;
        var similarities = new double[n * n];
        Parallel.For(0, n, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, row => Similarities(distinct, dimensions, scale, distinct.AsSpan(row * dimensions, dimensions), similarities.AsSpan(row * n, row + 1)));
        if (!Cholesky.Factor(similarities, n, threads, cancellation))
        {
            return null;
        }

        var weights = new double[n];
        Array.Fill(weights, 1);
        Cholesky.Forward(similarities, n, weights);
        Cholesky.Backward(similarities, n, weights);
        var copies = new int[n];
        foreach (var at in place)
        {
            copies[at]++;
        }

        return new Magnitude(distinct, dimensions, similarities, weights, scale) { Weights = [.. place.Select(at => weights[at] / copies[at])] };
    }

    /// <summary>The weight that each of some points would have as one more: (1 − zᵀw) / (1 − zᵀZ⁻¹z), by the inverse of a bordered matrix; 0 for a point that is there already.</summary>
    /// <param name="points">Row-major; a few dozen at a time cost least a point.</param>
    public double[] WeightsOf(ReadOnlySpan<float> points)
    {
        var n = _distinctWeights.Length;
        var weights = new double[points.Length / _dimensions];
        var z = new double[weights.Length * n];
        for (var i = 0; i < weights.Length; i++)
        {
            var own = z.AsSpan(i * n, n);
            Similarities(_points, _dimensions, _scale, points.Slice(i * _dimensions, _dimensions), own);
            weights[i] = 1 - TensorPrimitives.Dot<double>(own, _distinctWeights);
        }

        Cholesky.ForwardAll(_factor, n, z);
        for (var i = 0; i < weights.Length; i++)
        {
            var left = 1 - TensorPrimitives.SumOfSquares<double>(z.AsSpan(i * n, n));
            weights[i] = left > 1e-9 ? weights[i] / left : 0;
        }

        return weights;
    }

    static void Similarities(float[] points, int dimensions, double scale, ReadOnlySpan<float> point, Span<double> to)
    {
        for (var other = 0; other < to.Length; other++)
        {
            double squares = 0;
            var beside = points.AsSpan(other * dimensions, dimensions);
            for (var d = 0; d < dimensions; d++)
            {
                var difference = (double)point[d] - beside[d];
                squares += difference * difference;
            }

            to[other] = Math.Exp(-scale * Math.Sqrt(squares));
        }
    }

    static (float[] Points, int[] Place) Distinct(float[] points, int dimensions)
    {
        var seen = new Dictionary<int, List<int>>();
        var place = new int[points.Length / dimensions];
        var kept = new List<int>();
        for (var row = 0; row < place.Length; row++)
        {
            var own = points.AsSpan(row * dimensions, dimensions);
            var hash = default(HashCode);
            foreach (var value in own)
            {
                hash.Add(value);
            }

            var key = hash.ToHashCode();
            if (!seen.TryGetValue(key, out var same))
            {
                seen[key] = same = [];
            }

            var found = -1;
            foreach (var at in same)
            {
                found = points.AsSpan(kept[at] * dimensions, dimensions).SequenceEqual(own) ? at : found;
            }

            if (found < 0)
            {
                same.Add(found = kept.Count);
                kept.Add(row);
            }

            place[row] = found;
        }

        var distinct = new float[kept.Count * dimensions];
        for (var i = 0; i < kept.Count; i++)
        {
            points.AsSpan(kept[i] * dimensions, dimensions).CopyTo(distinct.AsSpan(i * dimensions));
        }

        return (distinct, place);
    }
}
