using System.Globalization;

namespace Faultline.DuckDb;

/// <summary>Numbers that <c>--null</c> names: they mean a missing cell however they are written (<c>-999</c>, <c>-999.0</c>), and in formats that hold numbers.</summary>
static class NullNumbers
{
    /// <summary>The columns, without these numbers.</summary>
    /// <param name="columns">Columns as they were read.</param>
    /// <param name="options">Has the texts that stand for a missing cell.</param>
    public static List<Column> TakenOut(IReadOnlyList<Column> columns, ReadOptions options)
    {
        double[] meant = options.AsWritten ? [] : [.. options.NullTexts.Select(Number).OfType<double>().SelectMany(number => new[] { number, (float)number }).Distinct()];
        return [.. columns.Select(column => meant.Length > 0 && column is NumberColumn numbers ? Without(numbers, meant) : column)];
    }

    static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;

    static NumberColumn Without(NumberColumn column, double[] meant)
    {
        if (!column.Values.ContainsAny(meant))
        {
            return column;
        }

        double[] values = column.Values.ToArray();
        foreach (ref double value in values.AsSpan())
        {
            value = meant.Contains(value) ? double.NaN : value;
        }

        return new NumberColumn(column.Name, values, column.Unreadable);
    }
}
