namespace Faultline;

/// <summary>How good the predictions are that the user brought; rows count as independent.</summary>
static class GivenPredictions
{
    const string Learner = "yours";
    const int RowsPerBlock = 1 << 16;

    /// <summary>Summarises, or null where no row has both a label and a prediction.</summary>
    public static ModelReport? Of(ClassPredictions given, int threads)
    {
        int width = given.Classes.Count;
        bool keep = width <= CheckDetails.ClassLimit;
        var parts = new (ClassCountsTable Counts, double Loss)[(given.RowCount + RowsPerBlock - 1) / RowsPerBlock];
        Parallel.For(0, parts.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, block => parts[block] = Count(given, block * RowsPerBlock, Math.Min(given.RowCount, (block + 1) * RowsPerBlock), keep));
        var counts = new ClassCountsTable(width, keep);
        double loss = 0;
        foreach (var part in parts)
        {
            counts.Merge(part.Counts);
            loss += part.Loss;
        }

        long rows = counts.Rows;
        if (rows == 0)
        {
            return null;
        }

        Interval interval = WilsonInterval.Of(counts.Right, rows);
        return new ModelReport(Learner, "accuracy", counts.Accuracy, interval.Low, interval.High, counts.Labelled.Max() / (double)rows)
        {
            Others = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["log loss"] = loss / rows },
            Classes = keep ? given.Classes : [],
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

    // What one block of rows adds up to; blocks are fixed, so that threads change no digit.
    static (ClassCountsTable Counts, double Loss) Count(ClassPredictions given, int from, int to, bool keep)
    {
        var counts = new ClassCountsTable(given.Classes.Count, keep);
        double loss = 0;
        for (int row = from; row < to; row++)
        {
            if (given.IsMeasured(row))
            {
                ReadOnlySpan<double> probabilities = given.Row(row);
                int label = given.Labels[row];
                counts.Add(label, ModelSummary.MostProbable(probabilities));
                loss -= Math.Log(Math.Max(probabilities[label], 1e-15));
            }
        }

        return (counts, loss);
    }
}
