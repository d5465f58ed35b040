namespace Faultline;

/// <summary>A measure that is a mean over some of the rows.</summary>
/// <param name="Name">As <c>true positive rate</c>.</param>
/// <param name="Class">The class that counts as positive, or null.</param>
/// <param name="IsError">False for what differs with the labels alone: the selection rate, and precision, which true and false positive rates leave to the base rate.</param>
/// <param name="IsShare">True where a row counts 0 or 1.</param>
/// <param name="Of">What a row counts; NaN where the measure is not about the row.</param>
sealed record ErrorRateMeasure(string Name, string? Class, bool IsError, bool IsShare, double[] Of)
{
    const int MostClasses = 10;

    /// <summary>Measures of classes: accuracy, and for the second of two classes or each of up to ten selection rate, true and false positive rate and precision.</summary>
    public static IReadOnlyList<ErrorRateMeasure> All(ClassPredictions predictions)
    {
        int[] labels = predictions.MeasuredLabels();
        int[] predicted = [.. labels.Select((label, row) => label < 0 ? -1 : ModelSummary.MostProbable(predictions.Row(row)))];
        List<ErrorRateMeasure> all = [new("accuracy", null, IsError: true, IsShare: true, Counted(labels, row => true, row => predicted[row] == labels[row]))];
        int classes = predictions.Classes.Count;
        foreach (int k in classes == 2 ? [1] : Enumerable.Range(0, classes <= MostClasses ? classes : 0))
        {
            string name = predictions.Classes[k];
            all.Add(new("selection rate", name, IsError: false, IsShare: true, Counted(labels, row => true, row => predicted[row] == k)));
            all.Add(new("true positive rate", name, IsError: true, IsShare: true, Counted(labels, row => labels[row] == k, row => predicted[row] == k)));
            all.Add(new("false positive rate", name, IsError: true, IsShare: true, Counted(labels, row => labels[row] != k, row => predicted[row] == k)));
            all.Add(new("precision", name, IsError: false, IsShare: true, Counted(labels, row => predicted[row] == k, row => labels[row] == k)));
        }

        return all;
    }

    /// <summary>Measures of numbers: mean absolute error and bias (predicted less given).</summary>
    public static IReadOnlyList<ErrorRateMeasure> All(ValuePredictions predictions)
    {
        double[] errors = [.. Enumerable.Range(0, predictions.Labels.Length).Select(row => predictions.IsMeasured(row) && double.IsFinite(predictions.Values[row] - predictions.Labels[row]) ? predictions.Values[row] - predictions.Labels[row] : double.NaN)];
        return
        [
            new("mean absolute error", null, IsError: true, IsShare: false, [.. errors.Select(Math.Abs)]),
            new("bias", null, IsError: true, IsShare: false, errors),
        ];
    }

    static double[] Counted(int[] labels, Func<int, bool> about, Func<int, bool> hit) =>
        [.. labels.Select((label, row) => label < 0 || !about(row) ? double.NaN : hit(row) ? 1 : 0)];
}
