using System.Numerics.Tensors;

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
        ClassCounts[] parts = new ClassCounts[(given.RowCount + RowsPerBlock - 1) / RowsPerBlock];
        Parallel.For(0, parts.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, block => parts[block] = ClassCounts.Of(given, block * RowsPerBlock, Math.Min(given.RowCount, (block + 1) * RowsPerBlock), keep));
        long[][] confusion = keep ? [.. Enumerable.Range(0, width).Select(_ => new long[width])] : [];
        long[] labels = new long[width];
        long right = 0;
        double loss = 0;
        foreach (ClassCounts part in parts)
        {
            right += part.Right;
            loss += part.Loss;
            TensorPrimitives.Add(labels, part.Labels, labels);
            for (int label = 0; label < confusion.Length; label++)
            {
                TensorPrimitives.Add(confusion[label], part.Confusion.AsSpan(label * width, width), confusion[label]);
            }
        }

        long rows = labels.Sum();
        if (rows == 0)
        {
            return null;
        }

        Interval interval = WilsonInterval.Of(right, rows);
        return new ModelReport(Learner, "accuracy", right / (double)rows, interval.Low, interval.High, labels.Max() / (double)rows)
        {
            Others = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["log loss"] = loss / rows },
            Classes = keep ? given.Classes : [],
            Confusion = confusion,
        };
    }

    /// <summary>Summarises, or null where no row has both a label and a prediction.</summary>
    public static ModelReport? Of(ValuePredictions given)
    {
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
        return new ModelReport(Learner, "RMSE", Math.Sqrt(square), Math.Sqrt(Math.Max(0, square - (1.96 * error))), Math.Sqrt(square + (1.96 * error)), Math.Sqrt(variance))
        {
            Others = new SortedDictionary<string, double>(StringComparer.Ordinal)
            {
                ["MAE"] = rows.Average(row => Math.Abs(given.Values[row] - given.Labels[row])),
                ["R²"] = variance > 0 ? 1 - (square / variance) : 0,
            },
        };
    }

    // What one block of rows adds up to; blocks are fixed, so that threads change no digit.
    sealed record ClassCounts(long[] Labels, long[] Confusion, long Right, double Loss)
    {
        public static ClassCounts Of(ClassPredictions given, int from, int to, bool keep)
        {
            int width = given.Classes.Count;
            long[] labels = new long[width];
            long[] confusion = keep ? new long[width * width] : [];
            long right = 0;
            double loss = 0;
            for (int row = from; row < to; row++)
            {
                if (!given.IsMeasured(row))
                {
                    continue;
                }

                ReadOnlySpan<double> probabilities = given.Row(row);
                int label = given.Labels[row];
                int predicted = ModelSummary.MostProbable(probabilities);
                labels[label]++;
                right += predicted == label ? 1 : 0;
                loss -= Math.Log(Math.Max(probabilities[label], 1e-15));
                if (keep)
                {
                    confusion[(label * width) + predicted]++;
                }
            }

            return new ClassCounts(labels, confusion, right, loss);
        }
    }
}
