namespace Faultline;

/// <summary>
/// Measures whether a repair helps: the repair is learned on the training rows of each split alone, models of the rows before, after, and after a placebo
/// of equal size and kind are fitted on them, and all three are scored on the same held-out rows with their original labels.
/// </summary>
public static class RepairProof
{
    // Two repeats of six folds tell as much as four of five, at little more than half the work: what counts is how much the training rows overlap.
    const int Folds = 6;
    const int Repeats = 2;
    const int FewestSplits = 10;

    /// <summary>Fewest labelled rows that a proof is made of.</summary>
    public const int FewestRows = 100;

    /// <summary>Most labelled rows that a proof looks at; more are sampled.</summary>
    public const int MostRows = 50_000;

    /// <summary>Measures.</summary>
    /// <param name="evidence">The table before any repair.</param>
    /// <param name="options">What is mended, and how.</param>
    /// <param name="changes">The changes made in the whole table; where there are none, nothing can have changed and nothing is fitted.</param>
    /// <param name="progress">Told the share done, 0 … 1; may be null.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static ProofResult Measure(Evidence evidence, RepairOptions options, IReadOnlyList<RepairChange> changes, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(changes);
        if (evidence.Roles.Label is not { } label || evidence.Task == TaskKind.None)
        {
            return ProofResult.Unmeasured("there is no label to predict: give --label COLUMN");
        }

        ProofProblem problem = ProofProblem.Of(evidence, options);
        if (problem.WhyNot is { } reason)
        {
            return ProofResult.Unmeasured(reason);
        }

        FoldPlan plan = problem.Plan(Folds, options.Audit.Seed);
        plan = plan.IsTimeOrdered ? problem.Plan(Folds * Repeats, options.Audit.Seed) : plan;
        ProofSplit[] splits = [.. Splits(problem, options, plan).Where(split => split.IsUsable)];
        if (splits.Length < FewestSplits)
        {
            return ProofResult.Unmeasured($"only {splits.Length} of {Folds * Repeats} splits have training rows of two classes or values; at least {FewestSplits} are needed");
        }

        // Bins and settings are the same before and after: bins know no label, and settings are chosen on rows that the split does not hold out.
        var asIs = new LearningProblem(problem.Features, problem.Target, plan, options.Audit.ThreadCount);
        LearnerSettings[] settings = problem.Settings(asIs, options.Audit, cancellation);
        var scores = new SplitScores[splits.Length];
        int done = 0;
        Parallel.For(0, splits.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Audit.ThreadCount, CancellationToken = cancellation }, split =>
        {
            scores[split] = splits[split].Score(asIs, settings[splits[split].Fold % settings.Length], changes.Count > 0, cancellation);
            progress?.Invoke(Interlocked.Increment(ref done) / (double)splits.Length);
        });
        return ProofResult.Of(problem.Metric, problem.Features.RowCount, scores) with { Notes = [.. Notes(evidence, options, changes, problem)] };
    }

    static IEnumerable<string> Notes(Evidence evidence, RepairOptions options, IReadOnlyList<RepairChange> changes, ProofProblem problem)
    {
        if (changes.Count == 0)
        {
            yield return "Nothing was changed, so nothing can have been gained.";
        }

        int spellings = changes.Count(change => change.Kind is RepairKind.Hygiene or RepairKind.Missing && change.Column == problem.Label);
        if (spellings > 0)
        {
            yield return $"{spellings} changes of the spelling of '{problem.Label}' are not part of the proof: held-out labels stay as they are.";
        }

        if (evidence.Classes is not null && options.Has(RepairKind.Labels))
        {
            yield return "The labels to mend come from the predictions that were given; inside the proof they are learned anew on the training rows of each split.";
        }

        if ((options.Has(RepairKind.Labels) || options.Has(RepairKind.Values)) && options.Labels == LabelRepair.Weigh)
        {
            yield return "A row of weight w is among the training rows of the proof with chance w.";
        }

        if (options.Has(RepairKind.Values))
        {
            yield return "Numbers are mended in training rows only; held-out features and labels stay as they are.";
        }

        if (options.Accepted is not null)
        {
            yield return "Of the accepted changes those count in a split that its own training rows lead to as well.";
        }

        if (problem.IsSample)
        {
            yield return $"Measured on {MostRows} labelled rows drawn by the seed.";
        }
    }

    static IEnumerable<ProofSplit> Splits(ProofProblem problem, RepairOptions options, FoldPlan plan)
    {
        FoldPlan[] plans = plan.IsTimeOrdered ? [plan] : [plan, .. Enumerable.Range(1, Repeats - 1).Select(repeat => plan.Again(problem.Target, unchecked((long)RowHash.Mix((ulong)(options.Audit.Seed + repeat)))))];
        return plans.SelectMany((again, repeat) => Enumerable.Range(0, again.FoldCount).Select(fold => new ProofSplit(problem, options, again, fold, (repeat * again.FoldCount) + fold)));
    }
}
