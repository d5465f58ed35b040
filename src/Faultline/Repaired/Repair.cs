using System.Globalization;

namespace Faultline;

/// <summary>What a repair would change, and what could not be looked at.</summary>
/// <param name="Changes">Cells by column, then rows taken out, then labels; one change a cell at most.</param>
/// <param name="Warnings">Sentences for the user.</param>
public sealed record RepairCandidates(IReadOnlyList<RepairChange> Changes, IReadOnlyList<string> Warnings);

/// <summary>Finds what to mend in a table. Cells are mended first, then rows are compared and labels judged on the mended table.</summary>
public static class Repair
{
    /// <summary>Finds the changes.</summary>
    /// <param name="evidence">The table with its roles.</param>
    /// <param name="options">What to mend.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="InputException">A fix needs something that the evidence lacks.</exception>
    public static RepairCandidates Find(Evidence evidence, RepairOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(options);
        Verify(evidence, options);
        var changes = new List<RepairChange>();
        var warnings = new List<string>();
        Evidence mended = evidence;
        if (options.Has(RepairKind.Hygiene) || options.Has(RepairKind.Missing))
        {
            CellRepair values = options.Cures.Values(Context(evidence, ColumnHygiene.Info, options, cancellation), options);
            changes.AddRange(values.Changes(evidence.Data));
            mended = evidence with { Data = values.Apply(evidence.Data) };
        }

        if (options.Has(RepairKind.Dependencies))
        {
            IReadOnlyList<RepairChange> found = options.Cures.Cells(mended, null, options, cancellation);
            RepairChange[] cells = [.. found.Where(change => DependencyRepair.Fits(mended.Data, change))];
            warnings.AddRange(DependencyRepair.NotMended(mended.Data, found));
            changes.AddRange(cells);
            mended = mended with { Data = TableEdit.Apply(mended.Data, cells) };
        }

        if (options.Has(RepairKind.Values))
        {
            IReadOnlyList<RepairChange> cells = ValueCure.Cells(Context(mended, ValueErrors.Info, options, cancellation), options);
            changes.AddRange(cells);
            mended = mended with { Data = TableEdit.Apply(mended.Data, cells) };
        }

        var gone = new HashSet<int>();
        if (options.Has(RepairKind.Duplicates) || options.Has(RepairKind.NearDuplicates))
        {
            IReadOnlyList<RepairChange> rows = options.Cures.Rows(Context(mended, Duplicates.Info, options, cancellation), options);
            changes.AddRange(rows);
            gone.UnionWith(rows.Select(change => change.Row));
        }

        if (options.Has(RepairKind.Labels))
        {
            changes.AddRange(Labels(mended, options, warnings, cancellation).Where(change => !gone.Contains(change.Row)));
        }

        if (options.Has(RepairKind.Values) && evidence is { Task: TaskKind.Regression, Roles.Label: not null })
        {
            changes.AddRange(Values(mended, options, warnings, cancellation).Where(change => !gone.Contains(change.Row)));
        }

        return new RepairCandidates(Joined(changes), warnings);
    }

    /// <summary>The mended table: cells changed, rows taken out, the rest as it was and in its order.</summary>
    /// <param name="data">The table that the changes are for.</param>
    /// <param name="changes">The changes.</param>
    /// <param name="weightColumn">Name of a column of weights to add at the end, 1 where no change says otherwise; null for none.</param>
    /// <exception cref="InputException">A text does not fit the type of its column.</exception>
    public static Table Apply(Table data, IReadOnlyList<RepairChange> changes, string? weightColumn = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(changes);
        Table mended = TableEdit.Apply(data, changes);
        if (weightColumn is not null)
        {
            mended = Table.FromColumns(data.Name, [.. mended.Columns, new NumberColumn(weightColumn, Weights(data.RowCount, changes, weightColumn))]);
        }

        HashSet<int> gone = [.. changes.Where(change => change.IsRow).Select(change => change.Row)];
        return gone.Count == 0 ? mended : mended.Take([.. Enumerable.Range(0, data.RowCount).Where(row => !gone.Contains(row))]);
    }

    /// <summary>One weight a row: 1 where no change says otherwise.</summary>
    public static double[] Weights(int rows, IReadOnlyList<RepairChange> changes, string weightColumn)
    {
        ArgumentNullException.ThrowIfNull(changes);
        double[] weights = new double[rows];
        Array.Fill(weights, 1);
        foreach (RepairChange change in changes.Where(change => change.Column == weightColumn && change.Kind is (RepairKind.Labels or RepairKind.Values)))
        {
            weights[change.Row] = double.Parse(change.After!, CultureInfo.InvariantCulture);
        }

        return weights;
    }

    /// <summary>A context for a check of its own.</summary>
    internal static CheckContext Context(Evidence evidence, CheckInfo check, RepairOptions options, CancellationToken cancellation, ClassPredictions? classes = null, ValuePredictions? values = null) =>
        new(evidence, classes, values, options.Audit, check.Id, null, cancellation);

    static void Verify(Evidence evidence, RepairOptions options)
    {
        if (options.Has(RepairKind.Labels) && evidence.Roles.Label is null)
        {
            throw new InputException("--fix labels needs a label: give --label COLUMN.");
        }

        if (options.Has(RepairKind.Labels) && evidence.Task != TaskKind.Classification)
        {
            throw new InputException($"--fix labels mends classes, and '{evidence.Roles.Label}' is a number: give --task classification if its numbers are classes.");
        }

        if (options.Has(RepairKind.Labels) && evidence.Classes is null && options.Audit.Learner == LearnerChoice.None)
        {
            throw new InputException("--fix labels needs class probabilities, and there are none: give --predictions FILE or --probabilities COLUMNS, or leave out --learner none.");
        }

        if ((options.Has(RepairKind.Labels) || options.Has(RepairKind.Values)) && options.Labels == LabelRepair.Weigh && evidence.Data.Find(options.WeightColumn) is not null)
        {
            throw new InputException($"'{evidence.Data.Name}' has a column '{options.WeightColumn}' already; name another for the weights with --weight-column.");
        }
    }

    static List<RepairChange> Labels(Evidence mended, RepairOptions options, List<string> warnings, CancellationToken cancellation)
    {
        PredictionModel model = PredictionModel.Make(mended, options.Audit, wanted: true, cancellation);
        if (model.Classes is not { } classes)
        {
            warnings.Add($"Labels were not looked at: {model.WhyNone ?? "there are no predictions"}.");
            return [];
        }

        var (rows, verdict) = options.Cures.Labels(Context(mended, LabelErrors.Info, options, cancellation, classes), options);
        if (verdict.Status is CheckStatus.Unmeasured or CheckStatus.Skipped)
        {
            warnings.Add($"Labels were not judged: {verdict.Reason}.");
        }

        Column label = mended.Data[mended.Roles.Label!];
        return [.. rows.Select(row => Change(row, label.Text(row.Row), classes.Classes[row.Suggested], mended.Roles.Label!, options))];
    }

    static List<RepairChange> Values(Evidence mended, RepairOptions options, List<string> warnings, CancellationToken cancellation)
    {
        PredictionModel model = PredictionModel.Make(mended, options.Audit, wanted: true, cancellation);
        if (model.Values is not { } values)
        {
            warnings.Add($"The values of '{mended.Roles.Label}' were not looked at: {model.WhyNone ?? "there are no predictions"}.");
            return [];
        }

        Column label = mended.Data[mended.Roles.Label!];
        return [.. ValueCure.Labels(Context(mended, ValueErrors.Info, options, cancellation, values: values), options).Select(wrong => Change(wrong, label.Text(wrong.Row), label.Name, options))];
    }

    static RepairChange Change(WrongValue wrong, string? given, string label, RepairOptions options)
    {
        string score = Math.Round(wrong.Score, 4).ToString(CultureInfo.InvariantCulture);
        string suggested = NumberColumn.Write(wrong.Suggested);
        return options.Labels switch
        {
            LabelRepair.Drop => new RepairChange(RepairKind.Values, wrong.Row, string.Empty, null, null, ValueErrors.Info.Id, $"taken out: {label} is probably about {suggested} (score {score})"),
            LabelRepair.Weigh => new RepairChange(RepairKind.Values, wrong.Row, options.WeightColumn, "1", score, ValueErrors.Info.Id, $"{label} is probably about {suggested}"),
            _ => new RepairChange(RepairKind.Values, wrong.Row, label, given, suggested, ValueErrors.Info.Id, $"does not fit the rest of its row (score {score})"),
        };
    }

    static RepairChange Change(WrongLabel wrong, string? given, string suggested, string label, RepairOptions options)
    {
        string score = Math.Round(wrong.Score, 4).ToString(CultureInfo.InvariantCulture);
        return options.Labels switch
        {
            LabelRepair.Drop => new RepairChange(RepairKind.Labels, wrong.Row, string.Empty, null, null, LabelErrors.Info.Id, $"taken out: {label} is probably {suggested} (score {score})"),
            LabelRepair.Weigh => new RepairChange(RepairKind.Labels, wrong.Row, options.WeightColumn, "1", score, LabelErrors.Info.Id, $"{label} is probably {suggested}"),
            _ => new RepairChange(RepairKind.Labels, wrong.Row, label, given, suggested, LabelErrors.Info.Id, $"probably wrong (score {score})"),
        };
    }

    /// <summary>A row that is taken out has no changed cells; a cell that was changed twice has changed once.</summary>
    internal static List<RepairChange> Joined(IReadOnlyCollection<RepairChange> changes)
    {
        HashSet<int> gone = [.. changes.Where(change => change.IsRow).Select(change => change.Row)];
        var joined = new List<RepairChange>();
        var place = new Dictionary<(int Row, string Column), int>();
        foreach (RepairChange change in changes.Where(change => change.IsRow || !gone.Contains(change.Row)))
        {
            if (!change.IsRow && place.TryGetValue((change.Row, change.Column), out int at))
            {
                joined[at] = change with { Before = joined[at].Before, Reason = $"{joined[at].Reason}; {change.Reason}" };
                continue;
            }

            if (!change.IsRow)
            {
                place.Add((change.Row, change.Column), joined.Count);
            }

            joined.Add(change);
        }

        return joined;
    }
}
