namespace Faultline.DuckDb;

/// <summary>Makes names of columns differ.</summary>
static class UniqueNames
{
    /// <summary>Names that differ: an empty one becomes <c>columnN</c>, a repeated one gets <c>_1</c>, <c>_2</c>….</summary>
    public static string[] Of(IReadOnlyList<string> names, StringComparer comparer)
    {
        var unique = new string[names.Count];
        var taken = new HashSet<string>(names, comparer);
        var seen = new HashSet<string>(comparer);
        for (var i = 0; i < unique.Length; i++)
        {
            var name = names[i].Length == 0 ? $"column{i}" : names[i];
            if (!seen.Add(name))
            {
                var number = 1;
                while (!taken.Add($"{name}_{number}"))
                {
                    number++;
                }

                name = $"{name}_{number}";
                seen.Add(name);
            }

            unique[i] = name;
        }

        return unique;
    }
}
