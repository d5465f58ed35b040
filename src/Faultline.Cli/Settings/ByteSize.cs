using System.Globalization;

namespace Faultline.Cli;

/// <summary>Sizes as people write them.</summary>
static class ByteSize
{
    static readonly (string Unit, double Bytes)[] s_units =
    [
        ("KIB", 1 << 10), ("MIB", 1 << 20), ("GIB", 1 << 30), ("TIB", 1L << 40),
        ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12),
        ("K", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12), ("B", 1),
    ];

    /// <summary>Bytes of <c>500MB</c>, <c>2 GiB</c> or <c>1500000000</c>.</summary>
    /// <exception cref="InputException">It is no size, or too small to work with.</exception>
    public static long Parse(string text, string option)
    {
        const double Least = 64e6;
        var trimmed = text.Trim().ToUpperInvariant();
        var (unit, bytes) = s_units.FirstOrDefault(candidate => trimmed.EndsWith(candidate.Unit, StringComparison.Ordinal), (string.Empty, 1));
        return double.TryParse(trimmed[..^unit.Length].TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * bytes < long.MaxValue
            ? number * bytes >= Least ? (long)(number * bytes) : throw new InputException($"{option} is {text}; at least 64MB are needed.")
            : throw new InputException($"{option} can not be '{text}'; expected a size, as 500MB or 2GB.");
    }
}
