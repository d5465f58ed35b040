namespace Faultline;

/// <summary>The classes of a label column.</summary>
/// <param name="Classes">Class names in sorted order (numbers by value, else ordinal); the position is the class code.</param>
/// <param name="Codes">Class code of each row; −1 where the label is missing.</param>
public sealed record ClassLabels(IReadOnlyList<string> Classes, int[] Codes)
{
    const int SmallRange = 1 << 16;

    /// <summary>The classes of a column: every value that occurs is one.</summary>
    /// <param name="column">Numbers, texts or booleans; infinite numbers count as missing.</param>
    /// <exception cref="ArgumentException">The column holds times or vectors.</exception>
    public static ClassLabels Of(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column switch
        {
            NumberColumn numbers => OfNumbers(numbers.Values),
            TextColumn texts => OfTexts(texts),
            _ => throw new ArgumentException($"Column '{column.Name}' holds {column.Kind} cells; classes are numbers, texts or booleans.", nameof(column)),
        };
    }

    /// <summary>Number of rows of each class.</summary>
    public long[] Counts()
    {
        var counts = new long[Classes.Count];
        foreach (var code in Codes)
        {
            if (code >= 0)
            {
                counts[code]++;
            }
        }

        return counts;
    }

    static ClassLabels OfTexts(TextColumn texts)
    {
        var counts = texts.Counts();
        var classes = ClassKey.Sort([.. texts.Categories.Where((_, code) => counts[code] > 0)]);
        var codeOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < classes.Length; i++)
        {
            codeOf.Add(classes[i], i);
        }

        var recode = texts.Categories.Select(text => codeOf.GetValueOrDefault(text, -1)).ToArray();
        var codes = new int[texts.RowCount];
        for (var row = 0; row < codes.Length; row++)
        {
            codes[row] = texts.Codes[row] < 0 ? -1 : recode[texts.Codes[row]];
        }

        return new ClassLabels(classes, codes);
    }

    static ClassLabels OfNumbers(ReadOnlySpan<double> values)
    {
        var codes = new int[values.Length];
        var small = new int[SmallRange];
        var other = new Dictionary<double, int>();
        var distinct = new List<double>();
        for (var row = 0; row < codes.Length; row++)
        {
            var value = values[row];
            if (!double.IsFinite(value))
            {
                codes[row] = -1;
            }
            else if (value is >= 0 and < SmallRange && value == (int)value)
            {
                ref var place = ref small[(int)value];
                if (place == 0)
                {
                    distinct.Add(value);
                    place = distinct.Count;
                }

                codes[row] = place - 1;
            }
            else
            {
                if (!other.TryGetValue(value, out codes[row]))
                {
                    codes[row] = distinct.Count;
                    other.Add(value, distinct.Count);
                    distinct.Add(value);
                }
            }
        }

        var sorted = distinct.ToArray();
        var order = Enumerable.Range(0, sorted.Length).ToArray();
        Array.Sort(sorted, order);
        var rank = new int[sorted.Length];
        for (var i = 0; i < order.Length; i++)
        {
            rank[order[i]] = i;
        }

        foreach (ref var code in codes.AsSpan())
        {
            code = code < 0 ? -1 : rank[code];
        }

        return new ClassLabels([.. sorted.Select(value => NumberColumn.Write(value == 0 ? 0 : value))], codes);
    }
}
