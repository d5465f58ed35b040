using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Faultline.Kernels;

namespace Faultline;

/// <summary>Lets every row of a leaf meet every other one: products screen the pairs in float32, what may be near is measured in float64. One to a thread.</summary>
sealed unsafe class LeafPairs(RowMatrix rows, Distance distance, NearLists lists, int mostOfALeaf)
{
    // What float32 products may be off by, of the rows' squared sizes about the middle of the leaf.
    const float Rounding = 4e-6f;

    readonly float[] _points = new float[mostOfALeaf * rows.Dimensions];
    readonly float[] _turned = new float[mostOfALeaf * rows.Dimensions];
    readonly float[] _products = new float[mostOfALeaf * mostOfALeaf];
    readonly float[] _squares = new float[mostOfALeaf];
    readonly float[] _lowest = new float[lists.Width];

    /// <summary>The distance of two rows as it is told: not squared.</summary>
    public static float Apart(RowMatrix rows, Distance distance, int a, int b) => distance == Distance.Cosine
        ? (float)PairDistance.Cosine(rows.Row(a), rows.Row(b), rows.Dimensions, rows.Square(a), rows.Square(b))
        : (float)Math.Sqrt(PairDistance.SquaredEuclidean(rows.Row(a), rows.Row(b), rows.Dimensions));

    /// <summary>Offers the rows of a leaf to each other.</summary>
    public void Meet(ReadOnlySpan<int> members)
    {
        int count = members.Length, d = rows.Dimensions;
        Gather(members);
        Gemm.Multiply(Simd.Tier, count, count, d, _points, _turned, _products, 1);
        for (int i = 0; i < count; i++)
        {
            Span<float> least = _products.AsSpan(i * count, count);
            Bound(least, _squares.AsSpan(0, count), _squares[i]);
            least[i] = float.PositiveInfinity;
            float worst = lists.Worst(members[i]);
            float limit = float.IsPositiveInfinity(worst) ? Enough(least) : Squared(worst);
            for (int from = 0; from < count; from += Vector<float>.Count)
            {
                int to = Math.Min(count, from + Vector<float>.Count);
                if (to - from == Vector<float>.Count && !Vector.LessThanOrEqualAny(new Vector<float>(least[from..]), new Vector<float>(limit)))
                {
                    continue;
                }

                for (int j = from; j < to; j++)
                {
                    if (least[j] <= limit)
                    {
                        lists.Offer(members[i], members[j], Apart(rows, distance, members[i], members[j]));
                    }
                }
            }
        }
    }

    // About their mean rows are small, and products keep their digits.
    void Gather(ReadOnlySpan<int> members)
    {
        int count = members.Length, d = rows.Dimensions;
        var mean = new double[d];
        for (int i = 0; i < count; i++)
        {
            float* row = rows.Row(members[i]);
            double scale = distance == Distance.Cosine && rows.Square(members[i]) > 0 ? 1 / Math.Sqrt(rows.Square(members[i])) : 1;
            for (int j = 0; j < d; j++)
            {
                _points[(i * d) + j] = (float)(row[j] * scale);
                mean[j] += row[j] * scale / count;
            }
        }

        for (int i = 0; i < count; i++)
        {
            float square = 0;
            for (int j = 0; j < d; j++)
            {
                float value = _points[(i * d) + j] - (float)mean[j];
                _points[(i * d) + j] = value;
                _turned[(j * count) + i] = value;
                square += value * value;
            }

            _squares[i] = square;
        }
    }

    // Products to squared distances, less what rounding may have added.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Bound(Span<float> products, ReadOnlySpan<float> squares, float own)
    {
        int j = 0;
        for (; j <= products.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            ((new Vector<float>(own) + new Vector<float>(squares[j..])) * new Vector<float>(1 - Rounding) - (new Vector<float>(2) * new Vector<float>(products[j..]))).CopyTo(products[j..]);
        }

        for (; j < products.Length; j++)
        {
            products[j] = ((own + squares[j]) * (1 - Rounding)) - (2 * products[j]);
        }
    }

    // A limit that at least as many reach as a list has places: the largest of the least of as many parts.
    float Enough(ReadOnlySpan<float> least)
    {
        int parts = lists.Width;
        if (least.Length < 2 * parts)
        {
            return float.PositiveInfinity;
        }

        Span<float> lowest = _lowest.AsSpan(0, parts);
        lowest.Fill(float.PositiveInfinity);
        for (int from = 0; from + parts <= least.Length; from += parts)
        {
            TensorPrimitives.Min(lowest, least.Slice(from, parts), lowest);
        }

        // What rounding took off a bound comes back: a near row may have lost less than others.
        return TensorPrimitives.Max<float>(lowest) + (4 * Rounding * TensorPrimitives.Max<float>(_squares.AsSpan(0, least.Length)));
    }

    // Between unit vectors the squared distance is twice one minus the cosine. A row without a direction is at 1 from the others.
    float Squared(float worst) => distance == Distance.Cosine ? (rows.HasZeroRow ? float.PositiveInfinity : 2 * worst) : worst * worst;
}
