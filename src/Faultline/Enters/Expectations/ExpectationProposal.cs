using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Faultline;

/// <summary>Proposes expectations from a table that is known to be good: they hold on it, with room for others like it.</summary>
public static class ExpectationProposal
{
    const int FewestRows = 20;
    const int MostValues = 50;
    const int RowsAValue = 5;
    const int MostNumbers = 10;
    const int MostRuns = 12;
    const double RoomOfRange = 0.1;
    const double RoomOfMissing = 0.05;

    // In microseconds; the last moment is the end of the year 9999.
    const long Year = 366L * 86_400_000_000;
    const long LastMoment = 253_402_300_799_999_999;

    /// <summary>The expectations of a table.</summary>
    /// <param name="table">A good table.</param>
    public static ExpectationSet Of(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new ExpectationSet
        {
            FewestRows = Math.Max(1, table.RowCount / 2),
            MostRows = 2L * table.RowCount,
            Columns = [.. table.Columns.Where(column => column.Kind != ColumnKind.Vector && column.MissingCount < column.RowCount).Select(Of)],
        };
    }

    static ColumnExpectation Of(Column column)
    {
        int present = column.RowCount - column.MissingCount;
        double missing = (column.MissingCount - column.Unreadable.Count) / (double)column.RowCount;
        var expected = new ColumnExpectation(column.Name)
        {
            Type = column.Unreadable.Count > 0 ? null : column switch
            {
                NumberColumn { IsInteger: true } => ExpectedType.Whole,
                NumberColumn => ExpectedType.Number,
                TimeColumn => ExpectedType.Time,
                { Kind: ColumnKind.Boolean } => ExpectedType.Boolean,
                _ => ExpectedType.Text,
            },
            NotNull = missing == 0,
            MostMissing = missing == 0 || missing + RoomOfMissing >= 1 ? null : Math.Ceiling(100 * (missing + RoomOfMissing)) / 100,
        };
        if (present < FewestRows)
        {
            return expected;
        }

        bool unique = column is not NumberColumn { IsInteger: false } && column is not TimeColumn && ColumnTraits.IsUnique(column);
        expected = expected with { Unique = unique };
        return column switch
        {
            NumberColumn numbers => Numbers(numbers, present, expected),
            TimeColumn times => Times(times, expected),
            TextColumn { Kind: ColumnKind.Text } texts => Texts(texts, present, expected),
            _ => expected,
        };
    }

    static ColumnExpectation Numbers(NumberColumn column, int present, ColumnExpectation expected)
    {
        double[] sorted = [.. column.Values.ToArray().Where(double.IsFinite).Order()];
        if (sorted.Length < present || sorted.Length == 0)
        {
            return expected;
        }

        string[] different = [.. sorted.Distinct().Take(MostNumbers + 1).Select(NumberColumn.Write)];
        if (column.IsInteger && different.Length <= MostNumbers && different.Length * RowsAValue <= present)
        {
            return expected with { Allowed = different };
        }

        double room = RoomOfRange * (sorted[^1] - sorted[0]);
        double low = Round(sorted[0] - room, up: false);
        double high = Round(sorted[^1] + room, up: true);

        // What was never negative stays so; a running key has no upper end.
        low = sorted[0] >= 0 ? Math.Max(0, low) : low;
        high = sorted[^1] <= 0 ? Math.Min(0, high) : high;
        return double.IsFinite(low) && double.IsFinite(high)
            ? expected with { Least = ExpectedBound.Read(NumberColumn.Write(low)), Most = expected.Unique ? null : ExpectedBound.Read(NumberColumn.Write(high)) }
            : expected;
    }

    // Outward to three significant digits.
    static double Round(double value, bool up)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value;
        }

        double unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(value))) - 2);
        double rounded = (up ? Math.Ceiling(value / unit) : Math.Floor(value / unit)) * unit;
        double plain = double.Parse(rounded.ToString("G12", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return up ? Math.Max(plain, value) : Math.Min(plain, value);
    }

    // Later tables bring later dates: as long again as this one, a year at least.
    static ColumnExpectation Times(TimeColumn column, ColumnExpectation expected)
    {
        (long earliest, long latest) = (long.MaxValue, long.MinValue);
        foreach (long moment in column.Values)
        {
            (earliest, latest) = moment == TimeColumn.Missing ? (earliest, latest) : (Math.Min(earliest, moment), Math.Max(latest, moment));
        }

        long end = latest + Math.Max(latest - earliest, Year);
        ExpectedBound? Bound(long moment) => ExpectedBound.Read(TimeColumn.Write(moment, column.HasTimeOfDay));
        return expected with { Least = Bound(earliest), Most = end <= LastMoment ? Bound(end) : null };
    }

    static ColumnExpectation Texts(TextColumn column, int present, ColumnExpectation expected)
    {
        var counts = column.Counts();
        string[] used = [.. column.Categories.Where((_, code) => counts[code] > 0)];
        if (used.Length <= MostValues && used.Length * RowsAValue <= present && Array.TrueForAll(used, CanBeWritten))
        {
            return expected with { Allowed = [.. used.Order(StringComparer.Ordinal)] };
        }

        return Pattern(used) is { } pattern ? expected with { Pattern = pattern } : expected;
    }

    // A lone half of a character pair and control characters can not stand in a text file.
    static bool CanBeWritten(string text) => !text.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar || Rune.IsControl(rune));

    // Runs of capitals, small letters, digits and signs, where every text has the same ones.
    static string? Pattern(string[] texts)
    {
        List<(char Kind, int Length)>? first = null;
        List<(int Low, int High)> lengths = [];
        foreach (string text in texts)
        {
            var runs = Runs(text);
            if (runs.Count is 0 or > MostRuns || (first is not null && (runs.Count != first.Count || runs.Zip(first).Any(pair => pair.First.Kind != pair.Second.Kind))))
            {
                return null;
            }

            lengths = first is null ? [.. runs.Select(run => (run.Length, run.Length))] : [.. runs.Zip(lengths, (run, length) => (Math.Min(run.Length, length.Low), Math.Max(run.Length, length.High)))];
            first ??= runs;
        }

        return first is null || !first.Any(run => run.Kind == 'd') ? null : string.Concat(first.Zip(lengths, (run, length) => Expression(run.Kind) + Times(length)));
    }

    static List<(char Kind, int Length)> Runs(string text)
    {
        var runs = new List<(char Kind, int Length)>();
        foreach (char c in text)
        {
            char kind = char.IsAsciiDigit(c) ? 'd' : char.IsAsciiLetterUpper(c) ? 'U' : char.IsAsciiLetterLower(c) ? 'l' : char.IsAscii(c) && !char.IsControl(c) ? c : '\0';
            if (kind == '\0')
            {
                return [];
            }

            if (runs.Count > 0 && runs[^1].Kind == kind)
            {
                runs[^1] = (kind, runs[^1].Length + 1);
            }
            else
            {
                runs.Add((kind, 1));
            }
        }

        return runs;
    }

    static string Expression(char kind) => kind switch
    {
        'd' => "[0-9]",
        'U' => "[A-Z]",
        'l' => "[a-z]",
        _ => Regex.Escape(kind.ToString()),
    };

    // Numbers may grow: a run of digits whose length varies has no upper end.
    static string Times((int Low, int High) length) => length.Low == length.High ? length.Low == 1 ? string.Empty : $"{{{length.Low}}}" : "+";
}
