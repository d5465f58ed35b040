using System.Globalization;

namespace Faultline;

/// <summary>Reads numbers from UTF-8 text; the whole text must be one number, blanks around it aside.</summary>
public static class NumberParser
{
    // 10^22 is the largest power of ten that is a double exactly; with a mantissa below 2^53 one rounding remains, so the result is correct.
    static readonly double[] s_powers =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>Reads a number written in one style.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="style">How numbers are written here.</param>
    /// <param name="value">The number, correctly rounded; ±∞ for <c>inf</c> and <c>infinity</c>, or where it is too large.</param>
    /// <returns>False when the text is no number; <c>NaN</c> is none.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, NumberStyle style, out double value)
    {
        var text = Trim(utf8);
        if (style == NumberStyle.Plain)
        {
            return TryParsePlain(text, out value);
        }

        value = double.NaN;
        if (text.Length is 0 or > 64)
        {
            return false;
        }

        Span<byte> plain = stackalloc byte[64];
        var length = Ungroup(text, style, plain);
        return length > 0 && TryParsePlain(plain[..length], out value);
    }

    /// <summary>The text without blanks around it.</summary>
    internal static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) =>
        text.Length == 0 || (text[0] > ' ' && text[^1] > ' ') ? text : TrimBlanks(text);

    static ReadOnlySpan<byte> TrimBlanks(ReadOnlySpan<byte> text)
    {
        while (text.Length > 0 && text[0] is (byte)' ' or (byte)'\t')
        {
            text = text[1..];
        }

        while (text.Length > 0 && text[^1] is (byte)' ' or (byte)'\t')
        {
            text = text[..^1];
        }

        return text;
    }

    static bool TryParsePlain(ReadOnlySpan<byte> text, out double value)
    {
        value = double.NaN;
        var i = 0;
        var negative = false;
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
        {
            negative = text[0] == '-';
            i = 1;
        }

        ulong mantissa = 0;
        var digits = 0;
        var exponent = 0;
        var start = i;
        for (; i < text.Length && (uint)(text[i] - '0') <= 9; i++)
        {
            if (digits < 18)
            {
                mantissa = (mantissa * 10) + (uint)(text[i] - '0');
                digits += mantissa == 0 ? 0 : 1;
            }
            else
            {
                return Slow(text, out value);
            }
        }

        var seen = i - start;
        if (i < text.Length && text[i] == '.')
        {
            i++;
            start = i;
            for (; i < text.Length && (uint)(text[i] - '0') <= 9; i++)
            {
                if (digits < 18)
                {
                    mantissa = (mantissa * 10) + (uint)(text[i] - '0');
                    digits += mantissa == 0 ? 0 : 1;
                    exponent--;
                }
                else
                {
                    return Slow(text, out value);
                }
            }

            seen += i - start;
        }

        if (seen == 0)
        {
            return Infinite(text, negative, out value);
        }

        if (i < text.Length)
        {
            return text[i] is (byte)'e' or (byte)'E' && Slow(text, out value);
        }

        if (mantissa > 1UL << 53 || exponent < -22)
        {
            return Slow(text, out value);
        }

        value = mantissa / s_powers[-exponent];
        value = negative ? -value : value;
        return true;
    }

    static bool Slow(ReadOnlySpan<byte> text, out double value)
    {
        const NumberStyles Allowed = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, Allowed, CultureInfo.InvariantCulture, out value) && !double.IsNaN(value);
    }

    static bool Infinite(ReadOnlySpan<byte> text, bool negative, out double value)
    {
        var word = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        value = negative ? double.NegativeInfinity : double.PositiveInfinity;
        return System.Text.Ascii.EqualsIgnoreCase(word, "inf"u8) || System.Text.Ascii.EqualsIgnoreCase(word, "infinity"u8);
    }

    // Writes the plain form of a grouped number; 0 when the groups are not of three digits or the marks stand where none may.
    static int Ungroup(ReadOnlySpan<byte> text, NumberStyle style, Span<byte> plain)
    {
        var (mark, point) = style == NumberStyle.CommaGroups ? ((byte)',', (byte)'.') : ((byte)'.', (byte)',');
        var length = 0;
        var i = 0;
        if (text[0] is (byte)'-' or (byte)'+')
        {
            plain[length++] = text[i++];
        }

        var run = 0;
        byte used = 0;
        for (; i < text.Length; i++)
        {
            var c = text[i];
            if ((uint)(c - '0') <= 9)
            {
                plain[length++] = c;
                run++;
                continue;
            }

            var group = c == 0xC2 && i + 1 < text.Length && text[i + 1] == 0xA0 ? (byte)' ' : c;
            if (group != mark && !(group == ' ' && style == NumberStyle.DecimalComma))
            {
                break;
            }

            if (used == 0 ? run is 0 or > 3 : run != 3 || group != used)
            {
                return 0;
            }

            i += c == 0xC2 ? 1 : 0;
            used = group;
            run = 0;
        }

        if (used != 0 && run != 3)
        {
            return 0;
        }

        if (i < text.Length && text[i] == point)
        {
            plain[length++] = (byte)'.';
            i++;
        }

        for (; i < text.Length; i++)
        {
            if (text[i] is not ((>= (byte)'0' and <= (byte)'9') or (byte)'e' or (byte)'E' or (byte)'-' or (byte)'+'))
            {
                return 0;
            }

            plain[length++] = text[i];
        }

        return length;
    }
}
