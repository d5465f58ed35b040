using System.Text;

namespace Faultline;

/// <summary>What a wrong encoding did to a text.</summary>
enum EncodingFault
{
    /// <summary>UTF-8 was read as Latin-1 or Windows-1252.</summary>
    Utf8,

    /// <summary>Windows-1252 was read as Latin-1.</summary>
    Windows1252,

    /// <summary>Characters were lost.</summary>
    Lost,
}

/// <summary>Tells text that went through the wrong encoding, and mends it where nothing was lost.</summary>
static class EncodingDamage
{
    // UTF-8 may have been read wrongly more than once.
    const int MostRounds = 3;

    static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>True for U+FFFD, the control characters U+0080 … U+009F and the pairs that UTF-8 makes when it is read as Latin-1 or Windows-1252.</summary>
    public static bool Is(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var following = i + 1 < text.Length ? text[i + 1] : '\0';
            if (c == '\uFFFD' || c is >= '\u0080' and <= '\u009F' || (c is 'Ã' or 'Â' && following is >= '\u0080' and <= '\u00BF') || (c == 'â' && following is '€' or '\u0080'))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The text with everything undone that can be; the text itself where that is nothing.</summary>
    public static string Mended(string text) => Is(text) ? FromWindows1252(FromUtf8(text)) : text;

    /// <summary>What happened to a text; it may be several things.</summary>
    public static IEnumerable<EncodingFault> Of(string text)
    {
        if (!Is(text))
        {
            yield break;
        }

        var decoded = FromUtf8(text);
        var mended = FromWindows1252(decoded);
        if (decoded != text)
        {
            yield return EncodingFault.Utf8;
        }

        if (mended != decoded)
        {
            yield return EncodingFault.Windows1252;
        }

        if (Is(mended))
        {
            yield return EncodingFault.Lost;
        }
    }

    /// <summary>How the damage came about and what mends it, in words.</summary>
    public static (string Cause, string Repair) Why(EncodingFault fault) => fault switch
    {
        EncodingFault.Lost => ("The text was read or written in the wrong encoding on its way, and characters were lost.", "Read the source again in its own encoding; what is lost here can not be guessed."),
        EncodingFault.Windows1252 => ("Windows-1252 text was read as Latin-1, so that curly quotes, dashes and the like became control characters that no one sees.", "Decode the source as Windows-1252; the scores give the mended text."),
        _ => ("UTF-8 text was read as Latin-1 or Windows-1252 and saved again, so that each accented letter became two or three characters.", "Decode the source as UTF-8; the scores give the mended text."),
    };

    static string FromUtf8(string text)
    {
        for (var round = 0; round < MostRounds && Is(text); round++)
        {
            var decoded = Whole(text) ?? Parts(text);
            if (decoded == text)
            {
                break;
            }

            text = decoded;
        }

        return text;
    }

    static string? Whole(string text)
    {
        var bytes = new byte[text.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            var value = Windows1252(text[i]);
            if (value < 0)
            {
                return null;
            }

            bytes[i] = (byte)value;
        }

        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    // Of a text that was damaged in part, or that two sources wrote, what is UTF-8 beyond doubt: a first byte that western text seldom has before signs, and all that follow it.
    static string Parts(string text)
    {
        var mended = new StringBuilder(text.Length);
        Span<byte> bytes = stackalloc byte[4];
        for (var i = 0; i < text.Length;)
        {
            var length = text[i] is 'Â' or 'Ã' or 'Ä' or 'Å' ? 2 : text[i] == 'â' ? 3 : text[i] == 'ð' ? 4 : 0;
            var read = 0;
            while (read < length && i + read < text.Length && Windows1252(text[i + read]) is >= 0x80 and var value)
            {
                bytes[read++] = (byte)value;
            }

            if (length > 0 && read == length && Rune.DecodeFromUtf8(bytes[..length], out var rune, out var used) == System.Buffers.OperationStatus.Done && used == length)
            {
                mended.Append(rune.ToString());
                i += length;
            }
            else
            {
                mended.Append(text[i++]);
            }
        }

        return mended.ToString();
    }

    static string FromWindows1252(string text) => text.AsSpan().IndexOfAnyInRange('\u0080', '\u009F') < 0 ? text : string.Create(text.Length, text, (into, from) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            into[i] = from[i] is >= '\u0080' and <= '\u009F' ? High[from[i] - 0x80] : from[i];
        }
    });

    // The 27 characters that Windows-1252 has between 0x80 and 0x9F; all others below 0x100 are Latin-1.
    const string High = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

    static int Windows1252(char c) => c <= '\u00FF' ? c : High.IndexOf(c, StringComparison.Ordinal) is var place and >= 0 ? 0x80 + place : -1;
}
