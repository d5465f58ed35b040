namespace Faultline;

/// <summary>A small set of rows that stands in every pair: the row in most pairs that are left is taken, again and again. At most ln n times as large as the smallest.</summary>
static class GreedyCover
{
    /// <summary>The rows, ascending.</summary>
    public static int[] Of(IEnumerable<(int First, int Second)> pairs)
    {
        var others = new Dictionary<int, HashSet<int>>();
        HashSet<int> Of(int row) => others.TryGetValue(row, out var own) ? own : others[row] = [];
        foreach (var (first, second) in pairs)
        {
            Of(first).Add(second);
            Of(second).Add(first);
        }

        var queue = new PriorityQueue<int, (int, int)>(others.Select(row => (row.Key, (-row.Value.Count, row.Key))));
        var taken = new List<int>();
        while (queue.TryDequeue(out var row, out var priority))
        {
            if (others[row].Count != -priority.Item1)
            {
                if (others[row].Count > 0)
                {
                    queue.Enqueue(row, (-others[row].Count, row));
                }

                continue;
            }

            if (others[row].Count == 0)
            {
                continue;
            }

            taken.Add(row);
            foreach (var other in others[row])
            {
                others[other].Remove(row);
            }

            others[row].Clear();
        }

        return [.. taken.Order()];
    }
}
