namespace Faultline;

/// <summary>How well the numbers of one column fit their rows.</summary>
/// <param name="Rows">Rows with a number and a prediction, ascending.</param>
/// <param name="Given">Their numbers.</param>
/// <param name="Predicted">What the other columns say, out of fold; the mean of refits where there are any.</param>
/// <param name="Deviations">Signed residuals over their uncertainty; about 1 in size for sound values.</param>
/// <param name="Filtered">Share of the rows left out of training when the refits were made.</param>
/// <param name="R2">Share of the variance that the first predictions explain.</param>
/// <param name="RefitR2">The same of the refits; equal to <paramref name="R2"/> without refits.</param>
/// <param name="IsRefitted">True when the predictions are those of refits.</param>
sealed record Veracity(int[] Rows, double[] Given, double[] Predicted, double[] Deviations, double Filtered, double R2, double RefitR2, bool IsRefitted)
{
    /// <summary>Below this many rows nothing is said.</summary>
    public const int FewestRows = 100;

    const int Folds = 5;
    const int Repeats = 5;

    // Many rows leave less to average away, and cost more.
    const int RepeatsOfMany = 3;
    const int ManyRows = 20_000;
    const int MostSearchRows = 10_000;
    const int MostTrainingRows = 50_000;
    const double BagShare = 0.8;
    const double QuartileOfNormal = 0.674489750196082;
    static readonly double[] s_fractions = [0, 0.01, 0.02, 0.04, 0.08];
    static readonly double[] s_blends = [0, 0.25, 0.5, 0.75, 1];

    /// <summary>Measures a column; null with too few rows.</summary>
    /// <param name="matrix">Features of all rows of the table.</param>
    /// <param name="predictions">Numbers and out-of-fold predictions of all rows.</param>
    /// <param name="plan">Makes folds for a seed.</param>
    /// <param name="context">Seeds, threads and cancellation.</param>
    public static Veracity? Of(FeatureMatrix matrix, ValuePredictions predictions, Func<FeatureMatrix, LearningTarget, int[], long, FoldPlan> plan, CheckContext context)
    {
        int[] rows = [.. Enumerable.Range(0, predictions.Labels.Length).Where(row => double.IsFinite(predictions.Labels[row]) && double.IsFinite(predictions.Values[row]))];
        if (rows.Length < FewestRows)
        {
            return null;
        }

        double[] given = [.. rows.Select(row => predictions.Labels[row])];
        double[] first = [.. rows.Select(row => predictions.Values[row])];
        double unit = SquareUnit.Of([.. given, .. first]);
        if (unit != 1)
        {
            var (scaled, _) = predictions.InSquareUnits();
            return Of(matrix, scaled, plan, context) is { } measured ? measured with { Given = given, Predicted = SquareUnit.Multiply(measured.Predicted, unit) } : null;
        }

        FeatureMatrix features = rows.Length == matrix.RowCount ? matrix : matrix.Take(rows);
        var work = new Work(features, LearningTarget.OfValues(given), seed => plan(features, LearningTarget.OfValues(given), rows, seed), predictions.Learners, context);
        return work.Measure(rows, given, first);
    }

    static double Explained(double[] given, double[] predicted, double cap)
    {
        double mean = given.Average();
        double residual = 0, total = 0;
        for (int i = 0; i < given.Length; i++)
        {
            double apart = Math.Min(Math.Abs(given[i] - predicted[i]), cap);
            residual += apart * apart;
            total += (given[i] - mean) * (given[i] - mean);
        }

        return total > 0 ? 1 - (residual / total) : 0;
    }

    static double[] Residuals(double[] given, double[] predicted)
    {
        double[] residuals = new double[given.Length];
        for (int i = 0; i < residuals.Length; i++)
        {
            residuals[i] = given[i] - predicted[i];
        }

        return residuals;
    }

    static double MedianSize(double[] residuals) => Quantiles.Of(Array.ConvertAll(residuals, Math.Abs), 0.5);

    /// <summary>The rows that are kept when a share of them, the least fitting, is left out.</summary>
    static bool[] Kept(double[] deviations, double fraction)
    {
        bool[] kept = new bool[deviations.Length];
        Array.Fill(kept, true);
        int[] order = [.. Enumerable.Range(0, deviations.Length)];
        Array.Sort(Array.ConvertAll(deviations, deviation => -Math.Abs(deviation)), order);
        foreach (int i in order.AsSpan(0, (int)(fraction * order.Length)))
        {
            kept[i] = false;
        }

        return kept;
    }

    sealed class Work(FeatureMatrix features, LearningTarget target, Func<long, FoldPlan> plan, IReadOnlyList<LearnerSettings> learners, CheckContext context)
    {
        public Veracity Measure(int[] rows, double[] given, double[] first)
        {
            double[] residuals = Residuals(given, first);
            double unit = MedianSize(residuals) / QuartileOfNormal;
            double r2 = Explained(given, first, double.PositiveInfinity);
            if (!(unit > 0))
            {
                // More than half of the values are met exactly: what is not met has no scale of its own.
                unit = Math.Sqrt(residuals.Average(residual => residual * residual));
                unit = unit > 0 ? unit : 1;
                return new Veracity(rows, given, first, Array.ConvertAll(residuals, residual => residual / unit), 0, r2, r2, IsRefitted: false);
            }

            double[] deviations = Array.ConvertAll(residuals, residual => residual / unit);
            double[] epistemic = new double[rows.Length];
            double filtered = 0;
            double refitR2 = r2;
            double[] predicted = first;
            bool[] kept = Kept(deviations, s_fractions[^1]);
            FoldPlan folds = plan(context.Seed);
            if (learners.Count > 0 && features.Columns.Count > 0)
            {
                var problem = new LearningProblem(features, target, folds, context.Threads);
                filtered = ChooseFraction(problem, folds, given, deviations, 6 * unit);
                kept = Kept(deviations, filtered);
                (predicted, epistemic) = Refit(problem, kept, first, rows.Length > ManyRows ? RepeatsOfMany : Repeats);

                // Predictions without the worst rows see further: the rows left out are chosen once more by them.
                residuals = Residuals(given, predicted);
                kept = Kept(Array.ConvertAll(residuals, residual => residual / unit), filtered);
                refitR2 = Explained(given, predicted, double.PositiveInfinity);
            }

            double[] sizes = Aleatoric(folds, residuals, kept);
            for (int i = 0; i < deviations.Length; i++)
            {
                deviations[i] = residuals[i] / Math.Sqrt((sizes[i] * sizes[i]) + (epistemic[i] * epistemic[i]));
            }

            return new Veracity(rows, given, predicted, deviations, filtered, r2, refitR2, ReferenceEquals(predicted, first) is false);
        }

        /// <summary>The share to leave out whose refit explains most of all values, each residual counted up to a limit so that the worst do not decide.</summary>
        double ChooseFraction(LearningProblem problem, FoldPlan folds, double[] given, double[] deviations, double cap)
        {
            int[] sample = folds.Order.Length <= MostSearchRows ? folds.Order : folds.Order[..MostSearchRows];
            double[] losses = new double[s_fractions.Length];
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation };
            double[][] parts = new double[s_fractions.Length * folds.FoldCount][];
            Parallel.For(0, parts.Length, parallel, job =>
            {
                (int choice, int fold) = Math.DivRem(job, folds.FoldCount);
                bool[] kept = Kept(deviations, s_fractions[choice]);
                int[] train = [.. sample.Where(row => IsTraining(folds, row, fold) && kept[row])];
                int[] test = [.. sample.Where(row => folds.FoldOfRow[row] == fold)];
                parts[job] = train.Length == 0 || test.Length == 0 ? [] : [.. Fit(problem, train, [], test, fold).Zip(test, (value, row) => Math.Pow(Math.Min(cap, Math.Abs(given[row] - value)), 2))];
            });
            for (int job = 0; job < parts.Length; job++)
            {
                losses[job / folds.FoldCount] += parts[job].Sum();
            }

            return s_fractions[Array.IndexOf(losses, losses.Min())];
        }

        /// <summary>Means and spreads of out-of-fold predictions, each of a model of a draw of four fifths of its training rows.</summary>
        (double[] Mean, double[] Spread) Refit(LearningProblem problem, bool[] kept, double[] first, int repeats)
        {
            int rows = kept.Length;
            double[][] predictions = [.. Enumerable.Range(0, repeats).Select(_ => (double[])first.Clone())];
            FoldPlan[] plans = [.. Enumerable.Range(0, repeats).Select(repeat => plan(context.Seed + 1 + repeat))];
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation };
            int done = 0;
            Parallel.For(0, repeats * Folds, parallel, job =>
            {
                (int repeat, int fold) = Math.DivRem(job, Folds);
                FoldPlan folds = plans[repeat];
                int[] test = [.. folds.Order.Where(row => folds.FoldOfRow[row] == fold)];
                int[] all = [.. folds.Order.Where(row => IsTraining(folds, row, fold) && kept[row])];
                if (test.Length == 0 || all.Length < 2)
                {
                    return;
                }

                SeededRandom random = SeededRandom.For(context.Seed, "FL102.refits", job);
                int drawn = Math.Min(MostTrainingRows, Math.Max(1, (int)(BagShare * all.Length)));
                bool[] isDrawn = new bool[all.Length];
                foreach (int place in random.Sample(all.Length, drawn))
                {
                    isDrawn[place] = true;
                }

                int[] train = [.. all.Where((_, place) => isDrawn[place])];
                int[] stop = [.. all.Where((_, place) => !isDrawn[place]).Take(MostTrainingRows / 4)];
                Scatter(Fit(problem, train, stop, test, fold), test, predictions[repeat]);
                context.Progress(0.6 * Interlocked.Increment(ref done) / (repeats * Folds));
            });
            context.Cancellation.ThrowIfCancellationRequested();
            double[] mean = new double[rows], spread = new double[rows];
            for (int row = 0; row < rows; row++)
            {
                double sum = 0, squares = 0;
                foreach (double[] prediction in predictions)
                {
                    sum += prediction[row];
                }

                mean[row] = sum / repeats;
                foreach (double[] prediction in predictions)
                {
                    squares += (prediction[row] - mean[row]) * (prediction[row] - mean[row]);
                }

                spread[row] = Math.Sqrt(squares / Math.Max(1, repeats - 1));
            }

            return (mean, spread);
        }

        double[] Fit(LearningProblem problem, int[] train, int[] stop, int[] test, int fold)
        {
            LearnerSettings settings = learners[fold % learners.Count];
            if (settings.Trees is { } trees && stop.Length >= 100)
            {
                settings = settings with { Trees = trees with { Iterations = SearchSpace.MostIterations, Patience = 15 } };
            }
            else
            {
                stop = [];
            }

            return problem.Fit(settings, train, stop, test, 1, context.Cancellation).Predictions;
        }

        /// <summary>The size of a sound residual in each row: of the noise as trees see it in the features, blended with one size for all as far as that fits better.</summary>
        double[] Aleatoric(FoldPlan folds, double[] residuals, bool[] kept)
        {
            double median = Quantiles.Of([.. residuals.Where((_, i) => kept[i]).Select(Math.Abs)], 0.5);
            double[] sizes = new double[residuals.Length];
            Array.Fill(sizes, Math.Max(median, double.Epsilon) / QuartileOfNormal);
            if (features.Columns.Count == 0 || median <= 0 || residuals.Length < 10 * FewestRows)
            {
                return sizes;
            }

            // Logarithms of sizes make trees blind to how large the largest are.
            double[] logs = [.. residuals.Select(residual => Math.Log(Math.Abs(residual) + (0.1 * median)))];
            LearningTarget logSizes = LearningTarget.OfValues(logs);
            var problem = new LearningProblem(features, logSizes, folds, context.Threads);
            var settings = new LearnerSettings(new GradientBoostingOptions { MaxLeaves = 8, MinLeafRows = Math.Clamp(residuals.Length / 100, 20, 500), LearningRate = 0.1, L2 = 1, Iterations = 60, Seed = context.Seed, Threads = 1 }, null, IsRegression: true);
            double[] learned = new double[logs.Length];
            Array.Fill(learned, double.NaN);
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation };
            Parallel.For(0, folds.FoldCount, parallel, fold =>
            {
                int[] train = [.. folds.Order.Where(row => IsTraining(folds, row, fold) && kept[row]).Take(MostTrainingRows)];
                int[] test = [.. folds.Order.Where(row => folds.FoldOfRow[row] == fold)];
                if (train.Length > 0 && test.Length > 0)
                {
                    Scatter(problem.Fit(settings, train, [], test, 1, context.Cancellation).Predictions, test, learned);
                }
            });
            double level = learned.Where(double.IsFinite).DefaultIfEmpty(0).Average();
            double[] shape = [.. learned.Select(value => double.IsFinite(value) ? value - level : 0)];
            double blend = ChooseBlend(shape, residuals, kept);
            double scale = Quantiles.Of([.. residuals.Select((residual, i) => Math.Abs(residual) / Math.Exp(blend * shape[i])).Where((_, i) => kept[i])], 0.5) / QuartileOfNormal;
            for (int i = 0; i < sizes.Length; i++)
            {
                sizes[i] = Math.Max(scale * Math.Exp(blend * shape[i]), double.Epsilon);
            }

            return sizes;
        }

        /// <summary>How far the learned sizes are believed: by Laplace's likelihood of the residuals, which no tail runs away with; one size for all unless another is clearly better.</summary>
        static double ChooseBlend(double[] shape, double[] residuals, bool[] kept)
        {
            double best = 0;
            double[]? zero = null;
            double bestGain = 0;
            foreach (double blend in s_blends)
            {
                double[] scaled = [.. residuals.Select((residual, i) => Math.Abs(residual) / Math.Exp(blend * shape[i]))];
                double mean = scaled.Where((_, i) => kept[i]).Average();
                double[] losses = [.. scaled.Select((value, i) => (blend * shape[i]) + Math.Log(mean) + (value / mean)).Where((_, i) => kept[i])];
                zero ??= losses;
                double[] gains = [.. zero.Zip(losses, (before, after) => before - after)];
                double gain = gains.Average();
                double error = Math.Sqrt(gains.Sum(value => (value - gain) * (value - gain))) / gains.Length;
                if (gain > bestGain && gain > 2 * error)
                {
                    (best, bestGain) = (blend, gain);
                }
            }

            return best;
        }

        static void Scatter(double[] values, int[] rows, double[] all)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                all[rows[i]] = values[i];
            }
        }

        static bool IsTraining(FoldPlan folds, int row, int fold) => folds.IsTimeOrdered ? folds.FoldOfRow[row] < fold : folds.FoldOfRow[row] != fold;
    }
}
