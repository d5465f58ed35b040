using System.Globalization;

namespace Faultline;

/// <summary>A column of dates or moments.</summary>
public sealed class TimeColumn : Column
{
    /// <summary>The value that stands for a missing cell.</summary>
    public const long Missing = long.MinValue;

    const long MicrosecondsADay = 86_400_000_000;
    readonly long[] _values;

    /// <summary>Wraps the values; the array is not copied and must not be changed afterwards.</summary>
    /// <param name="name">Column name.</param>
    /// <param name="values">Microseconds since 1970-01-01T00:00, one a row; <see cref="Missing"/> is missing.</param>
    /// <param name="unreadable">Cells whose text was no time, in row order; their value must be <see cref="Missing"/>.</param>
    public TimeColumn(string name, long[] values, IReadOnlyList<UnreadableCell>? unreadable = null)
        : base(name, values?.Length ?? throw new ArgumentNullException(nameof(values)))
    {
        _values = values;
        Unreadable = unreadable ?? [];
        HasTimeOfDay = values.Any(value => value != Missing && value % MicrosecondsADay != 0);
        MissingCount = values.Count(value => value == Missing);
    }

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Time;

    /// <inheritdoc/>
    public override int MissingCount { get; }

    /// <summary>True when any value is not at midnight.</summary>
    public bool HasTimeOfDay { get; }

    /// <summary>Cells whose dates are written otherwise than the others; null where there are none, or where it is not known. Not carried over by <see cref="Take"/>.</summary>
    public MixedDates? Mixed { get; init; }

    /// <summary>Microseconds since 1970-01-01T00:00; <see cref="Missing"/> where missing.</summary>
    public ReadOnlySpan<long> Values => _values;

    /// <summary>The values as memory, for use in lambdas.</summary>
    public ReadOnlyMemory<long> Memory => _values;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => _values[row] == Missing;

    /// <inheritdoc/>
    public override string? Text(int row) => _values[row] == Missing ? null : Write(_values[row], HasTimeOfDay);

    /// <summary>A moment in ISO 8601; years outside 1–9999 are written as microseconds.</summary>
    public static string Write(long microseconds, bool withTimeOfDay)
    {
        var ticks = DateTime.UnixEpoch.Ticks + ((Int128)microseconds * 10);
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return microseconds.ToString(CultureInfo.InvariantCulture) + " µs";
        }

        var moment = new DateTime((long)ticks, DateTimeKind.Unspecified);
        return moment.ToString(withTimeOfDay ? "yyyy-MM-dd'T'HH:mm:ss.FFFFFF" : "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public override Column Take(ReadOnlySpan<int> rows)
    {
        var values = new long[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            values[i] = _values[rows[i]];
        }

        return new TimeColumn(Name, values, TakeUnreadable(rows));
    }

    /// <inheritdoc/>
    public override Column Rename(string name) => new TimeColumn(name, _values, Unreadable) { Mixed = Mixed };
}
