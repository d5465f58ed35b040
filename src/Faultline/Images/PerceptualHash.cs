using System.Numerics.Tensors;

namespace Faultline;

/// <summary>
/// What images look like from afar: the 64 slowest waves of each (a discrete cosine transform of 32 × 32 grey values, its mean left out), and 64 bits that say
/// which of them stand above the set's median. Half of the images have each bit, whatever the images are of.
/// </summary>
sealed class PerceptualHash
{
    /// <summary>Waves, and bits.</summary>
    public const int Bits = 64;

    const int Side = 32;
    const int Waves = 11;
    const int MedianRows = 100_000;

    static readonly (int Down, int Across)[] s_slowest =
        [.. Enumerable.Range(0, Waves * Waves).Select(i => (Down: i / Waves, Across: i % Waves)).OrderBy(wave => wave.Down + wave.Across).ThenBy(wave => wave.Down).Skip(1).Take(Bits)];

    PerceptualHash(float[] waves, ulong[] hashes, float[] medians, float[] spreads) => (_waves, Hashes, _medians, _spreads) = (waves, hashes, medians, spreads);

    readonly float[] _waves;
    readonly float[] _medians;
    readonly float[] _spreads;

    /// <summary>One hash an image.</summary>
    public ulong[] Hashes { get; }

    /// <summary>Hashes images.</summary>
    public static PerceptualHash Of(ImageSet images, SeededRandom random, int threads, CancellationToken cancellation)
    {
        var cosines = Cosines();
        var scaling = ImageScaling.Square(images, Side);
        var waves = new float[checked(images.Count * Bits)];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, images.Count, parallel, () => (Grey: new float[Side * Side], Rows: new float[Waves * Side]), (row, _, work) =>
        {
            scaling.Fill(images.Image(row), work.Grey);
            Transform(cosines, work.Grey, work.Rows, waves.AsSpan(row * Bits, Bits));
            return work;
        }, _ => { });

        int[] sample = images.Count <= MedianRows ? [.. Enumerable.Range(0, images.Count)] : random.Sample(images.Count, MedianRows);
        var (medians, spreads) = (new float[Bits], new float[Bits]);
        Parallel.For(0, Bits, parallel, bit =>
        {
            double[] values = [.. sample.Select(row => (double)waves[(row * Bits) + bit])];
            NumberSort.Ascending(values);
            medians[bit] = (float)Quantiles.OfSorted(values, 0.5);
            spreads[bit] = (float)Math.Max(1e-6, Quantiles.OfSorted(values, 0.75) - Quantiles.OfSorted(values, 0.25));
        });
        var hashes = new ulong[images.Count];
        for (var row = 0; row < hashes.Length; row++)
        {
            for (var bit = 0; bit < Bits; bit++)
            {
                hashes[row] |= waves[(row * Bits) + bit] > medians[bit] ? 1UL << bit : 0;
            }
        }

        return new PerceptualHash(waves, hashes, medians, spreads);
    }

    /// <summary>How far a bit of an image is from turning over, in spreads of its wave over the set.</summary>
    public float Certainty(int row, int bit) => Math.Abs(_waves[(row * Bits) + bit] - _medians[bit]) / _spreads[bit];

    /// <summary>Squared distance of two images' waves over the mean of their squares: 0 for equal ones, about 2 for unrelated ones.</summary>
    public double Distance(int a, int b)
    {
        ReadOnlySpan<float> left = _waves.AsSpan(a * Bits, Bits), right = _waves.AsSpan(b * Bits, Bits);
        double squares = TensorPrimitives.SumOfSquares(left) + TensorPrimitives.SumOfSquares(right);
        double apart = TensorPrimitives.Distance(left, right);
        return squares > 0 ? 2 * apart * apart / squares : 0;
    }

    static float[] Cosines()
    {
        var cosines = new float[Waves * Side];
        for (var wave = 0; wave < Waves; wave++)
        {
            for (var x = 0; x < Side; x++)
            {
                cosines[(wave * Side) + x] = (float)(Math.Sqrt((wave == 0 ? 1.0 : 2.0) / Side) * Math.Cos(Math.PI * wave * ((2 * x) + 1) / (2 * Side)));
            }
        }

        return cosines;
    }

    static void Transform(float[] cosines, float[] grey, float[] rows, Span<float> waves)
    {
        Array.Clear(rows);
        for (var wave = 0; wave < Waves; wave++)
        {
            var to = rows.AsSpan(wave * Side, Side);
            for (var y = 0; y < Side; y++)
            {
                TensorPrimitives.MultiplyAdd(grey.AsSpan(y * Side, Side), cosines[(wave * Side) + y], to, to);
            }
        }

        for (var bit = 0; bit < Bits; bit++)
        {
            var (down, across) = s_slowest[bit];
            waves[bit] = TensorPrimitives.Dot<float>(rows.AsSpan(down * Side, Side), cosines.AsSpan(across * Side, Side));
        }
    }
}
