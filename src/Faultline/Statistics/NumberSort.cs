using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Faultline;

/// <summary>Sorts numbers by their bits, a digit of eleven bits a pass: linear in their count, whatever their order.</summary>
static class NumberSort
{
    const int DigitBits = 11;
    const int Digits = 6;
    const int Buckets = 1 << DigitBits;

    // Below so many values comparing costs less than counting digits.
    const int Fewest = 4096;

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
        Ascending(MemoryMarshal.Cast<double, ulong>(values), rented.AsSpan(0, values.Length));
        ArrayPool<ulong>.Shared.Return(rented);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Ascending(Span<ulong> bits, Span<ulong> spare)
    {
        // The order of the bits becomes that of the numbers: negative ones are turned round, the others put above them.
        Span<int> counts = new int[Digits * Buckets];
        for (var i = 0; i < bits.Length; i++)
        {
            var value = bits[i];
            value ^= (ulong)((long)value >> 63) | (1UL << 63);
            bits[i] = value;
            for (var digit = 0; digit < Digits; digit++)
            {
                counts[(digit * Buckets) + Digit(value, digit)]++;
            }
        }

        var from = bits;
        var to = spare;
        for (var digit = 0; digit < Digits; digit++)
        {
            var places = counts.Slice(digit * Buckets, Buckets);
            if (places[Digit(from[0], digit)] == from.Length)
            {
                continue;
            }

            var next = 0;
            for (var bucket = 0; bucket < Buckets; bucket++)
            {
                (places[bucket], next) = (next, next + places[bucket]);
            }

            for (var i = 0; i < from.Length; i++)
            {
                var value = from[i];
                to[places[Digit(value, digit)]++] = value;
            }

            var last = from;
            from = to;
            to = last;
        }

        for (var i = 0; i < bits.Length; i++)
        {
            var value = from[i];
            bits[i] = value ^ ((ulong)(~(long)value >> 63) | (1UL << 63));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Digit(ulong value, int digit) => (int)(value >> (digit * DigitBits)) & (Buckets - 1);
}
