using System.Globalization;

namespace Faultline;

/// <summary>A range of an attribute's cells, both ends included.</summary>
/// <param name="From">First cell.</param>
/// <param name="To">Last cell.</param>
readonly record struct SliceItem(int From, int To);

/// <summary>
/// A column as slices see it: each row has a small code; items are what a slice may say of the column: a bin or a run of 2, 4, … bins of a number, a category, missing.
/// </summary>
sealed class SliceAttribute
{
    /// <summary>Bins of a number.</summary>
    public const int Bins = 16;

    const int MostLevels = 20;
    const int MostSampled = 200_000;

    readonly Column _column;
    readonly int _missing;
    readonly (double Low, double High)[] _ranges;
    readonly int[] _levels;

    readonly int _coarse;

    SliceAttribute(Column column, byte[] codes, int cells, int missing, IReadOnlyList<SliceItem> items, int coarse, (double Low, double High)[] ranges, int[] levels)
    {
        (_column, Codes, Cells, _missing, _ranges, _levels) = (column, codes, cells, missing, ranges, levels);
        Items = [new SliceItem(0, cells - 1), .. items];
        _coarse = coarse + 1;
    }

    public string Name => _column.Name;

    /// <summary>The cell of each measured row.</summary>
    public byte[] Codes { get; }

    /// <summary>Number of cells.</summary>
    public int Cells { get; }

    /// <summary>What can be said; the first is everything.</summary>
    public IReadOnlyList<SliceItem> Items { get; }

    /// <summary>How many of the items, from the first, slices of so many attributes use: every run of bins up to two, halves of halves beyond.</summary>
    public int ItemCount(int depth) => depth < 3 ? Items.Count : _coarse;

    /// <summary>The attribute of a column; null where nothing in it tells rows apart.</summary>
    /// <param name="column">A column of numbers, moments, categories or booleans.</param>
    /// <param name="rows">The measured rows.</param>
    /// <param name="leastRows">Categories of fewer rows are left out.</param>
    public static SliceAttribute? Of(Column column, int[] rows, int leastRows) => column switch
    {
        NumberColumn numbers => OfNumbers(column, rows, row => numbers.Memory.Span[row]),
        TimeColumn times => OfNumbers(column, rows, row => times.Values[row] == TimeColumn.Missing ? double.NaN : times.Values[row]),
        TextColumn texts => OfTexts(texts, rows, leastRows),
        _ => null,
    };

    /// <summary>True where the row lies in the item.</summary>
    public bool Holds(int item, int row) => Codes[row] >= Items[item].From && Codes[row] <= Items[item].To;

    /// <summary>The item in words, as <c>age 18 to 25</c>.</summary>
    public string Describe(int item, CellText show)
    {
        (int from, int to) = Items[item];
        if (from == _missing)
        {
            return $"{Name} is missing";
        }

        if (_column is TextColumn texts)
        {
            return show.ShowValues ? $"{Name} = {show.Category(texts, _levels[from])}" : show.Category(texts, _levels[from]);
        }

        string low = Text(_ranges[from].Low, show);
        string high = Text(_ranges[to].High, show);
        string name = show.ShowValues ? Name + " " : string.Empty;
        return _ranges[from].Low == _ranges[to].High ? $"{name}{(show.ShowValues ? "= " : string.Empty)}{low}"
            : from == 0 ? $"{name}up to {high}"
            : to == _ranges.Length - 1 ? $"{name}from {low}"
            : $"{name}{low} to {high}";
    }

    string Text(double value, CellText show) => _column is TimeColumn times ? show.Time(times, (long)value)
        : !show.ShowValues || value == Math.Floor(value) ? show.Number((NumberColumn)_column, value)
        : value.ToString("G4", CultureInfo.InvariantCulture);

    static SliceAttribute? OfNumbers(Column column, int[] rows, Func<int, double> value)
    {
        double[] values = [.. rows.Select(value)];
        double[] known = [.. values.Where(number => !double.IsNaN(number))];
        if (known.Length > MostSampled)
        {
            known = [.. SeededRandom.For(0, "FL301.bins").Sample(known.Length, MostSampled).Select(place => known[place])];
        }

        if (known.Length == 0)
        {
            return null;
        }

        NumericBins bins = NumericBins.Learn(known, Bins);
        byte[] codes = new byte[values.Length];
        var ranges = new (double Low, double High)[bins.BinCount];
        Array.Fill(ranges, (double.PositiveInfinity, double.NegativeInfinity));
        for (int i = 0; i < values.Length; i++)
        {
            codes[i] = bins.BinOf(values[i]);
            if (codes[i] < bins.BinCount)
            {
                ranges[codes[i]] = (Math.Min(ranges[codes[i]].Low, values[i]), Math.Max(ranges[codes[i]].High, values[i]));
            }
        }

        List<SliceItem> items = [];
        for (int width = bins.BinCount > Bins / 2 ? 2 : 1; width < bins.BinCount; width *= 2)
        {
            for (int from = 0; from < bins.BinCount && from + (width / 2) < bins.BinCount; from += width)
            {
                items.Add(new SliceItem(from, Math.Min(from + width, bins.BinCount) - 1));
            }
        }

        items.Add(new SliceItem(bins.BinCount, bins.BinCount));
        SliceItem[] coarse = [.. items.Distinct()];
        IEnumerable<SliceItem> runs = Enumerable.Range(0, bins.BinCount).SelectMany(from => Enumerable.Range(from, bins.BinCount - from).Select(to => new SliceItem(from, to))).Where(run => run.To - run.From + 1 < bins.BinCount);
        return new SliceAttribute(column, codes, bins.BinCount + 1, bins.BinCount, [.. coarse.Union(runs)], coarse.Length, ranges, []);
    }

    static SliceAttribute? OfTexts(TextColumn texts, int[] rows, int leastRows)
    {
        int[] counts = new int[texts.Categories.Count];
        foreach (int row in rows)
        {
            if (texts.Codes[row] >= 0)
            {
                counts[texts.Codes[row]]++;
            }
        }

        int[] levels = [.. Enumerable.Range(0, counts.Length).Where(code => counts[code] >= leastRows).OrderByDescending(code => counts[code]).Take(MostLevels)];
        int[] place = new int[counts.Length];
        Array.Fill(place, levels.Length + 1);
        foreach ((int index, int code) in levels.Index())
        {
            place[code] = index;
        }

        byte[] codes = [.. rows.Select(row => (byte)(texts.Codes[row] < 0 ? levels.Length : place[texts.Codes[row]]))];
        return new SliceAttribute(texts, codes, levels.Length + 2, levels.Length, [.. Enumerable.Range(0, levels.Length + 1).Select(code => new SliceItem(code, code))], levels.Length + 1, [], levels);
    }
}
