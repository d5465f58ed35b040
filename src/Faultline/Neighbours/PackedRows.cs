using Faultline.Kernels;

namespace Faultline;

/// <summary>Rows in the layout of the distance tiles: panels of columns, with norms and limits beside them, padded to whole tiles.</summary>
sealed unsafe class PackedRows : IDisposable
{
    // A strip may read this far past the last row.
    const int Padding = 64;

    readonly RowSpace _space;
    readonly AlignedBuffer _panels;
    readonly AlignedBuffer _norms;
    readonly AlignedBuffer _limits;

    public PackedRows(RowSpace space, DistanceScreen screen, RowMatrix rows, ParallelOptions parallel)
    {
        _space = space;
        Rows = rows;
        Width = screen.Columns;
        int panels = (rows.Rows + Width - 1) / Width;
        _panels = new AlignedBuffer((long)panels * Width * space.Dimensions);
        _norms = new AlignedBuffer(((long)panels * Width) + Padding);
        _limits = new AlignedBuffer(((long)panels * Width) + Padding);
        new Span<float>(_norms.Pointer, checked((int)_norms.Length)).Clear();
        new Span<float>(_limits.Pointer, checked((int)_limits.Length)).Fill(float.NegativeInfinity);
        Parallel.For(0, panels, parallel, Pack);
    }

    public RowMatrix Rows { get; }

    /// <summary>Rows of a panel.</summary>
    public int Width { get; }

    /// <summary>Shrunk squared norms: with them a screened squared distance is never above the true one.</summary>
    public float* Norms => _norms.Pointer;

    /// <summary>For each row the limit that <see cref="DistanceScreen"/> takes; −∞ lets nothing through.</summary>
    public float* Limits => _limits.Pointer;

    /// <summary>The panel that begins at a row, which is a multiple of <see cref="Width"/>.</summary>
    public float* Panel(int row) => _panels.Pointer + ((nint)row * _space.Dimensions);

    /// <summary>Sets a row's limit from the distance that a neighbour must not exceed.</summary>
    public void Limit(int row, double worst) =>
        Limits[row] = double.IsPositiveInfinity(worst) ? float.PositiveInfinity : _space.Limit(worst) - Norms[row];

    /// <summary>Lets nothing more through for a row.</summary>
    public void Close(int row) => Limits[row] = float.NegativeInfinity;

    /// <summary>Writes −2 × rows [from, from + count) as strips of <paramref name="height"/> rows, the last one filled up with zeros.</summary>
    public void WriteStrips(int from, int count, int height, float* strips)
    {
        int dimensions = _space.Dimensions;
        for (int strip = 0; strip < count; strip += height, strips += (nint)height * dimensions)
        {
            for (int i = 0; i < height; i++)
            {
                int row = from + strip + i;
                if (strip + i >= count)
                {
                    for (int d = 0; d < dimensions; d++)
                    {
                        strips[((nint)d * height) + i] = 0;
                    }

                    continue;
                }

                float* source = Panel(row - (row % Width)) + (row % Width);
                for (int d = 0; d < dimensions; d++)
                {
                    strips[((nint)d * height) + i] = -2 * source[(nint)d * Width];
                }
            }
        }
    }

    public void Dispose()
    {
        _panels.Dispose();
        _norms.Dispose();
        _limits.Dispose();
    }

    void Pack(int panel)
    {
        int first = panel * Width;
        float* target = Panel(first);
        double keep = 1 - _space.Slack;
        for (int i = 0; i < Width; i++)
        {
            if (first + i >= Rows.Rows)
            {
                for (int d = 0; d < _space.Dimensions; d++)
                {
                    target[((nint)d * Width) + i] = 0;
                }

                continue;
            }

            Norms[first + i] = (float)(_space.Write(Rows, first + i, target + i, Width) * keep);
        }
    }
}
