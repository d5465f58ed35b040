namespace Faultline;

/// <summary>Where labels and class probabilities stand in a table that is read in blocks.</summary>
sealed class ClassSource
{
    const int SmallNumbers = 1 << 12;

    readonly Dictionary<string, int> _codeOf;
    readonly Dictionary<double, int> _codeOfNumber = [];
    readonly int[] _small = new int[SmallNumbers];

    ClassSource(string label, IReadOnlyList<string> classes, IReadOnlyList<string> columns, bool ignoresCase)
    {
        (Label, Classes, Columns) = (label, classes, columns);
        _codeOf = new Dictionary<string, int>(ignoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        Array.Fill(_small, -1);
        foreach (var (code, name) in classes.Index())
        {
            _codeOf.TryAdd(ClassKey.Of(name), code);
            if (ClassKey.TryNumber(name, out var number) && _codeOfNumber.TryAdd(number, code) && number is >= 0 and < SmallNumbers && number == (int)number)
            {
                _small[(int)number] = code;
            }
        }
    }

    /// <summary>Column of the label.</summary>
    public string Label { get; }

    /// <summary>Class names; the position is the class code.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The probability column of each class.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>What the evidence of the sample says of the whole table; null where its classes have no probability columns of their own.</summary>
    public static ClassSource? Of(Evidence sample)
    {
        if (sample.Classes is not { IsOutOfFold: false } classes || sample.Roles.Label is not { } label || sample.Roles.Probabilities.Count != classes.Classes.Count)
        {
            return null;
        }

        var ignoresCase = sample.Data[label].Kind == ColumnKind.Boolean;
        var match = ClassMatching.Match(classes.Classes, sample.Roles.Probabilities, ignoresCase);
        return match.Matched < classes.Classes.Count ? null : new ClassSource(label, classes.Classes, [.. match.ColumnOf.Select(column => sample.Roles.Probabilities[column])], ignoresCase);
    }

    /// <summary>The class code of every label of a block; −1 where there is none, −2 where no probability column is named after it.</summary>
    public void Code(Column labels, Span<int> codes)
    {
        if (labels is NumberColumn numbers)
        {
            var values = numbers.Values;
            for (var row = 0; row < codes.Length; row++)
            {
                var value = values[row];
                var small = value is >= 0 and < SmallNumbers ? (int)value : -1;
                codes[row] = small >= 0 && small == value && _small[small] >= 0 ? _small[small]
                    : !double.IsFinite(value) ? -1
                    : _codeOfNumber.GetValueOrDefault(value, -2);
            }

            return;
        }

        var texts = (TextColumn)labels;
        int[] codeOf = [.. texts.Categories.Select(text => _codeOf.GetValueOrDefault(ClassKey.Of(text), -2))];
        for (var row = 0; row < codes.Length; row++)
        {
            codes[row] = texts.Codes[row] < 0 ? -1 : codeOf[texts.Codes[row]];
        }
    }
}
