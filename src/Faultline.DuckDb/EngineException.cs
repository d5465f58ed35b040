using System.Runtime.InteropServices;
using Faultline.DuckDb.Native;

namespace Faultline.DuckDb;

/// <summary>DuckDB refused something; readers turn it into an <see cref="InputException"/> that speaks of the user's file.</summary>
sealed class EngineException(string message, DuckDbErrorKind kind) : Exception(message)
{
    public DuckDbErrorKind Kind { get; } = kind;

    /// <summary>The first sentence of what DuckDB said, without its prefix, its option dump and its hints.</summary>
    public string FirstLine
    {
        get
        {
            var line = Message.Split('\n')[0].Trim();
            var colon = line.IndexOf(" Error: ", StringComparison.Ordinal);
            return (colon is > 0 and < 24 ? line[(colon + 8)..] : line).TrimEnd('.', ' ');
        }
    }

    internal static EngineException From(nint text, DuckDbErrorKind kind) =>
        new(Marshal.PtrToStringUTF8(text) is { Length: > 0 } message ? message : "DuckDB gave no reason", kind);
}
