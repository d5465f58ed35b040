using System.Globalization;
using System.Numerics;

namespace Faultline;

/// <summary>A column of numbers.</summary>
public sealed class NumberColumn : Column
{
    // The values, one a row; or, where Places is set, a row-major matrix that holds them beside others.
    readonly double[] _values;
    readonly Places? _within;

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
        var row = 0;
        for (; whole && row < values.Length; row++)
        {
            missing += double.IsNaN(values[row]) ? 1 : 0;
            whole = double.IsNaN(values[row]) || (double.IsFinite(values[row]) && values[row] == Math.Floor(values[row]));
        }

        missing += Missing(values.AsSpan(row));
        MissingCount = missing;
        IsInteger = whole && missing < values.Length;
    }

    static int Missing(ReadOnlySpan<double> values)
    {
        // A comparison that holds is −1 in every lane, and NaN alone does not equal itself.
        var present = Vector<long>.Zero;
        var at = 0;
        for (; at + Vector<double>.Count <= values.Length; at += Vector<double>.Count)
        {
            var value = new Vector<double>(values[at..]);
            present -= Vector.Equals(value, value);
        }

        var missing = at - (int)Vector.Sum(present);
        for (; at < values.Length; at++)
        {
            missing += double.IsNaN(values[at]) ? 1 : 0;
        }

        return missing;
    }

    NumberColumn(NumberColumn same, double[] rowMajor, Places within)
        : base(same.Name, same.RowCount)
    {
        _values = rowMajor;
        _within = within;
        Unreadable = same.Unreadable;
        MissingCount = same.MissingCount;
        IsInteger = same.IsInteger;
    }

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Number;

    /// <inheritdoc/>
    public override int MissingCount { get; }

    /// <summary>True when every value is a whole number.</summary>
    public bool IsInteger { get; }

    /// <summary>One value a row; NaN where missing.</summary>
    public ReadOnlySpan<double> Values => Contiguous();

    /// <summary>The values as memory, for use in lambdas.</summary>
    public ReadOnlyMemory<double> Memory => Contiguous();

    /// <inheritdoc/>
    public override bool IsMissing(int row) => double.IsNaN(At(row));

    /// <inheritdoc/>
    public override string? Text(int row) => double.IsNaN(At(row)) ? null : Write(At(row));

    /// <summary>A number as text: shortest round trip, invariant culture.</summary>
    public static string Write(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override Column Take(ReadOnlySpan<int> rows)
    {
        var values = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            values[i] = At(rows[i]);
        }

        return new NumberColumn(Name, values, TakeUnreadable(rows));
    }

    /// <summary>Copies the values.</summary>
    /// <param name="values">Receives one a row.</param>
    internal void CopyTo(Span<double> values)
    {
        if (_within is not { } within)
        {
            _values.CopyTo(values);
            return;
        }

        for (int row = 0, place = within.Offset; row < RowCount; row++, place += within.Stride)
        {
            values[row] = _values[place];
        }
    }

    /// <summary>The same column, kept as a column of a row-major matrix that somebody holds anyway. Its values are then gathered when they are asked for.</summary>
    /// <param name="rowMajor">The matrix; it holds the values of this column.</param>
    /// <param name="stride">Numbers a row.</param>
    /// <param name="offset">The place in a row.</param>
    internal NumberColumn Within(double[] rowMajor, int stride, int offset) => new(this, rowMajor, new Places(stride, offset));

    double At(int row) => _within is { } within ? _values[(row * within.Stride) + within.Offset] : _values[row];

    double[] Contiguous()
    {
        if (_within is not { } within)
        {
            return _values;
        }

        if (!within.Gathered.TryGetTarget(out var values))
        {
            values = new double[RowCount];
            CopyTo(values);
            within.Gathered.SetTarget(values);
        }

        return values;
    }

    /// <inheritdoc/>
    public override Column Rename(string name) => new NumberColumn(name, Contiguous(), Unreadable);

    sealed class Places(int stride, int offset)
    {
        public int Stride => stride;

        public int Offset => offset;

        // Kept only as long as somebody uses it.
        public WeakReference<double[]> Gathered { get; } = new(null!);
    }
}
