namespace Faultline;

/// <summary>What a check gets: evidence, work shared between checks, seeded generators, threads and cancellation.</summary>
public sealed class CheckContext
{
    readonly string _stream;
    readonly Action<double>? _progress;

    internal CheckContext(Evidence evidence, ClassPredictions? classes, ValuePredictions? values, AuditOptions options, string stream, Action<double>? progress, CancellationToken cancellation)
    {
        Evidence = evidence;
        Classes = classes;
        Values = values;
        Seed = options.Seed;
        Threads = options.ThreadCount;
        Learner = options.Learner;
        WorkBudget = options.WorkBudget;
        Show = new CellText(options.ShowValues);
        Clock = options.Clock;
        Cancellation = cancellation;
        _stream = stream;
        _progress = progress;
    }

    /// <summary>All evidence.</summary>
    public Evidence Evidence { get; }

    /// <summary>The table under audit.</summary>
    public Table Data => Evidence.Data;

    /// <summary>Which column plays which part.</summary>
    public Roles Roles => Evidence.Roles;

    /// <summary>Class labels and probabilities, the user's or out-of-fold ones; null without.</summary>
    public ClassPredictions? Classes { get; }

    /// <summary>Numeric labels and predicted values, the user's or out-of-fold ones; null without.</summary>
    public ValuePredictions? Values { get; }

    /// <summary>The models of texts that made the predictions and can be asked again; null where others did, or the user.</summary>
    internal TextClassifier? Words { get; init; }

    /// <summary>Neighbours among embeddings, shared by the checks of an audit.</summary>
    internal EmbeddingNeighbours Near { get; init; } = new();

    /// <summary>Seed of the audit.</summary>
    public long Seed { get; }

    /// <summary>Number of threads to use; never changes an answer.</summary>
    public int Threads { get; }

    /// <summary>Which learner a check may use that learns by itself.</summary>
    internal LearnerChoice Learner { get; }

    /// <summary>What its search may spend; null for the default.</summary>
    internal long? WorkBudget { get; }

    /// <summary>How cells may be shown.</summary>
    public CellText Show { get; }

    /// <summary>Clock, for "in the future" only.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Cancelled when the user stops the audit.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>One vector a row: the user's embedding, else what the images are turned into; null without either.</summary>
    internal VectorColumn? Embedding => Evidence.Embedding ?? Evidence.Images?.Features(Threads, Cancellation);

    /// <summary>A generator of its own for a named purpose; equal for equal seed, check and name.</summary>
    public SeededRandom Random(string purpose) => SeededRandom.For(Seed, _stream + "/" + purpose);

    /// <summary>Says how much of this check is done, 0 to 1.</summary>
    public void Progress(double fraction) => _progress?.Invoke(fraction);

    /// <summary>
    /// An example row: guilty cells with what was expected, and up to <paramref name="others"/> more columns for context. Under no values only the row number.
    /// </summary>
    /// <param name="row">Row number.</param>
    /// <param name="guilty">Columns that the finding is about, with what was expected there or null.</param>
    /// <param name="note">What to see in this row, or null.</param>
    /// <param name="others">How many other columns to show.</param>
    /// <param name="beside">Columns to show in any case, which are not what is wrong; or null.</param>
    public ExampleRow Example(int row, IReadOnlyList<(string Column, string? Expected)> guilty, string? note = null, int others = 5, IReadOnlyList<string>? beside = null)
    {
        return Example(Data, row, Evidence.NumberOf(row), guilty, note, others, beside);
    }

    /// <summary>The same of a row that is held elsewhere.</summary>
    internal ExampleRow Example(Table data, int row, int number, IReadOnlyList<(string Column, string? Expected)> guilty, string? note, int others, IReadOnlyList<string>? beside = null)
    {
        if (!Show.ShowValues)
        {
            return new ExampleRow(number, number.ToString(System.Globalization.CultureInfo.InvariantCulture), []);
        }

        var cells = new List<ExampleCell>();
        foreach (var column in data.Columns)
        {
            var about = guilty.FirstOrDefault(g => g.Column == column.Name);
            var isGuilty = about.Column is not null;
            var isWanted = isGuilty || beside?.Contains(column.Name, StringComparer.Ordinal) == true;
            if (!isWanted && (others == 0 || Roles.Ignored.Contains(column.Name) || Roles.Probabilities.Contains(column.Name)))
            {
                continue;
            }

            others -= isWanted ? 0 : 1;
            cells.Add(new ExampleCell(column.Name, CellText.Cell(column, row), isGuilty, about.Expected));
        }

        return new ExampleRow(number, Evidence.Id(data, row, number), cells, note);
    }
}
