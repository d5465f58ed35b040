using System.Globalization;

namespace Faultline;

/// <summary>
/// A map of probabilities, softmax(a_k · log p_k + b_k): identity, temperature (one a, no b) or vector scaling.
/// </summary>
/// <remarks>Guo, Pleiss, Sun and Weinberger, ICML 2017, arXiv:1706.04599.</remarks>
sealed class ProbabilityCalibration
{
    const int MostRows = 50_000;
    const int MostVectorClasses = 30;
    const int RowsAClass = 50;
    const double LeastProbability = 1e-12;

    // A little pull towards the identity keeps classes without rows in place.
    const double Ridge = 1e-3;

    readonly double[] _slopes;
    readonly double[] _shifts;

    ProbabilityCalibration(string name, double[] slopes, double[] shifts)
    {
        Name = name;
        _slopes = slopes;
        _shifts = shifts;
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>Leaves probabilities as they are.</summary>
    public static ProbabilityCalibration Identity(int classes) => new("none", [.. Enumerable.Repeat(1.0, classes)], new double[classes]);

    /// <summary>True where vector scaling has rows enough for its 2 × classes numbers.</summary>
    public static bool CanScaleVectors(int rows, int classes) => classes <= MostVectorClasses && rows >= RowsAClass * classes;

    /// <summary>Fits one temperature by least log loss.</summary>
    /// <param name="probabilities">Of all rows, row major.</param>
    /// <param name="target">Classes of all rows.</param>
    /// <param name="rows">The rows to fit on; at most 50,000 of them, evenly spread, are used.</param>
    public static ProbabilityCalibration Temperature(double[] probabilities, LearningTarget target, int[] rows)
    {
        int classes = target.ClassCount;
        int[] used = Thin(rows);
        double[] logs = Logs(probabilities, used, classes);
        double[] point = [0];
        LimitedMemoryBfgs.Minimise(point, 50, 1e-7, (at, gradient) =>
        {
            double slope = Math.Exp(at[0]);
            double loss = 0;
            double change = 0;
            double[] scores = new double[classes];
            for (int i = 0; i < used.Length; i++)
            {
                ReadOnlySpan<double> row = logs.AsSpan(i * classes, classes);
                for (int k = 0; k < classes; k++)
                {
                    scores[k] = slope * row[k];
                }

                int label = target.Labels[used[i]];
                double own = scores[label];
                loss += LogisticLoss.Softmax(scores) - own;
                double mean = 0;
                for (int k = 0; k < classes; k++)
                {
                    mean += scores[k] * row[k];
                }

                change += slope * (mean - row[label]);
            }

            gradient[0] = (change / used.Length) + (2 * Ridge * at[0]);
            return (loss / used.Length) + (Ridge * at[0] * at[0]);
        });
        double temperature = Math.Exp(-point[0]);
        return new(string.Create(CultureInfo.InvariantCulture, $"temperature {temperature:F2}"), [.. Enumerable.Repeat(1 / temperature, classes)], new double[classes]);
    }

    /// <summary>Fits a slope and a shift a class by least log loss.</summary>
    /// <inheritdoc cref="Temperature"/>
    public static ProbabilityCalibration Vector(double[] probabilities, LearningTarget target, int[] rows)
    {
        int classes = target.ClassCount;
        int[] used = Thin(rows);
        double[] logs = Logs(probabilities, used, classes);
        double[] point = [.. Enumerable.Repeat(1.0, classes), .. new double[classes]];
        LimitedMemoryBfgs.Minimise(point, 100, 1e-6, (at, gradient) =>
        {
            gradient.Clear();
            double loss = 0;
            double[] scores = new double[classes];
            for (int i = 0; i < used.Length; i++)
            {
                ReadOnlySpan<double> row = logs.AsSpan(i * classes, classes);
                for (int k = 0; k < classes; k++)
                {
                    scores[k] = (at[k] * row[k]) + at[classes + k];
                }

                int label = target.Labels[used[i]];
                double own = scores[label];
                loss += LogisticLoss.Softmax(scores) - own;
                scores[label] -= 1;
                for (int k = 0; k < classes; k++)
                {
                    gradient[k] += scores[k] * row[k] / used.Length;
                    gradient[classes + k] += scores[k] / used.Length;
                }
            }

            double penalty = 0;
            for (int k = 0; k < classes; k++)
            {
                penalty += ((at[k] - 1) * (at[k] - 1)) + (at[classes + k] * at[classes + k]);
                gradient[k] += 2 * Ridge * (at[k] - 1);
                gradient[classes + k] += 2 * Ridge * at[classes + k];
            }

            return (loss / used.Length) + (Ridge * penalty);
        });
        return new("vector scaling", point[..classes], point[classes..]);
    }

    /// <summary>Maps the probabilities of one row in place.</summary>
    public void Apply(Span<double> row)
    {
        for (int k = 0; k < row.Length; k++)
        {
            row[k] = (_slopes[k] * Math.Log(Math.Max(row[k], LeastProbability))) + _shifts[k];
        }

        LogisticLoss.Softmax(row);
    }

    static int[] Thin(int[] rows) => rows.Length <= MostRows
        ? rows
        : [.. Enumerable.Range(0, MostRows).Select(i => rows[(int)((long)i * rows.Length / MostRows)])];

    static double[] Logs(double[] probabilities, int[] rows, int classes)
    {
        double[] logs = new double[rows.Length * classes];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int k = 0; k < classes; k++)
            {
                logs[(i * classes) + k] = Math.Log(Math.Max(probabilities[((long)rows[i] * classes) + k], LeastProbability));
            }
        }

        return logs;
    }
}
