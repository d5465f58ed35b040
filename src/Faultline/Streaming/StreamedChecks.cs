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

    /// <summary>The answers, by check id; null where the reading was not to go on.</summary>
    /// <param name="checks">Checks with what they get, in catalogue order.</param>
    public IReadOnlyDictionary<string, Verdict>? Run(IReadOnlyList<(CheckInfo Info, IStreamedCheck Check, StreamedContext Context)> checks)
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

            var asked = open.Select(check => (check.Info.Id, check.Passes.Current));
            var pass = new WholePass(whole.Blocks, source, options, Passes + 1, [.. Passes == 0 ? asked.Append((string.Empty, report)) : asked]);
            if (!Read(pass))
            {
                return null;
            }

            Passes++;
            Model ??= report.Report();
        }
    }

    bool Read(WholePass pass)
    {
        if (options.Passes is null)
        {
            pass.Read(0, pass.Parts, cancellation);
        }
        else if (!options.Passes.Read(pass, cancellation))
        {
            return false;
        }

        if (pass.Rows != whole.RowCount)
        {
            throw new InvalidOperationException($"Pass {pass.Number} has seen {pass.Rows:N0} of {whole.RowCount:N0} rows.");
        }

        if (pass.Number == 1)
        {
            Warn(pass);
        }

        return true;
    }

    void Warn(WholePass pass)
    {
        ProbabilityRows.Say(whole.Blocks.Name, [pass.Seen], whole.RowCount, null, Warnings);
        if (pass.Unmatched > PredictionReader.UnmatchedLimit * whole.RowCount)
        {
            throw new InputException($"{pass.Unmatched:N0} of {whole.RowCount:N0} rows have a label that no probability column of '{whole.Blocks.Name}' is named after; at most {PredictionReader.UnmatchedLimit:0.#%} of rows may. Give one column of probabilities for each class, named after it.");
        }

        if (pass.Unmatched > 0)
        {
            Warnings.Add($"{pass.Unmatched:N0} of {whole.RowCount:N0} rows have a label that no probability column is named after and are unmeasured where predictions are needed.");
        }
    }
}
