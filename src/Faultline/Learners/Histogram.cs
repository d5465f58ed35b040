using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Faultline;

/// <summary>Sums of <see cref="LeafStatistics"/> by feature and bin, for the rows of a leaf.</summary>
static unsafe class Histogram
{
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

    /// <summary>Adds rows to the histograms of the features of one group.</summary>
    /// <param name="group">Bins of the group, four a row.</param>
    /// <param name="width">Features in the group, 1 … 4.</param>
    /// <param name="order">Row numbers, or empty for the rows 0 … <paramref name="rows"/>.Length − 1.</param>
    /// <param name="rows">Statistics of every row, indexed by row number.</param>
    /// <param name="histogram">The whole histogram.</param>
    /// <param name="offsets">As from <see cref="Offsets"/>, from the group's first feature on.</param>
    public static void Accumulate(ReadOnlySpan<byte> group, int width, ReadOnlySpan<int> order, ReadOnlySpan<Vector128<long>> rows, Span<Vector128<long>> histogram, ReadOnlySpan<int> offsets)
    {
        fixed (byte* bins = group)
        fixed (Vector128<long>* sums = histogram)
        fixed (Vector128<long>* values = rows)
        fixed (int* numbers = order)
        {
            Vector128<long>* first = sums + offsets[0];
            switch (width)
            {
                case 1:
                    AddOne((uint*)bins, numbers, order.Length, values, rows.Length, first);
                    break;
                case 2:
                    AddTwo((uint*)bins, numbers, order.Length, values, rows.Length, first, sums + offsets[1]);
                    break;
                case 3:
                    AddTwo((uint*)bins, numbers, order.Length, values, rows.Length, first, sums + offsets[1]);
                    AddThird((uint*)bins, numbers, order.Length, values, rows.Length, sums + offsets[2]);
                    break;
                default:
                    AddFour((uint*)bins, numbers, order.Length, values, rows.Length, first, sums + offsets[1], sums + offsets[2], sums + offsets[3]);
                    break;
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
    static void AddOne(uint* bins, int* order, int orderLength, Vector128<long>* rows, int rowCount, Vector128<long>* a)
    {
        if (order is null)
        {
            for (int row = 0; row < rowCount; row++)
            {
                a[(byte)bins[row]] += rows[row];
            }

            return;
        }

        for (int i = 0; i < orderLength; i++)
        {
            int row = order[i];
            a[(byte)bins[row]] += rows[row];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void AddThird(uint* bins, int* order, int orderLength, Vector128<long>* rows, int rowCount, Vector128<long>* a)
    {
        int count = order is null ? rowCount : orderLength;
        for (int i = 0; i < count; i++)
        {
            int row = order is null ? i : order[i];
            a[(byte)(bins[row] >> 16)] += rows[row];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void AddTwo(uint* bins, int* order, int orderLength, Vector128<long>* rows, int rowCount, Vector128<long>* a, Vector128<long>* b)
    {
        int count = order is null ? rowCount : orderLength;
        for (int i = 0; i < count; i++)
        {
            int row = order is null ? i : order[i];
            uint packed = bins[row];
            Vector128<long> value = rows[row];
            a[(byte)packed] += value;
            b[(byte)(packed >> 8)] += value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void AddFour(uint* bins, int* order, int orderLength, Vector128<long>* rows, int rowCount, Vector128<long>* a, Vector128<long>* b, Vector128<long>* c, Vector128<long>* d)
    {
        if (order is null)
        {
            for (int row = 0; row < rowCount; row++)
            {
                uint packed = bins[row];
                Vector128<long> value = rows[row];
                a[(byte)packed] += value;
                b[(byte)(packed >> 8)] += value;
                c[(byte)(packed >> 16)] += value;
                d[packed >> 24] += value;
            }

            return;
        }

        for (int i = 0; i < orderLength; i++)
        {
            int row = order[i];
            uint packed = bins[row];
            Vector128<long> value = rows[row];
            a[(byte)packed] += value;
            b[(byte)(packed >> 8)] += value;
            c[(byte)(packed >> 16)] += value;
            d[packed >> 24] += value;
        }
    }
}
