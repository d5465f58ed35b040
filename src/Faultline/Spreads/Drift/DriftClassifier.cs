using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>A classifier that tries to tell the rows of two tables apart, out of fold (Lopez-Paz and Oquab, 2017, arXiv:1610.06545).</summary>
/// <param name="Auc">How well it does, with its interval.</param>
/// <param name="P">One-sided p-value of no better than chance.</param>
/// <param name="Carries">By column, the loss of AUC when its values change hands among the held-out rows, largest first; empty when not asked.</param>
/// <param name="Rows">Rows that it saw.</param>
sealed record DriftClassifier(Auc Auc, double P, IReadOnlyList<(string Column, double Loss)> Carries, int Rows)
{
    const double LeastLoss = 0.01;

    /// <summary>Fewest rows of each table.</summary>
    public const int FewestRows = 100;

    /// <summary>Most columns; of more every so many-th is taken, so that the choice does not look at the tables.</summary>
    public const int MostColumns = 300;

    const int CellLimit = 2_000_000;
    const int Folds = 5;

    /// <summary>The columns without which it would do noticeably worse, most needed first.</summary>
    public IEnumerable<string> Carriers => Carries.Where(column => column.Loss >= LeastLoss).Select(column => column.Column);

    /// <summary>Fits and judges it.</summary>
    /// <param name="pairs">The columns of both tables.</param>
    /// <param name="units">The unit of each row, the reference's after the others; null where each row stands by itself.</param>
    /// <param name="threshold">Above this lower end of the AUC's interval it is also asked which columns carry it.</param>
    /// <param name="rowsOfEach">Most rows of each table.</param>
    /// <param name="context">Seeds, threads and cancellation.</param>
    public static DriftClassifier Run(IReadOnlyList<(Column Now, Column Before)> pairs, int[]? units, double threshold, int rowsOfEach, CheckContext context)
    {
        var most = Math.Clamp(CellLimit / (2 * pairs.Count), FewestRows, Math.Max(FewestRows, rowsOfEach));
        var now = Sample(pairs[0].Now.RowCount, most, context.Random("now"));
        var before = Sample(pairs[0].Before.RowCount, most, context.Random("before"));
        var features = new FeatureMatrix(now.Length + before.Length, [.. pairs.Select(pair => Feature(pair.Now, now, pair.Before, before))]);
        var labels = new int[features.RowCount];
        labels.AsSpan(0, now.Length).Fill(1);
        var target = LearningTarget.OfClasses(labels, 2);
        var seed = (long)context.Random("folds").NextUInt64();
        var rows = pairs[0].Now.RowCount;
        int[]? sampled = units is null ? null : [.. now.Select(row => units[row]), .. before.Select(row => units[rows + row])];
        var plan = sampled is null ? FoldPlan.Stratified(features, target, Folds, seed) : FoldPlan.Grouped(features, target, sampled, Folds, seed);
        var options = new GradientBoostingOptions { Iterations = 60, MaxLeaves = 15, L2 = 1, MaxBins = 64, Threads = context.Threads, Seed = context.Seed };
        var scores = new double[labels.Length];
        var models = new GradientBoostedTrees[Folds];
        for (var fold = 0; fold < Folds; fold++)
        {
            var held = RowsOf(plan, fold, inside: true);
            var train = RowsOf(plan, fold, inside: false);
            models[fold] = GradientBoostedTrees.Fit(features.Take(train), target.Take(train), options, context.Cancellation);
            Predict(models[fold], features.Take(held), held, scores, context.Cancellation);
            context.Progress(0.3 + (0.5 * (fold + 1) / Folds));
        }

        var auc = Judge(scores, labels, sampled);
        var p = auc.StandardError > 0 ? Normal.CDF(0, 1, (0.5 - auc.Value) / auc.StandardError) : auc.Value > 0.5 ? 0 : 1;
        return new DriftClassifier(auc, p, auc.Interval.Low > threshold ? Carry(features, labels, plan, models, auc.Value, context) : [], labels.Length);
    }

    static (string Column, double Loss)[] Carry(FeatureMatrix features, int[] labels, FoldPlan plan, GradientBoostedTrees[] models, double whole, CheckContext context)
    {
        var losses = new double[features.Columns.Count];
        var held = Enumerable.Range(0, Folds).Select(fold => RowsOf(plan, fold, inside: true)).ToArray();
        var kept = held.Select(rows => features.Take(rows)).ToArray();
        for (var column = 0; column < losses.Length; column++)
        {
            var random = context.Random("carry/" + column);
            var scores = new double[labels.Length];
            for (var fold = 0; fold < Folds; fold++)
            {
                var changed = kept[fold].Columns.ToArray();
                changed[column] = changed[column].Take(random.Permutation(held[fold].Length));
                Predict(models[fold], new FeatureMatrix(held[fold].Length, changed), held[fold], scores, context.Cancellation);
            }

            losses[column] = whole - Judge(scores, labels, units: null).Value;
            context.Progress(0.8 + (0.2 * (column + 1) / losses.Length));
        }

        return [.. features.Columns.Select((column, i) => (column.Name, losses[i])).OrderByDescending(column => column.Item2)];
    }

    static Auc Judge(double[] scores, int[] labels, int[]? units)
    {
        if (units is null)
        {
            return Auc.OfClass(labels, 1, row => scores[row]);
        }

        int[] now = [.. Enumerable.Range(0, labels.Length).Where(row => labels[row] == 1)];
        int[] before = [.. Enumerable.Range(0, labels.Length).Where(row => labels[row] == 0)];
        return Auc.OfClusters([.. now.Select(row => scores[row])], [.. now.Select(row => units[row])], [.. before.Select(row => scores[row])], [.. before.Select(row => units[row])]);
    }

    static void Predict(GradientBoostedTrees model, FeatureMatrix features, int[] rows, double[] scores, CancellationToken cancellation)
    {
        var predicted = model.Predict(features, cancellation);
        for (var i = 0; i < rows.Length; i++)
        {
            scores[rows[i]] = predicted[(2 * i) + 1];
        }
    }

    static int[] RowsOf(FoldPlan plan, int fold, bool inside) => [.. Enumerable.Range(0, plan.FoldOfRow.Length).Where(row => plan.FoldOfRow[row] == fold == inside)];

    static int[] Sample(int rows, int most, SeededRandom random) => rows <= most ? [.. Enumerable.Range(0, rows)] : random.Sample(rows, most);

    static FeatureColumn Feature(Column now, int[] nowRows, Column before, int[] beforeRows)
    {
        if ((now, before) is (NumberColumn number, NumberColumn old))
        {
            var values = new double[nowRows.Length + beforeRows.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = i < nowRows.Length ? number.Values[nowRows[i]] : old.Values[beforeRows[i - nowRows.Length]];
            }

            return new NumericFeature(now.Name, values);
        }

        var numbers = new Numbering<string>();
        var codes = new int[nowRows.Length + beforeRows.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = (i < nowRows.Length ? now.Text(nowRows[i]) : before.Text(beforeRows[i - nowRows.Length])) is { } text ? numbers.Of(text) : -1;
        }

        return new CategoricalFeature(now.Name, codes, numbers.Count);
    }
}
