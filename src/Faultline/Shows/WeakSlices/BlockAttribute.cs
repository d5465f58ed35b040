namespace Faultline;

/// <summary>A column as slices see it, where the rows are not held: cuts and candidate categories come of the sample, counts and ranges of every row.</summary>
sealed class BlockAttribute
{
    // A category that is frequent enough in the table is not much rarer in the sample.
    const double Rarer = 0.5;
    const int MostCandidates = 250;

    readonly Column _column;
    readonly NumericBins? _bins;
    readonly Dictionary<string, int> _candidates = new(StringComparer.Ordinal);
    int[] _levels = [];
    byte[] _place = [];

    BlockAttribute(Column column, NumericBins? bins) => (_column, _bins) = (column, bins);

    /// <summary>Its column.</summary>
    public string Name => _column.Name;

    /// <summary>Categories of the sample that may be levels, as codes of the sample's column.</summary>
    public IReadOnlyList<int> Candidates { get; private init; } = [];

    /// <summary>Bins of a number, or 0.</summary>
    public int Bins => _bins?.BinCount ?? 0;

    /// <summary>Number of cells that a row can lie in.</summary>
    public int Cells => _bins is { } bins ? bins.BinCount + 1 : _levels.Length + 2;

    /// <summary>The attribute of a column of the sample; null where nothing in it tells rows apart.</summary>
    /// <param name="column">The column.</param>
    /// <param name="rows">Measured rows of the sample.</param>
    /// <param name="leastShare">Share of the rows below which a category is not looked at.</param>
    public static BlockAttribute? Of(Column column, int[] rows, double leastShare)
    {
        if (column is NumberColumn or TimeColumn)
        {
            double[] known = [.. rows.Select(row => Value(column, row)).Where(number => !double.IsNaN(number))];
            return known.Length == 0 ? null : new BlockAttribute(column, NumericBins.Learn(known, SliceAttribute.Bins));
        }

        if (column is not TextColumn texts)
        {
            return null;
        }

        int[] counts = new int[texts.Categories.Count];
        foreach (int row in rows)
        {
            if (texts.Codes[row] >= 0)
            {
                counts[texts.Codes[row]]++;
            }
        }

        int[] candidates = [.. Enumerable.Range(0, counts.Length).Where(code => counts[code] >= Math.Max(1, Rarer * leastShare * rows.Length)).OrderByDescending(code => counts[code]).Take(MostCandidates)];
        var attribute = new BlockAttribute(column, null) { Candidates = candidates };
        foreach (int code in candidates)
        {
            attribute._candidates.Add(texts.Categories[code], code);
        }

        return attribute;
    }

    /// <summary>Counts the candidates of a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="counts">By code of the sample's column.</param>
    public void Count(ClassBlock block, long[] counts)
    {
        TextColumn texts = Texts(block);
        int[] codeOf = [.. texts.Categories.Select(text => _candidates.GetValueOrDefault(text, -1))];
        for (int row = 0; row < texts.RowCount; row++)
        {
            if (block.Labels[row] >= 0 && texts.Codes[row] >= 0 && codeOf[texts.Codes[row]] is var code and >= 0)
            {
                counts[code]++;
            }
        }
    }

    /// <summary>Settles which categories are levels.</summary>
    public void Settle(long[] counts, int leastRows)
    {
        _levels = SliceAttribute.Levels(counts, leastRows);
        _place = new byte[counts.Length];
        Array.Fill(_place, (byte)(_levels.Length + 1));
        foreach ((int index, int code) in _levels.Index())
        {
            _place[code] = (byte)index;
        }
    }

    /// <summary>The cell of each row of a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="cells">One a row.</param>
    /// <param name="ranges">Least and largest value of each bin, widened by those of measured rows.</param>
    public void Code(ClassBlock block, Span<byte> cells, (double Low, double High)[] ranges)
    {
        if (_bins is { } bins)
        {
            Column column = block.Rows[Name];
            ReadOnlySpan<int> labels = block.Labels;
            for (int row = 0; row < labels.Length; row++)
            {
                double value = Value(column, row);
                cells[row] = bins.BinOf(value);
                if (cells[row] < ranges.Length && labels[row] >= 0)
                {
                    ref var range = ref ranges[cells[row]];
                    range = (Math.Min(range.Low, value), Math.Max(range.High, value));
                }
            }

            return;
        }

        TextColumn texts = Texts(block);
        byte[] placeOf = [.. texts.Categories.Select(text => _candidates.TryGetValue(text, out int code) ? _place[code] : (byte)(_levels.Length + 1))];
        ReadOnlySpan<int> codes = texts.Codes;
        for (int row = 0; row < codes.Length; row++)
        {
            cells[row] = codes[row] < 0 ? (byte)_levels.Length : placeOf[codes[row]];
        }
    }

    /// <summary>The attribute of groups of rows.</summary>
    /// <param name="cells">The cell of each group.</param>
    /// <param name="ranges">Of all rows.</param>
    public SliceAttribute Made(byte[] cells, (double Low, double High)[] ranges) =>
        _bins is null ? SliceAttribute.OfLevels((TextColumn)_column, cells, _levels) : SliceAttribute.OfBins(_column, cells, ranges);

    static double Value(Column column, int row) =>
        column is NumberColumn numbers ? numbers.Values[row]
        : ((TimeColumn)column).Values[row] is var moment && moment == TimeColumn.Missing ? double.NaN
        : moment;

    TextColumn Texts(ClassBlock block) => (TextColumn)block.Rows[Name];
}
