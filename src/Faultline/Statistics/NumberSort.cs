using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Faultline;

/// <summary>Sorts numbers by their bits: by the leading ones that differ in two passes of eleven, three where numbers are many, and what these leave equal by comparing.</summary>
static class NumberSort
{
    const int DigitBits = 11;
    const int Buckets = 1 << DigitBits;

    // Below so many values comparing costs less than counting digits, and below so many insertion less than anything.
    const int Fewest = 4096;
    const int Handful = 32;

    // From so many on two passes leave more than a handful alike: a third one costs less than sorting those.
    const int Many = 1 << 16;

    /// <summary>Sorts in ascending order; −0 comes before 0.</summary>
    /// <param name="values">Any numbers but NaN.</param>
    public static void Ascending(Span<double> values)
    {
        if (values.Length < Fewest)
        {
            values.Sort();
            return;
        }

        var rented = ArrayPool<ulong>.Shared.Rent(values.Length);
        var keys = MemoryMarshal.Cast<double, ulong>(values);
        ToKeys(keys);
        Ascending(keys, rented.AsSpan(0, keys.Length));
        FromKeys(keys);
        ArrayPool<ulong>.Shared.Return(rented);
    }

    // The order of the bits becomes that of the numbers: negative ones are turned round, the others put above them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ToKeys(Span<ulong> bits)
    {
        foreach (ref var value in bits)
        {
            value ^= (ulong)((long)value >> 63) | (1UL << 63);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void FromKeys(Span<ulong> keys)
    {
        foreach (ref var value in keys)
        {
            value ^= (ulong)(~(long)value >> 63) | (1UL << 63);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Ascending(Span<ulong> keys, Span<ulong> spare)
    {
        var (low, high) = (keys[0], keys[0]);
        foreach (var key in keys)
        {
            low = Math.Min(low, key);
            high = Math.Max(high, key);
        }

        if (low == high)
        {
            return;
        }

        var width = 64 - BitOperations.LeadingZeroCount(high - low);
        var passes = keys.Length >= Many && width > 2 * DigitBits ? 3 : 2;
        var shift = Math.Max(0, width - (passes * DigitBits));
        Span<int> counts = new int[passes * Buckets];
        foreach (var key in keys)
        {
            var digits = (key - low) >> shift;
            counts[(int)digits & (Buckets - 1)]++;
            counts[Buckets + ((int)(digits >> DigitBits) & (Buckets - 1))]++;
            if (passes > 2)
            {
                counts[(2 * Buckets) + (int)(digits >> (2 * DigitBits))]++;
            }
        }

        Distribute(keys, spare, counts[..Buckets], low, shift);
        Distribute(spare, keys, counts[Buckets..(2 * Buckets)], low, shift + DigitBits);
        if (passes > 2)
        {
            Distribute(keys, spare, counts[(2 * Buckets)..], low, shift + (2 * DigitBits));
            spare.CopyTo(keys);
        }

        for (var start = 0; shift > 0 && start < keys.Length;)
        {
            var digits = (keys[start] - low) >> shift;
            var end = start + 1;
            while (end < keys.Length && (keys[end] - low) >> shift == digits)
            {
                end++;
            }

            var equal = keys[start..end];
            if (equal.Length <= Handful)
            {
                Insert(equal);
            }
            else if (equal.Length < Fewest)
            {
                equal.Sort();
            }
            else
            {
                Ascending(equal, spare[start..end]);
            }

            start = end;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Distribute(ReadOnlySpan<ulong> from, Span<ulong> to, Span<int> places, ulong low, int shift)
    {
        var next = 0;
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            (places[bucket], next) = (next, next + places[bucket]);
        }

        foreach (var key in from)
        {
            to[places[(int)((key - low) >> shift) & (Buckets - 1)]++] = key;
        }
    }

    static void Insert(Span<ulong> keys)
    {
        for (var i = 1; i < keys.Length; i++)
        {
            var key = keys[i];
            var place = i;
            while (place > 0 && keys[place - 1] > key)
            {
                keys[place] = keys[place - 1];
                place--;
            }

            keys[place] = key;
        }
    }
}
