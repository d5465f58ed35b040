using System.Globalization;

namespace Faultline;

/// <summary>A range of an attribute's cells, both ends included.</summary>
/// <param name="From">First cell.</param>
/// <param name="To">Last cell.</param>
readonly record struct SliceItem(int From, int To);

/// <summary>A column as slices see it: each row has a small code; items are what a slice may say of the column: a run of bins of a number, a category, missing.</summary>
sealed class SliceAttribute
{
    /// <summary>Bins of a number for slices of one and two attributes.</summary>
    public const int Bins = 32;

    const int CoarseBins = 8;
    const int MostLevels = 20;
    const int MostSampled = 200_000;

    readonly Column _column;
    readonly int _missing;
    readonly (double Low, double High)[] _ranges;
    readonly int[] _levels;
    readonly SliceAxis _fine;
    readonly SliceAxis _coarse;

    SliceAttribute(Column column, SliceAxis fine, SliceAxis coarse, int missing, (double Low, double High)[] ranges, int[] levels) =>
        (_column, _fine, _coarse, _missing, _ranges, _levels) = (column, fine, coarse, missing, ranges, levels);

    public string Name => _column.Name;

    /// <summary>What can be said, as runs of fine cells; the first is everything.</summary>
    public IReadOnlyList<SliceItem> Items => _fine.Items;

    /// <summary>The axis for slices of so many attributes: every run of bins up to two, halves of halves of eight blocks beyond.</summary>
    public SliceAxis Axis(int depth) => depth < 3 ? _fine : _coarse;

    /// <summary>The attribute of a column; null where nothing in it tells rows apart.</summary>
    /// <param name="column">A column of numbers, moments, categories or booleans.</param>
    /// <param name="rows">The measured rows.</param>
    /// <param name="leastRows">Categories of fewer rows are left out.</param>
    public static SliceAttribute? Of(Column column, int[] rows, int leastRows) => column switch
    {
        NumberColumn numbers => OfNumbers(column, [.. rows.Select(row => numbers.Memory.Span[row])]),
        TimeColumn times => OfNumbers(column, [.. rows.Select(row => times.Values[row] == TimeColumn.Missing ? double.NaN : times.Values[row])]),
        TextColumn texts => OfTexts(texts, rows, leastRows),
        _ => null,
    };

    /// <summary>True where the row lies in the item.</summary>
    public bool Holds(int item, int row) => _fine.Codes![row] >= Items[item].From && _fine.Codes[row] <= Items[item].To;

    /// <summary>Takes the rows outside the item out of a set of rows.</summary>
    public void Narrow(int item, RowSet rows) => rows.Narrow(_fine.Codes!, (byte)Items[item].From, (byte)Items[item].To);

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

    static SliceAttribute? OfNumbers(Column column, double[] values)
    {
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
        (double Low, double High)[] ranges = NoRanges(bins.BinCount);
        for (int i = 0; i < values.Length; i++)
        {
            codes[i] = bins.BinOf(values[i]);
            if (codes[i] < ranges.Length)
            {
                ranges[codes[i]] = (Math.Min(ranges[codes[i]].Low, values[i]), Math.Max(ranges[codes[i]].High, values[i]));
            }
        }

        return OfBins(column, codes, ranges);
    }

    /// <summary>Ranges of bins in which no value was seen yet.</summary>
    public static (double Low, double High)[] NoRanges(int bins)
    {
        var ranges = new (double Low, double High)[bins];
        Array.Fill(ranges, (double.PositiveInfinity, double.NegativeInfinity));
        return ranges;
    }

    /// <summary>The attribute of a column of numbers or moments.</summary>
    /// <param name="column">The column, to say its values.</param>
    /// <param name="codes">The bin of each row, after the last where missing.</param>
    /// <param name="ranges">Least and largest value of each bin.</param>
    public static SliceAttribute OfBins(Column column, byte[] codes, (double Low, double High)[] ranges)
    {
        int count = ranges.Length;
        SliceItem missing = new(count, count);
        SliceItem[] runs = [new(0, count), .. Enumerable.Range(0, count).SelectMany(from => Enumerable.Range(from, count - from).Select(to => new SliceItem(from, to))).Where(run => run.To - run.From + 1 < count), missing];
        SliceAxis fine = new(codes, count + 1, runs, [.. Enumerable.Range(0, runs.Length)], [.. runs.Select(run => Weight(run, count))]);
        return new SliceAttribute(column, fine, Coarse(fine, count), count, ranges, []);
    }

    // Runs that begin and end on a coarser grid are fewer, and so are those that leave out one end only: a grid of g blocks has g (g + 1) / 2 of the ones and 2 g of the others. The power is
    // less than 1 as neighbouring runs share most of their rows.
    static double Weight(SliceItem run, int bins)
    {
        const double Power = 0.6;
        const int Coarsest = 4;
        int grid = Coarsest;
        for (; grid < bins; grid *= 2)
        {
            int width = (bins + grid - 1) / grid;
            if (run.From % width == 0 && ((run.To + 1) % width == 0 || run.To >= bins - 1))
            {
                break;
            }
        }

        double blocks = Math.Max(Coarsest, Math.Min(grid, bins));
        double runs = run.From == 0 || run.To >= bins - 1 ? 2 * blocks : blocks * (blocks + 1) / 2;
        return Math.Pow(2 * Coarsest / Math.Max(runs, 2 * Coarsest), Power);
    }

    static SliceAxis Coarse(SliceAxis fine, int bins)
    {
        int block = (bins + CoarseBins - 1) / CoarseBins;
        int blocks = (bins + block - 1) / block;
        List<SliceItem> items = [new SliceItem(0, blocks)];
        for (int width = 1; width < blocks; width *= 2)
        {
            for (int from = 0; from < blocks; from += width)
            {
                items.Add(new SliceItem(from, Math.Min(from + width, blocks) - 1));
            }
        }

        items = [.. items.Distinct(), new SliceItem(blocks, blocks)];
        Dictionary<SliceItem, int> numbers = fine.Items.Index().ToDictionary(item => item.Item, item => item.Index);
        int[] places = [.. items.Select(item => numbers[item.From == blocks ? new SliceItem(bins, bins) : new SliceItem(item.From * block, item.To == blocks ? bins : Math.Min((item.To + 1) * block, bins) - 1)])];
        return new SliceAxis([.. fine.Codes!.Select(code => code == bins ? (byte)blocks : (byte)(code / block))], blocks + 1, [.. items], places, [.. items.Select(_ => 1.0)]);
    }

    static SliceAttribute OfTexts(TextColumn texts, int[] rows, int leastRows)
    {
        int[] counts = new int[texts.Categories.Count];
        foreach (int row in rows)
        {
            if (texts.Codes[row] >= 0)
            {
                counts[texts.Codes[row]]++;
            }
        }

        int[] levels = Levels([.. counts.Select(count => (long)count)], leastRows);
        int[] place = new int[counts.Length];
        Array.Fill(place, levels.Length + 1);
        foreach ((int index, int code) in levels.Index())
        {
            place[code] = index;
        }

        // The cells are the levels, missing, and all rarer categories together, of which nothing can be said.
        byte[] codes = [.. rows.Select(row => (byte)(texts.Codes[row] < 0 ? levels.Length : place[texts.Codes[row]]))];
        return OfLevels(texts, codes, levels);
    }

    /// <summary>The categories that slices may name, the most frequent first.</summary>
    public static int[] Levels(long[] counts, int leastRows) =>
        [.. Enumerable.Range(0, counts.Length).Where(code => counts[code] >= leastRows).OrderByDescending(code => counts[code]).Take(MostLevels)];

    /// <summary>The attribute of a column of categories.</summary>
    /// <param name="texts">The column, to say its categories.</param>
    /// <param name="codes">The place of each row's category among the levels; after the last where missing, after that where rarer.</param>
    /// <param name="levels">Categories that slices may name.</param>
    public static SliceAttribute OfLevels(TextColumn texts, byte[] codes, int[] levels)
    {
        SliceItem[] items = [new(0, levels.Length + 1), .. Enumerable.Range(0, levels.Length + 1).Select(code => new SliceItem(code, code))];
        SliceAxis axis = new(codes, levels.Length + 2, items, [.. Enumerable.Range(0, items.Length)], [.. items.Select(_ => 1.0)]);
        return new SliceAttribute(texts, axis, axis, levels.Length, [], levels);
    }
}
