namespace Faultline;

/// <summary>
/// The float32 space that rows are screened in: cosine rows made unit vectors, the columns centred, everything scaled by a power of two so that no
/// square overflows. Groups of indicators are left out: they are screened as codes. Distances in it are those of the rows, up to the scale and to rounding that <see cref="Slack"/> bounds.
/// </summary>
sealed unsafe class RowSpace
{
    const double Unit = 1.0 / (1 << 24);

    readonly double[] _centre;
    readonly int _sourceDimensions;
    readonly int[] _sources;

    /// <param name="reference">The rows that fix the centre.</param>
    /// <param name="others">Further rows that must fit the scale; may be the reference itself.</param>
    /// <param name="distance">Cosine turns rows into unit vectors; a row of zeros becomes the unit vector of an axis of its own.</param>
    /// <param name="indicators">Dimensions that are screened as codes; only for Euclidean distance.</param>
    public RowSpace(RowMatrix reference, RowMatrix others, Distance distance, Indicators? indicators = null)
    {
        Distance = distance;
        Indicators = indicators;
        _sourceDimensions = reference.Dimensions;
        _sources = indicators?.Screened(_sourceDimensions) ?? [.. Enumerable.Range(0, _sourceDimensions)];
        Dimensions = _sources.Length + (distance == Distance.Cosine && (reference.HasZeroRow || others.HasZeroRow) ? 1 : 0);
        _centre = new double[_sourceDimensions];
        for (int row = 0; row < reference.Rows; row++)
        {
            double factor = Factor(reference, row);
            float* values = reference.Row(row);
            for (int i = 0; i < _sourceDimensions; i++)
            {
                _centre[i] += values[i] * factor / reference.Rows;
            }
        }

        double largest = Math.Max(Largest(reference), ReferenceEquals(reference, others) ? 0 : Largest(others));
        Scale = largest > 0 ? Math.ScaleB(1, -Math.ILogB(largest) - 1) : 1;
    }

    public Distance Distance { get; }

    /// <summary>The dimensions that are screened as codes.</summary>
    public Indicators? Indicators { get; }

    /// <summary>Codes of a row.</summary>
    public int Codes => Indicators?.Groups.Count ?? 0;

    /// <summary>What an unequal code adds to a screened squared distance: never more than it adds to the true one, however the sum is rounded.</summary>
    public float CodeApart => Indicators is null ? 0 : (float)(2.0 * Indicators.Value * Indicators.Value * Scale * Scale * (1 - (32 * Unit)));

    /// <summary>Dimensions of the space, codes left out.</summary>
    public int Dimensions { get; }

    /// <summary>What lengths are multiplied by.</summary>
    public double Scale { get; }

    /// <summary>The share of |a|² + |b|² by which a screened squared distance may exceed the true one: the inner product's rounding (dimensions × 2⁻²⁴) and a margin for the norms, sums and casts.</summary>
    public double Slack => (Dimensions + 16) * Unit * 1.02;

    /// <summary>The largest screened squared distance that a pair within <paramref name="worst"/> can have.</summary>
    /// <param name="worst">A squared Euclidean distance, or one minus a cosine.</param>
    public float Limit(double worst)
    {
        double squared = Distance == Distance.Cosine ? (2 * worst) + 1e-12 : worst;
        return (float)((squared * Scale * Scale * (1 + (16 * Unit))) + 1e-30);
    }

    /// <summary>Writes one row of the space, its elements <paramref name="stride"/> apart, and returns its squared norm.</summary>
    public double Write(RowMatrix matrix, int row, float* target, int stride)
    {
        double factor = Factor(matrix, row), norm = 0;
        float* values = matrix.Row(row);
        int at = 0;
        foreach (int i in _sources)
        {
            float value = (float)(((values[i] * factor) - _centre[i]) * Scale);
            target[(nint)at++ * stride] = value;
            norm += (double)value * value;
        }

        if (Dimensions > _sources.Length)
        {
            float value = factor == 0 ? (float)Scale : 0;
            target[(nint)_sources.Length * stride] = value;
            norm += (double)value * value;
        }

        return norm;
    }

    /// <summary>Writes the codes of a row, <paramref name="stride"/> bytes apart.</summary>
    public void WriteCodes(RowMatrix matrix, int row, byte* target, int stride)
    {
        float* values = matrix.Row(row);
        int at = 0;
        foreach (var (from, count) in Indicators!.Groups)
        {
            target[(nint)at++ * stride] = (byte)new ReadOnlySpan<float>(values + from, count).IndexOf(Indicators.Value);
        }
    }

    double Factor(RowMatrix matrix, int row)
    {
        if (Distance != Distance.Cosine)
        {
            return 1;
        }

        double square = matrix.Square(row);
        return square == 0 ? 0 : 1 / Math.Sqrt(square);
    }

    double Largest(RowMatrix matrix)
    {
        double largest = 0;
        for (int row = 0; row < matrix.Rows; row++)
        {
            double factor = Factor(matrix, row);
            float* values = matrix.Row(row);
            for (int i = 0; i < _sourceDimensions; i++)
            {
                largest = Math.Max(largest, Math.Abs((values[i] * factor) - _centre[i]));
            }
        }

        return largest;
    }
}
