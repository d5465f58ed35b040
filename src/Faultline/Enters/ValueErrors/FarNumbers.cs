namespace Faultline;

/// <summary>Values of a column alone that lie farther out than its own tail reaches, however skewed or heavy that is.</summary>
static class FarNumbers
{
    const double GapLevel = 1e-3;
    const double FeltShift = 0.1;

    /// <summary>The fault of one column, and the rows whose number stands for missing.</summary>
    /// <param name="column">The column.</param>
    /// <param name="rareShare">Largest share of zeros that are apart.</param>
    /// <param name="taken">Rows of the column that another finding has said already.</param>
    /// <param name="context">The table, and how cells may be shown.</param>
    public static (HygieneFault? Fault, int[] Codes) Find(NumberColumn column, double rareShare, IReadOnlySet<int> taken, CheckContext context)
    {
        double[] sorted = taken.Count == 0 ? SortedValues.Finite(SortedValues.Of(column)).ToArray() : Others(column, taken);
        if (sorted.Length < ColumnHygieneNumbers.Fewest)
        {
            return (null, []);
        }

        var (rest, codes, zeros) = ColumnHygieneNumbers.Sound(sorted, rareShare);
        int[] missing = codes.Count == 0 && !zeros ? [] : ColumnHygieneNumbers.Rows(column, value => codes.Contains(value) || (zeros && value == 0));
        var (low, high) = Inside(rest);
        return low == 0 && high == rest.Length ? (null, missing) : (Fault(column, rest, low, high, taken, context), missing);
    }

    static double[] Others(NumberColumn column, IReadOnlySet<int> taken)
    {
        var others = new List<double>();
        for (int row = 0; row < column.RowCount; row++)
        {
            if (double.IsFinite(column.Values[row]) && !taken.Contains(row))
            {
                others.Add(column.Values[row]);
            }
        }

        double[] sorted = [.. others];
        NumberSort.Ascending(sorted);
        return sorted;
    }

    static HygieneFault Fault(NumberColumn column, double[] rest, int low, int high, IReadOnlySet<int> taken, CheckContext context)
    {
        var sound = rest[low..high];
        var outside = rest[..low].Concat(rest[high..]).ToHashSet();
        var centre = Quantiles.OfSorted(sound, 0.5);
        int[] rows = [.. ColumnHygieneNumbers.Rows(column, outside.Contains).Where(row => !taken.Contains(row))];
        Array.Sort(rows, (left, right) => Math.Abs(column.Values[right] - centre).CompareTo(Math.Abs(column.Values[left] - centre)) is var order && order != 0 ? order : left.CompareTo(right));
        var far = outside.Order().ToArray();
        var slips = Array.TrueForAll(far, value => DecimalSlips.Undone(value, sound) is not null);

        // A genuine group ten times smaller differs from the others in more than this column; slips fall on any row.
        var group = slips ? RowsApart.AreOfAnotherKind(rows, context, column.Name) : !HaveLostSign(far, sound) && IsGroup(far, sound, rows.Length);
        var severity = group ? Severity.Info : MeanShift(rows.Select(row => column.Values[row]), sound) >= FeltShift ? Severity.Medium : Severity.Low;
        return ColumnHygieneNumbers.Fault(group ? HygieneKind.FarGroup : HygieneKind.Impossible, string.Empty, column, rows, severity, sound, far, context);
    }

    /// <summary>One finding over the columns that have such values.</summary>
    public static Finding Write(IReadOnlyList<HygieneFault> faults, CheckContext context)
    {
        var where = ColumnHygieneWriter.Columns(faults);
        var first = faults[0];
        var cells = faults.Sum(fault => fault.Cells.Count);
        var others = ColumnHygieneWriter.List(faults.Select(fault => fault.Others).Where(text => text.Length > 0), 3);
        return first.Kind == HygieneKind.FarGroup
            ? ColumnHygieneWriter.Write(
                faults,
                context,
                $"{ColumnHygieneWriter.Count(cells, "value")} of {where} lie far from all others, and close to each other",
                $"{(others.Length > 0 ? $"Otherwise {others}. " : string.Empty)}Rows that lie together out there are most likely of another kind, or of another unit.",
                "Look at these rows once; if they are of another kind, a model needs to know it.")
            : ColumnHygieneWriter.Write(
                faults,
                context,
                cells == 1
                    ? $"{first.Shown} in row {first.Cells[0].Row} lies far outside all other values"
                    : $"{ColumnHygieneWriter.Count(cells, "value")} of {where} {(cells <= 4 && others.Length > 0 ? $"({Values(faults)}) " : string.Empty)}lie far outside all others",
                $"{(others.Length > 0 ? $"Otherwise {others}. " : string.Empty)}The column's own tail does not reach so far: {(first.Why.Length > 0 && faults.All(fault => fault.Why == first.Why) ? first.Why : "a slip of the decimal point, of the unit or of the column, or a row of another kind")}.",
                "Check these cells at the source; leave them missing where it can not say.");
    }

    /// <summary>The part of the values between the outermost gaps that are too wide for the tails.</summary>
    public static (int Low, int High) Inside(double[] sorted)
    {
        var most = Math.Clamp(sorted.Length / 500, 5, 50);
        var above = TailGap.Upper(sorted, most, 2, GapLevel).Count;
        var mirrored = TailGap.Mirror(sorted);
        var below = TailGap.Upper(mirrored, most, 2, GapLevel).Count;
        var negative = SortedValues.Below(sorted, 0);
        if (negative > below && negative <= most && TailGap.Upper(mirrored, negative, 1.3, GapLevel).Count == negative)
        {
            // A wrong sign is evidence of its own, so the gap may be narrower.
            below = negative;
        }

        (above, below) = (Math.Max(above, BoundedScale.Beyond(sorted, most)), Math.Max(below, BoundedScale.Beyond(mirrored, most)));
        var slips = DecimalSlips.Count(sorted, most);
        return (Math.Max(below, slips.Below), sorted.Length - Math.Max(above, slips.Above));
    }

    static string Values(IReadOnlyList<HygieneFault> faults) =>
        faults.Count == 1 ? faults[0].Shown[(faults[0].Column.Name.Length + " = ".Length)..] : string.Join("; ", faults.Select(fault => fault.Shown));

    // Others all of one sign, these of the other, and each right among them without it.
    static bool HaveLostSign(double[] far, double[] sound) =>
        (sound[0] > 0 || sound[^1] < 0) && Array.TrueForAll(far, value => -value >= sound[0] && -value <= sound[^1]);

    // By how many robust standard deviations of the others the far values move the column's mean.
    static double MeanShift(IEnumerable<double> far, double[] inside)
    {
        var centre = Quantiles.OfSorted(inside, 0.5);
        var spread = Quantiles.Spread(inside);
        var shift = Math.Abs(far.Sum(value => value - centre)) / inside.Length;
        return spread > 0 ? shift / spread : double.PositiveInfinity;
    }

    // Several different values close to each other and far from the rest are rows of another kind rather than slips.
    static bool IsGroup(double[] far, double[] inside, int rows)
    {
        if (far.Length < 3 || (far[0] < inside[0] && far[^1] > inside[^1]))
        {
            return false;
        }

        var gap = far[0] > inside[^1] ? far[0] - inside[^1] : inside[0] - far[^1];
        var spread = far[^1] - far[0];

        // A slip of the decimal point or the unit spreads its values as it moves them; rows of another kind lie no wider than the others do.
        var narrow = spread <= Quantiles.OfSorted(inside, 0.75) - Quantiles.OfSorted(inside, 0.25);
        return spread < (rows >= 10 || narrow ? 0.5 : 0.1) * gap;
    }
}
