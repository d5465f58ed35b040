using System.IO.Enumeration;

namespace Faultline.DuckDb;

/// <summary>Files named by paths and quoted patterns, in ordinal order of their names within a pattern.</summary>
static class SourceList
{
    /// <summary>Expands paths and patterns. A path that exists is taken as it is, whatever characters it has.</summary>
    /// <exception cref="InputException">A file or a match is missing.</exception>
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> sources)
    {
        var files = new List<string>();
        foreach (var source in sources)
        {
            if (source == "-" || File.Exists(source) || Directory.Exists(source) || !source.AsSpan().ContainsAny('*', '?'))
            {
                files.Add(source);
                continue;
            }

            var matches = Matches(source);
            if (matches.Count == 0)
            {
                throw Complaint.NoMatch(source);
            }

            files.AddRange(matches);
        }

        return files;
    }

    static List<string> Matches(string pattern)
    {
        var parts = pattern.Split('/', '\\');
        var firstWild = Array.FindIndex(parts, part => part.AsSpan().ContainsAny('*', '?'));
        var root = string.Join('/', parts[..firstWild]);
        root = root.Length == 0 && firstWild > 0 ? "/" : root;
        var found = new List<string>();
        Walk(root, parts.AsSpan(firstWild), found);
        found.Sort(string.CompareOrdinal);
        return found.Distinct(StringComparer.Ordinal).ToList();
    }

    static void Walk(string folder, ReadOnlySpan<string> parts, List<string> found)
    {
        var place = folder.Length == 0 ? "." : folder;
        if (!Directory.Exists(place))
        {
            return;
        }

        if (parts[0] == "**" && parts.Length > 1)
        {
            Walk(folder, parts[1..], found);
            foreach (var child in Directory.GetDirectories(place))
            {
                Walk(Join(folder, Path.GetFileName(child)), parts, found);
            }

            return;
        }

        foreach (var path in parts.Length == 1 ? Directory.GetFiles(place) : Directory.GetDirectories(place))
        {
            var name = Path.GetFileName(path);
            if (FileSystemName.MatchesSimpleExpression(parts[0], name, ignoreCase: false))
            {
                if (parts.Length == 1)
                {
                    found.Add(Join(folder, name));
                }
                else
                {
                    Walk(Join(folder, name), parts[1..], found);
                }
            }
        }
    }

    static string Join(string folder, string name) => folder.Length == 0 ? name : folder.EndsWith('/') ? folder + name : folder + "/" + name;
}
