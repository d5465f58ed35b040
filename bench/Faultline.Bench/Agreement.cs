using System.Text.Json;

namespace Faultline.Bench;

/// <summary>How two answers are held against each other.</summary>
static class Agreement
{
    /// <summary>Numbers of an answer by name; one number counts as a list of one.</summary>
    public static double[] Numbers(JsonElement answer, string name) =>
        answer.GetProperty(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(number => number.GetDouble())] : [answer.GetProperty(name).GetDouble()];

    /// <summary>One number of an answer by name.</summary>
    public static double Number(JsonElement answer, string name) => Numbers(answer, name)[0];

    /// <summary>Whether two lists are as long and differ nowhere by more than a share of the larger of the two numbers, or by an absolute amount.</summary>
    public static bool Close(ReadOnlySpan<double> left, ReadOnlySpan<double> right, double share, double amount = 0)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            // Written so that NaN on either side is a difference.
            if (!(Math.Abs(left[i] - right[i]) <= Math.Max(amount, share * Math.Max(Math.Abs(left[i]), Math.Abs(right[i])))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The members that two sets share over all that either has; 1 for two empty sets.</summary>
    public static double Overlap(IEnumerable<double> left, IEnumerable<double> right)
    {
        var own = left.ToHashSet();
        var other = right.ToHashSet();
        var all = own.Union(other).Count();
        return all == 0 ? 1 : own.Intersect(other).Count() / (double)all;
    }

    /// <summary>How many of what is found was planted, and how many of what was planted is found, as one figure: their harmonic mean. 1 where there is nothing of either, 0 where nothing is shared.</summary>
    public static double F1(IReadOnlyCollection<double> found, IReadOnlyCollection<double> planted)
    {
        var right = found.ToHashSet().Intersect(planted).Count();
        return found.Count + planted.Count == 0 ? 1 : 2.0 * right / (found.Distinct().Count() + planted.Distinct().Count());
    }

    /// <summary>An answer with lists of numbers by name.</summary>
    public static JsonElement Answer(params (string Name, IEnumerable<double> Numbers)[] figures) =>
        JsonSerializer.SerializeToElement(figures.ToDictionary(figure => figure.Name, figure => figure.Numbers.ToArray(), StringComparer.Ordinal), AnswerJson.Default.DictionaryStringDoubleArray);
}
