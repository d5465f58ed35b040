namespace Faultline;

/// <summary>
/// Finds minimal approximate functional dependencies level by level over stripped partitions (TANE; Huhtala and others, 1999). A dependency holds when at
/// most <see cref="MaxError"/> of the cells that could break it do, and at most <see cref="MaxOfMarginal"/> as many are misplaced as lie outside the right column's
/// commonest value, counting values that are the commonest of some group only; it is minimal when no part of its left side holds.
/// </summary>
sealed class DependencySearch
{
    // The longest left sides, which are most, are first held against every fourth row.
    const int SampledEvery = 4;

    /// <summary>Largest broken share of the cells that could be.</summary>
    public required double MaxError { get; init; }

    /// <summary>Largest ratio of misplaced cells to cells outside the right column's commonest value.</summary>
    public double MaxOfMarginal { get; init; } = 0.25;

    /// <summary>Most columns on the left.</summary>
    public required int MaxLeft { get; init; }

    /// <summary>Least share of all rows that repeat a left side; below it the left side is a key and nothing can be told.</summary>
    public double LeastRepeats { get; init; } = 0.5;

    /// <summary>From so many rows on every fourth one is looked at first; changes no answer.</summary>
    public int SampledFrom { get; init; } = 10_000;

    /// <summary>Threads to use; changes no answer.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Dependencies that the search stands for, pruned ones included.</summary>
    public static double Candidates(int columns, int maxLeft)
    {
        var (sets, total) = (1.0, 0.0);
        for (var size = 1; size <= Math.Min(maxLeft, columns - 1); size++)
        {
            sets *= (columns - size + 1) / (double)size;
            total += sets * (columns - size);
        }

        return total;
    }

    /// <summary>All minimal dependencies, by size of the left side, then left columns, then right column.</summary>
    /// <param name="columns">The columns; all of one length.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Stops the search.</param>
    public IReadOnlyList<Dependency> Find(IReadOnlyList<CodedColumn> columns, Action<double> progress, CancellationToken cancellation)
    {
        var found = new List<Dependency>();
        var rows = columns.Count == 0 ? 0 : columns[0].Codes.Length;
        var fewest = Math.Max(1, LeastRepeats * rows);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = cancellation };
        var single = new RowPartition[columns.Count];
        Parallel.For(0, single.Length, parallel, i => single[i] = RowPartition.Of(columns[i]));
        var usable = Enumerable.Range(0, columns.Count).Where(i => columns[i].Identifies && single[i].Repeats >= fewest).ToArray();
        var level = usable.Select(i => new Node([i], [.. Enumerable.Range(0, columns.Count).Where(right => right != i)])).ToList();
        CodedColumn[] some = [];
        RowPartition[] someSingle = [];
        for (var size = 1; size <= MaxLeft && level.Count > 0; size++)
        {
            if (size == MaxLeft && size > 1 && rows >= SampledFrom)
            {
                int[] taken = [.. Enumerable.Range(0, rows / SampledEvery).Select(i => i * SampledEvery)];
                (some, someSingle) = (new CodedColumn[columns.Count], new RowPartition[columns.Count]);
                Parallel.For(0, columns.Count, parallel, i =>
                {
                    some[i] = columns[i].Take(taken);
                    someSingle[i] = RowPartition.Of(some[i]);
                });
            }

            // One task a prefix: its partition is made once and refined by the last column of each set.
            var prefixes = level.GroupBy(node => string.Join(',', node.Left[..^1]), StringComparer.Ordinal).Select(group => group.ToArray()).ToArray();
            var results = new List<(Node Node, bool IsKey, List<Dependency> Found)>[prefixes.Length];
            var done = 0;
            var (before, all) = (Candidates(columns.Count, size - 1), Candidates(columns.Count, MaxLeft));
            Parallel.For(0, prefixes.Length, parallel, () => new RowPartition.Scratch(), (place, _, scratch) =>
            {
                results[place] = [];
                var start = prefixes[place][0].Left[..^1];
                var few = some.Length == 0 ? null : Refined(start, someSingle, some, scratch);
                RowPartition? prefix = null;
                foreach (var node in prefixes[place])
                {
                    cancellation.ThrowIfCancellationRequested();
                    var asked = few is null ? node : node with { Open = Possible(node, few.By(some[node.Left[^1]], scratch), some, rows, scratch) };
                    if (few is not null && asked.Open.Length == 0)
                    {
                        continue;
                    }

                    prefix ??= start.Length == 0 ? null : Refined(start, single, columns, scratch);
                    var partition = prefix is null ? single[node.Left[0]] : prefix.By(columns[node.Left[^1]], scratch);
                    results[place].Add(partition.Repeats < fewest ? (node, true, []) : (node, false, Holding(asked, partition, columns, scratch)));
                }

                progress((before + (Interlocked.Increment(ref done) / (double)prefixes.Length * (Candidates(columns.Count, size) - before))) / all);
                return scratch;
            }, _ => { });

            foreach (var (_, _, holding) in results.SelectMany(result => result))
            {
                found.AddRange(holding);
            }

            level = size == MaxLeft ? [] : Joined(results.SelectMany(result => result).Where(result => !result.IsKey).Select(result => new Node(
                result.Node.Left,
                [.. result.Node.Open.Where(right => result.Found.All(dependency => dependency.Right != right))])));
        }

        return [.. found.OrderBy(dependency => dependency.Left.Length).ThenBy(dependency => string.Join(',', dependency.Left.Select(i => i.ToString("D6", System.Globalization.CultureInfo.InvariantCulture))), StringComparer.Ordinal).ThenBy(dependency => dependency.Right)];
    }

    static RowPartition Refined(int[] left, RowPartition[] single, IReadOnlyList<CodedColumn> columns, RowPartition.Scratch scratch)
    {
        var partition = single[left[0]];
        foreach (var more in left.Skip(1))
        {
            partition = partition.By(columns[more], scratch);
        }

        return partition;
    }

    /// <summary>The right columns that some of the rows do not rule out: taking rows away breaks no cell more, so what they alone break is too much already.</summary>
    int[] Possible(Node node, RowPartition some, CodedColumn[] columns, int rows, RowPartition.Scratch scratch)
    {
        var most = (int)(MaxError * rows);
        return [.. node.Open.Where(right => some.Errors(columns[right].Codes, scratch.Counts(columns[right].Counts.Length), most).Broken <= most)];
    }

    List<Dependency> Holding(Node node, RowPartition partition, IReadOnlyList<CodedColumn> columns, RowPartition.Scratch scratch)
    {
        var found = new List<Dependency>();
        foreach (var right in node.Open)
        {
            var column = columns[right];
            var (broken, tested) = partition.Errors(column.Codes, scratch.Counts(column.Counts.Length), (int)(MaxError * partition.Repeats));
            if (tested == 0 || broken > MaxError * tested)
            {
                continue;
            }

            var (misplaced, atHome, commonest) = partition.Places(column, new bool[column.Counts.Length]);
            if (misplaced <= MaxOfMarginal * (atHome - commonest) && atHome > commonest)
            {
                found.Add(new Dependency(node.Left, right, broken, misplaced, tested));
            }
        }

        return found;
    }

    // Sets of one column more, all of whose parts are there; a right column stays open where it is in every part that does not hold it.
    static List<Node> Joined(IEnumerable<Node> nodes)
    {
        var ordered = nodes.Where(node => node.Open.Length > 0).ToArray();
        var open = ordered.ToDictionary(node => Key(node.Left), node => node.Open.ToHashSet(), StringComparer.Ordinal);
        var level = new List<Node>();
        foreach (var group in ordered.GroupBy(node => Key(node.Left[..^1]), StringComparer.Ordinal))
        {
            var members = group.OrderBy(node => node.Left[^1]).ToArray();
            for (var i = 0; i < members.Length; i++)
            {
                for (var j = i + 1; j < members.Length; j++)
                {
                    int[] left = [.. members[i].Left, members[j].Left[^1]];
                    var parts = Enumerable.Range(0, left.Length).Select(without => open.GetValueOrDefault(Key([.. left.Where((_, place) => place != without)]))).ToArray();
                    if (Array.TrueForAll(parts, part => part is not null))
                    {
                        int[] rights = [.. members[i].Open.Where(right => !left.Contains(right) && parts.All(part => part!.Contains(right)))];
                        if (rights.Length > 0)
                        {
                            level.Add(new Node(left, rights));
                        }
                    }
                }
            }
        }

        return level;
    }

    static string Key(int[] left) => string.Join(',', left);

    sealed record Node(int[] Left, int[] Open);
}
