namespace Faultline;

/// <summary>Class labels and class probabilities of every row.</summary>
/// <param name="Classes">Class names, in sorted order (numbers by value, else ordinal); the position is the class code.</param>
/// <param name="Labels">Class code of each row's given label; −1 where the label is missing.</param>
/// <param name="Probabilities">Row-major, <c>Classes.Count</c> a row, each row non-negative and summing to 1; NaN where unmeasured.</param>
/// <param name="IsOutOfFold">True when the audit made them, out of fold; false when the user brought them.</param>
public sealed record ClassPredictions(IReadOnlyList<string> Classes, int[] Labels, double[] Probabilities, bool IsOutOfFold)
{
    /// <summary>Number of rows.</summary>
    public int RowCount => Labels.Length;

    /// <summary>The probabilities of one row.</summary>
    public ReadOnlySpan<double> Row(int row) => Probabilities.AsSpan(row * Classes.Count, Classes.Count);

    /// <summary>The class code of each row that has a label and probabilities; −1 elsewhere.</summary>
    public int[] MeasuredLabels()
    {
        var labels = new int[Labels.Length];
        for (var row = 0; row < labels.Length; row++)
        {
            labels[row] = IsMeasured(row) ? Labels[row] : -1;
        }

        return labels;
    }

    /// <summary>True where the row has a label and probabilities.</summary>
    public bool IsMeasured(int row) => Labels[row] >= 0 && !double.IsNaN(Probabilities[(long)row * Classes.Count]);
}

/// <summary>Numeric labels and predicted values of every row.</summary>
/// <param name="Labels">The given label of each row; NaN where missing.</param>
/// <param name="Values">The predicted value of each row; NaN where unmeasured.</param>
/// <param name="IsOutOfFold">True when the audit made them, out of fold; false when the user brought them.</param>
public sealed record ValuePredictions(double[] Labels, double[] Values, bool IsOutOfFold)
{
    /// <summary>The settings that the search chose, one for each half of the folds; empty where nothing was learned.</summary>
    internal IReadOnlyList<LearnerSettings> Learners { get; init; } = [];

    /// <summary>True where the row has a label and a prediction.</summary>
    public bool IsMeasured(int row) => !double.IsNaN(Labels[row]) && !double.IsNaN(Values[row]);
}
