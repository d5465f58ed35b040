using System.Numerics.Tensors;
using Faultline.Kernels;

namespace Faultline;

/// <summary>
/// What small patches of the images look like: patches of even brightness and contrast, made uncorrelated, and the directions around which they gather
/// (spherical k-means).
/// </summary>
/// <remarks>Coates, Ng and Lee, An Analysis of Single-Layer Networks in Unsupervised Feature Learning, AISTATS 2011.</remarks>
sealed class PatchDictionary
{
    /// <summary>Directions.</summary>
    public const int Atoms = 128;

    const int LongestPatch = 6;
    const int Samples = 20_000;
    const int Rounds = 10;
    const double Flat = 0.01;
    const double Softening = 0.1;

    PatchDictionary(ImageScaling scaling)
    {
        Side = Math.Min(LongestPatch, Math.Min(scaling.Height, scaling.Width));
        Numbers = Side * Side * scaling.Channels;
        (Down, Across) = (scaling.Height - Side + 1, scaling.Width - Side + 1);
    }

    /// <summary>Pixels of a patch's side.</summary>
    public int Side { get; }

    /// <summary>Numbers of a patch.</summary>
    public int Numbers { get; }

    /// <summary>Places of a patch in an image, down.</summary>
    public int Down { get; }

    /// <summary>Places of a patch in an image, across.</summary>
    public int Across { get; }

    /// <summary>Numbers × atoms: what a patch is multiplied with.</summary>
    public float[] Filters { get; private set; } = [];

    /// <summary>What is then taken off each answer.</summary>
    public float[] Offsets { get; private set; } = [];

    /// <summary>Learns from seeded patches.</summary>
    public static PatchDictionary Learn(ImageSet images, ImageScaling scaling, SeededRandom random, CancellationToken cancellation)
    {
        var dictionary = new PatchDictionary(scaling);
        var patches = dictionary.Draw(images, scaling, random);
        var (mean, factor) = dictionary.Whitening(patches);
        dictionary.Whiten(patches, mean, factor);
        cancellation.ThrowIfCancellationRequested();
        var atoms = dictionary.Gather(patches, random, cancellation);
        dictionary.Compose(atoms, mean, factor);
        return dictionary;
    }

    /// <summary>Copies one patch with its mean taken off and its contrast brought to 1; flat patches stay near 0.</summary>
    public void Copy(ReadOnlySpan<float> image, int top, int left, int width, int channels, Span<float> patch)
    {
        var line = Side * channels;
        for (var y = 0; y < Side; y++)
        {
            image.Slice((((top + y) * width) + left) * channels, line).CopyTo(patch[(y * line)..]);
        }

        var mean = TensorPrimitives.Sum<float>(patch) / patch.Length;
        TensorPrimitives.Subtract(patch, mean, patch);
        var scale = 1 / MathF.Sqrt((TensorPrimitives.SumOfSquares<float>(patch) / patch.Length) + (float)Flat);
        TensorPrimitives.Multiply(patch, scale, patch);
    }

    float[] Draw(ImageSet images, ImageScaling scaling, SeededRandom random)
    {
        var patches = new float[Samples * Numbers];
        var image = new float[scaling.Size];
        for (var i = 0; i < Samples; i++)
        {
            scaling.Fill(images.Image(random.NextInt(images.Count)), image);
            Copy(image, random.NextInt(Down), random.NextInt(Across), scaling.Width, scaling.Channels, patches.AsSpan(i * Numbers, Numbers));
        }

        return patches;
    }

    (double[] Mean, double[] Factor) Whitening(float[] patches)
    {
        var mean = new double[Numbers];
        for (var i = 0; i < patches.Length; i++)
        {
            mean[i % Numbers] += patches[i] / (double)Samples;
        }

        var transposed = new float[patches.Length];
        for (var i = 0; i < patches.Length; i++)
        {
            transposed[((i % Numbers) * Samples) + (i / Numbers)] = patches[i] - (float)mean[i % Numbers];
        }

        var covariance = new double[Numbers * Numbers];
        for (var a = 0; a < Numbers; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                double value = TensorPrimitives.Dot<float>(transposed.AsSpan(a * Samples, Samples), transposed.AsSpan(b * Samples, Samples)) / (double)Samples;
                covariance[(a * Numbers) + b] = covariance[(b * Numbers) + a] = value;
            }

            covariance[(a * Numbers) + a] += Softening;
        }

        // The covariance with its softening is positive definite.
        Cholesky.Factor(covariance, Numbers, 1, CancellationToken.None);
        return (mean, covariance);
    }

    // z solves Lz = x − mean: the factor whitens as well as any other root of the covariance, for all that follows is free of rotation.
    void Whiten(float[] patches, double[] mean, double[] factor)
    {
        var own = new double[Numbers];
        for (var i = 0; i < Samples; i++)
        {
            var patch = patches.AsSpan(i * Numbers, Numbers);
            for (var j = 0; j < own.Length; j++)
            {
                own[j] = patch[j] - mean[j];
            }

            Cholesky.Forward(factor, Numbers, own);
            for (var j = 0; j < own.Length; j++)
            {
                patch[j] = (float)own[j];
            }
        }
    }

    float[] Gather(float[] patches, SeededRandom random, CancellationToken cancellation)
    {
        var atoms = new float[Atoms * Numbers];
        var chosen = random.Sample(Samples, Atoms);
        for (var k = 0; k < Atoms; k++)
        {
            patches.AsSpan(chosen[k] * Numbers, Numbers).CopyTo(atoms.AsSpan(k * Numbers));
            Normalise(atoms.AsSpan(k * Numbers, Numbers));
        }

        var across = new float[Numbers * Atoms];
        var answers = new float[Samples * Atoms];
        for (var round = 0; round < Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            Transpose(atoms, Atoms, Numbers, across);
            Gemm.Multiply(Samples, Atoms, Numbers, patches, across, answers);
            var sums = new float[atoms.Length];
            for (var i = 0; i < Samples; i++)
            {
                var own = answers.AsSpan(i * Atoms, Atoms);
                var k = TensorPrimitives.IndexOfMax<float>(own);
                var sum = sums.AsSpan(k * Numbers, Numbers);
                TensorPrimitives.MultiplyAdd(patches.AsSpan(i * Numbers, Numbers), own[k], sum, sum);
            }

            for (var k = 0; k < Atoms; k++)
            {
                var sum = sums.AsSpan(k * Numbers, Numbers);
                if (Normalise(sum))
                {
                    sum.CopyTo(atoms.AsSpan(k * Numbers));
                }
            }
        }

        return atoms;
    }

    // An atom d answers d·L⁻¹(x − mean); with f = L⁻ᵀd that is f·x − f·mean.
    void Compose(float[] atoms, double[] mean, double[] factor)
    {
        Filters = new float[Numbers * Atoms];
        Offsets = new float[Atoms];
        var own = new double[Numbers];
        for (var k = 0; k < Atoms; k++)
        {
            for (var j = 0; j < own.Length; j++)
            {
                own[j] = atoms[(k * Numbers) + j];
            }

            Cholesky.Backward(factor, Numbers, own);
            for (var j = 0; j < own.Length; j++)
            {
                Filters[(j * Atoms) + k] = (float)own[j];
                Offsets[k] += (float)(own[j] * mean[j]);
            }
        }
    }

    static bool Normalise(Span<float> vector)
    {
        var norm = TensorPrimitives.Norm<float>(vector);
        if (norm > 1e-9f)
        {
            TensorPrimitives.Divide(vector, norm, vector);
        }

        return norm > 1e-9f;
    }

    static void Transpose(float[] from, int rows, int columns, float[] to)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                to[(column * rows) + row] = from[(row * columns) + column];
            }
        }
    }
}
