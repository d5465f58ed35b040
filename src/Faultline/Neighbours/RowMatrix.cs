using System.Buffers;

namespace Faultline;

/// <summary>Rows of floats, pinned and checked: finite everywhere. Cosine needs each row's own square.</summary>
sealed unsafe class RowMatrix : IDisposable
{
    readonly float* _data;
    readonly double[]? _squares;
    MemoryHandle _pin;

    /// <exception cref="ArgumentException">The length is no multiple of the dimensions, or a value is NaN or infinite.</exception>
    public RowMatrix(ReadOnlyMemory<float> rowMajor, int dimensions, Distance distance, string name)
    {
        if (rowMajor.Length % dimensions != 0)
        {
            throw new ArgumentException($"{rowMajor.Length} floats are not a whole number of rows of {dimensions} dimensions.", name);
        }

        Dimensions = dimensions;
        Rows = rowMajor.Length / dimensions;
        RequireFinite(rowMajor.Span, dimensions, name);
        _pin = rowMajor.Pin();
        _data = (float*)_pin.Pointer;
        if (distance != Distance.Cosine)
        {
            return;
        }

        _squares = new double[Rows];
        for (int row = 0; row < Rows; row++)
        {
            _squares[row] = PairDistance.Dot(Row(row), Row(row), dimensions);
            HasZeroRow |= _squares[row] == 0;
        }
    }

    public int Rows { get; }

    public int Dimensions { get; }

    public bool HasZeroRow { get; }

    /// <summary>The row that stands at each place; empty where rows stand as they came.</summary>
    public int[] Order { get; private set; } = [];

    /// <summary>The row at a place.</summary>
    public float* Row(int place) => _data + ((nint)Index(place) * Dimensions);

    /// <summary>The index, as the rows came, of the row at a place.</summary>
    public int Index(int place) => Order.Length == 0 ? place : Order[place];

    /// <summary>Puts near rows side by side; for squared distances of many rows only.</summary>
    public void Arrange(ParallelOptions parallel)
    {
        if (_squares is null && Rows >= RowOrder.Fewest && Dimensions <= RowOrder.MostDimensions)
        {
            Order = RowOrder.Of(this, parallel);
        }
    }

    /// <summary>The row's inner product with itself; only for cosine.</summary>
    public double Square(int row) => _squares![row];

    public void Dispose() => _pin.Dispose();

    static void RequireFinite(ReadOnlySpan<float> values, int dimensions, string name)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new ArgumentException($"Row {i / dimensions}, dimension {i % dimensions} is {values[i]}: it has no distance to anything. Fill in or leave out such rows first.", name);
            }
        }
    }
}
