namespace Faultline.Cli;

/// <summary>What the two streams may carry.</summary>
static class Streams
{
    const int WidestText = 100;

    static bool IsPlain { get; } = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";

    /// <summary>Colour on standard output.</summary>
    public static bool OutputIsStyled(bool quiet) => !quiet && !IsPlain && !Console.IsOutputRedirected;

    /// <summary>Cursor codes on standard error.</summary>
    public static bool ErrorMovesCursor => !IsPlain && !Console.IsErrorRedirected;

    /// <summary>Width for text on standard output.</summary>
    public static int Width => Math.Clamp(Console.IsOutputRedirected ? WidestText : WindowWidth, 40, WidestText);

    /// <summary>Width of the terminal behind standard error.</summary>
    public static int WindowWidth
    {
        get
        {
            try
            {
                return Console.WindowWidth > 0 ? Console.WindowWidth : WidestText;
            }
            catch (IOException)
            {
                return WidestText;
            }
        }
    }
}
