using System.Globalization;

namespace Faultline;

/// <summary>What of a column is asked for the label.</summary>
enum LeakPart
{
    Value,
    Prefix,
    NumberInside,
    Length,
    LastCharacter,
    LastDigit,
    Hour,
}

/// <summary>One column, or a part of its cells, in bins.</summary>
/// <param name="Column">The column.</param>
/// <param name="Part">What of it.</param>
/// <param name="Places">Places of the labelled rows that have a cell.</param>
/// <param name="Bins">The bin of each of them.</param>
/// <param name="Values">Its numbers, where their order may tell the label; else null.</param>
/// <param name="Distinct">Number of different values.</param>
sealed record LeakView(Column Column, LeakPart Part, int[] Places, int[] Bins, double[]? Values, int Distinct)
{
    const int RowsABin = 10;
    const int MostBins = 512;
    const double MostlyCodes = 0.9;
    const long MostCounts = 20_000_000;
    const long MicrosecondsADay = 86_400_000_000;
    const long MicrosecondsAnHour = 3_600_000_000;

    /// <summary>Every view of a column that can be measured.</summary>
    public static IEnumerable<LeakView> Of(Column column, LeakTarget target, bool isKey)
    {
        int[] places = [.. Enumerable.Range(0, target.Count).Where(i => !column.IsMissing(target.Rows[i]))];
        return column switch
        {
            NumberColumn numbers => OfNumbers(numbers, target, places, isKey),
            TimeColumn times => OfTimes(times, target, places),
            TextColumn texts => OfTexts(texts, target, places),
            _ => [],
        };
    }

    /// <summary>Where the rows stand in the file.</summary>
    public static int[] OrderBins(LeakTarget target) => Bin([.. target.Rows.Select(row => (double)row)]).Bins;

    /// <summary>Bins of about equally many rows, in which equal numbers stay together and frequent ones are alone.</summary>
    public static (int[] Bins, int Distinct) Bin(double[] values)
    {
        int size = Math.Max(RowsABin, (values.Length + MostBins - 1) / MostBins);
        int[] order = [.. Enumerable.Range(0, values.Length)];
        double[] sorted = [.. values];
        Array.Sort(sorted, order);
        int[] bins = new int[values.Length];
        var (bin, inBin, distinct) = (0, 0, 0);
        for (int from = 0; from < sorted.Length;)
        {
            int to = from + 1;
            while (to < sorted.Length && sorted[to] == sorted[from])
            {
                to++;
            }

            distinct++;
            if (inBin > 0 && (inBin >= size || to - from >= size))
            {
                (bin, inBin) = (bin + 1, 0);
            }

            for (int i = from; i < to; i++)
            {
                bins[order[i]] = bin;
            }

            inBin += to - from;
            from = to;
        }

        return (bins, distinct);
    }

    static IEnumerable<LeakView> OfNumbers(NumberColumn column, LeakTarget target, int[] places, bool isKey)
    {
        int[] finite = [.. places.Where(i => double.IsFinite(column.Values[target.Rows[i]]))];
        double[] values = [.. finite.Select(i => column.Values[target.Rows[i]])];
        yield return Numeric(column, LeakPart.Value, finite, values);
        if (isKey)
        {
            yield return Numeric(column, LeakPart.LastDigit, finite, [.. values.Select(value => Math.Abs(value % 10))]);
        }
    }

    static IEnumerable<LeakView> OfTimes(TimeColumn column, LeakTarget target, int[] places)
    {
        yield return Numeric(column, LeakPart.Value, places, [.. places.Select(i => (double)column.Values[target.Rows[i]])]);
        if (column.HasTimeOfDay)
        {
            long[] ofDay = [.. places.Select(i => ((column.Values[target.Rows[i]] % MicrosecondsADay) + MicrosecondsADay) % MicrosecondsADay)];
            yield return Coded(column, LeakPart.Hour, places, [.. ofDay.Select(time => time == 0 ? 0 : 1 + (int)(time / MicrosecondsAnHour))]);
        }
    }

    static IEnumerable<LeakView> OfTexts(TextColumn column, LeakTarget target, int[] places)
    {
        int[] codes = [.. places.Select(i => column.Codes[target.Rows[i]])];
        int distinct = codes.Distinct().Count();
        if (distinct * 2 <= places.Length && (long)distinct * Math.Max(1, target.Classes.Count) <= MostCounts)
        {
            yield return Coded(column, LeakPart.Value, places, codes);
            yield break;
        }

        // Names and free texts are no codes: what they begin with may well have to do with the label.
        string[] texts = [.. codes.Select(code => column.Categories[code])];
        if (texts.Count(text => text.AsSpan().IndexOfAnyInRange('0', '9') >= 0 && !text.Contains(' ', StringComparison.Ordinal)) < MostlyCodes * texts.Length)
        {
            yield break;
        }

        yield return Coded(column, LeakPart.Prefix, places, Numbered(texts.Select(Prefix)));
        yield return Coded(column, LeakPart.LastCharacter, places, Numbered(texts.Select(text => text.Length > 0 ? text[^1].ToString() : text)));
        yield return Numeric(column, LeakPart.Length, places, [.. texts.Select(text => (double)text.Length)]);
        double[] inside = [.. texts.Select(NumberInside)];
        int[] numbered = [.. Enumerable.Range(0, inside.Length).Where(i => !double.IsNaN(inside[i]))];
        yield return Numeric(column, LeakPart.NumberInside, [.. numbered.Select(i => places[i])], [.. numbered.Select(i => inside[i])]);
    }

    static LeakView Numeric(Column column, LeakPart part, int[] places, double[] values)
    {
        var (bins, distinct) = Bin(values);
        return new LeakView(column, part, places, bins, values, distinct);
    }

    static LeakView Coded(Column column, LeakPart part, int[] places, int[] codes)
    {
        var numbers = new Numbering<int>();
        return new LeakView(column, part, places, [.. codes.Select(numbers.Of)], null, numbers.Count);
    }

    static int[] Numbered(IEnumerable<string> texts)
    {
        var numbers = new Numbering<string>();
        return [.. texts.Select(numbers.Of)];
    }

    static string Prefix(string text)
    {
        int end = text.AsSpan().IndexOfAnyInRange('0', '9');
        return end < 0 ? text[..Math.Min(2, text.Length)] : text[..Math.Min(end, 20)];
    }

    static double NumberInside(string text)
    {
        int start = text.AsSpan().IndexOfAnyInRange('0', '9');
        if (start < 0)
        {
            return double.NaN;
        }

        int end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return double.Parse(text.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
