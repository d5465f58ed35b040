namespace Faultline;

/// <summary>Points that are made when they are asked for, so that of many rows no more are held than are looked at.</summary>
/// <param name="count">Number of points.</param>
/// <param name="dimensions">Numbers a point.</param>
/// <param name="write">Writes a point; called from several threads.</param>
sealed class PointRows(int count, int dimensions, PointRows.Writer write)
{
    const int Block = 4_096;

    /// <summary>Writes the numbers of one point.</summary>
    public delegate void Writer(int point, Span<float> to);

    /// <summary>Number of points.</summary>
    public int Count { get; } = count;

    /// <summary>Numbers a point.</summary>
    public int Dimensions { get; } = dimensions;

    /// <summary>The dimensions that tell categories; null where there are none.</summary>
    public Indicators? Indicators { get; init; }

    /// <summary>Writes the numbers of one point.</summary>
    public void Write(int point, Span<float> to) => write(point, to);

    /// <summary>Every point, row-major.</summary>
    /// <exception cref="InputException">Points × dimensions are more than an array can hold.</exception>
    public float[] All(ParallelOptions parallel) => Range(0, Count, parallel);

    /// <summary>Points from one to before another, row-major.</summary>
    /// <exception cref="InputException">Points × dimensions are more than an array can hold.</exception>
    public float[] Range(int from, int to, ParallelOptions parallel)
    {
        var points = Room(to - from);
        Parallel.For(0, (to - from + Block - 1) / Block, parallel, block =>
        {
            for (int i = block * Block; i < Math.Min((block + 1) * Block, to - from); i++)
            {
                write(from + i, points.AsSpan(i * Dimensions, Dimensions));
            }
        });
        return points;
    }

    /// <summary>The given points, row-major.</summary>
    /// <exception cref="InputException">Points × dimensions are more than an array can hold.</exception>
    public float[] Take(ReadOnlySpan<int> chosen)
    {
        var points = Room(chosen.Length);
        for (int i = 0; i < chosen.Length; i++)
        {
            write(chosen[i], points.AsSpan(i * Dimensions, Dimensions));
        }

        return points;
    }

    float[] Room(int points) => (long)points * Dimensions <= Array.MaxLength
        ? new float[points * Dimensions]
        : throw new InputException($"{points:N0} rows × {Dimensions:N0} dimensions are more than fit in memory at once. Name fewer columns with --features.");
}
