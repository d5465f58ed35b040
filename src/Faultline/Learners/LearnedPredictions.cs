using System.Globalization;

namespace Faultline;

/// <summary>Makes an audit's predictions where the user brings none: out of fold, by a learner that the search chooses.</summary>
static class LearnedPredictions
{
    const int Folds = 5;

    // 400 MB of probabilities; beyond it there are too few rows a class to learn from, or more than fits beside the rest.
    const long MostProbabilities = 50_000_000;

    /// <summary>Predicts every labelled row, or says why not.</summary>
    public static PredictionModel Make(Evidence evidence, AuditOptions options, CancellationToken cancellation)
    {
        if (evidence.Roles.Label is not { } name || evidence.Task == TaskKind.None)
        {
            return None("needs a label: give --label COLUMN");
        }

        Column column = evidence.Data[name];
        ClassLabels? classes = evidence.Task == TaskKind.Classification ? ClassLabels.Of(column) : null;
        double[] values = classes is null ? [.. ((NumberColumn)column).Values] : [];
        int[] rows = [.. Enumerable.Range(0, evidence.Data.RowCount).Where(row => classes is null ? double.IsFinite(values[row]) : classes.Codes[row] >= 0)];
        LearningTarget target = classes is null
            ? LearningTarget.OfValues([.. rows.Select(row => values[row])])
            : LearningTarget.OfClasses([.. rows.Select(row => classes.Codes[row])], Math.Max(1, classes.Classes.Count));
        if (classes is not null && (long)rows.Length * classes.Classes.Count > MostProbabilities)
        {
            return None(string.Create(CultureInfo.InvariantCulture, $"no predictions: {rows.Length:N0} rows × {classes.Classes.Count:N0} classes are more than the {MostProbabilities:N0} probabilities that are learned here; give --predictions FILE"));
        }

        if (OutOfFold.WhyNot(target) is { } reason)
        {
            return None($"no predictions: {reason}");
        }

        TableFeatures features = Features(evidence, options.ThreadCount, cancellation);
        if (features.Matrix.Columns.Count == 0)
        {
            return None("no predictions: there is no column to learn from; give --features COLS, --embedding or --images");
        }

        FeatureMatrix matrix = rows.Length == evidence.Data.RowCount ? features.Matrix : features.Matrix.Take(rows);
        FoldPlan plan = Plan(evidence, matrix, target, rows, Folds, options.Seed);
        var settings = new OutOfFoldOptions
        {
            Learner = IsOfImagesAlone(evidence, options, features) ? LearnerChoice.Logistic : options.Learner,
            WorkBudget = options.WorkBudget,
            Seed = options.Seed,
            Threads = options.ThreadCount,
        };
        OutOfFoldResult result = OutOfFold.Predict(matrix, target, plan, settings, Say(options), cancellation);
        LearnerSettings[] chosen = result.Learner == "none" ? [] : [.. result.Searches.Select(search => search.Settings)];
        return new PredictionModel
        {
            Classes = classes is null ? null : new ClassPredictions(classes.Classes, classes.Codes, Scatter(result.Predictions, rows, evidence.Data.RowCount, target.ClassCount), IsOutOfFold: true) { IsTrivial = result.Learner == "none" },
            Values = classes is null ? new ValuePredictions(values, Scatter(result.Predictions, rows, evidence.Data.RowCount, 1), IsOutOfFold: true) { Learners = chosen, IsTrivial = result.Learner == "none" } : null,
            Settings = chosen,
            Report = ModelSummary.Of(result, target, plan, classes?.Classes ?? []),
            Words = TextClassifier.Of(result, matrix, target, plan, settings, rows, evidence.Data.RowCount),
            Plan = [.. Unlabelled(evidence.Data.RowCount - rows.Length), .. result.Plan.Concat(features.Notes).Select(note => "model: " + note)],
        };
    }

    static PredictionModel None(string why) => new() { WhyNone = why };

    static Action<double> Say(AuditOptions options) =>
        share => options.Progress?.Report(new AuditProgress("learning", share * PredictionModel.ShareOfWork));

    static IEnumerable<string> Unlabelled(int rows)
    {
        if (rows > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"model: {rows:N0} {(rows == 1 ? "row without a label is" : "rows without a label are")} neither trained on nor predicted");
        }
    }

    /// <summary>What a model may learn from: columns, and the embedding or else the images.</summary>
    internal static TableFeatures Features(Evidence evidence, int threads, CancellationToken cancellation)
    {
        TableFeatures features = TableFeatures.Of(evidence.Data, evidence.Roles.Features, evidence.Roles.Text, threads);
        return evidence.Embedding is { } embedding ? features.With(embedding)
            : evidence.Images is { } images ? features.With(images, images.Features(threads, cancellation))
            : features;
    }

    // The patches are made for a linear model: trees of hundreds of such features take ten times as long and learn less.
    static bool IsOfImagesAlone(Evidence evidence, AuditOptions options, TableFeatures features) =>
        options.Learner == LearnerChoice.Auto && evidence.Embedding is null && evidence.Images is { } images && features.Matrix.Columns.Count == images.Features(options.ThreadCount, CancellationToken.None).Dimensions;

    /// <summary>In time order where the user names a time, by group where there are groups enough, else stratified.</summary>
    internal static FoldPlan Plan(Evidence evidence, FeatureMatrix matrix, LearningTarget target, int[] rows, int folds, long seed)
    {
        Roles roles = evidence.Roles;
        if (roles.Time is { } time && !roles.Guesses.Any(guess => string.Equals(guess.Column, time, StringComparison.Ordinal)) && Times(evidence.Data[time]) is { } moments)
        {
            return FoldPlan.InTimeOrder(matrix, [.. rows.Select(row => moments[row])], folds);
        }

        foreach (TextColumn groups in roles.Groups.Select(group => evidence.Data[group]).OfType<TextColumn>().OrderByDescending(column => column.Categories.Count))
        {
            int[] codes = [.. rows.Select(row => groups.Codes[row])];
            if (codes.Where(code => code >= 0).Distinct().Take(FoldPlan.LeastGroups).Count() == FoldPlan.LeastGroups)
            {
                return FoldPlan.Grouped(matrix, target, codes, folds, seed);
            }
        }

        return FoldPlan.Stratified(matrix, target, folds, seed);
    }

    static double[]? Times(Column column) => column switch
    {
        TimeColumn times => [.. times.Values.ToArray().Select(value => value == TimeColumn.Missing ? double.NaN : value)],
        NumberColumn numbers => numbers.Values.ToArray(),
        _ => null,
    };

    static double[] Scatter(double[] predictions, int[] rows, int rowCount, int width)
    {
        if (rows.Length == rowCount)
        {
            return predictions;
        }

        double[] all = new double[rowCount * width];
        all.AsSpan().Fill(double.NaN);
        for (int i = 0; i < rows.Length; i++)
        {
            predictions.AsSpan(i * width, width).CopyTo(all.AsSpan(rows[i] * width));
        }

        return all;
    }
}
