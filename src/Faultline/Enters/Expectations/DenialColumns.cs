using System.Globalization;

namespace Faultline;

/// <summary>Cells as what they are compared by: codes where only equality counts, numbers where order does.</summary>
static class DenialColumns
{
    /// <summary>Why a constraint can not be asked of a table, or null.</summary>
    public static string? WhyNot(Table table, DenialConstraint constraint)
    {
        foreach (var predicate in constraint.Predicates)
        {
            var cells = predicate.Right is { } right ? new[] { predicate.Left, right } : [predicate.Left];
            if (cells.FirstOrDefault(cell => table.Find(cell.Column) is null) is { } missing)
            {
                return $"'{table.Name}' has no column '{missing.Column}'{(NearName.Of(missing.Column, table.Columns.Select(column => column.Name)) is { } near ? $"; the nearest is '{near}'" : string.Empty)}";
            }

            var isOrder = predicate.Operator is not (DenialOperator.Equal or DenialOperator.NotEqual);
            if (isOrder && cells.FirstOrDefault(cell => table[cell.Column] is not (NumberColumn or TimeColumn)) is { } text)
            {
                return $"the column '{text.Column}' holds neither numbers nor dates, which have an order";
            }

            if (isOrder && cells is [var a, var b] && table[a.Column].Kind != table[b.Column].Kind)
            {
                return $"'{a.Column}' and '{b.Column}' are not both numbers or both dates, and have no order among them";
            }

            if (predicate.Value is { } value && table[predicate.Left.Column] is NumberColumn or TimeColumn && double.IsNaN(Constant(table[predicate.Left.Column], predicate.Value!)))
            {
                return $"the column '{predicate.Left.Column}' can not be compared with '{value}': it holds {(table[predicate.Left.Column] is NumberColumn ? "numbers" : "dates")}";
            }
        }

        return null;
    }

    /// <summary>Numbers in the order of the cells; NaN where missing.</summary>
    public static double[] Ordered(Column column) => column switch
    {
        NumberColumn numbers => [.. numbers.Values],
        TimeColumn times => [.. times.Values.ToArray().Select(value => value == TimeColumn.Missing ? double.NaN : value)],
        _ => throw new ArgumentException($"Column '{column.Name}' has no order.", nameof(column)),
    };

    /// <summary>Codes of two columns, equal where the cells are; −1 where missing. A cell that can't be read is the text it is.</summary>
    public static (int[] Left, int[] Right) Codes(Column left, Column right)
    {
        if (left.Kind == right.Kind && left is NumberColumn or TimeColumn && left.Unreadable.Count + right.Unreadable.Count == 0)
        {
            var numbers = new Dictionary<double, int>();
            return (Numbered(Ordered(left), numbers), ReferenceEquals(left, right) ? Numbered(Ordered(left), numbers) : Numbered(Ordered(right), numbers));
        }

        var texts = new Dictionary<string, int>(StringComparer.Ordinal);
        var first = Texts(left, texts);
        return (first, ReferenceEquals(left, right) ? first : Texts(right, texts));
    }

    /// <summary>Which rows meet a comparison of one row: with a value, or with another cell of the row.</summary>
    public static bool[] Holds(Table table, DenialPredicate predicate)
    {
        var left = table[predicate.Left.Column];
        var other = predicate.Right is { } cell ? table[cell.Column] : null;
        var holds = new bool[table.RowCount];
        if (left is NumberColumn or TimeColumn && (other is null || other.Kind == left.Kind))
        {
            var own = Ordered(left);
            var against = other is null ? null : Ordered(other);
            var value = other is null ? Constant(left, predicate.Value!) : 0;
            for (var row = 0; row < holds.Length; row++)
            {
                holds[row] = Compare(own[row], predicate.Operator, against?[row] ?? value);
            }

            return holds;
        }

        for (var row = 0; row < holds.Length; row++)
        {
            holds[row] = left.Text(row) is { } text && (other is null ? predicate.Value : other.Text(row)) is { } beside && text == beside == (predicate.Operator == DenialOperator.Equal);
        }

        return holds;
    }

    /// <summary>The comparison of two numbers; false where one is NaN.</summary>
    public static bool Compare(double left, DenialOperator sign, double right) => sign switch
    {
        DenialOperator.Equal => left == right,
        DenialOperator.NotEqual => left < right || left > right,
        DenialOperator.Less => left < right,
        DenialOperator.LessOrEqual => left <= right,
        DenialOperator.Greater => left > right,
        _ => left >= right,
    };

    static double Constant(Column column, string value) => column is NumberColumn
        ? double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN
        : ExpectedBound.Read(value)?.Moment ?? double.NaN;

    static int[] Numbered(double[] values, Dictionary<double, int> codes)
    {
        var numbered = new int[values.Length];
        for (var row = 0; row < values.Length; row++)
        {
            // Adding 0 makes −0 and 0 one.
            numbered[row] = double.IsNaN(values[row]) ? -1 : Of(codes, values[row] + 0.0);
        }

        return numbered;
    }

    static int[] Texts(Column column, Dictionary<string, int> codes)
    {
        var numbered = new int[column.RowCount];
        for (var row = 0; row < numbered.Length; row++)
        {
            numbered[row] = column.Text(row) is { } text ? Of(codes, text) : -1;
        }

        foreach (var cell in column.Unreadable)
        {
            numbered[cell.Row] = Of(codes, cell.Text);
        }

        return numbered;
    }

    static int Of<TKey>(Dictionary<TKey, int> codes, TKey key)
        where TKey : notnull
    {
        if (!codes.TryGetValue(key, out var code))
        {
            codes.Add(key, code = codes.Count);
        }

        return code;
    }
}
