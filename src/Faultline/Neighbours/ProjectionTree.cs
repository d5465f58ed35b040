namespace Faultline;

/// <summary>
/// A random-projection tree: a node is cut at the median of its rows along the line through two of them, until few rows are left. Near rows mostly end in one leaf.
/// </summary>
static unsafe class ProjectionTree
{
    const int Chunk = 4096;

    /// <summary>The rows, leaf after leaf, and where each leaf begins; the last entry is the number of rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="isCosine">Whether only directions count.</param>
    /// <param name="mostOfALeaf">Most rows of a leaf.</param>
    /// <param name="random">Makes the generator of a node.</param>
    /// <param name="parallel">Threads and cancellation; threads change nothing.</param>
    public static (int[] Rows, int[] Leaves) Of(RowMatrix rows, bool isCosine, int mostOfALeaf, Func<long, SeededRandom> random, ParallelOptions parallel)
    {
        int n = rows.Rows, dimensions = rows.Dimensions;
        int[] order = [.. Enumerable.Range(0, n)];
        var along = new float[n];
        int[] nodes = [0, n];
        long made = 0;
        while (nodes[1] - nodes[0] > mostOfALeaf)
        {
            int[] now = nodes;
            float[][] lines = [.. Enumerable.Range(0, now.Length - 1).Select(node => Line(now[node], now[node + 1], random(made + node)))];
            made += lines.Length;
            Parallel.For(0, (n + Chunk - 1) / Chunk, parallel, chunk =>
            {
                int node = NodeOf(now, chunk * Chunk);
                for (int place = chunk * Chunk; place < Math.Min(n, (chunk + 1) * Chunk); place++)
                {
                    node += place == now[node + 1] ? 1 : 0;
                    fixed (float* line = lines[node])
                    {
                        double to = PairDistance.Dot(rows.Row(order[place]), line, dimensions);
                        along[place] = (float)(isCosine && rows.Square(order[place]) > 0 ? to / Math.Sqrt(rows.Square(order[place])) : to);
                    }
                }
            });
            Parallel.For(0, lines.Length, parallel, node => along.AsSpan(now[node], now[node + 1] - now[node]).Sort(order.AsSpan(now[node], now[node + 1] - now[node])));
            nodes = [.. Enumerable.Range(0, lines.Length).SelectMany(node => new[] { now[node], (now[node] + now[node + 1]) / 2 }), n];
        }

        return (order, nodes);

        float[] Line(int from, int to, SeededRandom generator)
        {
            int a = order[from + generator.NextInt(to - from)], b = order[from + generator.NextInt(to - from)];
            double scaleA = Scale(a), scaleB = Scale(b);
            var line = new float[dimensions];
            for (int i = 0; i < dimensions; i++)
            {
                line[i] = (float)((rows.Row(a)[i] * scaleA) - (rows.Row(b)[i] * scaleB));
            }

            return line;
        }

        double Scale(int row) => isCosine && rows.Square(row) > 0 ? 1 / Math.Sqrt(rows.Square(row)) : 1;
    }

    // Nodes of a level differ by one row in size at most.
    static int NodeOf(int[] starts, int place)
    {
        int found = Array.BinarySearch(starts, place);
        return found >= 0 ? found : ~found - 1;
    }
}
