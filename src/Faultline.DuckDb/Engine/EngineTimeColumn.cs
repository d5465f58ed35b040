namespace Faultline.DuckDb;

/// <summary>Receives timestamps: microseconds since 1970-01-01.</summary>
sealed class EngineTimeColumn(string name) : EngineColumn(name)
{
    long[] _values = [];

    public override void Reserve(int rows) => Room.For(ref _values, rows);

    public override void Fill(ChunkVector vector, int at, object? segment)
    {
        var source = vector.Values<long>();
        for (var i = 0; i < source.Length; i++)
        {
            _values[at + i] = !vector.IsValid(i) || source[i] is long.MaxValue or -long.MaxValue ? TimeColumn.Missing : source[i];
        }
    }

    public override Column Build(int rows)
    {
        Array.Resize(ref _values, rows);
        return new TimeColumn(Name, _values);
    }
}
