namespace Faultline.Studies;

/// <summary>A table whose truth is known: it was drawn from a model, and the class probabilities of every row are exact.</summary>
/// <param name="Kind">What it was drawn from, in a word or two.</param>
/// <param name="Features">Feature columns.</param>
/// <param name="Posterior">Row-major exact class probabilities, <paramref name="Classes"/> a row; empty for a numeric label.</param>
/// <param name="Classes">Number of classes; 0 for a numeric label.</param>
/// <param name="Labels">Drawn class of each row; empty for a numeric label.</param>
/// <param name="Values">Drawn value of each row; empty for a class.</param>
sealed record SyntheticTable(string Kind, IReadOnlyList<Column> Features, double[] Posterior, int Classes, int[] Labels, double[] Values)
{
    public int RowCount => Features[0].RowCount;

    /// <summary>The features with the given labels in a column <c>y</c>.</summary>
    public Table With(int[] labels) => Table.FromColumns(Kind, [.. Features, TextColumn.From("y", labels.Select(label => "class " + (char)('a' + label)))]);

    /// <summary>The features with the drawn labels or values in a column <c>y</c>.</summary>
    public Table Whole() => Classes == 0 ? Table.FromColumns(Kind, [.. Features, new NumberColumn("y", Values)]) : With(Labels);

    /// <summary>Evidence without predictions, so that the audit makes its own.</summary>
    public Evidence Evidence(Table data, Table? reference = null) => new()
    {
        Data = data,
        Roles = new Roles { Label = "y", Features = [.. data.Columns.Where(column => column.Name != "y").Select(column => column.Name)] },
        Task = Classes == 0 ? TaskKind.Regression : TaskKind.Classification,
        Reference = reference,
    };

    /// <summary>Evidence with given class probabilities, as a user would bring them.</summary>
    public Evidence Evidence(Table data, int[] labels, double[] probabilities) => Evidence(data) with
    {
        Classes = new ClassPredictions([.. Enumerable.Range(0, Classes).Select(label => "class " + (char)('a' + label))], labels, probabilities, IsOutOfFold: false),
    };

    /// <summary>Share of rows that the best possible classifier gets wrong.</summary>
    public double BayesError()
    {
        var error = 0.0;
        for (var row = 0; row < RowCount; row++)
        {
            error += 1 - System.Numerics.Tensors.TensorPrimitives.Max<double>(Posterior.AsSpan(row * Classes, Classes));
        }

        return error / RowCount;
    }
}
