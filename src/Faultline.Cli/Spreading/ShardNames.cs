using System.Globalization;

namespace Faultline.Cli;

/// <summary>Shards by their numbers.</summary>
static class ShardNames
{
    const int Shown = 8;

    /// <summary>Shard and number of shards of <c>--shard i/N</c>, counted from 0 or from 1: N/N is 0/N.</summary>
    /// <exception cref="InputException">It is no such thing.</exception>
    public static (int Shard, int Shards) Parse(string text)
    {
        var parts = text.Split('/');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var shard)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var shards)
            && shards is >= 1 and <= AuditRequest.MostShards && shard <= shards
            ? (shard % shards, shards)
            : throw new InputException($"--shard can not be '{text}'; expected i/N, as 0/64 to 63/64 (or 1/64 to 64/64, where 64/64 is 0/64), with N up to {AuditRequest.MostShards:N0}.");
    }

    /// <summary>As <c>shards 3, 5 and 8 more of 64</c>.</summary>
    public static string Of(IReadOnlyList<int> numbers, int shards) =>
        $"shard{(numbers.Count > 1 ? "s" : string.Empty)} {string.Join(", ", numbers.Take(Shown))}{(numbers.Count > Shown ? $" and {numbers.Count - Shown} more" : string.Empty)} of {shards}";
}
