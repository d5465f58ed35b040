using System.Numerics.Tensors;

namespace Faultline;

/// <summary>The box around each run of rows, so that runs too far off to hold a neighbour are passed over.</summary>
sealed unsafe class RowBoxes
{
    // Far above the rounding of a sum of squares, far below what a distance is wanted to.
    const double Safety = 1 - 1e-9;

    readonly float[] _lows;
    readonly float[] _highs;
    readonly int _dimensions;

    /// <param name="rows">The rows.</param>
    /// <param name="width">Rows of a run.</param>
    /// <param name="parallel">Threads and cancellation; they change nothing.</param>
    public RowBoxes(RowMatrix rows, int width, ParallelOptions parallel)
    {
        _dimensions = rows.Dimensions;
        int boxes = (rows.Rows + width - 1) / width;
        _lows = new float[boxes * _dimensions];
        _highs = new float[boxes * _dimensions];
        Parallel.For(0, boxes, parallel, box => Fit(rows, box * width, Math.Min(rows.Rows, (box + 1) * width), Lows(box), Highs(box)));
    }

    /// <summary>The box around rows [from, to).</summary>
    public static void Fit(RowMatrix rows, int from, int to, Span<float> lows, Span<float> highs)
    {
        Empty(lows, highs);
        for (int row = from; row < to; row++)
        {
            Take(rows, row, lows, highs);
        }
    }

    /// <summary>The box around some rows.</summary>
    public static void Fit(RowMatrix rows, ReadOnlySpan<int> some, Span<float> lows, Span<float> highs)
    {
        Empty(lows, highs);
        foreach (int row in some)
        {
            Take(rows, row, lows, highs);
        }
    }

    /// <summary>A squared distance that no pair of a row in the given box and a row of this one falls below.</summary>
    public double Apart(int box, ReadOnlySpan<float> lows, ReadOnlySpan<float> highs)
    {
        Span<float> ownLows = Lows(box), ownHighs = Highs(box);
        double sum = 0;
        for (int d = 0; d < lows.Length; d++)
        {
            double gap = Math.Max(0, Math.Max((double)ownLows[d] - highs[d], (double)lows[d] - ownHighs[d]));
            sum += gap * gap;
        }

        return sum * Safety;
    }

    static void Empty(Span<float> lows, Span<float> highs)
    {
        lows.Fill(float.PositiveInfinity);
        highs.Fill(float.NegativeInfinity);
    }

    static void Take(RowMatrix rows, int row, Span<float> lows, Span<float> highs)
    {
        ReadOnlySpan<float> values = new(rows.Row(row), rows.Dimensions);
        TensorPrimitives.Min(lows, values, lows);
        TensorPrimitives.Max(highs, values, highs);
    }

    Span<float> Lows(int box) => _lows.AsSpan(box * _dimensions, _dimensions);

    Span<float> Highs(int box) => _highs.AsSpan(box * _dimensions, _dimensions);
}
