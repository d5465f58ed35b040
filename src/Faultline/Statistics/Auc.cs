using System.Runtime.InteropServices;
using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>The area under the ROC curve: the chance that a positive scores above a negative, ties counting half.</summary>
/// <param name="Value">0 … 1, 0.5 for scores that say nothing.</param>
/// <param name="Interval">
/// By inverting the score test (Newcombe, 2006, doi:10.1002/sim.2324, method 5), with the model's variance scaled to DeLong's as far as enough rows are out of place to know it.
/// </param>
/// <param name="StandardError">DeLong's standard error (DeLong, DeLong and Clarke-Pearson, 1988, doi:10.2307/2531595).</param>
public readonly record struct Auc(double Value, Interval Interval, double StandardError)
{
    const double RoundingOfCounts = 1e-12;

    // As many rows out of place as the model's variance counts for.
    const double ModelRows = 2;
    const int Halvings = 60;

    /// <summary>Measures how well scores tell positives from negatives, in n log n.</summary>
    /// <param name="positives">Scores of the positives, no NaN, at least one.</param>
    /// <param name="negatives">Scores of the negatives, no NaN, at least one.</param>
    /// <param name="level">Coverage of the interval.</param>
    /// <exception cref="ArgumentException">A class has no row.</exception>
    public static Auc Of(ReadOnlySpan<double> positives, ReadOnlySpan<double> negatives, double level = 0.95) => Of(positives, default, negatives, default, level);

    /// <summary>The same where rows of one cluster depend on one another: the variance is that of the clusters' sums (Obuchowski, 1997, doi:10.2307/2533958).</summary>
    /// <param name="positives">Scores of the positives, no NaN, at least one.</param>
    /// <param name="clustersOfPositives">The cluster of each.</param>
    /// <param name="negatives">Scores of the negatives, no NaN, at least one.</param>
    /// <param name="clustersOfNegatives">The cluster of each; a cluster of both sides counts in both.</param>
    /// <param name="level">Coverage of the interval.</param>
    /// <exception cref="ArgumentException">A class has no row, or there are not as many clusters as scores.</exception>
    public static Auc OfClusters(ReadOnlySpan<double> positives, ReadOnlySpan<int> clustersOfPositives, ReadOnlySpan<double> negatives, ReadOnlySpan<int> clustersOfNegatives, double level = 0.95) =>
        clustersOfPositives.Length == positives.Length && clustersOfNegatives.Length == negatives.Length
            ? Of(positives, clustersOfPositives, negatives, clustersOfNegatives, level)
            : throw new ArgumentException("Each score needs its cluster.");

    /// <summary>The same from counts of equal scores, in k log k for k scores.</summary>
    /// <param name="scores">Scores, no NaN; one may come more than once.</param>
    /// <param name="positives">Positives of each score.</param>
    /// <param name="negatives">Negatives of each score.</param>
    /// <param name="level">Coverage of the interval.</param>
    /// <exception cref="ArgumentException">A class has no row.</exception>
    public static Auc OfCounts(ReadOnlySpan<double> scores, ReadOnlySpan<long> positives, ReadOnlySpan<long> negatives, double level = 0.95)
    {
        double[] sorted = scores.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        double m = 0, n = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            (m, n) = (m + positives[i], n + negatives[i]);
        }

        if (m == 0 || n == 0)
        {
            throw new ArgumentException($"There are {m} positives and {n} negatives; each side needs at least one.");
        }

        double positivesBelow = 0, negativesBelow = 0, sum = 0, squaresOfPositives = 0, squaresOfNegatives = 0;
        for (int from = 0; from < sorted.Length;)
        {
            int to = from;
            double tiedPositives = 0, tiedNegatives = 0;
            for (; to < sorted.Length && sorted[to] == sorted[from]; to++)
            {
                tiedPositives += positives[order[to]];
                tiedNegatives += negatives[order[to]];
            }

            double ofPositive = (negativesBelow + (tiedNegatives / 2)) / n;
            double ofNegative = (m - positivesBelow - (tiedPositives / 2)) / m;
            sum += tiedPositives * ofPositive;
            squaresOfPositives += tiedPositives * ofPositive * ofPositive;
            squaresOfNegatives += tiedNegatives * ofNegative * ofNegative;
            (positivesBelow, negativesBelow) = (positivesBelow + tiedPositives, negativesBelow + tiedNegatives);
            from = to;
        }

        double value = sum / m;
        double ofAllPositives = m < 2 ? 0 : Math.Max(0, squaresOfPositives - (m * value * value)) / (m - 1);
        double ofAllNegatives = n < 2 ? 0 : Math.Max(0, squaresOfNegatives - (n * value * value)) / (n - 1);
        double error = Math.Sqrt((ofAllPositives / m) + (ofAllNegatives / n));

        // A mean square less a squared mean leaves some rounding where the variance is 0.
        return Finish(value, error > RoundingOfCounts ? error : 0, m, n, level);
    }

    /// <summary>How well a score tells the rows of one class from the other labelled rows.</summary>
    /// <param name="labels">Class of each row; rows below 0 are left out.</param>
    /// <param name="of">The class.</param>
    /// <param name="score">Score of a row, no NaN.</param>
    /// <param name="level">Coverage of the interval.</param>
    /// <exception cref="ArgumentException">The class or the others have no row.</exception>
    internal static Auc OfClass(ReadOnlySpan<int> labels, int of, Func<int, double> score, double level = 0.95)
    {
        List<double> own = [];
        List<double> others = [];
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] >= 0)
            {
                (labels[row] == of ? own : others).Add(score(row));
            }
        }

        return Of(CollectionsMarshal.AsSpan(own), CollectionsMarshal.AsSpan(others), level);
    }

    // The areas θ from which the measured one is no farther than z standard errors at θ. Near 0 and 1 the measured error says little, as few rows are out of place,
    // and is 0 where none is; there the model's takes over.
    static Auc Finish(double value, double error, double positives, double negatives, double level)
    {
        double model = Variance(value, positives, negatives);
        double misplaced = Math.Min(value, 1 - value) * Math.Min(positives, negatives);
        double ratio = ((model > 0 ? misplaced * error * error / model : 0) + ModelRows) / (misplaced + ModelRows);
        double z = Normal.InvCDF(0, 1, 0.5 + (level / 2));

        double End(double inside, double outside)
        {
            for (int halving = 0; halving < Halvings; halving++)
            {
                double middle = (inside + outside) / 2;
                bool isInside = (value - middle) * (value - middle) <= z * z * ratio * Variance(middle, positives, negatives);
                (inside, outside) = isInside ? (middle, outside) : (inside, middle);
            }

            return inside;
        }

        return new Auc(value, new Interval(End(value, 0), End(value, 1), level), error);
    }

    // Variance of an area where both sides' scores are exponential (Hanley and McNeil, 1982), with the mean of both sizes in its middle (Newcombe, 2006).
    static double Variance(double area, double positives, double negatives) =>
        area * (1 - area) / (positives * negatives) * (1 + ((((positives + negatives) / 2) - 1) * (((1 - area) / (2 - area)) + (area / (1 + area)))));

    static Auc Of(ReadOnlySpan<double> positives, ReadOnlySpan<int> clustersOfPositives, ReadOnlySpan<double> negatives, ReadOnlySpan<int> clustersOfNegatives, double level)
    {
        if (positives.IsEmpty || negatives.IsEmpty)
        {
            throw new ArgumentException($"There are {positives.Length} positives and {negatives.Length} negatives; each side needs at least one.");
        }

        double[] all = [.. positives, .. negatives];
        double[] ranks = Ranks.Average(all);
        double[] ranksOfPositives = Ranks.Average(positives);
        double[] ranksOfNegatives = Ranks.Average(negatives);
        double m = positives.Length;
        double n = negatives.Length;
        double[] ofPositives = new double[positives.Length];
        for (int i = 0; i < ofPositives.Length; i++)
        {
            ofPositives[i] = (ranks[i] - ranksOfPositives[i]) / n;
        }

        double[] ofNegatives = new double[negatives.Length];
        for (int j = 0; j < ofNegatives.Length; j++)
        {
            ofNegatives[j] = 1 - ((ranks[positives.Length + j] - ranksOfNegatives[j]) / m);
        }

        double value = ofPositives.Average();
        double error = clustersOfPositives.IsEmpty
            ? Math.Sqrt((Variance(ofPositives) / m) + (Variance(ofNegatives) / n))
            : Math.Sqrt(OfSums(ofPositives, clustersOfPositives, ofNegatives, clustersOfNegatives));
        return clustersOfPositives.IsEmpty
            ? Finish(value, error, m, n, level)
            : Finish(value, error, Distinct(clustersOfPositives), Distinct(clustersOfNegatives), level);
    }

    // Clusters with rows on both sides bring the covariance with them: what they add to the AUC is summed before it is squared.
    static double OfSums(double[] ofPositives, ReadOnlySpan<int> clustersOfPositives, double[] ofNegatives, ReadOnlySpan<int> clustersOfNegatives)
    {
        var sums = new Dictionary<int, double>();
        double mean = ofPositives.Average();
        for (int i = 0; i < ofPositives.Length; i++)
        {
            sums[clustersOfPositives[i]] = sums.GetValueOrDefault(clustersOfPositives[i]) + ((ofPositives[i] - mean) / ofPositives.Length);
        }

        for (int j = 0; j < ofNegatives.Length; j++)
        {
            sums[clustersOfNegatives[j]] = sums.GetValueOrDefault(clustersOfNegatives[j]) + ((ofNegatives[j] - mean) / ofNegatives.Length);
        }

        return sums.Values.Sum(sum => sum * sum) * sums.Count / Math.Max(1, sums.Count - 1.0);
    }

    static int Distinct(ReadOnlySpan<int> clusters)
    {
        var distinct = new HashSet<int>();
        foreach (int cluster in clusters)
        {
            distinct.Add(cluster);
        }

        return distinct.Count;
    }

    static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Length < 2 ? 0 : values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1);
    }
}
