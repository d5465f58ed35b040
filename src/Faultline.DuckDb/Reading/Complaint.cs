using System.Globalization;

namespace Faultline.DuckDb;

/// <summary>Wording that several readers share: what was found, where, what was expected, what to do.</summary>
static class Complaint
{
    public static InputException NoFile(string path) =>
        new($"there is no file '{path}'. Check the path; a pattern with * or ? must match at least one file.");

    public static InputException NoMatch(string pattern) =>
        new($"no file matches '{pattern}'. Check the folder and the pattern: * stands for any part of a name, ? for one character, ** for any folders.");

    public static InputException Folder(string path) =>
        new($"'{path}' is a folder. Name a file in it, or quote a pattern: '{Path.Combine(path, "*.parquet")}'.");

    public static InputException Unreadable(string path, Exception fault) =>
        new($"'{path}' can not be read: {fault.Message.TrimEnd('.')}. Check its permissions, then run again.", fault);

    public static InputException NoRows(string path) =>
        new($"'{path}' has no rows. An audit needs at least one row of data below the column names.");

    public static InputException Empty(string path) =>
        new($"'{path}' is empty. Expected a table in CSV, TSV, JSON, JSON lines or Parquet.");

    public static InputException TooManyRows(string path, long rows) =>
        new($"'{path}' has {Count(rows)} rows; one table holds at most {Count(Array.MaxLength)}. Audit it in parts, or use --query to take a sample.");

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
