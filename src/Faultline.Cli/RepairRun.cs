using Faultline.Reporting;

namespace Faultline.Cli;

/// <summary>One run of <c>faultline repair</c>: reads DATA, finds the changes, measures what they bring, writes them.</summary>
sealed class RepairRun(RepairRequest request, Messages messages, CancellationToken cancellation)
{
    public int Run()
    {
        SimdChoice.Require();
        var files = new RepairFiles(request);
        files.Check();
        var undecided = request.Review is { } review && !File.Exists(review);
        IReadOnlyList<RepairChange> changes;
        string? whyNone;
        ProofResult proof;
        Evidence evidence;
        using (var progress = new ProgressLine(messages, request.Audit.Quiet, Streams.ErrorMovesCursor, TimeProvider.System))
        {
            var reading = new EvidenceFiles(request.Audit, progress.Step, cancellation);
            evidence = reading.Read();
            var options = request.Options with { Audit = request.Options.Audit with { Progress = progress } };
            progress.Step("looking for what to mend");
            var candidates = Repair.Find(evidence, options, cancellation);
            foreach (var warning in evidence.Warnings.Concat(candidates.Warnings))
            {
                messages.Warning(warning);
            }

            changes = candidates.Changes;
            whyNone = candidates.Warnings is [var first, ..] ? first : null;
            if (undecided)
            {
                files.WriteReview(changes, evidence);
                Say($"{NumberText.Plural(changes.Count, "candidate")} written to {request.Review}.{(changes.Count == 0 && whyNone is not null ? $" {whyNone}" : string.Empty)} Write yes or no under 'decision' (an empty one means no), correct 'after' where you know better, and run the same command again.");
                return ExitCode.Fine;
            }

            if (request.Review is { } decided)
            {
                changes = ReviewFile.Read(decided, changes, evidence, options);
                options = options with { Accepted = changes };
            }

            cancellation.ThrowIfCancellationRequested();
            progress.Step("measuring what it brings");
            proof = request.Proof
                ? RepairProof.Measure(evidence, options with { Audit = options.Audit with { Progress = null } }, changes, share => progress.Report(new AuditProgress("measuring what it brings", share)), cancellation)
                : ProofResult.Unmeasured("--proof no was given");
            progress.Step("writing");
            files.Write(evidence, reading.Options, changes, proof, cancellation);
        }

        Say(RepairSummary.Of(changes, proof, evidence.Data.RowCount, request.To, whyNone));
        return ExitCode.Fine;
    }

    static void Say(string text) => Console.Out.WriteLine(text);
}
