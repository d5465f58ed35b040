namespace Faultline;

/// <summary>The label as a single column is asked for it: rows that have one, and their class or value.</summary>
/// <param name="Rows">Row numbers, ascending.</param>
/// <param name="Labels">Class code of each; empty for a numeric label.</param>
/// <param name="Classes">Class names; empty for a numeric label.</param>
/// <param name="Values">Value of each; empty for classes.</param>
sealed record LeakTarget(int[] Rows, int[] Labels, IReadOnlyList<string> Classes, double[] Values)
{
    public int Count => Rows.Length;

    public bool IsClasses => Values.Length == 0;

    /// <summary>The labelled rows, at most so many, drawn by the seed.</summary>
    public static LeakTarget Of(CheckContext context, int mostRows)
    {
        Column column = context.Data[context.Roles.Label!];
        ClassLabels? classes = context.Evidence.Task == TaskKind.Classification ? ClassLabels.Of(column) : null;
        double[] values = classes is null && column is NumberColumn numbers ? SquareUnit.Divide(numbers.Values.ToArray(), SquareUnit.Of(numbers.Values)) : [];
        int[] rows = [.. Enumerable.Range(0, column.RowCount).Where(row => classes is null ? row < values.Length && double.IsFinite(values[row]) : classes.Codes[row] >= 0)];
        if (rows.Length > mostRows)
        {
            int[] drawn = context.Random("rows").Sample(rows.Length, mostRows);
            Array.Sort(drawn);
            rows = [.. drawn.Select(i => rows[i])];
        }

        return new LeakTarget(
            rows,
            classes is null ? [] : [.. rows.Select(row => classes.Codes[row])],
            classes?.Classes ?? [],
            classes is null ? [.. rows.Select(row => values[row])] : []);
    }

    /// <summary>The places of <see cref="Rows"/> that are wanted.</summary>
    public LeakTarget Take(int[] places) => new(
        [.. places.Select(i => Rows[i])],
        IsClasses ? [.. places.Select(i => Labels[i])] : [],
        Classes,
        IsClasses ? [] : [.. places.Select(i => Values[i])]);

    /// <summary>Rows of each class.</summary>
    public int[] Counts()
    {
        int[] counts = new int[Classes.Count];
        foreach (int label in Labels)
        {
            counts[label]++;
        }

        return counts;
    }
}
