using System.Globalization;

namespace Faultline.DuckDb;

/// <summary>Wording that several readers share: what was found, where, what was expected, what to do.</summary>
static class Complaint
{
    const int MostNames = 10_000;

    public static InputException NoFile(string path) => new($"there is no file '{path}'" + Instead(path));

    public static InputException NoMatch(string pattern) =>
        new($"no file matches '{pattern}'. Check the folder and the pattern: * stands for any part of a name, ? for one character, ** for any folders.");

    public static InputException Folder(string path) =>
        new($"'{path}' is a folder. Name a file in it, or quote a pattern: '{Path.Combine(path, "*.parquet")}'.");

    public static InputException Unreadable(string path, Exception fault) =>
        new($"'{path}' can not be read: {FileFault.Words(fault)}. Check its permissions, then run again.", fault);

    public static InputException NoRows(string path) =>
        new($"'{path}' has no rows. An audit needs at least one row of data below the column names.");

    public static InputException Empty(string path) =>
        new($"'{path}' is empty. Expected a table in CSV, TSV, JSON, JSON lines or Parquet.");

    public static InputException TooManyRows(string path, long rows) =>
        new($"'{path}' has {Count(rows)} rows; one table holds at most {Count(Array.MaxLength)}. Audit it in parts, or use --query to take a sample.");

    static string Instead(string path)
    {
        var folder = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(folder) && !Directory.Exists(folder))
        {
            return $": the folder '{OneLine(folder)}' is not there. Check the path.";
        }

        return Near(string.IsNullOrEmpty(folder) ? "." : folder, Path.GetFileName(path)) is { } near
            ? $". Did you mean '{OneLine(Path.Join(folder, near))}'?"
            : ". Check the path; a pattern with * or ? must match at least one file.";
    }

    /// <summary>The name in a folder that is most like one that is not there: at most a third of the letters before the extension differ; null without.</summary>
    static string? Near(string folder, string missing)
    {
        try
        {
            var near = Directory.EnumerateFiles(folder).Take(MostNames).Select(path => Path.GetFileName(path))
                .OrderBy(name => Apart(name, missing)).ThenBy(name => name, StringComparer.Ordinal).FirstOrDefault();
            var stem = Path.GetFileNameWithoutExtension(missing);
            return near is not null && Apart(Path.GetFileNameWithoutExtension(near), stem) <= (stem.Length + 1) / 3 ? near : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static int Apart(string name, string other) => EditDistance.Between(name.ToUpperInvariant(), other.ToUpperInvariant());

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A cell or name as it can stand in one line of a message.</summary>
    public static string Quote(string text)
    {
        var shown = text.Length > 60 ? text[..60] + "…" : text;
        return "'" + OneLine(shown) + "'";
    }

    /// <summary>A text without line breaks and other control characters, which are written as escapes.</summary>
    public static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()));
}
