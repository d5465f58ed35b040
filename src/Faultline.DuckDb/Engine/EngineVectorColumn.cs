using System.Globalization;

namespace Faultline.DuckDb;

/// <summary>Receives lists of numbers of one length as vectors; lists of several lengths refuse the column.</summary>
sealed class EngineVectorColumn(string name) : EngineColumn(name)
{
    readonly Lock _gate = new();
    float[] _values = [];
    int _rows;
    int _dimensions;

    public override void Reserve(int rows)
    {
        _rows = Math.Max(_rows, rows);
        if (_dimensions > 0)
        {
            Room.For(ref _values, (long)_rows * _dimensions);
        }
    }

    public override void Fill(ChunkVector vector, int at, object? segment)
    {
        if (Refusal is not null)
        {
            return;
        }

        var elements = vector.ListElements();
        var numbers = elements.Values<float>();
        for (var i = 0; i < vector.Count; i++)
        {
            var (offset, length) = vector.IsValid(i) ? vector.ListEntry(i) : (0, 0);
            if (vector.IsValid(i) && !Fits(length, at + i))
            {
                return;
            }

            if (_dimensions == 0)
            {
                continue;
            }

            var row = _values.AsSpan(checked((at + i) * _dimensions), _dimensions);
            if (!vector.IsValid(i))
            {
                row.Fill(float.NaN);
                continue;
            }

            numbers.Slice((int)offset, (int)length).CopyTo(row);
            for (var j = 0; j < row.Length && !elements.AllValid; j++)
            {
                row[j] = elements.IsValid((int)offset + j) ? row[j] : float.NaN;
            }
        }
    }

    public override Column Build(int rows)
    {
        if (_dimensions == 0)
        {
            _dimensions = 1;
            _values = new float[rows];
            Array.Fill(_values, float.NaN);
        }

        Array.Resize(ref _values, rows * _dimensions);
        return new VectorColumn(Name, _values, _dimensions);
    }

    bool Fits(long length, int row)
    {
        lock (_gate)
        {
            if (_dimensions == 0 && length > 0 && length * _rows <= Array.MaxLength)
            {
                // Rows before the first list are missing, also those that another range has passed already.
                _values = GC.AllocateUninitializedArray<float>((int)(length * _rows));
                Array.Fill(_values, float.NaN);
                _dimensions = (int)length;
            }

            if (length != _dimensions || length == 0)
            {
                Refusal ??= length * _rows > Array.MaxLength
                    ? $"its {Complaint.Count(_rows)} lists of {length} numbers are more than memory holds"
                    : string.Create(CultureInfo.InvariantCulture, $"its lists differ in length ({length} in row {row}, {_dimensions} elsewhere)");
                return false;
            }

            return true;
        }
    }
}
