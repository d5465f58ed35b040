namespace Faultline;

/// <summary>FL306: does the text classifier hold under small changes, and on which words does it rest?</summary>
/// <remarks>
/// Asks the out-of-fold models again: each row of a sample is put to the model that did not see it, with its text changed in ways that should change no
/// prediction, and with single words taken out. Invariance tests are those of CheckList.
/// </remarks>
public sealed record TextFragility : ICheck<TextFragility>
{
    const int LeastRows = 50;
    const int MostRows = 2_000;

    /// <inheritdoc/>
    public static CheckInfo Info { get; } = new(
        "FL306",
        "TextFragility",
        Stage.Shows,
        "Do small changes of a text change its predicted class, and does one word decide?",
        CheckMaturity.Preview,
        Needs.Label | Needs.Classes | Needs.Predictions | Needs.Text,
        "the models of the folds: 4 bytes a word and class, five times",
        [
            new Source("Beyond Accuracy: Behavioral Testing of NLP Models with CheckList", 2020, "arXiv:2005.04118"),
            new Source("Probable inference, the law of succession, and statistical inference", 1927, "doi:10.1080/01621459.1927.10502953"),
        ]);

    /// <inheritdoc/>
    public static TextFragility Standard { get; } = new();

    /// <inheritdoc/>
    public static IReadOnlyList<CheckOption<TextFragility>> Options { get; } =
    [
        CheckOption.Number<TextFragility>("tolerance", "Accuracy that a change may cost, as a share of the texts.", 0.05, 0.001, 0.5, (check, value) => check with { Tolerance = value }),
    ];

    /// <summary>Accuracy that a change may cost, as a share of the texts. Default 0.05, range 0.001 to 0.5.</summary>
    public double Tolerance
    {
        get;
        init => field = value is >= 0.001 and <= 0.5 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Tolerance lies between 0.001 and 0.5.");
    }
    = 0.05;

    /// <inheritdoc/>
    public string? WhyNot(Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return evidence.Classes is null ? null
            : "needs a model that can be asked about changed texts, and given predictions are answers only: leave them out, and a model is learned here";
    }

    /// <inheritdoc/>
    public Verdict Run(CheckContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Cancellation.ThrowIfCancellationRequested();
        if (context.Words is not { } words)
        {
            return Verdict.Skipped("the predictions come of a model that does not read texts word by word, or of none that beats the classes' shares; --learner logistic asks for one that does");
        }

        int[] rows = words.Askable();
        if (rows.Length < LeastRows)
        {
            return Verdict.Unmeasured($"{rows.Length:N0} predicted rows; at least {LeastRows} are needed");
        }

        var use = new WordUse(words, rows);
        bool isSample = rows.Length > MostRows;
        int all = rows.Length;
        rows = isSample ? [.. context.Random("rows").Sample(rows.Length, MostRows).Select(i => rows[i])] : rows;
        IReadOnlyList<TextChange> changes = TextChange.All(use.Neutral(), context.Seed);
        FragilityAnswers answers = FragilityAnswers.Ask(words, rows, changes, context);
        var report = new TextFragilityReport(context, words, answers, changes, Tolerance);
        return Verdict.Of(report.Findings()) with
        {
            Details = report.Details(),
            RowsScored = rows.Length,
            Plan = isSample ? [$"{MostRows:N0} of {all:N0} rows, drawn by the seed, are put to the models again"] : [],
        };
    }
}
