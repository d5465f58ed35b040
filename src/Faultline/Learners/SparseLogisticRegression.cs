using System.Runtime.InteropServices;
using Faultline.Kernels;

namespace Faultline;

/// <summary>Multinomial logistic regression with an L2 penalty over tables with free text, fitted by L-BFGS on sparse rows.</summary>
/// <remarks>Minimises what <see cref="LogisticRegression"/> minimises; see <see cref="SparseDesign"/> for what it sees of a text.</remarks>
sealed class SparseLogisticRegression
{
    const int PredictionBlock = 2_048;
    const int History = 5;

    // A step of L-BFGS goes over its vectors of weights about so often.
    const int StepCost = (4 * History) + 6;

    readonly SparseDesign _design;
    readonly float[] _weights;
    readonly int _scores;
    readonly int _threads;

    SparseLogisticRegression(SparseDesign design, float[] weights, int classes, int threads, long work)
    {
        _design = design;
        _weights = weights;
        _scores = classes <= 2 ? 1 : classes;
        _threads = threads;
        ClassCount = classes;
        Work = work;
    }

    /// <summary>Number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>Work done: twice the entries that are not zero × scores, and the weights that a step goes over, × evaluations of the loss.</summary>
    public long Work { get; }

    /// <summary>Fits a model on some rows.</summary>
    /// <param name="features">The features of all rows.</param>
    /// <param name="target">The classes of all rows.</param>
    /// <param name="rows">The training rows; labels of others are not read.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellation">Stops between evaluations of the loss.</param>
    public static SparseLogisticRegression Fit(FeatureMatrix features, LearningTarget target, int[] rows, LogisticRegressionOptions options, CancellationToken cancellation)
    {
        int scores = target.ClassCount <= 2 ? 1 : target.ClassCount;
        SparseDesign design = SparseDesign.Learn(features, rows, scores);
        cancellation.ThrowIfCancellationRequested();
        SparseRows filled = design.Fill(features, rows);
        using var team = new WorkTeam(options.Threads);
        var loss = new SparseLogisticLoss(filled, design.Width, target.Take(rows).Labels, target.ClassCount, options.L2, team, cancellation);
        double[] weights = new double[(design.Width + 1) * scores];
        loss.StartAtPriors(weights);
        int evaluations = target.ClassCount == 1 ? 0 : LimitedMemoryBfgs.Minimise(weights, options.Iterations, options.Tolerance, loss.Evaluate, History);
        long work = evaluations * ((2L * filled.Columns.Length * scores) + (StepCost * (long)weights.Length));
        return new SparseLogisticRegression(design, [.. weights.Select(weight => (float)weight)], target.ClassCount, options.Threads, work);
    }

    /// <summary>Predicts some rows.</summary>
    /// <param name="features">The features of all rows.</param>
    /// <param name="rows">The rows to predict.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <returns>Row major, rows × classes probabilities that sum to 1 in every row.</returns>
    public double[] Predict(FeatureMatrix features, int[] rows, CancellationToken cancellation)
    {
        double[] probabilities = new double[checked(rows.Length * ClassCount)];
        int blocks = (rows.Length + PredictionBlock - 1) / PredictionBlock;
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellation }, block =>
        {
            int start = block * PredictionBlock;
            SparseRows filled = _design.Fill(features, rows.AsSpan(start, Math.Min(PredictionBlock, rows.Length - start)));
            for (int i = 0; i < filled.Count; i++)
            {
                Probabilities(filled.ColumnsOf(i), filled.ValuesOf(i), probabilities.AsSpan((start + i) * ClassCount, ClassCount));
            }
        });
        return probabilities;
    }

    /// <summary>Predicts a row as if its texts were others.</summary>
    /// <param name="features">The features of all rows.</param>
    /// <param name="row">The row.</param>
    /// <param name="text">The text to read instead of that of each text column.</param>
    /// <returns>A probability a class.</returns>
    public double[] Predict(FeatureMatrix features, int row, Func<TextFeature, string?> text)
    {
        var columns = new List<int>();
        var values = new List<float>();
        _design.Fill(features, row, text, columns, values);
        double[] probabilities = new double[ClassCount];
        Probabilities(CollectionsMarshal.AsSpan(columns), CollectionsMarshal.AsSpan(values), probabilities);
        return probabilities;
    }

    /// <summary>How much more one n-gram of a text column speaks for a class than for another; 0 for one that training did not know.</summary>
    /// <param name="column">The text's place among the features.</param>
    /// <param name="gram">The n-gram.</param>
    /// <param name="given">The class.</param>
    /// <param name="other">The other class.</param>
    public double Weight(int column, uint gram, int given, int other)
    {
        int input = _design.Input(column, gram);
        return input < 0 ? 0
            : _scores == 1 ? _weights[input] * (given - other)
            : _weights[(input * _scores) + given] - _weights[(input * _scores) + other];
    }

    /// <summary>Rows as the model sees them.</summary>
    public SparseRows See(FeatureMatrix features, ReadOnlySpan<int> rows) => _design.Fill(features, rows);

    void Probabilities(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<double> into)
    {
        float[] scores = new float[_scores];
        SparseLogisticLoss.Scores(columns, values, _weights, scores);
        if (ClassCount == 1)
        {
            into[0] = 1;
        }
        else if (_scores == 1)
        {
            into[1] = 1 / (1 + Math.Exp(-scores[0]));
            into[0] = 1 / (1 + Math.Exp(scores[0]));
        }
        else
        {
            for (int k = 0; k < into.Length; k++)
            {
                into[k] = scores[k];
            }

            LogisticLoss.Softmax(into);
        }
    }
}
