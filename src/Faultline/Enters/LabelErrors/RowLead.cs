using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Faultline;

/// <summary>The two largest of a row's class probabilities. What a later look at the row asks can mostly be told from them.</summary>
/// <param name="Largest">The largest.</param>
/// <param name="Second">The largest of the others; −∞ with one class.</param>
readonly unsafe record struct RowLead(double Largest, double Second)
{
    /// <summary>The lead of a row, none of whose values is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RowLead Of(double* values, int classes) => classes < Vector256<double>.Count ? Few(values, classes) : Many(values, classes);

    /// <summary>The first class at the largest value.</summary>
    public int Place(double* values, int classes)
    {
        int k = 0;
        Vector256<double> largest = Vector256.Create(Largest);
        for (; k + Vector256<double>.Count <= classes; k += Vector256<double>.Count)
        {
            uint bits = Vector256.Equals(Vector256.Load(values + k), largest).ExtractMostSignificantBits();
            if (bits != 0)
            {
                return k + BitOperations.TrailingZeroCount(bits);
            }
        }

        while (k < classes - 1 && values[k] != Largest)
        {
            k++;
        }

        return k;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    RowLead Beside(double value) => new(double.MaxNative(Largest, value), double.MaxNative(Second, double.MinNative(Largest, value)));

    static RowLead Few(double* values, int classes)
    {
        RowLead lead = new(values[0], double.NegativeInfinity);
        for (int k = 1; k < classes; k++)
        {
            lead = lead.Beside(values[k]);
        }

        return lead;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static RowLead Many(double* values, int classes)
    {
        Vector256<double> largest = Vector256.Load(values);
        Vector256<double> second = Vector256.Create(double.NegativeInfinity);
        int k = Vector256<double>.Count;
        for (; k + Vector256<double>.Count <= classes; k += Vector256<double>.Count)
        {
            Vector256<double> next = Vector256.Load(values + k);
            second = Vector256.MaxNative(second, Vector256.MinNative(largest, next));
            largest = Vector256.MaxNative(largest, next);
        }

        Vector128<double> lower = largest.GetLower(), upper = largest.GetUpper();
        Vector128<double> behind = Vector128.MaxNative(Vector128.MaxNative(second.GetLower(), second.GetUpper()), Vector128.MinNative(lower, upper));
        Vector128<double> ahead = Vector128.MaxNative(lower, upper);
        RowLead lead = new RowLead(ahead[0], double.MaxNative(behind[0], behind[1])).Beside(ahead[1]);
        for (; k < classes; k++)
        {
            lead = lead.Beside(values[k]);
        }

        return lead;
    }
}
