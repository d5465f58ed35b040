using System.Text;

namespace Faultline.DuckDb;

/// <summary>The one place where text becomes part of a statement; values are bound instead wherever DuckDB can bind them.</summary>
static class Sql
{
    /// <summary>A column or table name as an identifier.</summary>
    public static string Identifier(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>A text literal, for COPY and SET, which bind nothing.</summary>
    public static string Literal(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>A path that DuckDB does not take for a pattern: a bound path is still a glob.</summary>
    public static string PathOf(string path)
    {
        var text = new StringBuilder(path.Length + 8);
        foreach (var c in path)
        {
            _ = c is '[' or '*' or '?' ? text.Append('[').Append(c).Append(']') : text.Append(c);
        }

        return text.ToString();
    }
}
