namespace Faultline;

/// <summary>Where the predictions of an audit come from: the user, or a learner out of fold.</summary>
sealed record PredictionModel
{
    /// <summary>Share of the whole progress that making predictions takes.</summary>
    public const double ShareOfWork = 0.5;

    public ClassPredictions? Classes { get; init; }

    public ValuePredictions? Values { get; init; }

    public ModelReport? Report { get; init; }

    /// <summary>The models of texts that made the predictions, or null.</summary>
    public TextClassifier? Words { get; init; }

    /// <summary>Learner and settings that were chosen; empty where predictions were given, or where no model beats the trivial one.</summary>
    public IReadOnlyList<LearnerSettings> Settings { get; init; } = [];

    public string? WhyNone { get; init; }

    public IReadOnlyList<string> Plan { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public static PredictionModel Make(Evidence evidence, AuditOptions options, bool wanted, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (evidence.Classes is not null || evidence.Values is not null || !wanted || options.Learner == LearnerChoice.None)
        {
            return new PredictionModel
            {
                Classes = evidence.Classes,
                Values = evidence.Values,
                Report = evidence.Classes is { } classes ? GivenPredictions.Of(classes, options.ThreadCount) : evidence.Values is { } values ? GivenPredictions.Of(values) : null,
            };
        }

        options.Progress?.Report(new AuditProgress("choosing a learner", 0));
        return LearnedPredictions.Make(evidence, options, cancellation);
    }
}
