using System.Globalization;

namespace Faultline;

/// <summary>A column of numbers.</summary>
public sealed class NumberColumn : Column
{
    readonly double[] _values;

    /// <summary>Wraps the values; the array is not copied and must not be changed afterwards.</summary>
    /// <param name="name">Column name.</param>
    /// <param name="values">One value a row; NaN is missing, ±∞ is kept.</param>
    /// <param name="unreadable">Cells whose text was no number, in row order; their value must be NaN.</param>
    public NumberColumn(string name, double[] values, IReadOnlyList<UnreadableCell>? unreadable = null)
        : base(name, values?.Length ?? throw new ArgumentNullException(nameof(values)))
    {
        _values = values;
        Unreadable = unreadable ?? [];
        var missing = 0;
        var whole = true;
        foreach (var value in values)
        {
            if (double.IsNaN(value))
            {
                missing++;
            }
            else if (whole && (!double.IsFinite(value) || value != Math.Floor(value)))
            {
                whole = false;
            }
        }

        MissingCount = missing;
        IsInteger = whole && missing < values.Length;
    }

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Number;

    /// <inheritdoc/>
    public override int MissingCount { get; }

    /// <summary>True when every value is a whole number.</summary>
    public bool IsInteger { get; }

    /// <summary>One value a row; NaN where missing.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The values as memory, for use in lambdas.</summary>
    public ReadOnlyMemory<double> Memory => _values;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => double.IsNaN(_values[row]);

    /// <inheritdoc/>
    public override string? Text(int row) => double.IsNaN(_values[row]) ? null : Write(_values[row]);

    /// <summary>A number as text: shortest round trip, invariant culture.</summary>
    public static string Write(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override Column Take(ReadOnlySpan<int> rows)
    {
        var values = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            values[i] = _values[rows[i]];
        }

        return new NumberColumn(Name, values, TakeUnreadable(rows));
    }

    /// <inheritdoc/>
    public override Column Rename(string name) => new NumberColumn(name, _values, Unreadable);
}
