namespace Faultline;

/// <summary>One approximate search: trees, then neighbours of neighbours, while the measured recall is too low and grows.</summary>
sealed class ApproximateSearch
{
    const int FirstTrees = 4;
    const int MoreTrees = 2;
    const int MostTrees = 16;
    const int LeafRows = 512;
    const int MostRounds = 8;
    /// <summary>Places of a list beyond the k that are asked for.</summary>
    public const int SpareWidth = 6;

    const int SampleRows = 400;
    const int Chunk = 256;

    // A round that brings less than this is the last of its kind.
    const double LeastGrowth = 0.005;

    readonly RowMatrix _rows;
    readonly Distance _distance;
    readonly long _seed;
    readonly int _k;
    readonly ParallelOptions _parallel;
    readonly NearLists _lists;
    readonly int[] _sample;
    readonly float[] _truth;
    int _trees;

    public ApproximateSearch(ReadOnlyMemory<float> data, RowMatrix rows, int k, Distance distance, long seed, ParallelOptions parallel)
    {
        (_rows, _k, _distance, _seed, _parallel) = (rows, k, distance, seed, parallel);
        _lists = new NearLists(rows.Rows, k + SpareWidth);
        _sample = SeededRandom.For(seed, "neighbours.sample").Sample(rows.Rows, SampleRows);
        int d = rows.Dimensions;
        var queries = new float[SampleRows * d];
        for (int i = 0; i < SampleRows; i++)
        {
            data.Span.Slice(_sample[i] * d, d).CopyTo(queries.AsSpan(i * d));
        }

        (_, _truth) = NearestNeighbours.Exact(queries, data, d, k, distance, _sample, parallel.MaxDegreeOfParallelism, parallel.CancellationToken);
    }

    /// <summary>Searches until a recall is reached.</summary>
    public ApproximateNeighbours Run(double recall)
    {
        Plant(FirstTrees);
        Estimate reached = Recall();
        for (int round = 0; round < MostRounds && reached.Low < recall; round++)
        {
            double before = reached.Value;
            Descend();
            reached = Recall();
            if (reached.Low < recall && reached.Value - before < LeastGrowth)
            {
                if (_trees >= MostTrees)
                {
                    break;
                }

                Plant(MoreTrees);
                reached = Recall();
            }
        }

        var (indices, distances) = (new int[_rows.Rows * _k], new float[_rows.Rows * _k]);
        for (int row = 0; row < _rows.Rows; row++)
        {
            _lists.Indices.AsSpan(row * _lists.Width, _k).CopyTo(indices.AsSpan(row * _k));
            _lists.Distances.AsSpan(row * _lists.Width, _k).CopyTo(distances.AsSpan(row * _k));
        }

        return new ApproximateNeighbours(indices, distances, reached);
    }

    // Every row of a leaf meets every other one.
    void Plant(int trees)
    {
        int most = Math.Max(LeafRows, 4 * _lists.Width);
        for (int tree = 0; tree < trees; tree++, _trees++)
        {
            int number = _trees;
            var (order, leaves) = ProjectionTree.Of(_rows, _distance == Distance.Cosine, most, node => SeededRandom.For(_seed, $"neighbours.tree{number}", node), _parallel);
            Parallel.For(
                0,
                leaves.Length - 1,
                _parallel,
                () => new LeafPairs(_rows, _distance, _lists, most),
                (leaf, _, pairs) =>
                {
                    pairs.Meet(order.AsSpan(leaves[leaf], leaves[leaf + 1] - leaves[leaf]));
                    return pairs;
                },
                static _ => { });
        }
    }

    // Each row meets the neighbours of its neighbours, either way round, as the lists were before: of two steps at least one is new since the last time.
    void Descend()
    {
        int width = _lists.Width;
        int[] before = [.. _lists.Indices];
        bool[] fresh = [.. _lists.IsFresh];
        Array.Clear(_lists.IsFresh);
        var (starts, back) = Turned(before, fresh);
        Parallel.For(
            0,
            (_rows.Rows + Chunk - 1) / Chunk,
            _parallel,
            () => (Met: new int[_rows.Rows], Round: 0),
            (chunk, _, own) =>
            {
                for (int row = chunk * Chunk; row < Math.Min(_rows.Rows, (chunk + 1) * Chunk); row++)
                {
                    own.Round++;
                    own.Met[row] = own.Round;
                    for (int i = row * width; i < (row * width) + width; i++)
                    {
                        own.Met[before[i]] = own.Round;
                    }

                    for (int i = row * width; i < (row * width) + _k; i++)
                    {
                        Visit(row, before[i], fresh[i], own.Met, own.Round);
                    }

                    for (int i = starts[row]; i < Math.Min(starts[row + 1], starts[row] + _k); i++)
                    {
                        Visit(row, Math.Max(back[i], ~back[i]), back[i] < 0, own.Met, own.Round);
                    }
                }

                return own;
            },
            static _ => { });

        void Visit(int row, int friend, bool isNew, int[] met, int round)
        {
            for (int i = friend * width; i < (friend * width) + _k; i++)
            {
                if (isNew || fresh[i])
                {
                    Meet(row, before[i], met, round);
                }
            }

            for (int i = starts[friend]; i < Math.Min(starts[friend + 1], starts[friend] + _k); i++)
            {
                if (isNew || back[i] < 0)
                {
                    Meet(row, Math.Max(back[i], ~back[i]), met, round);
                }
            }
        }
    }

    void Meet(int row, int other, int[] met, int round)
    {
        if (met[other] != round)
        {
            met[other] = round;
            if (LeafPairs.Apart(_rows, _distance, row, other) is var distance && distance <= _lists.Worst(row))
            {
                _lists.Offer(row, other, distance);
            }
        }
    }

    // Rows that have a row among their nearest, in row order; those that have it since lately as their complement.
    (int[] Starts, int[] Rows) Turned(int[] lists, bool[] fresh)
    {
        int width = _lists.Width;
        var starts = new int[_rows.Rows + 1];
        for (int row = 0; row < _rows.Rows; row++)
        {
            foreach (int near in lists.AsSpan(row * width, _k))
            {
                starts[near + 1]++;
            }
        }

        for (int row = 0; row < _rows.Rows; row++)
        {
            starts[row + 1] += starts[row];
        }

        int[] next = [.. starts];
        var turned = new int[starts[^1]];
        for (int row = 0; row < _rows.Rows; row++)
        {
            for (int i = row * width; i < (row * width) + _k; i++)
            {
                turned[next[lists[i]]++] = fresh[i] ? ~row : row;
            }
        }

        return (starts, turned);
    }

    Estimate Recall()
    {
        double[] found = [.. _sample.Select((row, i) => Within(row, _truth[(i * _k) + _k - 1]) / (double)_k)];
        double mean = found.Average(), error = Math.Sqrt(found.Sum(share => (share - mean) * (share - mean)) / (found.Length - 1) / found.Length);
        return new Estimate(mean, Math.Max(0, mean - (1.96 * error)), Math.Min(1, mean + (1.96 * error)));
    }

    // A row as near as the k-th true neighbour is as good as it.
    int Within(int row, float limit)
    {
        int count = 0;
        foreach (float distance in _lists.Distances.AsSpan(row * _lists.Width, _k))
        {
            count += distance <= limit ? 1 : 0;
        }

        return count;
    }
}
