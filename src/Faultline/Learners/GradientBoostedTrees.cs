using Faultline.Kernels;

namespace Faultline;

/// <summary>
/// Gradient boosting over histograms of binned features: classification (logistic, softmax) or regression (squared error), numeric and
/// categorical features, missing values sent to the better side, trees grown best leaf first.
/// </summary>
/// <remarks>
/// Friedman, 2001, doi:10.1214/aos/1013203451; histograms, best-first growth and sorted categories as Ke et al., 2017 (LightGBM); λ₁ and λ₂ as
/// Chen and Guestrin, 2016, doi:10.1145/2939672.2939785. Sums over rows are exact whole numbers, so a model does not depend on the number of threads
/// or, for classes, on the order of rows (without row shares, validation and categories of more than 254 levels).
/// </remarks>
public sealed class GradientBoostedTrees
{
    readonly FeatureBinner _binner;
    readonly TargetEncoder? _encoder;
    readonly BoostedForest _forest;
    readonly int _columnCount;
    readonly int _threads;

    GradientBoostedTrees(FeatureBinner binner, TargetEncoder? encoder, BoostingOutcome outcome, int columnCount, int classCount, int threads)
    {
        _binner = binner;
        _encoder = encoder;
        _forest = outcome.Best;
        _columnCount = columnCount;
        _threads = threads;
        ClassCount = classCount;
        ValidationLoss = outcome.Curve.Count > 0 ? outcome.Curve[outcome.BestIteration] : double.NaN;
        Work = outcome.Work;
    }

    /// <summary>Number of classes; 0 for a regression.</summary>
    public int ClassCount { get; }

    /// <summary>Iterations kept.</summary>
    public int IterationCount => _forest.Iterations.Count;

    /// <summary>Mean loss of the validation rows at the iteration kept; NaN when none were held out. A regression's is over the variance of the target.</summary>
    public double ValidationLoss { get; }

    /// <summary>Work done: cells added to histograms.</summary>
    public long Work { get; }

    /// <summary>Fits a model.</summary>
    /// <param name="features">n rows; NaN and code −1 are missing.</param>
    /// <param name="target">n classes or numbers.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellation">Stops between iterations.</param>
    /// <exception cref="ArgumentException">The numbers of rows differ, there are none, or more than 16,777,215.</exception>
    public static GradientBoostedTrees Fit(FeatureMatrix features, LearningTarget target, GradientBoostingOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        if (features.RowCount != target.RowCount || target.RowCount == 0)
        {
            throw new ArgumentException($"{features.RowCount} rows of features and {target.RowCount} targets; expected as many of each, at least one.", nameof(target));
        }

        features = features.Dense();
        (int[] train, int[] validation) = HoldOut(target, options);
        FeatureBinner binner = FeatureBinner.Learn(features, train, options.MaxBins, options.Threads);
        BinnedRows rows = binner.Bin(features, train, options.Threads);
        BinnedRows? held = validation.Length > 0 ? binner.Bin(features, validation, options.Threads) : null;
        TargetEncoder? encoder = null;
        if (binner.ManyLevelColumns.Length > 0)
        {
            encoder = TargetEncoder.Learn(features, binner.ManyLevelColumns, target, train, out BinnedRows encoded);
            rows = rows.Append(encoded);
            held = held?.Append(encoder.Encode(features, validation));
        }

        LearningTarget trainTarget = validation.Length > 0 ? target.Take(train) : target;
        using var team = new WorkTeam(options.Threads);
        BoostingOutcome outcome = BoostingTrainer.Train(rows, trainTarget, held, target.Take(validation), options, team, cancellation);
        return new GradientBoostedTrees(binner, encoder, outcome, features.Columns.Count, target.ClassCount, options.Threads);
    }

    /// <summary>Predicts.</summary>
    /// <param name="features">Rows with the columns of the training matrix; an unseen level counts as missing.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <returns>Row major, rows × classes probabilities that sum to 1 in every row; for a regression one number a row.</returns>
    /// <exception cref="ArgumentException">The number of columns differs from that of training.</exception>
    public double[] Predict(FeatureMatrix features, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        features = features.Dense();
        if (features.Columns.Count != _columnCount)
        {
            throw new ArgumentException($"{features.Columns.Count} features; the model was fitted on {_columnCount}.", nameof(features));
        }

        int[] all = [.. Enumerable.Range(0, features.RowCount)];
        BinnedRows rows = _binner.Bin(features, all, _threads);
        if (_encoder is not null)
        {
            rows = rows.Append(_encoder.Encode(features, all));
        }

        double[] predictions = new double[checked(features.RowCount * Math.Max(1, ClassCount))];
        _forest.Predict(rows, ClassCount, predictions, _threads, cancellation);
        return predictions;
    }

    static (int[] Train, int[] Validation) HoldOut(LearningTarget target, GradientBoostingOptions options)
    {
        int held = (int)(target.RowCount * options.ValidationShare);
        if (held == 0 || held == target.RowCount)
        {
            return ([.. Enumerable.Range(0, target.RowCount)], []);
        }

        int[] validation = SeededRandom.For(options.Seed, "GradientBoostedTrees.validation").Sample(target.RowCount, held);
        bool[] isHeld = new bool[target.RowCount];
        foreach (int row in validation)
        {
            isHeld[row] = true;
        }

        return ([.. Enumerable.Range(0, target.RowCount).Where(row => !isHeld[row])], validation);
    }
}
