namespace Faultline;

/// <summary>FL103: which rows are copies of others?</summary>
/// <remarks>
/// <para>Rows are sums of cell keys: exact repeats have equal sums, near ones have equal sums once one column is taken off (<see cref="DuplicateRows"/>). Every
/// row is looked at, at any size.</para>
/// <para>Rows that agree by chance are no copies. <see cref="DuplicateEvidence"/> finds the columns whose agreement says something,
/// <see cref="CloseRowSearch"/> counts the rows that agree there and the near misses that do not, and <see cref="DuplicateChance"/> calls those that are more
/// than the near misses explain. Embeddings are compared by distance (<see cref="DuplicateEmbeddings"/>).</para>
/// </remarks>
public sealed record Duplicates : ICheck<Duplicates>
{
    const int LeastRows = 2;
    const int LeastRowsOfKey = 100;

    /// <inheritdoc/>
    public static CheckInfo Info { get; } = new(
        "FL103",
        "Duplicates",
        Stage.Enters,
        "Which rows are copies of others?",
        CheckMaturity.Preview,
        Needs.None,
        "about 100 bytes a row; 10 bytes a word of free text",
        [
            new Source("A Theory for Record Linkage", 1969, "doi:10.1080/01621459.1969.10501049"),
            new Source("On the resemblance and containment of documents", 1997, "doi:10.1109/SEQUEN.1997.666900"),
        ]);

    /// <inheritdoc/>
    public static Duplicates Standard { get; } = new();

    /// <inheritdoc/>
    public static IReadOnlyList<CheckOption<Duplicates>> Options { get; } =
    [
        CheckOption.Number<Duplicates>("chanceShare", "Chance may explain at most this share of the rows called copies.", 0.25, 0, 1, (check, value) => check with { ChanceShare = value }),
        CheckOption.Whole<Duplicates>("near", "1 also looks for rows equal in all columns but one; 0 for exact repeats alone, in less than half the time.", 1, 0, 1, (check, value) => check with { Near = value == 1 }),
    ];

    /// <summary>Chance may explain at most this share of the rows called copies. Default 0.25, 0 to 1.</summary>
    public double ChanceShare { get; init; } = 0.25;

    /// <summary>Whether rows equal in all columns but one are looked for beside exact repeats. Default true.</summary>
    public bool Near { get; init; } = true;

    /// <inheritdoc/>
    public string? WhyNot(Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return Columns(evidence).Length > 0 || evidence.Embedding is not null || evidence.Images is not null ? null
            : "needs a column to compare rows by, beside the label, the id, the split, probabilities and what is ignored; --embedding and --images give one too";
    }

    /// <inheritdoc/>
    public Verdict Run(CheckContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Table data = context.Data;
        string[] names = Columns(context.Evidence);
        Table? train = context.Evidence.Train;
        string[] shared = train is null ? [] : [.. names.Where(name => name != context.Roles.Label && train.Find(name) is not null)];
        if (data.RowCount < LeastRows && shared.Length == 0)
        {
            return Verdict.Unmeasured("one row; at least two are needed to compare");
        }

        var search = new DuplicateSearch(ChanceShare, Near, context);
        DuplicateResult own = names.Length == 0 ? new DuplicateResult(null, null, [], [], IsDoubtful: false) : search.Run(names, data, null);
        context.Progress(0.6);
        context.Cancellation.ThrowIfCancellationRequested();
        DuplicateResult? leaked = train is null || train.RowCount == 0 || shared.Length == 0 ? null : search.Run(shared, train, data);
        context.Progress(0.7);
        context.Cancellation.ThrowIfCancellationRequested();
        NearTexts texts = NearTexts.Find(context);
        context.Progress(0.8);
        context.Cancellation.ThrowIfCancellationRequested();
        var embeddings = DuplicateEmbeddings.Find(context);
        var images = DuplicateImages.Find(context);
        var report = new DuplicatesReport(context, own, leaked, embeddings.Pairs, new DuplicateImagesReport(context, images.Pairs), texts);
        return Verdict.Of(report.Findings()) with
        {
            Details = report.Details(),
            Rows = report.Scores(),
            P = report.P(),
            Plan = [.. new[] { embeddings.Plan, images.Plan }.OfType<string>()],
            Warnings = train is not null && shared.Length == 0 ? [$"'{train.Name}' has no column in common with '{data.Name}'; shared rows were not looked for."] : [],
        };
    }

    /// <summary>The columns that rows are compared by; none where the label alone is left, which says nothing of two rows.</summary>
    internal static string[] Columns(Evidence evidence)
    {
        string[] keys = Keys(evidence);
        string[] names = [.. Comparable(evidence).Where(name => !keys.Contains(name, StringComparer.Ordinal))];
        return names is [var only] && only == evidence.Roles.Label ? [] : names;
    }

    /// <summary>
    /// Columns of single words or whole numbers that are others in every row, beside the id: they name the row, and a copy gets a name of its own, so they say
    /// nothing for or against one. None where nothing else is left.
    /// </summary>
    internal static string[] Keys(Evidence evidence)
    {
        string[] names = Comparable(evidence);
        string[] keys = [.. names.Where(name => IsKey(evidence, evidence.Data[name]))];
        return Array.Exists(names, name => name != evidence.Roles.Label && !keys.Contains(name, StringComparer.Ordinal)) ? keys : [];
    }

    /// <summary>Columns that tell records apart unless somebody says that they only name rows: <see cref="Keys"/>, and an id that was guessed.</summary>
    internal static string[] Naming(Evidence evidence) =>
        [.. Keys(evidence), .. evidence.Roles.Guesses.Where(guess => guess.Role == "id" && guess.Column == evidence.Roles.Id).Select(guess => guess.Column)];

    static string[] Comparable(Evidence evidence)
    {
        var left = new HashSet<string>(evidence.Roles.Probabilities.Concat(evidence.Roles.Ignored), StringComparer.Ordinal);
        return [.. evidence.Data.Columns.Select(column => column.Name).Where(name => name != evidence.Roles.Id && name != evidence.Roles.Split && !left.Contains(name))];
    }

    static bool IsKey(Evidence evidence, Column column) =>
        column.RowCount >= LeastRowsOfKey && column.Name != evidence.Roles.Label && !evidence.Roles.Text.Contains(column.Name) && ColumnTraits.IsUnique(column)
        && (column is NumberColumn || (column is TextColumn texts && texts.Categories.All(text => !text.Any(char.IsWhiteSpace))));
}
