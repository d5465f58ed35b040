namespace Faultline;

/// <summary>Rows that must share a fold: those of one group and, if wanted, their exact repeats in others.</summary>
static class FoldUnits
{
    /// <summary>A number a row, the same for rows that must not be parted; made of content, so that the order of rows does not change it.</summary>
    /// <param name="content">A hash of each row's cells.</param>
    /// <param name="groups">The group of each row; −1 for none.</param>
    /// <param name="withRepeats">Whether repeats join groups.</param>
    public static ulong[] Join(ulong[] content, int[] groups, bool withRepeats)
    {
        int[] parent = [.. Enumerable.Range(0, content.Length)];
        var firstOfGroup = new Dictionary<int, int>();
        var firstOfContent = new Dictionary<ulong, int>();
        for (int row = 0; row < content.Length; row++)
        {
            if (groups[row] >= 0 && !firstOfGroup.TryAdd(groups[row], row))
            {
                Unite(parent, row, firstOfGroup[groups[row]]);
            }

            if ((withRepeats || groups[row] < 0) && !firstOfContent.TryAdd(content[row], row))
            {
                Unite(parent, row, firstOfContent[content[row]]);
            }
        }

        ulong[] units = new ulong[content.Length];
        for (int row = 0; row < content.Length; row++)
        {
            int root = Root(parent, row);
            units[root] += RowHash.Mix(content[row]);
        }

        return [.. Enumerable.Range(0, content.Length).Select(row => units[Root(parent, row)])];
    }

    /// <summary>Rows of the largest unit.</summary>
    public static int Largest(ulong[] units) => units.Length == 0 ? 0 : units.CountBy(unit => unit).Max(count => count.Value);

    static int Root(int[] parent, int row)
    {
        while (parent[row] != row)
        {
            parent[row] = parent[parent[row]];
            row = parent[row];
        }

        return row;
    }

    static void Unite(int[] parent, int a, int b) => parent[Root(parent, a)] = Root(parent, b);
}
