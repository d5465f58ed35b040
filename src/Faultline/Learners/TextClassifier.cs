namespace Faultline;

/// <summary>The models of texts that predicted the folds of an audit: each row is asked of the model that did not see it.</summary>
sealed class TextClassifier
{
    readonly IReadOnlyList<SparseLogisticRegression?> _models;
    readonly FoldPlan _plan;
    readonly OutOfFoldOptions _options;
    readonly int[] _place;

    TextClassifier(IReadOnlyList<SparseLogisticRegression?> models, FeatureMatrix features, LearningTarget target, FoldPlan plan, OutOfFoldOptions options, int[] rows, int[] place)
    {
        (_models, Features, Target, _plan, _options, Rows, _place) = (models, features, target, plan, options, rows, place);
        TextColumns = [.. Enumerable.Range(0, features.Columns.Count).Where(column => features.Columns[column] is TextFeature)];
    }

    /// <summary>The features of the labelled rows, in the order of <see cref="Rows"/>.</summary>
    public FeatureMatrix Features { get; }

    /// <summary>Their classes.</summary>
    public LearningTarget Target { get; }

    /// <summary>The labelled rows of the table.</summary>
    public int[] Rows { get; }

    /// <summary>Places of the text columns among the features.</summary>
    public int[] TextColumns { get; }

    /// <summary>The classifier behind predictions, or null where models of another kind, or no model at all, made them.</summary>
    /// <param name="result">The predictions.</param>
    /// <param name="features">What they were made of.</param>
    /// <param name="target">The classes.</param>
    /// <param name="plan">The folds.</param>
    /// <param name="options">How they were made.</param>
    /// <param name="rows">The table's rows that were learned from.</param>
    /// <param name="rowCount">Rows of the table.</param>
    public static TextClassifier? Of(OutOfFoldResult result, FeatureMatrix features, LearningTarget target, FoldPlan plan, OutOfFoldOptions options, int[] rows, int rowCount)
    {
        if (target.ClassCount < 2 || result.Words.Count == 0 || result.Words.All(model => model is null))
        {
            return null;
        }

        int[] place = new int[rowCount];
        Array.Fill(place, -1);
        for (int i = 0; i < rows.Length; i++)
        {
            place[rows[i]] = i;
        }

        return new TextClassifier(result.Words, features, target, plan, options, rows, place);
    }

    /// <summary>The table's rows that can be asked about.</summary>
    public int[] Askable() => [.. Rows.Where(row => Model(row) is not null)];

    /// <summary>The fold of a row of the table.</summary>
    public int Fold(int row) => _plan.FoldOfRow[_place[row]];

    /// <summary>The place of a row of the table among the features; −1 for one without a label.</summary>
    public int Place(int row) => _place[row];

    /// <summary>The model that did not see a row of the table, or null.</summary>
    public SparseLogisticRegression? Model(int row) =>
        _place[row] is >= 0 and var place && _plan.FoldOfRow[place] is >= 0 and var fold ? _models[fold] : null;

    /// <summary>Class probabilities of a row, before calibration.</summary>
    public double[] Predict(int row) => Predict(row, feature => feature.Text(_place[row]));

    /// <summary>Class probabilities of a row as if its texts were others, before calibration.</summary>
    public double[] Predict(int row, Func<TextFeature, string?> text) => Model(row)!.Predict(Features, _place[row], text);

    /// <summary>Class probabilities of a row with each of its texts changed.</summary>
    public double[] Changed(int row, Func<string, string> change) => Predict(row, feature => feature.Text(_place[row]) is { } text ? change(text) : null);

    /// <summary>The label of a row.</summary>
    public int Label(int row) => Target.Labels[_place[row]];

    /// <summary>The most similar rows among those that the row's model was trained on.</summary>
    /// <param name="row">The row.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellation">Stops the search.</param>
    public (int Row, double Cosine)[] Similar(int row, int count, CancellationToken cancellation)
    {
        const int block = 4_096;
        SparseLogisticRegression model = Model(row)!;
        SparseRows own = model.See(Features, [_place[row]]);
        var values = new Dictionary<int, float>();
        for (int i = 0; i < own.Columns.Length; i++)
        {
            values[own.Columns[i]] = own.Values[i];
        }

        double length = Math.Sqrt(own.Values.Sum(value => (double)value * value));
        int[] trained = OutOfFold.TrainingRows(_plan, Fold(row), _options, out _);
        var found = new List<(int Row, double Cosine)>();
        for (int start = 0; start < trained.Length; start += block)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] part = trained[start..Math.Min(trained.Length, start + block)];
            SparseRows seen = model.See(Features, part);
            for (int i = 0; i < part.Length; i++)
            {
                double dot = 0, squares = 0;
                ReadOnlySpan<int> columns = seen.ColumnsOf(i);
                ReadOnlySpan<float> cells = seen.ValuesOf(i);
                for (int j = 0; j < columns.Length; j++)
                {
                    squares += (double)cells[j] * cells[j];
                    dot += values.TryGetValue(columns[j], out float value) ? (double)value * cells[j] : 0;
                }

                if (dot > 0 && squares > 0 && length > 0)
                {
                    found.Add((Rows[part[i]], dot / Math.Sqrt(squares) / length));
                }
            }

            found = [.. found.OrderByDescending(near => near.Cosine).ThenBy(near => near.Row).Take(count)];
        }

        return [.. found];
    }
}
