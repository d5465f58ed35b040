namespace Faultline;

/// <summary>Which of some names somebody most likely meant by one that is none of them.</summary>
public static class NearName
{
    const int ShortestPart = 3;

    /// <summary>
    /// The nearest name, where it is near: at most a third of the letters of the shorter one, rounded, are added, lost or replaced, or two neighbours are exchanged, or they begin
    /// alike for two thirds of it. Case does not count.
    /// </summary>
    /// <param name="written">What was written.</param>
    /// <param name="names">The names there are.</param>
    /// <returns>The nearest, ties to the one that begins alike, then in ordinal order; null where none is near.</returns>
    public static string? Of(string written, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(written);
        ArgumentNullException.ThrowIfNull(names);
        var meant = written.ToUpperInvariant();
        return names.Select(name => (Name: name, Upper: name.ToUpperInvariant()))
            .Where(name => IsNear(meant, name.Upper))
            .OrderBy(name => EditDistance.Between(meant, name.Upper))
            .ThenByDescending(name => meant.AsSpan().CommonPrefixLength(name.Upper))
            .ThenBy(name => name.Name, StringComparer.Ordinal)
            .Select(name => name.Name)
            .FirstOrDefault();
    }

    static bool IsNear(string written, string name)
    {
        var shorter = Math.Min(written.Length, name.Length);
        var alike = written.AsSpan().CommonPrefixLength(name);
        return (alike >= ShortestPart && 3 * alike >= 2 * shorter)
            || IsExchange(written, name, alike)
            || EditDistance.Between(written, name) <= (shorter + 1) / 3;
    }

    static bool IsExchange(string written, string name, int at) =>
        written.Length == name.Length && at + 1 < name.Length && written[at] == name[at + 1] && written[at + 1] == name[at]
        && written.AsSpan(at + 2).SequenceEqual(name.AsSpan(at + 2));
}
