namespace Faultline.Contract.Rules;

static class RobustnessRules
{
    public static void Survives(CatalogueEntry entry)
    {
        foreach (var (name, make) in Degenerate.All)
        {
            var report = Audit.Run(make(), Audited.Options with { Entries = [entry] });
            var check = Assert.Single(report.Checks);
            Assert.False(check.Reason?.Contains("failed (", StringComparison.Ordinal) == true, $"{name}: {check.Reason}");
            Assert.True(check.Status is CheckStatus.Found or CheckStatus.Clean || !string.IsNullOrWhiteSpace(check.Reason), $"{name}: {check.Status} without a reason");
            Assert.True(ReportJson.Write(report).Length > 0, name);
            ScoreRules.Check(report, name);
            ReportRules.CheckStatusOf(report, name);
        }
    }

    public static void CancelledBefore(CatalogueEntry entry)
    {
        foreach (var (name, make) in Zoo.Faulty)
        {
            var evidence = make();
            if (!IsAsked(entry, evidence))
            {
                continue;
            }

            var context = new CheckContext(evidence, evidence.Classes, evidence.Values, Audited.Options, entry.Info.Id, progress: null, new CancellationToken(canceled: true));
            Assert.True(IsCancellation(Record.Exception(() => entry.Run(context))), $"{name}: a cancelled check went on to a verdict.");
        }
    }

    public static void CancelledDuring(CatalogueEntry entry)
    {
        foreach (var (name, make) in Zoo.Faulty)
        {
            var evidence = make();
            if (!IsAsked(entry, evidence))
            {
                continue;
            }

            using var source = new CancellationTokenSource();
            var context = new CheckContext(evidence, evidence.Classes, evidence.Values, Audited.Options, entry.Info.Id, Cancel, source.Token);
            var thrown = Record.Exception(() => entry.Run(context));
            Assert.True(!source.IsCancellationRequested || IsCancellation(thrown), $"{name}: cancelled in the middle, the check went on to a verdict.");

            // What is reported at the very end leaves nothing to stop.
            void Cancel(double fraction)
            {
                if (fraction is > 0 and < 0.9)
                {
                    source.Cancel();
                }
            }
        }
    }

    static bool IsCancellation(Exception? thrown) => thrown is OperationCanceledException or AggregateException { InnerException: OperationCanceledException };

    static bool IsAsked(CatalogueEntry entry, Faultline.Evidence evidence) =>
        entry.Info.Needs.WhyNot(evidence, AuditOptions.Standard with { Learner = LearnerChoice.None }) is null && entry.WhyNot(evidence) is null;
}
