using System.Numerics.Tensors;

namespace Faultline;

/// <summary>
/// Distances between images of even brightness and contrast (√(2 − 2r) of their grey pixels, at most 64 a side), and how far from each other the images of a set lie:
/// the tenth nearest of a seeded sample, and the number of directions in which the set spreads (Levina and Bickel, 2004).
/// </summary>
sealed class ImageDistances
{
    const int LongestSide = 64;
    const int MostSample = 3_000;
    const double SampleWork = 4e9;
    const int K = 10;
    const float Flat = 4f / 255;

    readonly ImageSet _images;
    readonly ImageScaling _scaling;
    readonly int[] _sample;
    readonly float[] _standard;

    ImageDistances(ImageSet images, ImageScaling scaling, int[] sample)
    {
        (_images, _scaling, _sample) = (images, scaling, sample);
        _standard = new float[sample.Length * scaling.Size];
    }

    /// <summary>Directions in which the images spread; NaN with too few of them.</summary>
    public double Dimension { get; private set; } = double.NaN;

    /// <summary>The largest distance to the tenth nearest within the sample.</summary>
    public double FarthestTenth { get; private set; } = double.PositiveInfinity;

    public static ImageDistances Of(ImageSet images, int[] rows, SeededRandom random, int threads, CancellationToken cancellation)
    {
        var scaling = ImageScaling.Within(images, LongestSide, grey: true);
        var size = (int)Math.Min(Math.Min(MostSample, Math.Sqrt(SampleWork / scaling.Size)), rows.Length);
        var distances = new ImageDistances(images, scaling, [.. random.Sample(rows.Length, size).Select(i => rows[i])]);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, size, parallel, i => distances.Standardise(distances._sample[i], distances._standard.AsSpan(i * scaling.Size, scaling.Size)));
        var logs = new (double Sum, int Count, double Tenth)[size];
        Parallel.For(0, size <= K + 1 ? 0 : size, parallel, i => logs[i] = distances.Logs(i));
        var (sum, count) = (logs.Sum(log => log.Sum), logs.Sum(log => log.Count));
        distances.Dimension = sum > 0 ? count / sum : double.NaN;
        distances.FarthestTenth = logs.Max(log => log.Tenth);
        return distances;
    }

    /// <summary>The distance of two images.</summary>
    public double Between(int a, int b)
    {
        var (left, right) = (new float[_scaling.Size], new float[_scaling.Size]);
        Standardise(a, left);
        Standardise(b, right);
        return TensorPrimitives.Distance<float>(left, right) / Math.Sqrt(_scaling.Size);
    }

    /// <summary>The share of the sample that the tenth nearest ends, and its distance.</summary>
    public (double Share, double Distance) Tenth(int row)
    {
        var own = new float[_scaling.Size];
        Standardise(row, own);
        var near = Nearest(own, Array.IndexOf(_sample, row));
        return (K / (double)_sample.Length, near[^1]);
    }

    double[] Nearest(ReadOnlySpan<float> own, int excluded)
    {
        var apart = new double[_sample.Length];
        for (var i = 0; i < apart.Length; i++)
        {
            apart[i] = i == excluded ? double.PositiveInfinity : TensorPrimitives.Distance(own, _standard.AsSpan(i * _scaling.Size, _scaling.Size)) / Math.Sqrt(_scaling.Size);
        }

        Array.Sort(apart);
        return apart[..Math.Min(K, apart.Length)];
    }

    // Places 3 to 9 against the tenth: the two nearest may be copies. Their logarithms' mean is (Σ over places of H(9) − H(place − 1)) / 7 / dimension.
    (double Sum, int Count, double Tenth) Logs(int i)
    {
        var near = Nearest(_standard.AsSpan(i * _scaling.Size, _scaling.Size), i);
        var (sum, count) = (0.0, 0);
        for (var place = 3; place < K && near[2] > 0; place++)
        {
            double expected = 0;
            for (var h = place; h < K; h++)
            {
                expected += 1.0 / h;
            }

            sum += Math.Log(near[K - 1] / near[place - 1]) / expected;
            count++;
        }

        return (sum, count, near[^1]);
    }

    void Standardise(int row, Span<float> to)
    {
        _scaling.Fill(_images.Image(row), to);
        TensorPrimitives.Subtract(to, TensorPrimitives.Sum<float>(to) / to.Length, to);
        TensorPrimitives.Divide(to, MathF.Sqrt((TensorPrimitives.SumOfSquares<float>(to) / to.Length) + (Flat * Flat)), to);
    }
}
