using System.Text;

namespace Faultline.Cli;

/// <summary>What the program says on standard error: one line each, beginning with <c>faultline: </c>, without anything that could steer a terminal.</summary>
sealed class Messages(TextWriter error)
{
    public const string Prefix = "faultline: ";

    readonly Lock _lock = new();

    /// <summary>Called before a line is written, so that a progress line can step aside.</summary>
    public Action? BeforeLine { get; set; }

    /// <summary>Why the program could not run.</summary>
    public void Error(string text) => Line(text);

    /// <summary>Something the user should know.</summary>
    public void Warning(string text) => Line("warning: " + text);

    /// <summary>How far a run is, where there is no terminal.</summary>
    public void Note(string text) => Line(text);

    /// <summary>The text on one line, with control characters written visibly.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var character in text.Trim())
        {
            _ = character switch
            {
                '\n' or '\r' or '\t' => line.Length > 0 && line[^1] == ' ' ? line : line.Append(' '),
                _ when char.IsControl(character) => line.Append($"\\u{(int)character:x4}"),
                _ => line.Append(character),
            };
        }

        return line.ToString();
    }

    void Line(string text)
    {
        lock (_lock)
        {
            BeforeLine?.Invoke();
            try
            {
                error.WriteLine(Prefix + OneLine(text));
            }
            catch (IOException)
            {
                // Nobody reads standard error: the exit code still says what happened.
            }
        }
    }
}
