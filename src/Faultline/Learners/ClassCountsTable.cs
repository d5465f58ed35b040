using System.Numerics.Tensors;

namespace Faultline;

/// <summary>Labels and predictions of rows, counted by class. Whole numbers: in which order parts are merged changes nothing.</summary>
sealed class ClassCountsTable
{
    /// <param name="classes">Number of classes.</param>
    /// <param name="keepsConfusion">Whether pairs of label and prediction are counted too.</param>
    public ClassCountsTable(int classes, bool keepsConfusion = false)
    {
        (Labelled, Predicted, Hits) = (new long[classes], new long[classes], new long[classes]);
        Confusion = keepsConfusion ? [.. Enumerable.Range(0, classes).Select(_ => new long[classes])] : [];
    }

    public long[] Labelled { get; }

    public long[] Predicted { get; }

    public long[] Hits { get; }

    /// <summary>Rows by label, then by prediction; empty where not asked for.</summary>
    public long[][] Confusion { get; }

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
                counts.Add(labels[row], ModelSummary.MostProbable(predictions.Row(row)));
            }
        }

        return counts;
    }

    /// <summary>Counts a row.</summary>
    public void Add(int label, int predicted)
    {
        Labelled[label]++;
        Predicted[predicted]++;
        Hits[label] += label == predicted ? 1 : 0;
        if (Confusion.Length > 0)
        {
            Confusion[label][predicted]++;
        }
    }

    /// <summary>Adds the counts of other rows.</summary>
    public void Merge(ClassCountsTable other)
    {
        TensorPrimitives.Add(Labelled, other.Labelled, Labelled);
        TensorPrimitives.Add(Predicted, other.Predicted, Predicted);
        TensorPrimitives.Add(Hits, other.Hits, Hits);
        for (int label = 0; label < Confusion.Length; label++)
        {
            TensorPrimitives.Add(Confusion[label], other.Confusion[label], Confusion[label]);
        }
    }

    /// <summary>Writes the counts.</summary>
    public void Save(BinaryWriter to)
    {
        foreach (var counts in All)
        {
            to.WriteAll<long>(counts);
        }
    }

    /// <summary>Takes what was written.</summary>
    public void Load(BinaryReader from)
    {
        foreach (var counts in All)
        {
            from.ReadAll<long>(counts);
        }
    }

    IEnumerable<long[]> All => [Labelled, Predicted, Hits, .. Confusion];

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
