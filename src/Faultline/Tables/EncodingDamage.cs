using System.Text;

namespace Faultline;

/// <summary>Tells text that went through the wrong encoding, and mends it where nothing was lost.</summary>
static class EncodingDamage
{
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

    /// <summary>The text as it was, or null where it can't be told.</summary>
    public static string? Mended(string text) => Decoded(text) ?? WithoutControls(text);

    /// <summary>How the damage came about and what mends it, in words.</summary>
    /// <param name="text">The damaged text.</param>
    /// <param name="mended">What it was, or null.</param>
    public static (string Cause, string Repair) Why(string text, string? mended) =>
        mended is null ? ("The text was read or written in the wrong encoding on its way, and characters were lost.", "Read the source again in its own encoding; what is lost here can not be guessed.")
        : mended.Length == text.Length ? ("Windows-1252 text was read as Latin-1, so that curly quotes, dashes and the like became control characters that no one sees.", "Decode the source as Windows-1252; the scores give the mended text.")
        : ("UTF-8 text was read as Latin-1 or Windows-1252 and saved again, so that each accented letter became two or three characters.", "Decode the source as UTF-8; the scores give the mended text.");

    static string? WithoutControls(string text) => text.Contains('\uFFFD', StringComparison.Ordinal) || text.AsSpan().IndexOfAnyInRange('\u0080', '\u009F') < 0 || text.Contains('Ã', StringComparison.Ordinal)
        ? null
        : string.Create(text.Length, text, (into, from) =>
        {
            for (var i = 0; i < from.Length; i++)
            {
                into[i] = from[i] is >= '\u0080' and <= '\u009F' ? High[from[i] - 0x80] : from[i];
            }
        });

    static string? Decoded(string text)
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

    // The 27 characters that Windows-1252 has between 0x80 and 0x9F; all others below 0x100 are Latin-1.
    const string High = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

    static int Windows1252(char c) => c <= '\u00FF' ? c : High.IndexOf(c, StringComparison.Ordinal) is var place and >= 0 ? 0x80 + place : -1;
}
