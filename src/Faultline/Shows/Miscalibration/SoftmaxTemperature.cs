using System.Numerics.Tensors;

namespace Faultline;

/// <summary>The temperature of probabilities of more than two classes: what the logarithms of all of a row's probabilities are divided by, before they are normalised again, to fit best.</summary>
/// <remarks>Guo, Pleiss, Sun and Weinberger, ICML 2017, arXiv:1706.04599. Least log loss by golden section; a probability of 0 counts as 1e-12.</remarks>
static class SoftmaxTemperature
{
    const int MostRows = 50_000;
    const int MostNumbers = 2_000_000;
    const double LeastProbability = 1e-12;
    const int Steps = 30;
    const int RowsPerBlock = 4_096;

    /// <summary>Fits the temperature on at most 50,000 rows, evenly spread.</summary>
    /// <param name="predictions">Labels and probabilities; rows without are passed over.</param>
    /// <param name="threads">Threads; they change nothing.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Between 0.05 and 20; 1 for calibrated probabilities, above 1 for over-confident ones.</returns>
    public static double Fit(ClassPredictions predictions, int threads, CancellationToken cancellation)
    {
        int classes = predictions.Classes.Count;
        int[] rows = Spread([.. Enumerable.Range(0, predictions.RowCount).Where(predictions.IsMeasured)], Math.Min(MostRows, Math.Max(1, MostNumbers / classes)));
        double[] logs = new double[rows.Length * classes];
        int[] labels = [.. rows.Select(row => predictions.Labels[row])];
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<double> probabilities = predictions.Row(rows[i]);
            for (int k = 0; k < classes; k++)
            {
                logs[(i * classes) + k] = Math.Max(probabilities[k], LeastProbability);
            }
        }

        TensorPrimitives.Log(logs, logs);

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        return Math.Exp(GoldenSection.Minimum(log => Loss(logs, labels, classes, log, parallel), Math.Log(0.05), Math.Log(20), Steps, cancellation));
    }

    static int[] Spread(int[] rows, int most) =>
        rows.Length <= most ? rows : [.. Enumerable.Range(0, most).Select(i => rows[(int)((long)i * rows.Length / most)])];

    // Fixed blocks, added in order.
    static double Loss(double[] logs, int[] labels, int classes, double logTemperature, ParallelOptions parallel)
    {
        double slope = Math.Exp(-logTemperature);
        double[] losses = new double[(labels.Length + RowsPerBlock - 1) / RowsPerBlock];
        Parallel.For(0, losses.Length, parallel, block =>
        {
            double loss = 0;
            double[] scaled = new double[classes];
            for (int i = block * RowsPerBlock; i < Math.Min((block + 1) * RowsPerBlock, labels.Length); i++)
            {
                ReadOnlySpan<double> row = logs.AsSpan(i * classes, classes);
                double most = slope * TensorPrimitives.Max(row);
                TensorPrimitives.Multiply(row, slope, scaled);
                TensorPrimitives.Subtract(scaled, most, scaled);
                TensorPrimitives.Exp(scaled, scaled);
                loss += Math.Log(TensorPrimitives.Sum<double>(scaled)) + most - (slope * row[labels[i]]);
            }

            losses[block] = loss;
        });
        return losses.Sum();
    }
}
