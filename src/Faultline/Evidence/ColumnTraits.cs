namespace Faultline;

/// <summary>What a column looks like, as far as its role goes.</summary>
static class ColumnTraits
{
    const int TextSample = 5000;

    /// <summary>The words of a column name in lower case: parts between signs, and between a small and a capital letter.</summary>
    public static string[] Words(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var ends = i == name.Length || !char.IsLetterOrDigit(name[i]);
            var turns = !ends && i > start && char.IsUpper(name[i]) && char.IsLower(name[i - 1]);
            if ((ends || turns) && i > start)
            {
                words.Add(name[start..i].ToLowerInvariant());
            }

            start = ends ? i + 1 : turns ? i : start;
        }

        return [.. words];
    }

    /// <summary>True when no two cells that are there differ.</summary>
    public static bool IsConstant(Column column)
    {
        switch (column)
        {
            case NumberColumn numbers:
                return AllEqual(numbers.Values, value => double.IsNaN(value));
            case TimeColumn times:
                return AllEqual(times.Values, value => value == TimeColumn.Missing);
            case TextColumn texts:
                return AllEqual(texts.Codes, code => code < 0);
            default:
                return false;
        }
    }

    /// <summary>True when every row has a value and no two rows the same; only asked of whole numbers and texts.</summary>
    public static bool IsUnique(Column column) => column.MissingCount == 0 && column switch
    {
        NumberColumn { IsInteger: true } numbers => AllDiffer(numbers.Values),
        TextColumn { Kind: ColumnKind.Text } texts => Distinct(texts) == texts.RowCount,
        _ => false,
    };

    /// <summary>True when each row's whole number is one more than that of the row before.</summary>
    public static bool CountsRows(NumberColumn column)
    {
        var values = column.Values;
        for (var row = 0; row < values.Length; row++)
        {
            if (values[row] != values[0] + row)
            {
                return false;
            }
        }

        return column.IsInteger;
    }

    /// <summary>True when each row's whole number is larger than that of the row before, or each is smaller: it says where a row stands, whatever it is called.</summary>
    public static bool NumbersRows(NumberColumn column)
    {
        var values = column.Values;
        if (!column.IsInteger || values.Length < 2 || column.MissingCount > 0)
        {
            return false;
        }

        var sign = Math.Sign(values[1] - values[0]);
        for (var row = 1; row < values.Length; row++)
        {
            if (sign * (values[row] - values[row - 1]) <= 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when whole numbers count on from row to row nearly always: places within groups, months, hours.</summary>
    public static bool CountsInRuns(NumberColumn column)
    {
        const double Nearly = 0.8;
        var values = column.Values;
        var steps = 0;
        for (var row = 1; row < values.Length; row++)
        {
            steps += values[row] == values[row - 1] + 1 ? 1 : 0;
        }

        return column.IsInteger && values.Length > 1 && steps >= Nearly * (values.Length - 1);
    }

    /// <summary>Number of different texts in use.</summary>
    public static int Distinct(TextColumn texts) => texts.Counts().Count(count => count > 0);

    /// <summary>Number of different whole numbers.</summary>
    public static int Distinct(NumberColumn numbers)
    {
        var seen = new HashSet<double>();
        foreach (var value in numbers.Values)
        {
            if (!double.IsNaN(value))
            {
                seen.Add(value);
            }
        }

        return seen.Count;
    }

    /// <summary>Mean number of words and of characters of the different texts.</summary>
    public static (double Words, double Characters) Length(TextColumn texts)
    {
        var count = Math.Min(TextSample, texts.Categories.Count);
        long words = 0;
        long characters = 0;
        for (var i = 0; i < count; i++)
        {
            var text = texts.Categories[(int)((long)i * texts.Categories.Count / count)];
            characters += text.Length;
            words += text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        }

        return (words / (double)Math.Max(1, count), characters / (double)Math.Max(1, count));
    }

    /// <summary>True when the texts are all of one length of at least eight, with digits and without blanks, as codes and hashes are.</summary>
    public static bool AreCodes(TextColumn texts)
    {
        var length = texts.Categories.Count == 0 ? 0 : texts.Categories[0].Length;
        return length >= 8 && texts.Categories.All(text => text.Length == length && text.Any(char.IsAsciiDigit) && !text.Any(char.IsWhiteSpace));
    }

    /// <summary>True when no moment comes before that of the row above it, and most differ.</summary>
    public static bool Ascends(TimeColumn times)
    {
        var steps = 0;
        for (var row = 1; row < times.RowCount; row++)
        {
            if (times.Values[row] == TimeColumn.Missing || times.Values[row] < times.Values[row - 1])
            {
                return false;
            }

            steps += times.Values[row] > times.Values[row - 1] ? 1 : 0;
        }

        return steps * 2 > times.RowCount;
    }

    static bool AllEqual<T>(ReadOnlySpan<T> values, Func<T, bool> isMissing)
        where T : IEquatable<T>
    {
        var found = false;
        var first = default(T);
        foreach (var value in values)
        {
            if (isMissing(value))
            {
                continue;
            }

            if (found && !value.Equals(first))
            {
                return false;
            }

            (found, first) = (true, value);
        }

        return true;
    }

    static bool AllDiffer(ReadOnlySpan<double> values)
    {
        var low = double.PositiveInfinity;
        var high = double.NegativeInfinity;
        var ascends = true;
        for (var row = 0; row < values.Length; row++)
        {
            low = Math.Min(low, values[row]);
            high = Math.Max(high, values[row]);
            ascends &= row == 0 || values[row] > values[row - 1];
        }

        if (ascends || high - low < values.Length - 1)
        {
            return ascends;
        }

        var seen = new HashSet<double>(values.Length);
        foreach (var value in values)
        {
            if (!seen.Add(value))
            {
                return false;
            }
        }

        return true;
    }
}
