namespace Faultline;

/// <summary>
/// Measures whether a repair helps: the repair is learned on the training rows of each split alone, models of the rows before, after, and after a placebo
/// of equal size and kind are fitted on them, and all three are scored on the same held-out rows with their original labels.
/// </summary>
public static class RepairProof
{
    const int Folds = 5;
    const int Repeats = 4;

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

        ProofSplit[] splits = [.. Splits(problem, options).Where(split => split.IsUsable)];
        if (splits.Length < Folds)
        {
            return ProofResult.Unmeasured($"only {splits.Length} of {Folds * Repeats} splits have training rows of two classes or values");
        }

        var scores = new SplitScores[splits.Length];
        int done = 0;
        Parallel.For(0, splits.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Audit.ThreadCount, CancellationToken = cancellation }, split =>
        {
            scores[split] = splits[split].Score(changes.Count > 0, cancellation);
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

        if (options.Has(RepairKind.Labels) && options.Labels == LabelRepair.Weigh)
        {
            yield return "A row of weight w is among the training rows of the proof with chance w.";
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

    static ProofSplit[] Splits(ProofProblem problem, RepairOptions options)
    {
        FoldPlan first = problem.Plan(Folds, options.Audit.Seed);
        if (first.IsTimeOrdered)
        {
            FoldPlan stretches = problem.Plan(Folds * Repeats, options.Audit.Seed);
            return [.. Enumerable.Range(0, stretches.FoldCount).Select(fold => new ProofSplit(problem, options, stretches, fold, fold))];
        }

        FoldPlan[] plans = [first, .. Enumerable.Range(1, Repeats - 1).Select(repeat => problem.Plan(Folds, unchecked((long)RowHash.Mix((ulong)(options.Audit.Seed + repeat)))))];
        return [.. plans.SelectMany((plan, repeat) => Enumerable.Range(0, Folds).Select(fold => new ProofSplit(problem, options, plan, fold, (repeat * Folds) + fold)))];
    }
}
