using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Faultline;

/// <summary>What one row of class probabilities says of its classes, a few classes at a time.</summary>
static unsafe class RowClasses
{
    const int Word = 64;

    /// <summary>The class whose border the row reaches; of several the most probable of all classes, whether or not it reached its own; −1 for none.</summary>
    /// <param name="values">Probabilities, none of them NaN.</param>
    /// <param name="borders">The least probability that counts, by class.</param>
    /// <param name="classes">How many there are.</param>
    public static int Confident(double* values, double* borders, int classes)
    {
        int reached = 0;
        int first = -1;
        for (int from = 0; from < classes; from += Word)
        {
            ulong bits = AtLeast(values + from, borders + from, Math.Min(Word, classes - from));
            if (bits != 0)
            {
                first = reached == 0 ? from + BitOperations.TrailingZeroCount(bits) : first;
                reached += BitOperations.PopCount(bits);
            }
        }

        return reached > 1 ? MostProbable(values, classes, Largest(values, classes)) : first;
    }

    /// <summary>Whether the label is the most probable class, within the tolerance; of equal ones the first is.</summary>
    public static bool Agrees(double* values, int classes, int label, double tolerance)
    {
        double largest = Largest(values, classes);
        double own = values[label];
        if (own == largest)
        {
            return true;
        }

        own += tolerance;
        return own > largest || (own == largest && MostProbable(values, classes, largest) > label);
    }

    /// <summary>Sums in the order of NumPy's pairwise sum, so that rows that tie there after the division tie here.</summary>
    public static double Sum(double* values, int count)
    {
        if (count < 8)
        {
            double sum = 0;
            for (int k = 0; k < count; k++)
            {
                sum += values[k];
            }

            return sum;
        }

        if (count > 128)
        {
            int half = count / 2;
            half -= half % 8;
            return Sum(values, half) + Sum(values + half, count - half);
        }

        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<double> sums = Vector512.Load(values);
            int next = 8;
            for (; next + 8 <= count; next += 8)
            {
                sums += Vector512.Load(values + next);
            }

            Vector256<double> low = sums.GetLower(), high = sums.GetUpper();
            double all = Paired(low) + Paired(high);
            for (; next < count; next++)
            {
                all += values[next];
            }

            return all;
        }

        double s0 = values[0], s1 = values[1], s2 = values[2], s3 = values[3], s4 = values[4], s5 = values[5], s6 = values[6], s7 = values[7];
        int at = 8;
        for (; at + 8 <= count; at += 8)
        {
            s0 += values[at];
            s1 += values[at + 1];
            s2 += values[at + 2];
            s3 += values[at + 3];
            s4 += values[at + 4];
            s5 += values[at + 5];
            s6 += values[at + 6];
            s7 += values[at + 7];
        }

        double total = s0 + s1 + (s2 + s3) + (s4 + s5 + (s6 + s7));
        for (; at < count; at++)
        {
            total += values[at];
        }

        return total;
    }

    /// <summary>(0 + 1) + (2 + 3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double Paired(Vector256<double> values)
    {
        Vector256<double> turned = Vector256.Shuffle(values, Vector256.Create(1L, 0, 3, 2));
        Vector256<double> pairs = values + turned;
        return (pairs.GetLower() + pairs.GetUpper()).ToScalar();
    }

    static int MostProbable(double* values, int classes, double largest)
    {
        int place = 0;
        while (place < classes - 1 && values[place] != largest)
        {
            place++;
        }

        return place;
    }

    static double Largest(double* values, int classes)
    {
        if (classes < Vector256<double>.Count)
        {
            double largest = values[0];
            for (int k = 1; k < classes; k++)
            {
                largest = values[k] > largest ? values[k] : largest;
            }

            return largest;
        }

        // The last classes are looked at twice where they fill no vector.
        Vector256<double> most = Vector256.Load(values + classes - Vector256<double>.Count);
        for (int k = 0; k + Vector256<double>.Count <= classes; k += Vector256<double>.Count)
        {
            most = Vector256.Max(most, Vector256.Load(values + k));
        }

        Vector128<double> half = Vector128.Max(most.GetLower(), most.GetUpper());
        return Math.Max(half[0], half[1]);
    }

    static ulong AtLeast(double* values, double* borders, int count)
    {
        ulong bits = 0;
        int k = 0;
        for (; k + Vector256<double>.Count <= count; k += Vector256<double>.Count)
        {
            bits |= (ulong)Vector256.GreaterThanOrEqual(Vector256.Load(values + k), Vector256.Load(borders + k)).ExtractMostSignificantBits() << k;
        }

        for (; k < count; k++)
        {
            bits |= (values[k] >= borders[k] ? 1UL : 0) << k;
        }

        return bits;
    }
}
