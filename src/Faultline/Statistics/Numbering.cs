namespace Faultline;

/// <summary>Numbers values 0, 1, 2… in the order in which they first appear.</summary>
/// <typeparam name="T">Of the values; texts are equal where every letter is.</typeparam>
sealed class Numbering<T>
    where T : notnull
{
    readonly Dictionary<T, int> _numbers = [];

    /// <summary>How many different values were numbered.</summary>
    public int Count => _numbers.Count;

    /// <summary>The number of a value, the next free one where it is new.</summary>
    public int Of(T value)
    {
        if (!_numbers.TryGetValue(value, out int number))
        {
            number = _numbers.Count;
            _numbers.Add(value, number);
        }

        return number;
    }
}
