using System.Numerics;
using System.Numerics.Tensors;

namespace Faultline.DuckDb;

/// <summary>Receives numbers as doubles.</summary>
sealed class EngineNumberColumn<T>(string name, bool isWhole = false) : EngineColumn(name)
    where T : unmanaged, INumber<T>
{
    const double Exact = 1L << 53;

    double[] _values = [];

    public override void Reserve(int rows) => Room.For(ref _values, rows);

    public override void Fill(ChunkVector vector, int at, object? segment)
    {
        var source = vector.Values<T>();
        var target = _values.AsSpan(at, source.Length);
        TensorPrimitives.ConvertTruncating(source, target);

        // Doubles no longer tell neighbouring whole numbers apart there: such columns are ids.
        var wide = isWhole || typeof(T) == typeof(long) || typeof(T) == typeof(ulong);
        for (var i = 0; i < target.Length && (wide || !vector.AllValid); i++)
        {
            if (!vector.IsValid(i))
            {
                target[i] = double.NaN;
            }
            else if (wide && Math.Abs(target[i]) > Exact)
            {
                NeedsText = true;
            }
        }
    }

    public override Column Build(int rows)
    {
        Array.Resize(ref _values, rows);
        return new NumberColumn(Name, _values);
    }
}
