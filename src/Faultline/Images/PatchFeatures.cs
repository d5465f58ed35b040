using System.Numerics.Tensors;
using Faultline.Kernels;

namespace Faultline;

/// <summary>
/// Images as vectors, without a label and without a network: how much each of 128 kinds of patch is there in each ninth of the image, along the axes in which
/// that varies most. A linear model tells Fashion-MNIST's classes apart by them as well as boosted trees do by its pixels, and distances between them mean more
/// than distances between pixels.
/// </summary>
/// <remarks>Coates, Ng and Lee, AISTATS 2011. Images of more than 32 pixels a side are brought to 32 first. The seed is fixed: equal images, equal vectors.</remarks>
static class PatchFeatures
{
    /// <summary>Most dimensions.</summary>
    public const int MostDimensions = 256;

    const int LongestSide = 32;
    const int Grid = 3;
    const float Threshold = 0.25f;
    const int AxesRows = 10_000;
    const int Block = 4_096;

    /// <summary>One vector an image.</summary>
    /// <param name="images">At least one image.</param>
    /// <param name="threads">Threads; the vectors are the same whatever the number.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static VectorColumn Of(ImageSet images, int threads, CancellationToken cancellation)
    {
        var random = SeededRandom.For(0, "PatchFeatures");
        var scaling = ImageScaling.Within(images, LongestSide, grey: false);
        var dictionary = PatchDictionary.Learn(images, scaling, random, cancellation);
        var (down, across) = (Math.Min(Grid, dictionary.Down), Math.Min(Grid, dictionary.Across));
        var width = down * across * PatchDictionary.Atoms;
        int[] rows = images.Count <= AxesRows ? [.. Enumerable.Range(0, images.Count)] : random.Sample(images.Count, AxesRows);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        void Fill(ReadOnlyMemory<int> chosen, float[] features) =>
            Parallel.For(0, chosen.Length, parallel, () => new Reader(scaling, dictionary, down, across), (i, _, reader) => reader.Read(images.Image(chosen.Span[i]), features.AsSpan(i * width, width)), _ => { });

        var sample = new float[rows.Length * width];
        Fill(rows, sample);
        var axes = PrincipalAxes.Of(sample, width, MostDimensions, random, cancellation);
        var dimensions = Math.Max(1, axes.Count);
        var vectors = new float[checked(images.Count * dimensions)];
        int[] all = [.. Enumerable.Range(0, images.Count)];
        for (var start = 0; axes.Count > 0 && start < images.Count; start += Block)
        {
            var count = Math.Min(Block, images.Count - start);
            Fill(all.AsMemory(start, count), sample);
            for (var i = 0; i < count; i++)
            {
                var own = sample.AsSpan(i * width, width);
                TensorPrimitives.Subtract(own, axes.Mean, own);
            }

            Gemm.Multiply(count, dimensions, width, sample, axes.Across, vectors.AsSpan(start * dimensions, count * dimensions));
        }

        return new VectorColumn("images", vectors, dimensions) { AreAxes = true };
    }

    sealed class Reader(ImageScaling scaling, PatchDictionary dictionary, int down, int across)
    {
        readonly float[] _image = new float[scaling.Size];
        readonly float[] _patches = new float[dictionary.Down * dictionary.Across * dictionary.Numbers];
        readonly float[] _answers = new float[dictionary.Down * dictionary.Across * PatchDictionary.Atoms];

        public Reader Read(ReadOnlySpan<byte> image, Span<float> features)
        {
            scaling.Fill(image, _image);
            for (var y = 0; y < dictionary.Down; y++)
            {
                for (var x = 0; x < dictionary.Across; x++)
                {
                    dictionary.Copy(_image, y, x, scaling.Width, scaling.Channels, _patches.AsSpan(((y * dictionary.Across) + x) * dictionary.Numbers, dictionary.Numbers));
                }
            }

            var places = dictionary.Down * dictionary.Across;
            Gemm.Multiply(Simd.Tier, places, PatchDictionary.Atoms, dictionary.Numbers, _patches, dictionary.Filters, _answers, threads: 1);
            features.Clear();
            Span<float> limits = stackalloc float[PatchDictionary.Atoms];
            TensorPrimitives.Add(dictionary.Offsets, Threshold, limits);
            for (var y = 0; y < dictionary.Down; y++)
            {
                for (var x = 0; x < dictionary.Across; x++)
                {
                    var answers = _answers.AsSpan(((y * dictionary.Across) + x) * PatchDictionary.Atoms, PatchDictionary.Atoms);
                    TensorPrimitives.Subtract(answers, limits, answers);
                    TensorPrimitives.Max(answers, 0, answers);
                    var cell = features.Slice(((y * down / dictionary.Down * across) + (x * across / dictionary.Across)) * PatchDictionary.Atoms, PatchDictionary.Atoms);
                    TensorPrimitives.Add(cell, answers, cell);
                }
            }

            TensorPrimitives.Multiply(features, 1f / places, features);
            return this;
        }
    }
}
