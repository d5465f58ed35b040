namespace Faultline.DuckDb;

/// <summary>Receives booleans.</summary>
sealed class EngineBooleanColumn(string name) : EngineColumn(name)
{
    int[] _codes = [];

    public override void Reserve(int rows) => Room.For(ref _codes, rows);

    public override void Fill(ChunkVector vector, int at, object? segment)
    {
        var source = vector.Values<byte>();
        for (var i = 0; i < source.Length; i++)
        {
            _codes[at + i] = !vector.IsValid(i) ? -1 : source[i] != 0 ? 1 : 0;
        }
    }

    public override Column Build(int rows)
    {
        Array.Resize(ref _codes, rows);
        return new TextColumn(Name, _codes, ["false", "true"], isBoolean: true);
    }
}
