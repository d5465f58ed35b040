using Faultline.Kernels;

namespace Faultline;

/// <summary>
/// Multinomial logistic regression with an L2 penalty, fitted by L-BFGS: one score for up to two classes, one a class above.
/// </summary>
/// <remarks>
/// Minimises Σ −log p(label) + λ/2 · Σ w², intercepts left out. Numbers are standardised, missing ones stand at the mean with an indicator, categories
/// have one indicator a level; values beyond the range of training are moved to its border.
/// </remarks>
public sealed class LogisticRegression
{
    const int PredictionBlock = 4_096;

    readonly DesignMatrix _design;
    readonly double[] _weights;
    readonly int _columnCount;
    readonly int _threads;

    LogisticRegression(DesignMatrix design, double[] weights, int columnCount, int classCount, int threads, long work)
    {
        _design = design;
        _weights = weights;
        _columnCount = columnCount;
        _threads = threads;
        ClassCount = classCount;
        Work = work;
    }

    /// <summary>Number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>Work done: rows × inputs a row × scores × evaluations of the loss.</summary>
    public long Work { get; }

    /// <summary>Number of inputs: numbers with their missing indicators in column order, then levels.</summary>
    public int InputCount => _design.WeightCount;

    /// <summary>Weights, inputs × scores row by row, then the intercepts; one score for up to two classes (of class 1), else one a class.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>Fits a model.</summary>
    /// <param name="features">n rows; NaN and code −1 are missing.</param>
    /// <param name="target">n classes.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellation">Stops between evaluations of the loss.</param>
    /// <exception cref="ArgumentException">The numbers of rows differ, there are none, or the target is no class.</exception>
    public static LogisticRegression Fit(FeatureMatrix features, LearningTarget target, LogisticRegressionOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(target);
        return Fit(features, target, Enumerable.Range(0, features.RowCount).ToArray(), options, cancellation);
    }

    /// <summary>Fits a model on some rows.</summary>
    /// <param name="features">The features of all rows.</param>
    /// <param name="target">The classes of all rows.</param>
    /// <param name="rows">The training rows; labels of others are not read.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellation">Stops between evaluations of the loss.</param>
    /// <exception cref="ArgumentException">The numbers of rows differ, there are none, or the target is no class.</exception>
    public static LogisticRegression Fit(FeatureMatrix features, LearningTarget target, int[] rows, LogisticRegressionOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        if (features.RowCount != target.RowCount || rows.Length == 0)
        {
            throw new ArgumentException($"{features.RowCount} rows of features, {target.RowCount} labels and {rows.Length} training rows; expected as many of the first two and at least one training row.", nameof(target));
        }

        if (target.ClassCount == 0)
        {
            throw new ArgumentException("The target is numeric; logistic regression needs classes.", nameof(target));
        }

        features = features.Dense();
        DesignMatrix design = DesignMatrix.Learn(features, rows);
        int scores = target.ClassCount <= 2 ? 1 : target.ClassCount;
        using var team = new WorkTeam(options.Threads);
        var loss = new LogisticLoss(design, features, target, rows, options.L2, team, cancellation);
        double[] weights = new double[(design.WeightCount + 1) * scores];
        loss.StartAtPriors(weights);
        int evaluations = target.ClassCount == 1 ? 0 : LimitedMemoryBfgs.Minimise(weights, options.Iterations, options.Tolerance, loss.Evaluate);
        long work = (long)rows.Length * (design.DenseCount + design.CategoryCount + 1) * scores * evaluations;
        return new LogisticRegression(design, weights, features.Columns.Count, target.ClassCount, options.Threads, work);
    }

    /// <summary>Predicts.</summary>
    /// <param name="features">Rows with the columns of the training matrix.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <returns>Row major, rows × classes probabilities that sum to 1 in every row.</returns>
    /// <exception cref="ArgumentException">The number of columns differs from that of training.</exception>
    public double[] Predict(FeatureMatrix features, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        return Predict(features, Enumerable.Range(0, features.RowCount).ToArray(), cancellation);
    }

    /// <summary>Predicts some rows.</summary>
    /// <param name="features">The features of all rows.</param>
    /// <param name="rows">The rows to predict.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <returns>Row major, as many rows as <paramref name="rows"/> in that order.</returns>
    /// <exception cref="ArgumentException">The number of columns differs from that of training.</exception>
    public double[] Predict(FeatureMatrix features, int[] rows, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(rows);
        features = features.Dense();
        if (features.Columns.Count != _columnCount)
        {
            throw new ArgumentException($"{features.Columns.Count} features; the model was fitted on {_columnCount}.", nameof(features));
        }

        double[] probabilities = new double[checked(rows.Length * ClassCount)];
        int blocks = (rows.Length + PredictionBlock - 1) / PredictionBlock;
        var options = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellation };
        Parallel.For(0, blocks, options, block =>
        {
            int start = block * PredictionBlock;
            int count = Math.Min(PredictionBlock, rows.Length - start);
            double[] dense = new double[count * _design.DenseCount];
            int[] categories = new int[count * _design.CategoryCount];
            _design.Fill(features, rows.AsSpan(start, count), dense, categories);
            PredictBlock(count, dense, categories, probabilities.AsSpan(start * ClassCount, count * ClassCount));
        });
        return probabilities;
    }

    void PredictBlock(int count, double[] dense, int[] categories, Span<double> probabilities)
    {
        int scores = ClassCount <= 2 ? 1 : ClassCount;
        double[] row = new double[scores];
        for (int i = 0; i < count; i++)
        {
            LogisticLoss.Scores(dense.AsSpan(i * _design.DenseCount, _design.DenseCount), categories.AsSpan(i * _design.CategoryCount, _design.CategoryCount), _weights, row);
            Span<double> target = probabilities.Slice(i * ClassCount, ClassCount);
            if (ClassCount == 1)
            {
                target[0] = 1;
            }
            else if (scores == 1)
            {
                target[1] = 1 / (1 + Math.Exp(-row[0]));
                target[0] = 1 / (1 + Math.Exp(row[0]));
            }
            else
            {
                LogisticLoss.Softmax(row);
                row.CopyTo(target);
            }
        }
    }
}
