using System.Globalization;

namespace Faultline;

/// <summary>
/// Predicts every row by a model that saw neither its target nor, through the choice of learner, settings or calibration map, anything fitted to it.
/// </summary>
/// <remarks>
/// The folds are split into two halves. The search for a learner looks at one half's rows and its choice predicts the other half's, so no row helps to
/// choose the settings that predict it; in time order the earliest stretch, which is never predicted, chooses for all. A fold's model is then trained on
/// all other folds with the settings of its half. Two things are decided with all rows and move a metric by no more than a part of its standard error:
/// which kind of calibration map is used, and that the baseline stands where the model does not beat it by two standard errors.
/// </remarks>
public static class OutOfFold
{
    const int FoldsLeast = 2;
    const int EarlyStoppingRows = 4_000;
    const double EarlyStoppingShare = 0.1;
    const int MostTreeClasses = 100;
    const double StandardErrorsToBeat = 2;

    /// <summary>Why no predictions can be made of a target, or null.</summary>
    /// <param name="target">The target.</param>
    public static string? WhyNot(LearningTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        const int fewestRows = 20;
        const long mostCells = 200_000_000;
        int rows = target.RowCount;
        return rows < fewestRows ? string.Create(CultureInfo.InvariantCulture, $"{rows:N0} labelled rows are too few to learn from; at least {fewestRows} are needed")
            : target.ClassCount > 0 && target.Labels.Distinct().Take(2).Count() < 2 ? "the label has one class only; there is nothing to learn"
            : target.ClassCount > rows / 2 ? string.Create(CultureInfo.InvariantCulture, $"the label has {target.ClassCount:N0} classes in {rows:N0} rows; name another label, or say --task regression if it is a number")
            : (long)target.ClassCount * rows > mostCells ? string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows × {target.ClassCount:N0} classes are more probabilities than fit in memory; give --predictions FILE")
            : target.ClassCount == 0 && target.Values.Distinct().Take(2).Count() < 2 ? "the label has one value only; there is nothing to learn"
            : null;
    }

    /// <summary>Predicts.</summary>
    /// <param name="features">n rows.</param>
    /// <param name="target">n targets, for which <see cref="WhyNot"/> is null.</param>
    /// <param name="plan">Folds of the n rows.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the share done, 0 … 1; may be null.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">Numbers of rows differ, or the target can't be learned.</exception>
    public static OutOfFoldResult Predict(FeatureMatrix features, LearningTarget target, FoldPlan plan, OutOfFoldOptions options, Action<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        if (features.RowCount != target.RowCount || plan.FoldOfRow.Length != target.RowCount)
        {
            throw new ArgumentException($"{features.RowCount} rows of features, {target.RowCount} targets, {plan.FoldOfRow.Length} rows in the folds; expected as many of each.", nameof(target));
        }

        if (WhyNot(target) is { } reason)
        {
            throw new ArgumentException($"The target can't be learned: {reason}.", nameof(target));
        }

        double unit = SquareUnit.Of(target.Values);
        LearningTarget scaled = unit == 1 ? target : LearningTarget.OfValues(SquareUnit.Divide(target.Values, unit));
        OutOfFoldResult result = new Run(new LearningProblem(features, scaled, plan, options.Threads), options, progress, cancellation).Predict(settings: null);
        return unit == 1 ? result : result with { Predictions = SquareUnit.Multiply(result.Predictions, unit), Baseline = SquareUnit.Multiply(result.Baseline, unit) };
    }

    /// <summary>Predicts with settings that were chosen elsewhere.</summary>
    /// <param name="problem">Rows, targets and folds.</param>
    /// <param name="settings">Learner and settings of every fold; nothing stops boosting early.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static OutOfFoldResult Predict(LearningProblem problem, LearnerSettings settings, OutOfFoldOptions options, CancellationToken cancellation) =>
        new Run(problem, options, null, cancellation).Predict(settings);

    /// <summary>Searches on each half's rows for the other half's folds: search i is for the folds f with f mod searches = i.</summary>
    internal static SearchOutcome[] Search(LearningProblem problem, OutOfFoldOptions options, CancellationToken cancellation) =>
        new Run(problem, options, null, cancellation).Search();

    /// <summary>The rows that a fold's model is trained on, in the order of the plan.</summary>
    /// <param name="plan">The folds.</param>
    /// <param name="fold">The fold that is predicted.</param>
    /// <param name="options">How many rows at most, and the seed of the draw.</param>
    /// <param name="all">How many there are to draw from.</param>
    internal static int[] TrainingRows(FoldPlan plan, int fold, OutOfFoldOptions options, out int all)
    {
        int[] train = [.. plan.Order.Where(row => plan.IsTimeOrdered ? plan.FoldOfRow[row] < fold : plan.FoldOfRow[row] != fold)];
        all = train.Length;

        // In time order the sample is drawn from all earlier rows, and stays in order.
        return all <= options.TrainingRows ? train
            : plan.IsTimeOrdered ? [.. SeededRandom.For(options.Seed, "OutOfFold.sample", fold).Sample(all, options.TrainingRows).Select(i => train[i])]
            : train[..options.TrainingRows];
    }

    sealed class Run(LearningProblem problem, OutOfFoldOptions options, Action<double>? progress, CancellationToken cancellation)
    {
        const double ShareOfSearch = 0.5;

        readonly LearningProblem _problem = problem;
        readonly FeatureMatrix _features = problem.Features;
        readonly LearningTarget _target = problem.Target;
        readonly FoldPlan _plan = problem.Plan;
        readonly List<string> _notes = [char.ToUpperInvariant(problem.Plan.Description[0]) + problem.Plan.Description[1..]];
        readonly int _width = problem.Width;
        readonly SparseLogisticRegression?[] _words = new SparseLogisticRegression?[problem.Plan.FoldCount];
        int _done;
        bool _stopsEarly = true;

        public OutOfFoldResult Predict(LearnerSettings? settings)
        {
            double[] baseline = Baseline();
            _stopsEarly = settings is null;

            // Equal rows share a fold: where all are alike none is left to learn from.
            bool isAlike = !_plan.IsTimeOrdered && _plan.FoldOfRow.Distinct().Take(FoldsLeast).Count() < FoldsLeast;
            SearchOutcome[] searches = _features.Columns.Count == 0 || isAlike ? [] : settings is null ? Search() : [new SearchOutcome(settings, double.NaN, 0, 0, 0)];
            if (searches.Length == 0)
            {
                return new OutOfFoldResult(baseline, baseline, "none", isAlike ? "all rows have the same features" : "no features", searches, _notes);
            }

            progress?.Invoke(ShareOfSearch);
            double[] predictions = NotPredicted(_target.RowCount * _width);
            int parallelFolds = Math.Min(options.Threads, _plan.FoldCount);
            int threadsAFold = Math.Max(1, options.Threads / parallelFolds);
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = parallelFolds, CancellationToken = cancellation };
            Parallel.For(0, _plan.FoldCount, parallel, fold => PredictFold(fold, searches[fold % searches.Length].Settings, predictions, threadsAFold));
            string calibration = _target.ClassCount > 0 ? OutOfFoldCalibration.Apply(predictions, _target, _plan) : "none";
            bool beats = BeatsBaseline(predictions, baseline);
            if (!beats)
            {
                _notes.Add("No model predicts better than the classes' shares (or the mean) do, so these stand as predictions");
            }

            string[] learners = [.. searches.Select(search => search.Settings.Learner).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            string chosen = string.Join("; ", searches.Select(search => $"{search.Settings.Learner} ({search.Settings.Description})").Distinct(StringComparer.Ordinal));
            return new OutOfFoldResult(
                beats ? predictions : baseline,
                baseline,
                beats ? string.Join(" and ", learners) : "none",
                _target.ClassCount > 0 ? $"{chosen}; calibration: {calibration}" : chosen,
                searches,
                _notes)
            {
                Words = beats ? _words : [],
            };
        }

        /// <summary>Searches on each half's rows for the other half's folds: search i is for the folds f with f mod searches = i.</summary>
        public SearchOutcome[] Search()
        {
            int halves = _plan.IsTimeOrdered ? 1 : Math.Min(FoldsLeast, _plan.FoldCount);
            var found = new SearchOutcome[halves];
            int threads = Math.Max(1, options.Threads / halves);
            Parallel.For(0, halves, new ParallelOptions { MaxDegreeOfParallelism = Math.Min(halves, options.Threads), CancellationToken = cancellation }, half =>
            {
                int[] rows = [.. _plan.Order.Where(row => _plan.IsTimeOrdered ? _plan.FoldOfRow[row] < 0 : _plan.FoldOfRow[row] % halves != half)];
                found[half] = ModelSearch.Run(_problem, rows, Spaces(rows.Length), options.BudgetFor(_features, _target) / halves, SeededRandom.For(options.Seed, "OutOfFold.search"), threads, cancellation);
            });
            _notes.Add(found.All(search => search.Evaluations == 0) ? "The rows that may choose a learner all have the same features, so its first settings are taken"
                : string.Create(CultureInfo.InvariantCulture, $"Learner and settings chosen among {found.Sum(search => search.Evaluations)} by cross-validated {(_target.ClassCount > 0 ? "log loss" : "squared error")} on up to {found.Max(search => search.Rows):N0} rows, by rows that they do not predict"));
            return found;
        }

        List<SearchSpace> Spaces(int rows)
        {
            List<SearchSpace> spaces = [];
            // Of a text trees see counts of hashed words only: where there is nothing else they are not worth trying.
            bool onlyText = _target.ClassCount > 0 && _features.Columns.All(column => column is TextFeature);
            if (options.Learner != LearnerChoice.Logistic && _target.ClassCount <= MostTreeClasses && (!onlyText || options.Learner == LearnerChoice.Gbdt))
            {
                spaces.Add(SearchSpace.Trees(options.Seed, rows, _target.ClassCount));
            }

            if (options.Learner != LearnerChoice.Gbdt || spaces.Count == 0)
            {
                spaces.Add(SearchSpace.Linear(_target.ClassCount, _features.HasText && _target.ClassCount > 0));
            }

            return spaces;
        }

        void PredictFold(int fold, LearnerSettings settings, double[] predictions, int threads)
        {
            int[] test = [.. _plan.Order.Where(row => _plan.FoldOfRow[row] == fold)];
            int[] train = TrainingRows(fold);
            if (test.Length == 0 || train.Length == 0)
            {
                return;
            }

            int[] stop = [];
            if (_stopsEarly && settings.Trees is { } trees && train.Length >= EarlyStoppingRows)
            {
                (train, stop) = HoldOut(train);
                settings = settings with { Trees = trees with { Iterations = SearchSpace.MostIterations, ValidationShare = EarlyStoppingShare } };
            }

            FitResult fit = _problem.Fit(settings, train, stop, test, threads, cancellation);
            _words[fold] = fit.Words;
            for (int i = 0; i < test.Length; i++)
            {
                fit.Predictions.AsSpan(i * _width, _width).CopyTo(predictions.AsSpan(test[i] * _width));
            }

            int done = Interlocked.Increment(ref _done);
            progress?.Invoke(ShareOfSearch + ((1 - ShareOfSearch) * done / _plan.FoldCount));
        }

        int[] TrainingRows(int fold)
        {
            int[] train = OutOfFold.TrainingRows(_plan, fold, options, out int all);
            if (train.Length < all && fold == _plan.FoldCount - 1)
            {
                _notes.Add(string.Create(CultureInfo.InvariantCulture, $"Each fold's model is trained on {options.TrainingRows:N0} rows drawn by the seed, of up to {all:N0}; every row is predicted"));
            }

            return train;
        }

        /// <summary>A tenth of the units, or the latest tenth of the rows, stops boosting.</summary>
        (int[] Train, int[] Stop) HoldOut(int[] train)
        {
            int held = (int)(train.Length * EarlyStoppingShare);
            if (_plan.IsTimeOrdered)
            {
                return (train[..^held], train[^held..]);
            }

            // Rows stand in the order of their units, so at most the one at the border is parted.
            int border = held;
            while (border < train.Length && _plan.UnitOfRow[train[border]] == _plan.UnitOfRow[train[border - 1]])
            {
                border++;
            }

            return border < train.Length ? (train[border..], train[..border]) : (train, []);
        }

        double[] Baseline()
        {
            double[] baseline = NotPredicted(_target.RowCount * _width);
            for (int fold = 0; fold < _plan.FoldCount; fold++)
            {
                double[] sums = new double[_width];
                int count = 0;
                foreach (int row in _plan.Order)
                {
                    if (_plan.IsTimeOrdered ? _plan.FoldOfRow[row] < fold : _plan.FoldOfRow[row] != fold)
                    {
                        sums[_target.ClassCount > 0 ? _target.Labels[row] : 0] += _target.ClassCount > 0 ? 1 : _target.Values[row];
                        count++;
                    }
                }

                // Half a row a class keeps the log loss of a class that a fold's training rows lack finite.
                double[] prediction = [.. sums.Select(sum => _target.ClassCount > 0 ? (sum + 0.5) / (count + (0.5 * _width)) : sum / Math.Max(1, count))];
                for (int row = 0; row < _target.RowCount; row++)
                {
                    if (_plan.FoldOfRow[row] == fold)
                    {
                        prediction.CopyTo(baseline.AsSpan(row * _width));
                    }
                }
            }

            return baseline;
        }

        bool BeatsBaseline(double[] predictions, double[] baseline)
        {
            // Rows of one unit err together, so units are what is counted.
            var gains = new Dictionary<ulong, double>();
            double sum = 0;
            foreach (int row in _plan.Order)
            {
                if (_plan.FoldOfRow[row] >= 0)
                {
                    double gain = PredictionLoss.Of(_target, row, baseline.AsSpan(row * _width, _width)) - PredictionLoss.Of(_target, row, predictions.AsSpan(row * _width, _width));
                    sum += gain;
                    gains[_plan.UnitOfRow[row]] = gains.GetValueOrDefault(_plan.UnitOfRow[row]) + gain;
                }
            }

            double mean = sum / Math.Max(1, gains.Count);
            double error = Math.Sqrt(gains.Values.Sum(gain => (gain - mean) * (gain - mean)));
            return sum > StandardErrorsToBeat * error;
        }

        static double[] NotPredicted(int length)
        {
            double[] predictions = new double[length];
            predictions.AsSpan().Fill(double.NaN);
            return predictions;
        }
    }
}
