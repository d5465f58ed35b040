namespace Faultline;

/// <summary>One run of <see cref="ValueErrors"/>.</summary>
sealed class ValueErrorsWork(ValueErrors check, CheckContext context)
{
    // Predictions are made anew so often when slips come to light that the last ones hid.
    const int MostRelearned = 2;

    readonly HashSet<(int Row, string Column)> _taken = [];
    readonly List<ValueFault> _faults = [];
    readonly List<SlippedCells> _slips = [];

    /// <summary>The label and the columns asked for, where they were measured.</summary>
    public List<UnfitValues> Unfit { get; } = [];

    /// <summary>Columns judged beside the rest of their rows.</summary>
    public int ColumnsJudged { get; private set; }

    /// <summary>Limits and samples that applied.</summary>
    public List<string> Plan { get; } = [];

    /// <summary>The least p-value of each family of tests, corrected within the family.</summary>
    public List<double> Chances { get; } = [];

    /// <summary>All faults; a cell stands in one of them.</summary>
    public IReadOnlyList<ValueFault> Faults()
    {
        context.Cancellation.ThrowIfCancellationRequested();
        NumberColumn[] columns = Asked();
        NumberColumn[] judged = [.. RowFit.Judged(context)];
        var alone = Alone(judged);
        foreach (var (column, (_, codes)) in judged.Zip(alone))
        {
            _taken.UnionWith(codes.Select(row => (row, column.Name)));
        }

        Done(0.1);
        InRows();
        Done(0.2);
        List<Predicted> predicted = [.. Predictions(columns)];
        Far(judged, alone);
        Done(0.4);
        var (groups, chance) = SwappedGroups.Find(context);
        Chances.AddRange(Known(chance));
        foreach (ValueFault fault in groups)
        {
            Say(fault with { Cells = [.. fault.Cells.Where(cell => !_taken.Contains((cell.Row, cell.Column)))] });
        }

        foreach (Predicted column in predicted)
        {
            Measure(column);
        }

        return [.. Slipped(), .. _faults];
    }

    IEnumerable<ValueFault> Slipped() => _slips.GroupBy(slip => (slip.Column.Name, slip.Conversion))
        .Select(same => UnitSlips.Write(new SlippedCells(same.First().Column, same.Key.Conversion, [.. same.SelectMany(slip => slip.Rows).Order()]), context));

    static IEnumerable<double> Known(double? chance) => chance is { } known ? [known] : [];

    void Done(double share)
    {
        context.Progress(share);
        context.Cancellation.ThrowIfCancellationRequested();
    }

    NumberColumn[] Asked() => check.Columns is not { } list
        ? []
        : [.. ColumnSelector.Select(context.Data, list, "FL102.columns")
            .Select(name => context.Data[name] as NumberColumn ?? throw new InputException($"FL102.columns names '{name}', which is no column of numbers; leave it out."))
            .Where(column => column.Name != context.Roles.Label || context.Values is null)];

    (HygieneFault? Fault, int[] Codes)[] Alone(NumberColumn[] columns)
    {
        var alone = new (HygieneFault? Fault, int[] Codes)[columns.Length];
        Parallel.For(0, columns.Length, new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation }, i => alone[i] = FarNumbers.Find(columns[i], ColumnHygiene.Standard.RareShare, new HashSet<int>(), context));
        return alone;
    }

    // Values beside the rest of their row.
    void InRows()
    {
        if (RowFit.Of(context) is not { } fit)
        {
            return;
        }

        ColumnsJudged = fit.Columns.Length;
        if (fit.Sample.Length < context.Data.RowCount)
        {
            Plan.Add(FormattableString.Invariant($"what a row's numbers are expected to be by each other was learned from {fit.Sample.Length:N0} seeded rows"));
        }

        var far = fit.Judge(context);
        var (swapped, chance) = SwappedColumns.Find(fit, far.Far, context);
        Chances.AddRange(Known(chance));
        foreach (ValueFault fault in swapped)
        {
            Say(fault);
        }

        SetAside([.. UnitSlips.Find(fit, far, _taken, context)]);
    }

    void SetAside(IReadOnlyList<SlippedCells> slips)
    {
        _slips.AddRange(slips);
        _taken.UnionWith(slips.SelectMany(slip => slip.Rows.Select(row => (row, slip.Column.Name))));
    }

    // Values beyond their column's own tail, those of one kind as one finding.
    void Far(NumberColumn[] columns, (HygieneFault? Fault, int[] Codes)[] alone)
    {
        var rest = new List<HygieneFault>();
        for (int i = 0; i < columns.Length; i++)
        {
            if (alone[i].Fault is { } fault)
            {
                HashSet<int> taken = [.. _taken.Where(cell => cell.Column == columns[i].Name).Select(cell => cell.Row)];
                HygieneFault? left = fault.Rows.Any(taken.Contains) ? FarNumbers.Find(columns[i], ColumnHygiene.Standard.RareShare, taken, context).Fault : fault;
                if (left is { Cells.Count: > 0 })
                {
                    rest.Add(left);
                }
            }
        }

        foreach (var faults in rest.GroupBy(fault => fault.Kind))
        {
            Say(new ValueFault(
                faults.Key == HygieneKind.Impossible ? ValueFaultKind.Impossible : ValueFaultKind.FarGroup,
                FarNumbers.Write([.. faults], context),
                [.. faults.SelectMany(fault => fault.Cells.Select(cell => new CellScore(cell.Row, fault.Column.Name, fault.Score, cell.Suggestion, fault.Severity > Severity.Info)))]));
        }
    }

    void Say(ValueFault fault)
    {
        _faults.Add(fault);
        if (fault.Finding.Severity > Severity.Info)
        {
            _taken.UnionWith(fault.Cells.Select(cell => (cell.Row, cell.Column)));
        }
    }

    IEnumerable<Predicted> Predictions(NumberColumn[] asked)
    {
        if (context.Values is { } values && context.Roles.Label is { } label && context.Data[label] is NumberColumn numbers)
        {
            yield return WithoutSlips(new Predicted(numbers, values, LearnedPredictions.Features(context.Evidence, context.Threads, context.Cancellation).Matrix, IsOurs: context.Evidence.Values is null));
        }

        foreach (NumberColumn column in asked)
        {
            Roles roles = context.Roles;
            if (Learn(column, TableFeatures.Of(context.Data, roles.Features.Where(name => name != column.Name), roles.Text, context.Threads).Matrix, []) is { } predicted)
            {
                yield return WithoutSlips(predicted);
            }
        }
    }

    /// <summary>
    /// Slips teach a model what is not so, and hide others: what is expected is learned anew from the values that were meant, and what slipped is judged by that. Slips beside
    /// the row's other numbers stay what they are.
    /// </summary>
    Predicted WithoutSlips(Predicted predicted)
    {
        string name = predicted.Column.Name;
        bool isStale = predicted.IsOurs && _slips.Exists(slip => slip.Column.Name == name);
        var known = new HashSet<int>();
        for (int round = 0; ; round++)
        {
            SlippedCells[] slips = [.. UnitSlips.Find(predicted.Column, Open(predicted), predicted.Values.Values, context)];
            int[] rows = [.. slips.SelectMany(slip => slip.Rows)];
            if (!predicted.IsOurs || (!isStale && known.SetEquals(rows)) || round == MostRelearned || Learn(predicted.Column, predicted.Matrix, slips) is not { } anew)
            {
                SetAside(slips);
                return predicted;
            }

            (predicted, isStale, known) = (anew, false, [.. rows]);
        }
    }

    // Given values; what another finding says of a cell teaches nothing here.
    double[] Open(Predicted predicted)
    {
        double[] given = [.. predicted.Values.Labels];
        foreach (var (row, name) in _taken)
        {
            given[row] = name == predicted.Column.Name ? double.NaN : given[row];
        }

        return given;
    }

    /// <summary>Predictions of the values that no finding speaks of, out of fold, by the audit's own choice of learner; slips count as what was meant.</summary>
    Predicted? Learn(NumberColumn column, FeatureMatrix matrix, IReadOnlyList<SlippedCells> slips)
    {
        double[] meant = column.Values.ToArray();
        foreach (var (row, name) in _taken)
        {
            meant[row] = name == column.Name ? double.NaN : meant[row];
        }

        foreach (SlippedCells slip in slips.Concat(_slips.Where(slip => slip.Column.Name == column.Name)))
        {
            foreach (int row in slip.Rows)
            {
                meant[row] = slip.Conversion.Apply(column.Values[row]);
            }
        }

        int[] rows = [.. Enumerable.Range(0, column.RowCount).Where(row => double.IsFinite(meant[row]))];
        LearningTarget target = LearningTarget.OfValues([.. rows.Select(row => meant[row])]);
        string? reason = context.Learner == LearnerChoice.None ? "--learner none was given" : matrix.Columns.Count == 0 ? "there is no other column to learn from" : OutOfFold.WhyNot(target);
        if (reason is not null)
        {
            Plan.Add($"{column.Name} was not compared with the other columns: {reason}");
            return null;
        }

        FeatureMatrix features = matrix.Take(rows);
        FoldPlan plan = LearnedPredictions.Plan(context.Evidence, features, target, rows, 5, context.Seed);
        var options = new OutOfFoldOptions { Learner = context.Learner, WorkBudget = context.WorkBudget, Seed = context.Seed, Threads = context.Threads };
        OutOfFoldResult result = OutOfFold.Predict(features, target, plan, options, null, context.Cancellation);
        double[] given = new double[column.RowCount], predicted = new double[column.RowCount];
        Array.Fill(given, double.NaN);
        Array.Fill(predicted, double.NaN);
        for (int i = 0; i < rows.Length; i++)
        {
            (given[rows[i]], predicted[rows[i]]) = (column.Values[rows[i]], result.Predictions[i]);
        }

        return new Predicted(column, new ValuePredictions(given, predicted, IsOutOfFold: true) { Learners = result.Learner == "none" ? [] : [.. result.Searches.Select(search => search.Settings)] }, matrix, IsOurs: true);
    }

    void Measure(Predicted predicted)
    {
        NumberColumn column = predicted.Column;
        Veracity? veracity = Veracity.Of(predicted.Matrix, predicted.Values with { Labels = Open(predicted) }, (features, target, rows, seed) => LearnedPredictions.Plan(context.Evidence, features, target, rows, 5, seed), context);
        if (veracity is null)
        {
            Plan.Add(FormattableString.Invariant($"{column.Name} has fewer than {Veracity.FewestRows} values with a prediction: none was compared with the other columns"));
            return;
        }

        UnfitValues unfit = UnfitValues.Of(column, veracity, check.LeastErrors, _taken, context);
        if (LateSlips(column, unfit) is { Length: > 0 } late)
        {
            SetAside(late);
            unfit = UnfitValues.Of(column, veracity, check.LeastErrors, _taken, context);
        }

        if (unfit.Edges.Count > 0)
        {
            Plan.Add($"{column.Name} was not judged where {ColumnHygieneWriter.List(unfit.Edges)} {(unfit.Edges.Count == 1 ? "is" : "are")} farthest out: predictions fail there, so what does not fit is no sign of a wrong value");
        }

        Unfit.Add(unfit);
        Chances.Add(unfit.P);
        if (unfit.Fault is { } fault)
        {
            Say(fault);
        }
    }

    // Where a conversion is known of a column, a value that does not fit and does so converted has slipped too, and says nothing of the others.
    SlippedCells[] LateSlips(NumberColumn column, UnfitValues unfit)
    {
        int decimals = Decimals.Of(column);
        CellScore[] doubtful = unfit.Fault is { } fault ? [.. fault.Cells.Where(cell => cell.Suggestion is not null)] : [];
        return [.. _slips.Where(slip => slip.Column.Name == column.Name).Select(slip => slip.Conversion).Distinct()
            .Select(conversion => new SlippedCells(column, conversion, [.. doubtful.Where(cell => cell.Suggestion == NumberColumn.Write(conversion.Apply(column.Values[cell.Row], decimals))).Select(cell => cell.Row)]))
            .Where(late => late.Rows.Length > 0)];
    }

    /// <summary>A column and what is expected of it.</summary>
    /// <param name="Column">The column.</param>
    /// <param name="Values">Its numbers and the predictions.</param>
    /// <param name="Matrix">What they were learned from, all rows.</param>
    /// <param name="IsOurs">False where the user brought them.</param>
    sealed record Predicted(NumberColumn Column, ValuePredictions Values, FeatureMatrix Matrix, bool IsOurs);
}
