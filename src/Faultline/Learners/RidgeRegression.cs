using Faultline.Kernels;

namespace Faultline;

/// <summary>Least squares with an L2 penalty over the inputs of <see cref="LogisticRegression"/>, fitted by L-BFGS to the standardised target.</summary>
/// <remarks>Minimises Σ ½(ŷ − y)² + λ/2 · Σ w² for y of mean 0 and variance 1, the intercept left out of the penalty.</remarks>
sealed class RidgeRegression
{
    const int PredictionBlock = 4_096;

    readonly DesignMatrix _design;
    readonly double[] _weights;
    readonly BoostingObjective _scale;

    RidgeRegression(DesignMatrix design, double[] weights, BoostingObjective scale, long work)
    {
        _design = design;
        _weights = weights;
        _scale = scale;
        Work = work;
    }

    /// <summary>Work done, as of <see cref="LogisticRegression.Work"/>.</summary>
    public long Work { get; }

    /// <summary>Fits a model on some rows.</summary>
    /// <param name="features">The features of all rows.</param>
    /// <param name="target">The numbers of all rows.</param>
    /// <param name="rows">The training rows, at least one; targets of others are not read.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellation">Stops between evaluations of the loss.</param>
    public static RidgeRegression Fit(FeatureMatrix features, LearningTarget target, int[] rows, LogisticRegressionOptions options, CancellationToken cancellation)
    {
        DesignMatrix design = DesignMatrix.Learn(features, rows);
        using var team = new WorkTeam(options.Threads);
        var loss = new LogisticLoss(design, features, target, rows, options.L2, team, cancellation);
        double[] weights = new double[design.WeightCount + 1];
        int evaluations = LimitedMemoryBfgs.Minimise(weights, options.Iterations, options.Tolerance, loss.Evaluate);
        long work = (long)rows.Length * (design.DenseCount + design.CategoryCount + 1) * evaluations;
        return new RidgeRegression(design, weights, new BoostingObjective(target.Take(rows)), work);
    }

    /// <summary>Predicts some rows, one number each, in the order given.</summary>
    public double[] Predict(FeatureMatrix features, int[] rows, CancellationToken cancellation)
    {
        double[] predictions = new double[rows.Length];
        for (int start = 0; start < rows.Length; start += PredictionBlock)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(PredictionBlock, rows.Length - start);
            double[] dense = new double[count * _design.DenseCount];
            int[] categories = new int[count * _design.CategoryCount];
            _design.Fill(features, rows.AsSpan(start, count), dense, categories);
            for (int i = 0; i < count; i++)
            {
                Span<double> score = predictions.AsSpan(start + i, 1);
                LogisticLoss.Scores(dense.AsSpan(i * _design.DenseCount, _design.DenseCount), categories.AsSpan(i * _design.CategoryCount, _design.CategoryCount), _weights, score);
                score[0] = _scale.Mean + (_scale.Deviation * score[0]);
            }
        }

        return predictions;
    }
}
