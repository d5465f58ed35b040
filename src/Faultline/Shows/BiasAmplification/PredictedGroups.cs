namespace Faultline;

/// <summary>What somebody's model said of the group of each row.</summary>
static class PredictedGroups
{
    /// <summary>The groups of an attribute and the predicted ones, by the same numbers; −1 in rows where either, or the label, is missing.</summary>
    /// <exception cref="InputException">A column is not there, or holds other values than the groups.</exception>
    public static (int Attribute, int[] Groups, int[] Predicted) Of(string group, string column, Column[] columns, GroupPartition[] partitions, int[] labels, CheckContext context)
    {
        int attribute = Array.FindIndex(columns, other => other.Name == group);
        if (attribute < 0)
        {
            throw new InputException($"--set FL304.predicted={group}={column}: '{group}' is no --group column; name it with --group");
        }

        if (!context.Data.Columns.Any(other => other.Name == column))
        {
            throw new InputException($"--set FL304.predicted={group}={column}: there is no column '{column}'");
        }

        Dictionary<string, int> codes = new(StringComparer.Ordinal);
        for (int row = 0; row < labels.Length; row++)
        {
            if (CellText.Cell(columns[attribute], row) is { } text)
            {
                codes.TryAdd(text, partitions[attribute].Codes[row]);
            }
        }

        Column predictions = context.Data[column];
        int[] groups = new int[labels.Length];
        int[] predicted = new int[labels.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            bool isThere = labels[row] >= 0 && CellText.Cell(columns[attribute], row) is not null && CellText.Cell(predictions, row) is not null;
            groups[row] = isThere ? partitions[attribute].Codes[row] : -1;
            predicted[row] = !isThere ? -1
                : codes.TryGetValue(CellText.Cell(predictions, row)!, out int code) ? code
                : throw new InputException($"--set FL304.predicted={group}={column}: row {row} of '{column}' holds {(context.Show.ShowValues ? $"'{CellText.Cell(predictions, row)}'" : "a value")}, which no row of '{group}' does; give predicted groups in the words of '{group}'");
        }

        return (attribute, groups, predicted);
    }
}
