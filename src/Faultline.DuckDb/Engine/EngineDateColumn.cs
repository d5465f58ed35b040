namespace Faultline.DuckDb;

/// <summary>Receives dates: days since 1970-01-01.</summary>
sealed class EngineDateColumn(string name) : EngineColumn(name)
{
    const long MicrosecondsADay = 86_400_000_000;

    long[] _values = [];

    public override void Reserve(int rows) => Room.For(ref _values, rows);

    public override void Fill(ChunkVector vector, int at, object? segment)
    {
        var source = vector.Values<int>();
        for (var i = 0; i < source.Length; i++)
        {
            // ±infinity, which only DuckDB has, is no date.
            _values[at + i] = !vector.IsValid(i) || Math.Abs((long)source[i]) >= int.MaxValue ? TimeColumn.Missing : source[i] * MicrosecondsADay;
        }
    }

    public override Column Build(int rows)
    {
        Array.Resize(ref _values, rows);
        return new TimeColumn(Name, _values);
    }
}
