namespace Faultline;

/// <summary>Reads dates and moments from UTF-8 text.</summary>
/// <remarks>
/// Read are ISO 8601 and its kin (<c>1998-06-12</c>, <c>1998/6/12</c>, <c>1998-06-12T08:30:00.5Z</c>), month names (<c>Jun 12 1998</c>,
/// <c>12 June 1998</c>, <c>12-Jun-98</c>) and numeric dates (<c>6/12/1998</c>, <c>12.06.1998</c>), each with an optional time of day.
/// A two-digit year from 69 belongs to the twentieth century (POSIX). A zone or offset is taken into account: the moment is UTC.
/// </remarks>
public static class TimeText
{
    const long Second = 1_000_000;

    /// <summary>Reads a date or a moment.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="dayFirst">What <c>6/12/1998</c> means: true for 6 December.</param>
    /// <param name="microseconds">Microseconds since 1970-01-01T00:00.</param>
    /// <param name="numeric">True when the text is a numeric date whose first part is not the year, so that <paramref name="dayFirst"/> mattered.</param>
    /// <returns>False when the text is no date.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, bool dayFirst, out long microseconds, out bool numeric)
    {
        microseconds = 0;
        numeric = false;
        var text = NumberParser.Trim(utf8);
        if (text.Length is < 6 or > 40)
        {
            return false;
        }

        var at = 0;
        int year, month, day;
        if (IsDigit(text[0]))
        {
            var first = Number(text, ref at, out var width);
            if (at >= text.Length)
            {
                return false;
            }

            var mark = text[at];
            var read = width == 4
                ? YearFirst(text, ref at, first, out year, out month, out day)
                : width <= 2 && Month(text[(at + 1)..]) > 0 && mark is (byte)' ' or (byte)'-' or (byte)'/' or (byte)'.'
                    ? DayNameYear(text, ref at, first, out year, out month, out day)
                    : NumericDate(text, ref at, first, width, dayFirst, out year, out month, out day);
            numeric = read && width <= 2 && IsDigit(text[width + 1]);
            if (!read)
            {
                return false;
            }
        }
        else if (!NameFirst(text, ref at, out year, out month, out day))
        {
            return false;
        }

        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        var date = new DateOnly(year, month, day).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        if (!Clock(text[at..], out var clock))
        {
            return false;
        }

        microseconds = (date * 86_400L * Second) + clock;
        return true;
    }

    static bool YearFirst(ReadOnlySpan<byte> text, ref int at, int first, out int year, out int month, out int day)
    {
        (year, month, day) = (first, 0, 1);
        var mark = text[at];
        if (mark is not ((byte)'-' or (byte)'/' or (byte)'.'))
        {
            return false;
        }

        at++;
        month = Month(text[at..]);
        if (month > 0)
        {
            SkipLetters(text, ref at);
        }
        else
        {
            month = Number(text, ref at, out var width);
            if (width is 0 or > 2 || (width == 1 && at == text.Length))
            {
                return false;
            }
        }

        if (at == text.Length)
        {
            return mark == '-';
        }

        if (text[at] != mark)
        {
            return false;
        }

        at++;
        day = Number(text, ref at, out var dayWidth);
        return dayWidth is 1 or 2;
    }

    static bool NumericDate(ReadOnlySpan<byte> text, ref int at, int first, int width, bool dayFirst, out int year, out int month, out int day)
    {
        (year, month, day) = (0, 0, 0);
        var mark = text[at];
        if (width is 0 or > 2 || mark is not ((byte)'/' or (byte)'-' or (byte)'.'))
        {
            return false;
        }

        at++;
        var second = Number(text, ref at, out var secondWidth);
        if (secondWidth is 0 or > 2 || at >= text.Length || text[at] != mark)
        {
            return false;
        }

        at++;
        year = Number(text, ref at, out var yearWidth);
        (day, month) = dayFirst ? (first, second) : (second, first);

        // 1.2.10 and 1-2-10 are versions and scores as often as dates: a short year needs slashes, or two digits in every part.
        var shortYear = yearWidth == 2 && (mark == '/' || (mark == '-' && width == 2 && secondWidth == 2));
        year = shortYear ? Century(year) : year;
        return yearWidth == 4 || shortYear;
    }

    static bool DayNameYear(ReadOnlySpan<byte> text, ref int at, int first, out int year, out int month, out int day)
    {
        day = first;
        var mark = text[at];
        at++;
        month = Month(text[at..]);
        SkipLetters(text, ref at);
        year = 0;
        if (at >= text.Length || (text[at] != mark && text[at] is not ((byte)' ' or (byte)',')))
        {
            return false;
        }

        SkipBlanks(text, ref at, mark);
        year = Number(text, ref at, out var width);
        year = width == 2 ? Century(year) : year;
        return width is 2 or 4;
    }

    static bool NameFirst(ReadOnlySpan<byte> text, ref int at, out int year, out int month, out int day)
    {
        (year, day) = (0, 1);
        month = Month(text);
        if (month == 0)
        {
            return false;
        }

        SkipLetters(text, ref at);
        SkipBlanks(text, ref at, (byte)'.');
        var number = Number(text, ref at, out var width);
        if (width == 4)
        {
            year = number;
            return true;
        }

        day = number;
        if (width is 0 or > 2 || at >= text.Length)
        {
            return false;
        }

        SkipBlanks(text, ref at, (byte)'-');
        year = Number(text, ref at, out width);
        return width == 4;
    }

    // "", "T08:30", " 8:30:15.25 PM", "T08:30:00Z", "T08:30:00+02:00"
    static bool Clock(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (text.Length == 0)
        {
            return true;
        }

        var at = 0;
        if (text[0] is (byte)',')
        {
            at++;
        }

        if (at >= text.Length || text[at] is not ((byte)'T' or (byte)'t' or (byte)' '))
        {
            return false;
        }

        at++;
        var hour = Number(text, ref at, out var hourWidth);
        if (hourWidth is 0 or > 2 || at >= text.Length || text[at] != ':')
        {
            return false;
        }

        at++;
        var minute = Number(text, ref at, out var minuteWidth);
        var second = 0;
        if (at < text.Length && text[at] == ':')
        {
            at++;
            second = Number(text, ref at, out var secondWidth);
            if (secondWidth != 2)
            {
                return false;
            }
        }

        long fraction = 0;
        if (at < text.Length && text[at] is (byte)'.' or (byte)',')
        {
            at++;
            var start = at;
            for (var scale = Second / 10; at < text.Length && IsDigit(text[at]); at++, scale /= 10)
            {
                fraction += (text[at] - '0') * scale;
            }

            if (at == start)
            {
                return false;
            }
        }

        var rest = NumberParser.Trim(text[at..]);
        if (rest.Length == 2 && (rest[1] | 32) == 'm' && (rest[0] | 32) is 'a' or 'p')
        {
            if (hour is < 1 or > 12)
            {
                return false;
            }

            hour = (hour % 12) + ((rest[0] | 32) == 'p' ? 12 : 0);
            rest = [];
        }

        if (minuteWidth != 2 || hour > 24 || minute > 59 || second > 60 || (hour == 24 && minute + second > 0) || !Offset(rest, out var offset))
        {
            return false;
        }

        microseconds = ((((hour * 60L) + minute - offset) * 60) + second) * Second + fraction;
        return true;
    }

    static bool Offset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 0 || text.SequenceEqual("Z"u8) || text.SequenceEqual("z"u8) || text.SequenceEqual("UTC"u8) || text.SequenceEqual("GMT"u8))
        {
            return true;
        }

        if (text[0] is not ((byte)'+' or (byte)'-'))
        {
            return false;
        }

        var at = 1;
        var hours = Number(text, ref at, out var width);
        if (width == 4)
        {
            (hours, minutes) = (hours / 100, hours % 100);
        }
        else if (width != 2)
        {
            return false;
        }
        else if (at < text.Length && text[at] == ':')
        {
            at++;
            minutes = Number(text, ref at, out width);
        }

        minutes = ((hours * 60) + minutes) * (text[0] == '-' ? -1 : 1);
        return at == text.Length && width is 2 or 4 && hours <= 18;
    }

    static int Century(int year) => year + (year >= 69 ? 1900 : 2000);

    static int Month(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> names = "janfebmaraprmayjunjulaugsepoctnovdec"u8;
        if (text.Length < 3)
        {
            return 0;
        }

        var letters = 3;
        while (letters < text.Length && IsLetter(text[letters]))
        {
            letters++;
        }

        for (var month = 0; month < 12; month++)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(text[..3], names.Slice(month * 3, 3)))
            {
                return letters == 3 || (letters == 4 && month == 8) || System.Text.Ascii.EqualsIgnoreCase(text[..letters], FullName(month)) ? month + 1 : 0;
            }
        }

        return 0;
    }

    static ReadOnlySpan<byte> FullName(int month) => month switch
    {
        0 => "january"u8,
        1 => "february"u8,
        2 => "march"u8,
        3 => "april"u8,
        4 => "may"u8,
        5 => "june"u8,
        6 => "july"u8,
        7 => "august"u8,
        8 => "september"u8,
        9 => "october"u8,
        10 => "november"u8,
        _ => "december"u8,
    };

    static int Number(ReadOnlySpan<byte> text, ref int at, out int width)
    {
        var start = at;
        var value = 0;
        while (at < text.Length && IsDigit(text[at]) && at - start < 5)
        {
            value = (value * 10) + (text[at++] - '0');
        }

        width = at - start;
        return value;
    }

    static void SkipLetters(ReadOnlySpan<byte> text, ref int at)
    {
        while (at < text.Length && IsLetter(text[at]))
        {
            at++;
        }
    }

    static void SkipBlanks(ReadOnlySpan<byte> text, ref int at, byte also)
    {
        while (at < text.Length && (text[at] is (byte)' ' or (byte)',' || text[at] == also))
        {
            at++;
        }
    }

    static bool IsDigit(byte c) => (uint)(c - '0') <= 9;

    static bool IsLetter(byte c) => (uint)((c | 32) - 'a') <= 25;
}
