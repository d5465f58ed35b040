namespace Faultline;

public sealed partial record LabelErrors
{
    /// <inheritdoc/>
    string? IStreamedCheck.WhySampled(StreamedContext context) =>
        Filter is LabelFilter.PruneByClass or LabelFilter.Both ? $"the filter {Filter} ranks whole classes"
        : context.Classes.Count > MarginBorders.MostClasses ? $"{context.Classes.Count:N0} classes have too many pairs to count ({MarginBorders.MostClasses} at most)"
        : null;

    /// <inheritdoc/>
    IEnumerable<BlockPass> IStreamedCheck.Passes(StreamedContext context)
    {
        CheckContext sample = context.Sample;
        int classes = context.Classes.Count;
        LabelSumsPass sums = new(classes);
        yield return sums;

        if (sums.Counts.Rows < FewestRows)
        {
            context.Answer = TooFew(sums.Counts.Rows);
            yield break;
        }

        if (sums.Counts.Labelled.Max() == sums.Counts.Rows)
        {
            context.Answer = Verdict.Unmeasured(OneClass);
            yield break;
        }

        MarginBorders borders = new(classes);
        MarginPass margins = new(sums, borders, isFirst: true);
        yield return margins;

        ConfidentJoint joint = ConfidentJoint.FromRows(classes, given => ConfidentLearning.Kept(margins.Joint.AsSpan(given * classes, classes).ToArray(), given));
        LabelNoise noise = new(sums.Sums.Thresholds(), joint, ConfidentLearning.Calibrate(joint, sums.Sums.Rows), sums.Sums.Rows);
        borders.Ask(noise.CalibratedJoint, noise.LabelCounts);
        borders.Narrow(margins.Margins);
        while (Filter == LabelFilter.PruneByNoiseRate && !borders.IsDone)
        {
            margins = new MarginPass(sums, borders, isFirst: false);
            yield return margins;

            borders.Narrow(margins.Margins);
        }

        NoiseFloor floor = NoiseFloor.Fit(sums.Curve, classes, threads: sample.Threads, cancellationToken: sample.Cancellation);
        LabelJudgement judgement = new(sums.Counts, floor, LeastNoise);
        LabelFlagsPass flags = new(Judge, judgement, context.Classes, (names, probabilities, label, suggested) => Note(names, probabilities, label, suggested));
        yield return flags;

        string label = sample.Roles.Label!;
        context.Whole.Fetch(flags.Worst.Select(worst => worst.Row), sample.Cancellation);
        ShownLabels shown = new(
            new FoundRows(judgement.IsNoise ? flags.Flagged : flags.Worst.Count, [.. flags.Worst.Select(worst => worst.Row)]),
            ShownLabels.InOrder(judgement.IsNoise ? flags.Pairs : flags.Worst.CountBy(worst => (worst.What.Label, worst.What.Suggested)).Select(pair => (pair.Key.Label, pair.Key.Suggested, (long)pair.Value))),
            [.. flags.Worst.Take(ExamplesShown).Select(worst => context.Example(worst.Row, [(label, context.Classes[worst.What.Suggested])], worst.What.Note))]);
        context.Answer = Conclude(sample, context.Classes, judgement, noise, judgement.ErrorsByClass(flags.Chances), flags.Picked, shown) with
        {
            RowsScored = sums.Counts.Rows,
            RowsFlagged = flags.Flagged,
            Streamed = new StreamedScores(context, () =>
            {
                LabelRowJudge judge = Judge();
                return (block, row) => new RowScore(judge.Score(block, row), judge.Flags(block, row, judge.Picks(block, row)), block.Predicted[row] != block.Labels[row] ? context.Classes[block.Predicted[row]] : null);
            }),
        };

        LabelRowJudge Judge() => new(this, judgement, sums, borders);
    }
}
