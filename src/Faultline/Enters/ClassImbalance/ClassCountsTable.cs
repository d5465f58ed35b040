namespace Faultline;

/// <summary>Labels and predictions of all measured rows, counted by class.</summary>
sealed class ClassCountsTable
{
    ClassCountsTable(int classes) => (Labelled, Predicted, Hits) = (new long[classes], new long[classes], new long[classes]);

    public long[] Labelled { get; }

    public long[] Predicted { get; }

    public long[] Hits { get; }

    public long Rows => Labelled.Sum();

    public long Right => Hits.Sum();

    public double Accuracy => Right / (double)Rows;

    public int Largest => Array.IndexOf(Labelled, Labelled.Max());

    public static ClassCountsTable Of(ClassPredictions predictions, int[] labels)
    {
        var counts = new ClassCountsTable(predictions.Classes.Count);
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] >= 0)
            {
                int predicted = ModelSummary.MostProbable(predictions.Row(row));
                counts.Labelled[labels[row]]++;
                counts.Predicted[predicted]++;
                counts.Hits[predicted] += predicted == labels[row] ? 1 : 0;
            }
        }

        return counts;
    }

    public double Recall(int k) => Hits[k] / (double)Labelled[k];

    /// <summary>Mean recall of the classes that have rows, with its normal interval.</summary>
    public Estimate BalancedAccuracy()
    {
        int[] present = Present();
        double value = present.Average(Recall);
        double error = Math.Sqrt(present.Sum(k => Recall(k) * (1 - Recall(k)) / Labelled[k])) / present.Length;
        return new Estimate(value, Math.Max(0, value - (1.96 * error)), Math.Min(1, value + (1.96 * error)));
    }

    /// <summary>Mean F1 of the classes that have rows; a class never predicted has 0.</summary>
    public double MacroF1() => Present().Average(k => 2.0 * Hits[k] / (Labelled[k] + Predicted[k]));

    /// <summary>The correlation of label and prediction (Gorodkin, 2004); null where one of them never changes.</summary>
    public double? Matthews()
    {
        double n = Rows;
        double both = Labelled.Zip(Predicted, (a, b) => (double)a * b).Sum();
        double spread = Math.Sqrt(((n * n) - Predicted.Sum(p => (double)p * p)) * ((n * n) - Labelled.Sum(t => (double)t * t)));
        return spread > 0 ? ((Right * n) - both) / spread : null;
    }

    public double EffectiveClasses() => Math.Exp(-Present().Sum(k => Labelled[k] / (double)Rows * Math.Log(Labelled[k] / (double)Rows)));

    public int[] Present() => [.. Enumerable.Range(0, Labelled.Length).Where(k => Labelled[k] > 0)];
}
