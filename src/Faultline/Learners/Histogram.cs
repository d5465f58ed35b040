using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Faultline;

/// <summary>Sums of <see cref="LeafStatistics"/> by feature and bin, for the rows of a leaf.</summary>
static unsafe class Histogram
{
    // Rows whose bins and statistics stay in the nearest cache while all groups of features pass over them.
    const int RowsAtATime = 1_024;

    /// <summary>Where the bins of each feature begin, and the number of all bins at the end; every feature has one more for missing.</summary>
    public static int[] Offsets(BinnedFeature[] features)
    {
        int[] offsets = new int[features.Length + 1];
        for (int feature = 0; feature < features.Length; feature++)
        {
            offsets[feature + 1] = offsets[feature] + features[feature].BinCount + 1;
        }

        return offsets;
    }

    /// <summary>Adds rows to the histograms of some groups of features.</summary>
    /// <param name="rows">Bins of every row.</param>
    /// <param name="firstGroup">The first group.</param>
    /// <param name="lastGroup">The group after the last.</param>
    /// <param name="order">Row numbers, or empty for all rows.</param>
    /// <param name="statistics">Statistics of every row.</param>
    /// <param name="histogram">The whole histogram.</param>
    /// <param name="offsets">As from <see cref="Offsets"/>.</param>
    public static void Accumulate(BinnedRows rows, int firstGroup, int lastGroup, ReadOnlySpan<int> order, Vector128<long>[] statistics, Vector128<long>[] histogram, int[] offsets)
    {
        int count = order.IsEmpty ? rows.RowCount : order.Length;
        fixed (byte* bins = rows.Bins)
        fixed (Vector128<long>* sums = histogram)
        fixed (Vector128<long>* values = statistics)
        fixed (int* numbers = order)
        {
            for (int start = 0; start < count; start += RowsAtATime)
            {
                int part = Math.Min(RowsAtATime, count - start);
                for (int group = firstGroup; group < lastGroup; group++)
                {
                    int feature = group * BinnedRows.GroupWidth;
                    byte* column = bins + feature;
                    Vector128<long>* first = sums + offsets[feature];
                    int* chosen = order.IsEmpty ? null : numbers + start;
                    int width = rows.WidthOf(group);
                    if (width == BinnedRows.GroupWidth)
                    {
                        AddFour(column, rows.Stride, chosen, start, part, values, first, sums + offsets[feature + 1], sums + offsets[feature + 2], sums + offsets[feature + 3]);
                        continue;
                    }

                    for (int lane = 0; lane < width; lane++)
                    {
                        AddOne(column + lane, rows.Stride, chosen, start, part, values, sums + offsets[feature + lane]);
                    }
                }
            }
        }
    }

    /// <summary>Turns the parent's histogram into the other child's, exactly.</summary>
    public static void Subtract(Span<Vector128<long>> parent, ReadOnlySpan<Vector128<long>> child)
    {
        ref Vector128<long> from = ref MemoryMarshal.GetReference(parent);
        ref Vector128<long> part = ref MemoryMarshal.GetReference(child);
        for (int bin = 0; bin < parent.Length; bin++)
        {
            Unsafe.Add(ref from, bin) -= Unsafe.Add(ref part, bin);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void AddOne(byte* bins, int stride, int* order, int start, int count, Vector128<long>* values, Vector128<long>* a)
    {
        for (int i = 0; i < count; i++)
        {
            nint row = order is null ? start + i : order[i];
            a[bins[row * stride]] += values[row];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void AddFour(byte* bins, int stride, int* order, int start, int count, Vector128<long>* values, Vector128<long>* a, Vector128<long>* b, Vector128<long>* c, Vector128<long>* d)
    {
        if (order is null)
        {
            byte* at = bins + ((nint)start * stride);
            for (int i = 0; i < count; i++)
            {
                uint packed = *(uint*)at;
                Vector128<long> value = values[start + i];
                a[(byte)packed] += value;
                b[(byte)(packed >> 8)] += value;
                c[(byte)(packed >> 16)] += value;
                d[packed >> 24] += value;
                at += stride;
            }

            return;
        }

        for (int i = 0; i < count; i++)
        {
            nint row = order[i];
            uint packed = *(uint*)(bins + (row * stride));
            Vector128<long> value = values[row];
            a[(byte)packed] += value;
            b[(byte)(packed >> 8)] += value;
            c[(byte)(packed >> 16)] += value;
            d[packed >> 24] += value;
        }
    }
}
