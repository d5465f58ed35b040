using System.Numerics;
using System.Runtime.Intrinsics.X86;
using Faultline.Kernels;

namespace Faultline;

/// <summary>
/// Exact nearest neighbours by blocked tiles. A tile screens pairs in float32 with a bound that never loses a neighbour; what passes is measured again in
/// float64. Rows against themselves: each pair is screened once and offered to both.
/// </summary>
sealed unsafe class ExactSearch(DistanceScreen screen, RowSpace space, PackedRows queries, PackedRows reference, NeighbourLists lists, ReadOnlyMemory<int> excluded, ParallelOptions parallel)
{
    const int StripBytes = 1 << 18;
    const int SmallestBlock = 256;
    const int LineBytes = 64;

    // Of longer rows the beginning is enough: the rest follows in order.
    const int MostPrefetched = 256;

    // Rows that are held against the panels together: few, so that they lie close.
    const int MostStrips = 8;

    readonly bool _symmetric = ReferenceEquals(queries, reference);
    readonly RowBoxes? _boxes = reference.Rows.Order.Length > 0 ? new RowBoxes(reference.Rows, reference.Width, parallel) : null;

    public void Run()
    {
        int threads = parallel.MaxDegreeOfParallelism;
        if (!_symmetric)
        {
            int block = BlockSize(queries.Rows.Rows, 8 * threads);
            int blocks = (queries.Rows.Rows + block - 1) / block;
            Parallel.For(0, blocks, parallel, i => Task(i * block, Math.Min((i + 1) * block, queries.Rows.Rows), 0, reference.Rows.Rows));
            return;
        }

        int rows = queries.Rows.Rows;
        int size = BlockSize(rows, 4 * threads);
        int count = (rows + size - 1) / size;
        Parallel.For(0, count, parallel, i => Pair(i, i, size, rows));

        // A tournament: in each round every block meets one other, so no two tasks of a round touch the same lists.
        int seats = count + (count % 2);
        for (int round = 0; round < seats - 1; round++)
        {
            int turn = round;
            Parallel.For(0, seats / 2, parallel, table =>
            {
                int first = table == 0 ? seats - 1 : (turn + table) % (seats - 1);
                int second = (turn + seats - 1 - table) % (seats - 1);
                if (first < count && second < count)
                {
                    Pair(Math.Min(first, second), Math.Max(first, second), size, rows);
                }
            });
        }
    }

    void Pair(int left, int right, int size, int rows) =>
        Task(left * size, Math.Min((left + 1) * size, rows), right * size, Math.Min((right + 1) * size, rows));

    int BlockSize(int rows, int blocks)
    {
        int size = Math.Max(SmallestBlock, (rows + blocks - 1) / blocks);
        return (size + reference.Width - 1) / reference.Width * reference.Width;
    }

    /// <summary>Rows [rowFrom, rowTo) against columns [columnFrom, columnTo); where both are the same block, only columns after the row.</summary>
    void Task(int rowFrom, int rowTo, int columnFrom, int columnTo)
    {
        bool same = _symmetric && rowFrom == columnFrom;
        Open(queries, rowFrom, rowTo);
        if (_symmetric && !same)
        {
            Open(reference, columnFrom, columnTo);
        }

        int height = screen.Rows;
        int strips = Math.Clamp(StripBytes / (height * Math.Max(1, space.Dimensions + space.Codes) * sizeof(float)), 1, _boxes is null ? 24 : MostStrips);
        int products = height * reference.Width;
        using var buffer = new AlignedBuffer(products + ((long)strips * height * (space.Dimensions + space.Codes)));
        uint* codes = (uint*)(buffer.Pointer + products + ((nint)strips * height * space.Dimensions));
        float codeApart = space.CodeApart;
        var panels = new PanelQueue(_boxes, queries.Rows, reference.Width);
        uint* passed = stackalloc uint[height];
        for (int from = rowFrom; from < rowTo; from += strips * height)
        {
            int to = Math.Min(from + (strips * height), rowTo);
            queries.WriteStrips(from, to - from, height, buffer.Pointer + products);
            queries.SpreadCodes(from, to - from, height, codes);
            int start = same ? from - (from % reference.Width) : columnFrom;
            panels.Fill(from, to, start, columnTo);
            double reach = Farthest(from, to);
            while (panels.Next(out int column, out double apart))
            {
                parallel.CancellationToken.ThrowIfCancellationRequested();
                if (apart > reach && (!_symmetric || apart > Farthest(column, Math.Min(column + reference.Width, columnTo))))
                {
                    if (!_symmetric)
                    {
                        break;
                    }

                    continue;
                }

                uint wanted = uint.MaxValue >> (32 - Math.Min(reference.Width, columnTo - column));
                float* panel = reference.Panel(column);
                float* norms = reference.Norms + column;

                // Against a set of their own only the queries are looking for neighbours.
                float* limits = _symmetric ? reference.Limits + column : null;
                float* strip = buffer.Pointer + products;
                bool any = false;
                Prefetch(column, Math.Min(column + reference.Width, columnTo));
                uint* spread = codes;
                for (int row = from; row < to; row += height, strip += (nint)height * space.Dimensions, spread += (nint)height * space.Codes)
                {
                    if (space.Codes == 0
                        ? screen.Screen(space.Dimensions, strip, panel, queries.Norms + row, queries.Limits + row, norms, limits, buffer.Pointer, passed)
                        : screen.ScreenCoded(space.Dimensions, strip, panel, queries.Norms + row, queries.Limits + row, norms, limits, new TileCodes(space.Codes, codeApart) { Spread = spread, Panel = reference.Codes(column) }, buffer.Pointer, passed))
                    {
                        Measure(row, Math.Min(height, to - row), column, new ReadOnlySpan<uint>(passed, height), wanted, same);
                        any = true;
                    }
                }

                reach = any && _boxes is not null ? Farthest(from, to) : reach;
            }
        }
    }

    /// <summary>What a pair that passes needs of these columns lies far apart: fetched while the first strips are screened, nothing waits for it.</summary>
    void Prefetch(int from, int to)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        for (int row = from; row < to; row++)
        {
            byte* values = (byte*)reference.Rows.Row(row);
            for (int at = 0; at < Math.Min(MostPrefetched, reference.Rows.Dimensions * sizeof(float)); at += LineBytes)
            {
                Sse.Prefetch0(values + at);
            }

            if (_symmetric)
            {
                lists.Prefetch(row);
            }
        }
    }

    /// <summary>The largest squared distance at which one of the rows still takes a neighbour.</summary>
    double Farthest(int from, int to)
    {
        double farthest = 0;
        for (int row = from; row < to; row++)
        {
            farthest = Math.Max(farthest, lists.Worst(row));
        }

        return farthest;
    }

    void Open(PackedRows side, int from, int to)
    {
        for (int row = from; row < to; row++)
        {
            side.Limit(row, lists.Worst(row));
        }
    }

    /// <summary>Equal rows come in rising order of their index within a task: once the worst distance is 0 no later one can enter.</summary>
    void Settle(PackedRows side, int row, int equal)
    {
        if (lists.Worst(row) == 0 && lists.WorstIndex(row) <= equal)
        {
            side.Close(row);
        }
    }

    void Measure(int row, int rows, int column, ReadOnlySpan<uint> passed, uint wanted, bool same)
    {
        for (int i = 0; i < rows; i++)
        {
            for (uint bits = passed[i] & wanted; bits != 0; bits &= bits - 1)
            {
                int query = row + i, candidate = column + BitOperations.TrailingZeroCount(bits);
                if (same ? candidate <= query : !_symmetric && excluded.Length > 0 && excluded.Span[queries.Rows.Index(query)] == reference.Rows.Index(candidate))
                {
                    continue;
                }

                double distance = Measured(query, candidate);
                Offer(queries, query, candidate, distance);
                if (_symmetric)
                {
                    Offer(reference, candidate, query, distance);
                }
            }
        }
    }

    void Offer(PackedRows side, int row, int candidate, double distance)
    {
        int index = reference.Rows.Index(candidate);
        if (lists.Offer(row, index, distance))
        {
            side.Limit(row, lists.Worst(row));
        }

        if (distance == 0)
        {
            Settle(side, row, index);
        }
    }

    double Measured(int query, int candidate)
    {
        float* a = queries.Rows.Row(query), b = reference.Rows.Row(candidate);
        return space.Distance == Distance.Cosine
            ? PairDistance.Cosine(a, b, queries.Rows.Dimensions, queries.Rows.Square(query), reference.Rows.Square(candidate))
            : PairDistance.SquaredEuclidean(a, b, queries.Rows.Dimensions);
    }
}
