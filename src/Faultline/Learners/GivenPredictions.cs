namespace Faultline;

/// <summary>How good the predictions are that the user brought; rows count as independent.</summary>
static class GivenPredictions
{
    const string Learner = "yours";
    const int RowsPerBlock = 1 << 16;

    /// <summary>Summarises, or null where no row has both a label and a prediction.</summary>
    public static ModelReport? Of(ClassPredictions given, int threads)
    {
        var parts = new GivenCounts[(given.RowCount + RowsPerBlock - 1) / RowsPerBlock];
        Parallel.For(0, parts.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, block => parts[block] = Count(given, block * RowsPerBlock, Math.Min(given.RowCount, (block + 1) * RowsPerBlock)));
        var counts = new GivenCounts(given.Classes.Count);
        foreach (var part in parts)
        {
            counts.Merge(part);
        }

        return Report(counts, given.Classes);
    }

    /// <summary>Summarises, or null where nothing was counted.</summary>
    public static ModelReport? Report(GivenCounts given, IReadOnlyList<string> classes)
    {
        var counts = given.Classes;
        long rows = counts.Rows;
        if (rows == 0)
        {
            return null;
        }

        Interval interval = WilsonInterval.Of(counts.Right, rows);
        return new ModelReport(Learner, "accuracy", counts.Accuracy, interval.Low, interval.High, counts.Labelled.Max() / (double)rows)
        {
            Others = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["log loss"] = given.Loss / rows },
            Classes = counts.Confusion.Length > 0 ? classes : [],
            Confusion = counts.Confusion,
        };
    }

    /// <summary>Summarises, or null where no row has both a label and a prediction.</summary>
    public static ModelReport? Of(ValuePredictions predictions)
    {
        var (given, unit) = predictions.InSquareUnits();
        int[] rows = [.. Enumerable.Range(0, given.Labels.Length).Where(given.IsMeasured)];
        if (rows.Length == 0)
        {
            return null;
        }

        double[] squares = [.. rows.Select(row => (given.Values[row] - given.Labels[row]) * (given.Values[row] - given.Labels[row]))];
        double square = squares.Average();
        double error = Math.Sqrt(squares.Average(value => (value - square) * (value - square)) / rows.Length);
        double mean = rows.Average(row => given.Labels[row]);
        double variance = rows.Average(row => (given.Labels[row] - mean) * (given.Labels[row] - mean));
        double Size(double squared) => SquareUnit.Multiply(Math.Sqrt(squared), unit);
        return new ModelReport(Learner, "RMSE", Size(square), Size(Math.Max(0, square - (1.96 * error))), Size(square + (1.96 * error)), Size(variance))
        {
            Others = new SortedDictionary<string, double>(StringComparer.Ordinal)
            {
                ["MAE"] = SquareUnit.Multiply(rows.Average(row => Math.Abs(given.Values[row] - given.Labels[row])), unit),
                ["R²"] = variance > 0 ? 1 - (square / variance) : 0,
            },
        };
    }

    static GivenCounts Count(ClassPredictions given, int from, int to)
    {
        var counts = new GivenCounts(given.Classes.Count);
        for (int row = from; row < to; row++)
        {
            if (given.IsMeasured(row))
            {
                ReadOnlySpan<double> probabilities = given.Row(row);
                counts.Add(given.Labels[row], ModelSummary.MostProbable(probabilities), probabilities[given.Labels[row]]);
            }
        }

        return counts;
    }
}
