using MathNet.Numerics;

namespace Faultline;

/// <summary>
/// How near a column is to being sorted, upwards or downwards, by its steps against that order. An order of n values with d steps down is d + 1 runs that never fall,
/// so at most ∏ C(c + d, d) orders of values that stand c times have so few, out of n! / ∏ c!: a bound on the chance that a random order has, exact where d is 0.
/// </summary>
/// <param name="Against">Steps against the order.</param>
/// <param name="Expected">Their mean over random orders of the same values.</param>
/// <param name="LogChance">Logarithm of a bound on the chance of so few steps against either order.</param>
/// <param name="Rising">True for upwards.</param>
readonly record struct Sortedness(int Against, double Expected, double LogChance, bool Rising)
{
    // Of the steps against the order that chance would bring.
    const double Share = 0.01;

    /// <summary>True where hardly a step goes against the order, and a random order of these values would have more all but once in a million.</summary>
    public bool IsSorted => Against <= Share * Expected && LogChance < Math.Log(Arrangement.Chance);

    /// <summary>Runs of rows that are sorted throughout.</summary>
    public int Runs => Against + 1;

    /// <summary>Looks at values in file order.</summary>
    /// <param name="values">None of them NaN.</param>
    /// <param name="sorted">The same in ascending order.</param>
    public static Sortedness Of(ReadOnlySpan<double> values, ReadOnlySpan<double> sorted)
    {
        int up = 0, down = 0;
        for (var row = 1; row < values.Length; row++)
        {
            up += values[row] > values[row - 1] ? 1 : 0;
            down += values[row] < values[row - 1] ? 1 : 0;
        }

        var against = Math.Min(up, down);
        double n = values.Length, equal = 0, log = Math.Log(2) - SpecialFunctions.FactorialLn(values.Length);
        for (int first = 0, end = 1; end <= sorted.Length; end++)
        {
            if (end == sorted.Length || sorted[end] != sorted[first])
            {
                var count = end - first;
                equal += (double)count * count;
                log += SpecialFunctions.FactorialLn(count + against) - SpecialFunctions.FactorialLn(against);
                first = end;
            }
        }

        return new Sortedness(against, ((n * n) - equal) / (2 * n), Math.Min(0, log), down <= up);
    }

    /// <summary>Rows that must be taken out until the rest is sorted: all but the longest part that never falls (or never rises).</summary>
    public int OutOfPlace(ReadOnlySpan<double> values)
    {
        // The least last value of a part of each length; equal values extend a part.
        var ends = new List<double>();
        foreach (var value in values)
        {
            var key = Rising ? value : -value;
            int low = 0, high = ends.Count;
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = ends[middle] <= key ? (middle + 1, high) : (low, middle);
            }

            if (low == ends.Count)
            {
                ends.Add(key);
            }
            else
            {
                ends[low] = key;
            }
        }

        return values.Length - ends.Count;
    }
}
