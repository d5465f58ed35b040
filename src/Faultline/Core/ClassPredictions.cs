namespace Faultline;

/// <summary>Class labels and class probabilities of every row.</summary>
/// <param name="Classes">Class names, in sorted order (numbers by value, else ordinal); the position is the class code.</param>
/// <param name="Labels">Class code of each row's given label; −1 where the label is missing.</param>
/// <param name="Probabilities">Row-major, <c>Classes.Count</c> a row, each row non-negative and summing to 1; NaN where unmeasured.</param>
/// <param name="IsOutOfFold">True when the audit made them, out of fold; false when the user brought them.</param>
public sealed record ClassPredictions(IReadOnlyList<string> Classes, int[] Labels, double[] Probabilities, bool IsOutOfFold)
{
    /// <summary>True where no model of the features beat one that ignores them, which made these.</summary>
    internal bool IsTrivial { get; init; }

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

    /// <summary>True where no model of the features beat one that ignores them, which made these.</summary>
    internal bool IsTrivial { get; init; }

    /// <summary>True where the row has a label and a prediction.</summary>
    public bool IsMeasured(int row) => !double.IsNaN(Labels[row]) && !double.IsNaN(Values[row]);

    /// <summary>The same in units in which errors can be squared, and the unit; 1 but for numbers of extreme size.</summary>
    internal (ValuePredictions Predictions, double Unit) InSquareUnits()
    {
        double unit = SquareUnit.Of([.. Labels, .. Values]);
        return unit == 1 ? (this, 1) : (this with { Labels = SquareUnit.Divide(Labels, unit), Values = SquareUnit.Divide(Values, unit) }, unit);
    }

    /// <summary>What the plan says of such a unit.</summary>
    internal static IEnumerable<string> Told(double unit) => unit == 1 ? [] : [FormattableString.Invariant($"errors are counted in units of {unit:G3} of the label, because squares of numbers so large or so small have no value")];
}
