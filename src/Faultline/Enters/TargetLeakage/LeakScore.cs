using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>How well one column alone predicts the label, each row by the other rows of its bin.</summary>
/// <param name="Value">Classes: the area under the ROC curve, of several classes the mean over one against the rest by their rows. A number: R².</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end of its interval.</param>
/// <param name="Right">Rows whose class is the most frequent of the other rows in their bin; 0 for a number.</param>
/// <param name="Rows">Rows measured.</param>
readonly record struct LeakScore(double Value, double Low, double High, int Right, int Rows)
{
    const int MostClasses = 20;
    const int FewestOfAClass = 5;
    const double PriorRows = 1;

    /// <summary>Nothing could be measured.</summary>
    public static LeakScore None { get; } = new(double.NaN, double.NaN, double.NaN, 0, 0);

    /// <summary>Measures, leaving each row out of what predicts it.</summary>
    /// <param name="target">Labels.</param>
    /// <param name="bins">The bin of each row, 0 and up.</param>
    /// <param name="values">The column's numbers, where their order is asked too; else null.</param>
    /// <param name="level">Coverage of the interval.</param>
    public static LeakScore Of(LeakTarget target, int[] bins, double[]? values, double level) =>
        target.Count < 2 * FewestOfAClass ? None : target.IsClasses ? OfClasses(target, bins, values, level) : OfValues(target, bins, values, level);

    static LeakScore OfClasses(LeakTarget target, int[] bins, double[]? values, double level)
    {
        int width = target.Classes.Count;
        int[] totals = target.Counts();
        int[] rowsOf = new int[bins.Max() + 1];
        int[] counts = new int[rowsOf.Length * width];
        for (int i = 0; i < bins.Length; i++)
        {
            rowsOf[bins[i]]++;
            counts[(bins[i] * width) + target.Labels[i]]++;
        }

        int right = 0;
        for (int i = 0; i < bins.Length; i++)
        {
            right += MostFrequent(counts.AsSpan(bins[i] * width, width), target.Labels[i], totals) == target.Labels[i] ? 1 : 0;
        }

        int[] asked = [.. Enumerable.Range(0, width).Where(k => totals[k] >= FewestOfAClass && bins.Length - totals[k] >= FewestOfAClass).OrderByDescending(k => totals[k]).ThenBy(k => k).Take(width == 2 ? 1 : MostClasses)];
        if (asked.Length == 0)
        {
            return None;
        }

        (double value, double low, double high, double weight) = (0, 0, 0, 0);
        foreach (int k in asked)
        {
            Auc auc = LeftOut(rowsOf, counts, k, totals[k] / (double)bins.Length, level);
            if (values is not null && width == 2)
            {
                // The order of the numbers themselves needs no bins; either direction will do.
                Auc ordered = Auc.OfClass(target.Labels, k, i => values[i], level);
                ordered = ordered.Value < 0.5 ? Auc.OfClass(target.Labels, k, i => -values[i], level) : ordered;
                auc = ordered.Value > auc.Value ? ordered : auc;
            }

            value += totals[k] * auc.Value;
            low += totals[k] * auc.Interval.Low;
            high += totals[k] * auc.Interval.High;
            weight += totals[k];
        }

        return new LeakScore(value / weight, low / weight, high / weight, right, bins.Length);
    }

    // In a bin a row of the class and one of the others have a score each: its share among the other rows.
    static Auc LeftOut(int[] rowsOf, int[] counts, int k, double prior, double level)
    {
        int width = counts.Length / rowsOf.Length;
        double[] scores = new double[2 * rowsOf.Length];
        long[] positives = new long[scores.Length];
        long[] negatives = new long[scores.Length];
        for (int bin = 0; bin < rowsOf.Length; bin++)
        {
            int own = counts[(bin * width) + k];
            double others = Math.Max(0, rowsOf[bin] - 1) + PriorRows;
            (scores[2 * bin], positives[2 * bin]) = ((own - 1 + (PriorRows * prior)) / others, own);
            (scores[(2 * bin) + 1], negatives[(2 * bin) + 1]) = ((own + (PriorRows * prior)) / others, rowsOf[bin] - own);
        }

        return Auc.OfCounts(scores, positives, negatives, level);
    }

    static int MostFrequent(ReadOnlySpan<int> counts, int own, int[] totals)
    {
        int best = -1;
        for (int k = 0; k < counts.Length; k++)
        {
            int count = counts[k] - (k == own ? 1 : 0);
            int most = best < 0 ? -1 : counts[best] - (best == own ? 1 : 0);
            if (count > most || (count == most && totals[k] > totals[best]))
            {
                best = k;
            }
        }

        return best;
    }

    static LeakScore OfValues(LeakTarget target, int[] bins, double[]? values, double level)
    {
        double mean = target.Values.Average();
        double[] spread = [.. target.Values.Select(value => (value - mean) * (value - mean))];
        double total = spread.Sum();
        if (!(total > 0) || !double.IsFinite(total))
        {
            return None;
        }

        int[] rowsOf = new int[bins.Max() + 1];
        double[] sums = new double[rowsOf.Length];
        for (int i = 0; i < bins.Length; i++)
        {
            rowsOf[bins[i]]++;
            sums[bins[i]] += target.Values[i];
        }

        double[] binned = [.. bins.Select((bin, i) => target.Values[i] - ((sums[bin] - target.Values[i] + (PriorRows * mean)) / (rowsOf[bin] - 1 + PriorRows)))];
        LeakScore score = Explained(binned, spread, total, level);
        if (values is not null && Line(values, target.Values, mean) is { } residuals)
        {
            LeakScore straight = Explained(residuals, spread, total, level);
            score = straight.Value > score.Value ? straight : score;
        }

        return score;
    }

    static LeakScore Explained(double[] residuals, double[] spread, double total, double level)
    {
        double left = residuals.Sum(residual => residual * residual) / total;
        double error = Math.Sqrt(residuals.Zip(spread, (residual, square) => (residual * residual) - (left * square)).Sum(r => r * r)) / total;
        double half = Normal.InvCDF(0, 1, 0.5 + (level / 2)) * error;
        return double.IsFinite(left + half) ? new LeakScore(1 - left, 1 - left - half, Math.Min(1, 1 - left + half), 0, residuals.Length) : None;
    }

    // What a straight line through the numbers leaves over.
    static double[]? Line(double[] values, double[] labels, double mean)
    {
        double centre = values.Average();
        double square = values.Sum(value => (value - centre) * (value - centre));
        if (!(square > 0) || !double.IsFinite(square))
        {
            return null;
        }

        double slope = values.Zip(labels, (value, label) => (value - centre) * (label - mean)).Sum() / square;
        return [.. values.Zip(labels, (value, label) => label - mean - (slope * (value - centre)))];
    }
}
