namespace Faultline;

/// <summary>Reads predicted values of a numeric label.</summary>
static class ValueReader
{
    static readonly string[] s_words = ["prediction", "predictions", "predicted", "pred", "yhat"];

    /// <summary>Predicted values of a table of their own.</summary>
    public static ValuePredictions FromTable(Table data, string label, string? id, Table predictions, bool showValues, List<string> warnings)
    {
        var rowOf = RowJoin.Of(data, id, predictions, out var otherId, warnings, showValues);
        var column = Choose(data, label, otherId, predictions);
        var values = new double[data.RowCount];
        for (var row = 0; row < values.Length; row++)
        {
            var at = rowOf is null ? row : rowOf[row];
            values[row] = at < 0 ? double.NaN : Finite(column.Values[at], predictions.Name, at, column.Name);
        }

        return new ValuePredictions(Labels(data, label), values, IsOutOfFold: false);
    }

    /// <summary>Predicted values of an array of one column.</summary>
    public static ValuePredictions FromArray(Table data, string label, string? id, PredictionArray array)
    {
        RowJoin.ThrowIfCountsDiffer(data, id, array.Name, array.RowCount);
        if (array.Columns != 1)
        {
            throw new InputException($"'{array.Name}' has {array.Columns:N0} columns; the label '{label}' is a number, for which one predicted value a row was expected. Give one column, or --task classification if the columns are class probabilities.");
        }

        for (var row = 0; row < array.RowCount; row++)
        {
            Finite(array.Values[row], array.Name, row, "0");
        }

        return new ValuePredictions(Labels(data, label), array.Values, IsOutOfFold: false);
    }

    /// <summary>The numeric labels, NaN where missing.</summary>
    public static double[] Labels(Table data, string label) => ((NumberColumn)data[label]).Values.ToArray();

    /// <summary>The column that holds the predicted values, or null when none stands out.</summary>
    public static NumberColumn? Find(Table data, string label, string? otherId, Table predictions)
    {
        var numbers = predictions.Columns.OfType<NumberColumn>().Where(column => column.Name != otherId).ToArray();
        return numbers is [var only] ? only
            : One(numbers, column => IsNamed(column.Name, label))
            ?? One(numbers, column => data.Find(column.Name) is null);
    }

    static NumberColumn Choose(Table data, string label, string? otherId, Table predictions) => Find(data, label, otherId, predictions) ?? throw new InputException(
        $"'{predictions.Name}' has {predictions.Columns.OfType<NumberColumn>().Count(column => column.Name != otherId)} columns of numbers beside the id, and none stands out as the predicted values of '{label}'. " +
        "Give one column of predicted values, or name it 'prediction'.");

    static NumberColumn? One(NumberColumn[] columns, Func<NumberColumn, bool> holds) => columns.Where(holds).ToArray() is [var one] ? one : null;

    static bool IsNamed(string name, string label)
    {
        var bare = name.Replace("_", string.Empty, StringComparison.Ordinal);
        return s_words.Contains(bare, StringComparer.OrdinalIgnoreCase)
            || s_words.Any(word => string.Equals(name, $"{word}_{label}", StringComparison.OrdinalIgnoreCase) || string.Equals(name, $"{label}_{word}", StringComparison.OrdinalIgnoreCase));
    }

    static double Finite(double value, string source, int row, string column) => double.IsFinite(value)
        ? value
        : throw new InputException($"'{source}' row {row}, column '{column}': {(double.IsNaN(value) ? "there is no predicted value (missing or NaN)" : "the predicted value is infinite")}; a number was expected. Mend the row or leave it out and join by id.");
}
