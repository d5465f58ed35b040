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
    readonly AlignedBuffer _codes;

    public PackedRows(RowSpace space, DistanceScreen screen, RowMatrix rows, ParallelOptions parallel)
    {
        _space = space;
        Rows = rows;
        Width = screen.Columns;
        int panels = (rows.Rows + Width - 1) / Width;
        _panels = new AlignedBuffer((long)panels * Width * space.Dimensions);
        _codes = new AlignedBuffer((((long)panels * Width * space.Codes) / sizeof(float)) + Padding);
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

    /// <summary>The codes of the panel that begins at a row: for each code one byte a row.</summary>
    public byte* Codes(int row) => (byte*)_codes.Pointer + ((nint)row * _space.Codes);

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

    /// <summary>Writes the codes of rows [from, from + count) row by row, each in all four bytes; of the rows that fill the last strip, zeros.</summary>
    public void SpreadCodes(int from, int count, int height, uint* codes)
    {
        int groups = _space.Codes;
        for (int i = 0; i < (count + height - 1) / height * height; i++, codes += groups)
        {
            byte* own = Codes(from + i - ((from + i) % Width)) + ((from + i) % Width);
            for (int group = 0; group < groups; group++)
            {
                codes[group] = i < count ? own[(nint)group * Width] * 0x01010101u : 0;
            }
        }
    }

    public void Dispose()
    {
        _codes.Dispose();
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

                for (int group = 0; group < _space.Codes; group++)
                {
                    Codes(first)[((nint)group * Width) + i] = 0;
                }

                continue;
            }

            if (_space.Codes > 0)
            {
                _space.WriteCodes(Rows, first + i, Codes(first) + i, Width);
            }

            Norms[first + i] = (float)(_space.Write(Rows, first + i, target + i, Width) * keep);
        }
    }
}
