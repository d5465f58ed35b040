using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Faultline;

/// <summary>One audit under way.</summary>
sealed class AuditRun
{
    readonly Evidence _evidence;
    readonly AuditOptions _options;
    readonly CancellationToken _cancellation;
    readonly IReadOnlyList<CatalogueEntry> _selected;
    readonly EmbeddingNeighbours _near = new();
    readonly List<string> _plan = [];
    readonly List<string> _warnings;
    readonly Dictionary<string, string> _sampled = new(StringComparer.Ordinal);
    int _running;

    public AuditRun(Evidence evidence, AuditOptions options, CancellationToken cancellation)
    {
        EvidenceConsistency.Verify(evidence);
        options.Verify();
        _evidence = evidence;
        _options = options;
        _cancellation = cancellation;
        _selected = CheckSelection.Of(options);
        _warnings = [.. evidence.Warnings];
    }

    public AuditReport Run()
    {
        if (_options.ThreadCount == 1)
        {
            return Run(() => Profiles(_cancellation));
        }

        // Profiles need nothing of the checks and take what these leave of the processors.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        var profiles = Task.Run(() => Profiles(stop.Token), stop.Token);
        try
        {
            return Run(() => profiles.GetAwaiter().GetResult());
        }
        finally
        {
            stop.Cancel();
            ((Task)profiles).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        }
    }

    /// <summary>Reads the passes alone; true where all were read.</summary>
    public bool ReadPasses()
    {
        if (_evidence.Whole is { } whole)
        {
            whole.ShowsRows = false;
        }

        var notRun = NotRun();
        return Stream(Model(notRun), notRun) is not null;
    }

    IReadOnlyList<ColumnProfile> Profiles(CancellationToken stop) => ColumnProfiler.Profile(_evidence, new CellText(_options.ShowValues), _options.ThreadCount, stop);

    AuditReport Run(Func<IReadOnlyList<ColumnProfile>> profiles)
    {
        var began = _options.Clock.GetTimestamp();
        var gates = Gate.ParseAll(_options.Gates, _options.Entries);
        var notRun = NotRun();
        var model = Model(notRun);
        _running = _options.Entries.Count - notRun.Count;
        var (streamed, given) = Stream(model, notRun) ?? throw new InvalidOperationException("The table was not read to its end.");
        var results = new List<CheckReport>();
        var findings = new List<(CheckInfo Check, Finding Finding, Verdict Verdict)>();
        var scores = new List<CheckScores>();
        var done = 0;
        foreach (var listed in _options.Entries)
        {
            _cancellation.ThrowIfCancellationRequested();
            var id = listed.Info.Id;
            var start = _options.Clock.GetTimestamp();
            var verdict = Quiet(notRun.TryGetValue(id, out var reason) || streamed.TryGetValue(id, out reason) ? reason : OfSample(id, RunOne(_selected.First(entry => entry.Info.Id == id), model, done++)));
            _cancellation.ThrowIfCancellationRequested();
            if (verdict.Status is CheckStatus.Found or CheckStatus.Clean)
            {
                findings.AddRange(verdict.Findings.Select(finding => (listed.Info, finding, verdict)));
                if (verdict.Rows is not null || verdict.Cells.Count > 0 || verdict.Streamed is not null)
                {
                    scores.Add(new CheckScores(id, verdict.Rows, verdict.Cells) { Streamed = verdict.Streamed, Numbers = _evidence.Whole?.Numbers });
                }
            }

            _plan.AddRange(verdict.Plan.Select(text => $"{id}: {text}"));
            _warnings.AddRange(verdict.Warnings);
            results.Add(Result(listed.Info, verdict, _options.Clock.GetElapsedTime(start).TotalSeconds));
        }

        var reported = Baseline.Compare(Report(Gains(findings, model), results), results, _options.Baseline, _options.ShowValues, _warnings);
        _warnings.AddRange(SuppressionList.Unused(_options.Suppressions, reported, results, _options.Entries));
        return new AuditReport
        {
            Tool = new ToolInfo("faultline", ToolVersion.Current),
            Input = _evidence.Inputs.Count > 0 ? _evidence.Inputs : [new InputInfo(_evidence.Data.Name, _evidence.RowCount, _evidence.Data.Columns.Count, null)],
            RowCount = _evidence.RowCount,
            Roles = _evidence.Roles,
            Seed = _options.Seed,
            Task = _evidence.Task,
            Model = AgainstTruth(Finite(given ?? model.Report), results),
            Checks = results,
            Findings = reported,
            Columns = profiles(),
            Gates = [.. gates.Select(gate => gate.Judge(results, reported, gate.Check is { } check && streamed.ContainsKey(check) ? _evidence.RowCount : _evidence.Data.RowCount))],
            Warnings = _warnings,
            Plan = new AuditPlan(_plan),
            Environment = new AuditEnvironment(
                RuntimeInformation.OSDescription,
                RuntimeInformation.FrameworkDescription,
                Environment.ProcessorCount,
                _options.ThreadCount,
                Vector512.IsHardwareAccelerated ? "avx512" : Vector256.IsHardwareAccelerated ? "avx2" : Vector128.IsHardwareAccelerated ? "vector128" : "scalar",
                _options.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            Seconds = _options.Clock.GetElapsedTime(began).TotalSeconds,
            Scores = scores,
        };
    }

    Dictionary<string, Verdict> NotRun() =>
        _options.Entries.Where(entry => WhyNot(entry) is not null).ToDictionary(entry => entry.Info.Id, entry => Verdict.Skipped(WhyNot(entry)!), StringComparer.Ordinal);

    // Every accuracy that is stated says what the estimated wrong labels make of it.
    static ModelReport? AgainstTruth(ModelReport? report, List<CheckReport> results) =>
        report is { Metric: "accuracy" } && results.Select(result => result.Details).OfType<ClassImbalanceDetails>().FirstOrDefault() is { } details ? report with { AgainstTruth = details.AgainstTruth } : report;

    // Squares of huge numbers overflow; what has no value is not told.
    static ModelReport? Finite(ModelReport? report)
    {
        static double? Or(double? value) => value is { } number && double.IsFinite(number) ? number : null;
        return report is null || !double.IsFinite(report.Value) ? null : report with
        {
            Low = Or(report.Low),
            High = Or(report.High),
            Baseline = Or(report.Baseline),
            Others = new SortedDictionary<string, double>(report.Others.Where(other => double.IsFinite(other.Value)).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
        };
    }

    // A flag says that a finding stands behind it; scores stay.
    static Verdict Quiet(Verdict verdict) => verdict.Status == CheckStatus.Found ? verdict : verdict with
    {
        Rows = verdict.Rows is { } rows ? rows with { Flagged = new bool[rows.Scores.Length] } : null,
        Streamed = verdict.Streamed?.Quiet(),
        Cells = [.. verdict.Cells.Select(cell => cell with { Flagged = false })],
    };

    // Checks that look at every row of a table larger than memory, and how good the predictions are there; null where the reading was not to go on.
    (IReadOnlyDictionary<string, Verdict> Verdicts, ModelReport? Model)? Stream(PredictionModel model, Dictionary<string, Verdict> notRun)
    {
        if (_evidence.Whole is not { } whole)
        {
            return (new Dictionary<string, Verdict>(StringComparer.Ordinal), null);
        }

        _plan.AddRange(WholeTablePlan.Of(whole, _evidence.Data.RowCount));
        foreach (var listed in _options.Entries)
        {
            if (!notRun.ContainsKey(listed.Info.Id) && WholeTablePlan.WhyNone(listed.Info) is { } none)
            {
                notRun[listed.Info.Id] = Verdict.Unmeasured(none);
            }
        }

        var asked = new List<(CheckInfo, IStreamedCheck, StreamedContext)>();
        if (whole.Source is { } source)
        {
            foreach (var entry in _selected.Where(entry => !notRun.ContainsKey(entry.Info.Id)))
            {
                var context = new StreamedContext(Context(entry.Info.Id, model), whole, source);
                if (entry.CheckAs<IStreamedCheck>() is not { } check)
                {
                    continue;
                }

                if (check.WhySampled(context) is { } reason)
                {
                    _sampled[entry.Info.Id] = reason;
                }
                else
                {
                    asked.Add((entry.Info, check, context));
                }
            }
        }

        if (asked.Count == 0)
        {
            return (new Dictionary<string, Verdict>(StringComparer.Ordinal), null);
        }

        var checks = new StreamedChecks(whole, whole.Source!, _options, _cancellation);
        if (checks.Run(asked) is not { } verdicts)
        {
            return null;
        }

        foreach (var (info, _, context) in asked.Where(asked => asked.Item3.WhySampled is not null))
        {
            _sampled[info.Id] = context.WhySampled!;
        }

        foreach (var verdict in verdicts.Values)
        {
            ReportJson.ThrowIfUnwritable(verdict);
            whole.Fetch(verdict.Findings.SelectMany(finding => finding.Rows.Sample), _cancellation);
        }

        _warnings.AddRange(checks.Warnings);
        _plan.Add($"{string.Join(", ", verdicts.Keys)}: every row, in {checks.Passes} readings of the table");
        return (verdicts, checks.Model);
    }

    // What was found in a sample, with the numbers that its rows have in the whole table.
    Verdict OfSample(string id, Verdict verdict)
    {
        if (_evidence.Whole is not { } whole || verdict.Status is CheckStatus.Skipped or CheckStatus.Unmeasured)
        {
            return verdict;
        }

        var reason = _sampled.TryGetValue(id, out var why) ? $", because {why}" : string.Empty;
        return WholeTablePlan.Numbered(verdict, whole) with { Plan = [$"of the sample of {_evidence.Data.RowCount:N0} rows{reason}", .. verdict.Plan] };
    }

    string? WhyNot(CatalogueEntry listed)
    {
        if (_selected.FirstOrDefault(entry => entry.Info.Id == listed.Info.Id) is not { } entry)
        {
            return "not selected (--checks, --skip)";
        }

        return entry.Info.Needs.WhyNot(_evidence, _options) ?? entry.WhyNot(_evidence);
    }

    PredictionModel Model(Dictionary<string, Verdict> notRun)
    {
        var asking = _selected.Where(entry => entry.Info.Needs.HasFlag(Needs.Predictions) && !notRun.ContainsKey(entry.Info.Id)).ToArray();
        PredictionModel model;
        try
        {
            model = PredictionModel.Make(_evidence, _options, asking.Length > 0 || _selected.Any(entry => !notRun.ContainsKey(entry.Info.Id) && entry.UsesPredictions(_evidence)), _cancellation);
        }
        catch (Exception exception) when (exception is not InputException)
        {
            _cancellation.ThrowIfCancellationRequested();
            foreach (var entry in asking)
            {
                notRun[entry.Info.Id] = Verdict.Unmeasured($"no predictions could be made: {Why(exception)}");
            }

            return new PredictionModel();
        }

        _cancellation.ThrowIfCancellationRequested();
        _plan.AddRange(model.Plan);
        _warnings.AddRange(model.Warnings);
        if (model.Classes is null && model.Values is null)
        {
            foreach (var entry in asking)
            {
                notRun[entry.Info.Id] = Verdict.Skipped(model.WhyNone ?? "needs predictions: give --predictions FILE");
            }
        }

        return model;
    }

    Verdict RunOne(CatalogueEntry entry, PredictionModel model, int done)
    {
        var step = $"{entry.Info.Id} {entry.Info.Name}";
        void Say(double fraction) => _options.Progress?.Report(new AuditProgress(step, PredictionModel.ShareOfWork + ((1 - PredictionModel.ShareOfWork) * (done + fraction) / _running)));
        Say(0);
        var context = Context(entry.Info.Id, model, Say);
        try
        {
            var verdict = entry.Run(context);
            ReportJson.ThrowIfUnwritable(verdict);
            return verdict;
        }
        catch (Exception exception) when (exception is not InputException)
        {
            // Cancelled work may surface as anything, an aggregate of exceptions among it; and a check may cancel work of its own.
            _cancellation.ThrowIfCancellationRequested();
            return Verdict.Unmeasured(Why(exception));
        }
    }

    // The message of an exception may quote a cell.
    string Why(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [var inner, ..] } => Why(inner),
        OutOfMemoryException => "ran out of memory; give more memory or fewer rows",
        _ => _options.ShowValues ? $"failed ({exception.GetType().Name}): {exception.Message}" : $"failed ({exception.GetType().Name})",
    };

    CheckReport Result(CheckInfo info, Verdict verdict, double seconds)
    {
        var ran = verdict.Status is CheckStatus.Found or CheckStatus.Clean;
        var flagged = verdict.RowsFlagged ?? FlaggedRows(verdict);
        return new CheckReport
        {
            Id = info.Id,
            Name = info.Name,
            Stage = info.Stage,
            Status = verdict.Status,
            Reason = verdict.Reason,
            Seconds = seconds,
            RowsScored = ran ? verdict.RowsScored ?? (verdict.Rows?.Scored() ?? _evidence.Data.RowCount) : 0,
            RowsFlagged = verdict.Status == CheckStatus.Found ? flagged : 0,
            Details = verdict.Details,
            P = verdict.P,
        };
    }

    static long FlaggedRows(Verdict verdict)
    {
        var flagged = verdict.Rows?.Flagged ?? [];
        var cellRows = verdict.Cells.Where(cell => cell.Flagged).Select(cell => cell.Row).ToHashSet();
        return flagged.AsSpan().Count(true) + cellRows.Count(row => row >= flagged.Length || !flagged[row]);
    }

    // What gains most when it is mended goes before others as bad; what is not shown to gain stays in its place.
    List<(CheckInfo Check, Finding Finding, ExpectedGain? Gain)> Gains(List<(CheckInfo Check, Finding Finding, Verdict Verdict)> findings, PredictionModel model)
    {
        var worst = findings.OrderByDescending(found => found.Finding.Severity).ToArray();
        ExpectedGain?[] gains;
        try
        {
            if (Array.Exists(worst, found => found.Finding is { Mending: not null, Severity: > Severity.Info }))
            {
                _options.Progress?.Report(new AuditProgress("estimating what repairs bring", 0.99));
            }

            gains = RepairOrder.Estimate(_evidence, model, [.. worst.Select(found => (found.Finding, found.Verdict, Context(found.Check.Id, model)))], _options, _cancellation);
        }
        catch (Exception exception) when (exception is not InputException)
        {
            _cancellation.ThrowIfCancellationRequested();
            gains = [.. worst.Select(found => found.Finding is { Mending: { } mending, Severity: > Severity.Info } ? ExpectedGain.Unmeasured(mending.Kind, Why(exception)) : null)];
        }

        _cancellation.ThrowIfCancellationRequested();
        return [.. worst.Zip(gains, (found, gain) => (found.Check, found.Finding, gain)).OrderByDescending(found => found.Finding.Severity).ThenByDescending(found => found.gain is { IsShown: true } shown ? shown.Value : 0)];
    }

    CheckContext Context(string id, PredictionModel model, Action<double>? say = null) => new(_evidence, model.Classes, model.Values, _options, id, say, _cancellation) { Words = model.Words, Near = _near };

    List<ReportFinding> Report(List<(CheckInfo Check, Finding Finding, ExpectedGain? Gain)> findings, List<CheckReport> results)
    {
        var tested = results.Where(result => result.P is not null).ToArray();
        var adjusted = BenjaminiHochberg.Adjust(tested.Select(result => result.P!.Value).ToArray());
        var q = tested.Zip(adjusted).ToDictionary(pair => pair.First.Id, pair => pair.Second);
        return
        [
            .. findings.Select(found => new ReportFinding
            {
                Id = Fingerprint.Of(found.Check.Id, found.Finding),
                Check = found.Check.Id,
                Stage = found.Check.Stage,
                Title = found.Finding.Title,
                Severity = found.Finding.Severity,
                Measure = found.Finding.Measure,
                P = found.Finding.P,
                Q = found.Finding.P is null || !q.TryGetValue(found.Check.Id, out var adjustedP) ? null : Math.Max(adjustedP, found.Finding.P.Value),
                Rows = found.Finding.Rows,
                Columns = found.Finding.Columns,
                Cause = found.Finding.Cause,
                Repair = found.Finding.Repair,
                ExpectedGain = found.Gain,
                Reproduce = Reproduce.Command(_options, found.Check),
                Suppressed = SuppressionList.ReasonFor(_options.Suppressions, found.Check, Fingerprint.Of(found.Check.Id, found.Finding)),
                Examples = found.Finding.Examples,
                Figures = found.Finding.Figures,
            }),
        ];
    }
}
