namespace Faultline;

/// <summary>Runs streamed checks side by side: what several of them want to see of a row they see in one reading.</summary>
sealed class StreamedChecks(WholeTable whole, ClassSource source, AuditOptions options, CancellationToken cancellation)
{
    /// <summary>What was mended in the probabilities of the whole table.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>How good the predictions are on the whole table, or null where no row is measured.</summary>
    public ModelReport? Model { get; private set; }

    /// <summary>How often the whole table was read.</summary>
    public int Passes { get; private set; }

    /// <summary>The answers, by check id.</summary>
    /// <param name="checks">Checks with what they get, in catalogue order.</param>
    public IReadOnlyDictionary<string, Verdict> Run(IReadOnlyList<(CheckInfo Info, IStreamedCheck Check, StreamedContext Context)> checks)
    {
        var answers = new Dictionary<string, Verdict>(StringComparer.Ordinal);
        var report = new GivenPass(source.Classes);
        var open = checks.Select(check => (check.Info, check.Context, Passes: check.Check.Passes(check.Context).GetEnumerator())).ToList();
        while (true)
        {
            // What a check concludes between two passes takes processors and memory of its own: one after the other.
            foreach (var check in open.ToArray())
            {
                cancellation.ThrowIfCancellationRequested();
                if (!check.Passes.MoveNext())
                {
                    check.Passes.Dispose();
                    open.Remove(check);
                    if (check.Context.WhySampled is null)
                    {
                        answers.Add(check.Info.Id, check.Context.Answer ?? throw new InvalidOperationException($"{check.Info.Id} came to no answer."));
                    }
                }
            }

            if (open.Count == 0)
            {
                return answers;
            }

            BlockPass[] passes = [.. open.Select(check => check.Passes.Current)];
            Read(Passes == 0 ? [.. passes, report] : passes);
            Passes++;
            Model ??= report.Report();
        }
    }

    void Read(BlockPass[] passes)
    {
        string[] columns = [.. passes.SelectMany(pass => pass.Columns).Append(source.Label).Concat(source.Columns).Distinct(StringComparer.Ordinal)];
        var workers = new List<(ClassBlock Block, BlockPass[] Passes)>();
        long done = 0;
        var began = options.Clock.GetTimestamp();
        whole.Blocks.Scan(columns, options.ThreadCount, () =>
        {
            var block = new ClassBlock(source, options.ShowValues);
            BlockPass[] own = [.. passes.Select(pass => pass.Fresh())];
            workers.Add((block, own));
            return rows =>
            {
                block.Take(rows);
                foreach (var pass in own)
                {
                    pass.Summarise(block);
                }

                Say(Interlocked.Add(ref done, rows.Rows.RowCount), began);
            };
        }, cancellation);
        foreach (var worker in workers)
        {
            for (var i = 0; i < passes.Length; i++)
            {
                passes[i].Merge(worker.Passes[i]);
            }
        }

        if (Passes == 0)
        {
            ProbabilityRows.Say(whole.Blocks.Name, [.. workers.Select(worker => worker.Block.Seen)], whole.RowCount, null, Warnings);
            var unmatched = workers.Sum(worker => worker.Block.Unmatched);
            if (unmatched > PredictionReader.UnmatchedLimit * whole.RowCount)
            {
                throw new InputException($"{unmatched:N0} of {whole.RowCount:N0} rows have a label that no probability column of '{whole.Blocks.Name}' is named after; at most {PredictionReader.UnmatchedLimit:0.#%} of rows may. Give one column of probabilities for each class, named after it.");
            }

            if (unmatched > 0)
            {
                Warnings.Add($"{unmatched:N0} of {whole.RowCount:N0} rows have a label that no probability column is named after and are unmeasured where predictions are needed.");
            }
        }
    }

    void Say(long done, long began)
    {
        if (options.Progress is { } progress)
        {
            var seconds = options.Clock.GetElapsedTime(began).TotalSeconds;
            var share = (double)done / whole.RowCount;
            var speed = seconds > 0 ? $", {PlainNumber.Of(done / seconds)} rows/s" : string.Empty;
            progress.Report(new AuditProgress($"reading all rows, pass {Passes + 1}: {done:N0} of {whole.RowCount:N0}{speed}", PredictionModel.ShareOfWork * (1 - Math.Pow(0.6, Passes + share))));
        }
    }
}
