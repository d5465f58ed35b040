namespace Faultline;

/// <summary>The rows with the lowest keys, so many at most; of equal keys those that stand first. In which order rows come and parts are merged changes nothing.</summary>
/// <typeparam name="T">What is known of a row.</typeparam>
/// <param name="most">How many are kept.</param>
sealed class LowestRows<T>(int most)
{
    readonly SortedList<(double Key, int Row), T> _rows = [];

    /// <summary>The rows, lowest first.</summary>
    public IReadOnlyList<(int Row, T What)> Rows => [.. _rows.Select(row => (row.Key.Row, row.Value))];

    /// <summary>True where the row would be kept for now.</summary>
    public bool Wants(double key, int row) => _rows.Count < most || (key, row).CompareTo(_rows.GetKeyAtIndex(most - 1)) < 0;

    /// <summary>Takes a row in.</summary>
    public void Add(double key, int row, T what)
    {
        _rows.Add((key, row), what);
        if (_rows.Count > most)
        {
            _rows.RemoveAt(most);
        }
    }

    /// <summary>Writes the rows.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="what">Writes what is known of one.</param>
    public void Save(BinaryWriter to, Action<T> what)
    {
        to.Write(_rows.Count);
        foreach (var row in _rows)
        {
            to.Write(row.Key.Key);
            to.Write(row.Key.Row);
            what(row.Value);
        }
    }

    /// <summary>Takes what was written.</summary>
    /// <param name="from">Where from.</param>
    /// <param name="what">Reads what is known of one.</param>
    public void Load(BinaryReader from, Func<T> what)
    {
        for (var left = from.ReadInt32(); left > 0; left--)
        {
            _rows.Add((from.ReadDouble(), from.ReadInt32()), what());
        }
    }

    /// <summary>Takes in rows that are not here yet.</summary>
    public void Merge(LowestRows<T> other)
    {
        foreach (var row in other._rows)
        {
            if (Wants(row.Key.Key, row.Key.Row))
            {
                Add(row.Key.Key, row.Key.Row, row.Value);
            }
        }
    }
}
