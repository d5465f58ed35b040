namespace Faultline;

/// <summary>One input as the report names it.</summary>
/// <param name="Path">Path or name as the user gave it.</param>
/// <param name="Rows">Its rows; with a query those that the query reads from.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Bytes">Size in bytes, or null where unknown (standard input).</param>
public sealed record InputInfo(string Path, long Rows, int Columns, long? Bytes);

/// <summary>
/// What the user gives: a table with column roles and whatever else there is. All but the table is optional; more evidence, more checks.
/// Rows of <see cref="Embedding"/>, <see cref="Images"/> and predictions are the rows of <see cref="Data"/>.
/// </summary>
public sealed record Evidence
{
    /// <summary>The table to audit.</summary>
    public required Table Data { get; init; }

    /// <summary>Which column plays which part.</summary>
    public required Roles Roles { get; init; }

    /// <summary>What kind of question the label asks.</summary>
    public TaskKind Task { get; init; }

    /// <summary>Why there are no classes to judge, or null.</summary>
    internal string? WhyNoClasses => Task == TaskKind.Classification ? null : "needs a label that is a class: give --task classification if it is one";

    /// <summary>Class labels with the user's probabilities, or null: then the audit makes out-of-fold ones where a check needs them.</summary>
    public ClassPredictions? Classes { get; init; }

    /// <summary>Numeric labels with the user's predicted values, or null.</summary>
    public ValuePredictions? Values { get; init; }

    /// <summary>An earlier table of the same kind, or null.</summary>
    public Table? Reference { get; init; }

    /// <summary>The table that <see cref="Data"/> is the test set of, or null.</summary>
    public Table? Train { get; init; }

    /// <summary>One embedding a row, or null.</summary>
    public VectorColumn? Embedding { get; init; }

    /// <summary>One image a row, or null.</summary>
    public ImageSet? Images { get; init; }

    /// <summary>What the user expects of <see cref="Data"/>, or null.</summary>
    public ExpectationSet? Expected { get; init; }

    /// <summary>The inputs as the report names them.</summary>
    public IReadOnlyList<InputInfo> Inputs { get; init; } = [];

    /// <summary>What was noticed while reading and joining (spaces taken off, probabilities normalised, ids without a partner).</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The table that <see cref="Data"/> is a sample of, where it is larger than what is held; or null.</summary>
    internal WholeTable? Whole { get; init; }

    /// <summary>Rows of the whole table, of which <see cref="Data"/> may hold a sample.</summary>
    public int RowCount => Whole?.RowCount ?? Data.RowCount;

    /// <summary>The id of a row: the id column's text, else the row number.</summary>
    public string Id(int row) => Id(Data, row, NumberOf(row));

    /// <summary>The id of a row that is held elsewhere.</summary>
    /// <param name="rows">The rows that hold it.</param>
    /// <param name="place">Its place there.</param>
    /// <param name="number">Its number in the whole table.</param>
    public string Id(Table rows, int place, int number) =>
        (Roles.Id is { } id ? rows[id].Text(place) : null) ?? number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The number of a row of <see cref="Data"/> in the whole table.</summary>
    internal int NumberOf(int row) => Whole is null ? row : Whole.Numbers[row];

    /// <summary>Where the cells of a row of the whole table are held, or null.</summary>
    /// <param name="number">Its number.</param>
    public (Table Rows, int Place)? Held(int number) => Whole is not null ? Whole.Held(number) : number >= 0 && number < Data.RowCount ? (Data, number) : null;
}
