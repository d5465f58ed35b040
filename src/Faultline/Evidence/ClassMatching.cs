namespace Faultline;

/// <summary>Which probability column belongs to which class.</summary>
/// <param name="Prefix">What was taken off the column names; empty when they are the class names.</param>
/// <param name="ColumnOf">For each class the position of its column in the list given, or −1.</param>
sealed record ClassMatch(string Prefix, int[] ColumnOf)
{
    /// <summary>How many classes have a column.</summary>
    public int Matched => ColumnOf.Count(column => column >= 0);
}

/// <summary>
/// Matches probability columns with classes by name: a column belongs to the class that it is named after, exactly, or after the prefix under which
/// most labels match (the shortest on a tie) is taken off. Numbers compare as numbers.
/// </summary>
static class ClassMatching
{
    /// <summary>Matches columns with classes.</summary>
    /// <param name="classes">Class names.</param>
    /// <param name="columns">Column names.</param>
    /// <param name="ignoreCase">True for booleans, which other tools write as <c>True</c>.</param>
    public static ClassMatch Match(IReadOnlyList<string> classes, IReadOnlyList<string> columns, bool ignoreCase = false)
    {
        var classOf = new Dictionary<string, int>(ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        for (var i = 0; i < classes.Count; i++)
        {
            classOf.TryAdd(ClassKey.Of(classes[i]), i);
        }

        var columnsOf = new Dictionary<string, Dictionary<int, int>>(StringComparer.Ordinal);
        for (var column = 0; column < columns.Count; column++)
        {
            var name = columns[column];
            for (var at = 0; at < name.Length; at++)
            {
                if (classOf.TryGetValue(ClassKey.Of(name.AsSpan(at)), out var label))
                {
                    Claim(columnsOf, name[..at], label, column, isExact: name.AsSpan(at).SequenceEqual(classes[label]));
                }
            }
        }

        var exact = columnsOf.GetValueOrDefault(string.Empty, []);
        var (prefix, first) = Best(columnsOf, without: []);
        var then = exact;
        if (prefix.Length == 0 && exact.Count < classes.Count)
        {
            (prefix, then) = Best(columnsOf, without: [.. exact.Keys]);
        }

        var columnOf = new int[classes.Count];
        for (var label = 0; label < columnOf.Length; label++)
        {
            columnOf[label] = first.TryGetValue(label, out var column) ? column : then.GetValueOrDefault(label, -1);
        }

        return new ClassMatch(prefix, columnOf);
    }

    static (string Prefix, Dictionary<int, int> Columns) Best(Dictionary<string, Dictionary<int, int>> columnsOf, HashSet<int> without)
    {
        var best = columnsOf
            .Select(pair => (pair.Key, pair.Value, Count: pair.Value.Keys.Count(label => !without.Contains(label))))
            .Where(candidate => candidate.Count > 0)
            .OrderByDescending(candidate => candidate.Count)
            .ThenBy(candidate => candidate.Key.Length)
            .ThenBy(candidate => candidate.Key, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Key is null ? (string.Empty, []) : (best.Key, best.Value);
    }

    static void Claim(Dictionary<string, Dictionary<int, int>> columnsOf, string prefix, int label, int column, bool isExact)
    {
        if (!columnsOf.TryGetValue(prefix, out var under))
        {
            columnsOf.Add(prefix, under = []);
        }

        if (isExact)
        {
            under[label] = column;
        }
        else
        {
            under.TryAdd(label, column);
        }
    }
}
