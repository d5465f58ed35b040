using Faultline.Kernels;

namespace Faultline;

/// <summary>What one fit gave.</summary>
/// <param name="Predictions">Row major: a probability a class, or one number a row.</param>
/// <param name="Work">Units of work: cells added to histograms, or as much time of a linear model.</param>
sealed record FitResult(double[] Predictions, long Work)
{
    /// <summary>The model of texts, where one was fitted.</summary>
    public SparseLogisticRegression? Words { get; init; }
}

/// <summary>Trees with the encoder of categories of many levels, if there are any.</summary>
sealed record FittedForest(BoostingOutcome Outcome, TargetEncoder? Encoder);

/// <summary>Features and targets of all rows, binned once (where a model needs bins) without looking at a target, from which models of subsets are fitted.</summary>
sealed class LearningProblem
{
    const long LinearPerUnit = 4;
    const int LeastBins = 32;
    const int RowsPerBin = 10;

    readonly Lazy<Binned> _bins;
    readonly Lazy<FeatureMatrix> _dense;
    readonly Lazy<FeatureMatrix> _forTrees;

    public LearningProblem(FeatureMatrix features, LearningTarget target, FoldPlan plan, int threads)
    {
        Features = features;
        Target = target;
        Plan = plan;
        _dense = new Lazy<FeatureMatrix>(features.Dense);
        _forTrees = new Lazy<FeatureMatrix>(() => _dense.Value.LeadingAxes());
        _bins = new Lazy<Binned>(() =>
        {
            // Few rows can't tell 255 bins apart, and looking for splits among them is most of the work.
            int bins = Math.Clamp(features.RowCount / RowsPerBin, LeastBins, NumericBins.MaxBins);
            FeatureBinner binner = FeatureBinner.Learn(_forTrees.Value, plan.Order, bins, threads);
            int[] all = [.. Enumerable.Range(0, features.RowCount)];
            return new Binned(binner, binner.Bin(_forTrees.Value, all, threads));
        });
    }

    LearningProblem(LearningProblem same, LearningTarget target)
    {
        (Features, Target, Plan, _bins, _dense, _forTrees) = (same.Features, target, same.Plan, same._bins, same._dense, same._forTrees);
    }

    LearningProblem(LearningProblem whole, int[] rows, LearningTarget target, FoldPlan plan)
    {
        (Features, Target, Plan) = (whole.Features.Take(rows), target, plan);
        _dense = new Lazy<FeatureMatrix>(() => whole._dense.Value.Take(rows));
        _forTrees = new Lazy<FeatureMatrix>(() => _dense.Value.LeadingAxes());
        _bins = new Lazy<Binned>(() => new Binned(whole._bins.Value.Binner, whole._bins.Value.Rows.Take(rows)));
    }

    public FeatureMatrix Features { get; }

    public LearningTarget Target { get; }

    public FoldPlan Plan { get; }

    /// <summary>Columns of the predictions: classes, or 1 for numbers.</summary>
    public int Width => Math.Max(1, Target.ClassCount);

    /// <summary>The same features with other targets.</summary>
    public LearningProblem With(LearningTarget target) => new(this, target);

    /// <summary>Some of the rows with targets and folds of their own; bins stay as they are.</summary>
    public LearningProblem Take(int[] rows, LearningTarget target, FoldPlan plan) => new(this, rows, target, plan);

    /// <summary>Fits on some rows and predicts others.</summary>
    /// <param name="settings">Learner and settings.</param>
    /// <param name="train">Training rows, in the order of the plan.</param>
    /// <param name="stop">Rows that stop boosting early, or empty; not trained on.</param>
    /// <param name="predict">Rows to predict.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="cancellation">Stops the fit.</param>
    public FitResult Fit(LearnerSettings settings, int[] train, int[] stop, int[] predict, int threads, CancellationToken cancellation)
    {
        if (settings.Linear is { } linear && Target.ClassCount == 0)
        {
            RidgeRegression ridge = RidgeRegression.Fit(_dense.Value, Target, train, linear with { Threads = threads }, cancellation);
            return new FitResult(ridge.Predict(_dense.Value, predict, cancellation), ridge.Work / LinearPerUnit);
        }

        if (settings.Linear is { } sparse && Features.HasText)
        {
            SparseLogisticRegression words = SparseLogisticRegression.Fit(Features, Target, train, sparse with { Threads = threads }, cancellation);
            return new FitResult(words.Predict(Features, predict, cancellation), words.Work / LinearPerUnit) { Words = words };
        }

        if (settings.Linear is { } logistic)
        {
            LogisticRegression model = LogisticRegression.Fit(Features, Target, train, logistic with { Threads = threads }, cancellation);
            return new FitResult(model.Predict(Features, predict, cancellation), model.Work / LinearPerUnit);
        }

        FittedForest fitted = FitForest(settings.Trees!, train, stop, threads, cancellation);
        return new FitResult(Predict(fitted, fitted.Outcome.BestIteration, predict, threads, cancellation), fitted.Outcome.Work);
    }

    /// <summary>Fits trees, all of them kept.</summary>
    /// <inheritdoc cref="Fit"/>
    public FittedForest FitForest(GradientBoostingOptions options, int[] train, int[] stop, int threads, CancellationToken cancellation)
    {
        (FeatureBinner binner, BinnedRows binned) = _bins.Value;
        BinnedRows rows = binned.Take(train);
        BinnedRows? held = stop.Length > 0 ? binned.Take(stop) : null;
        TargetEncoder? encoder = null;
        if (binner.ManyLevelColumns.Length > 0)
        {
            encoder = TargetEncoder.Learn(_forTrees.Value, binner.ManyLevelColumns, Target, train, out BinnedRows encoded);
            rows = rows.Append(encoded);
            held = held?.Append(encoder.Encode(_forTrees.Value, stop));
        }

        using var team = new WorkTeam(threads);
        return new FittedForest(BoostingTrainer.Train(rows, Target.Take(train), held, held is null ? null : Target.Take(stop), options, team, cancellation), encoder);
    }

    /// <summary>Predicts with the first iterations of a forest.</summary>
    public double[] Predict(FittedForest fitted, int iterations, int[] predict, int threads, CancellationToken cancellation)
    {
        const int block = 1 << 17;
        BoostedForest forest = fitted.Outcome.Forest.Take(iterations);
        double[] predictions = new double[checked(predict.Length * Width)];
        for (int start = 0; start < predict.Length; start += block)
        {
            int count = Math.Min(block, predict.Length - start);
            ReadOnlySpan<int> part = predict.AsSpan(start, count);
            BinnedRows rows = _bins.Value.Rows.Take(part);
            rows = fitted.Encoder is { } encoder ? rows.Append(encoder.Encode(_forTrees.Value, part)) : rows;
            forest.Predict(rows, Target.ClassCount, predictions.AsMemory(start * Width, count * Width), threads, cancellation);
        }

        return predictions;
    }

    sealed record Binned(FeatureBinner Binner, BinnedRows Rows);
}
