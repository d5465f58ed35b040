namespace Faultline;

/// <summary>One run of <see cref="ValueErrors"/>.</summary>
sealed class ValueErrorsWork(ValueErrors check, CheckContext context)
{
    readonly HashSet<(int Row, string Column)> _taken = [];
    readonly List<ValueFault> _faults = [];

    /// <summary>The label and the columns asked for, where they were measured.</summary>
    public List<UnfitValues> Unfit { get; } = [];

    /// <summary>Columns judged beside the rest of their rows.</summary>
    public int ColumnsJudged { get; private set; }

    /// <summary>Limits and samples that applied.</summary>
    public List<string> Plan { get; } = [];

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
        Done(0.3);
        Far(judged, alone);
        foreach (ValueFault fault in SwappedGroups.Find(context))
        {
            _faults.Add(fault);
        }

        Done(0.4);
        if (context.Values is { } values && context.Roles.Label is { } label && context.Data[label] is NumberColumn numbers)
        {
            Measure(numbers, values, LearnedPredictions.Features(context.Evidence, context.Threads, context.Cancellation).Matrix);
        }

        foreach (NumberColumn column in columns)
        {
            Measure(column);
        }

        return _faults;
    }

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
        foreach (ValueFault fault in SwappedColumns.Find(fit, far.Far, context))
        {
            Say(fault);
        }

        foreach (ValueFault fault in UnitSlips.Find(fit, far, _taken, context))
        {
            Say(fault);
        }
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

    // Another column than the label: predictions of its own, from the other features.
    void Measure(NumberColumn column)
    {
        Roles roles = context.Roles;
        int[] rows = [.. Enumerable.Range(0, column.RowCount).Where(row => double.IsFinite(column.Values[row]) && !_taken.Contains((row, column.Name)))];
        FeatureMatrix matrix = TableFeatures.Of(context.Data, roles.Features.Where(name => name != column.Name), roles.Text, context.Threads).Matrix;
        LearningTarget target = LearningTarget.OfValues([.. rows.Select(row => column.Values[row])]);
        if (OutOfFold.WhyNot(target) is { } reason || matrix.Columns.Count == 0)
        {
            Plan.Add($"{column.Name} was not compared with the other columns: {OutOfFold.WhyNot(target) ?? "there is no other column to learn from"}");
            return;
        }

        FeatureMatrix features = matrix.Take(rows);
        FoldPlan plan = LearnedPredictions.Plan(context.Evidence, features, target, rows, 5, context.Seed);
        OutOfFoldResult result = OutOfFold.Predict(features, target, plan, new OutOfFoldOptions { Seed = context.Seed, Threads = context.Threads }, null, context.Cancellation);
        double[] given = new double[column.RowCount], predicted = new double[column.RowCount];
        Array.Fill(given, double.NaN);
        Array.Fill(predicted, double.NaN);
        for (int i = 0; i < rows.Length; i++)
        {
            (given[rows[i]], predicted[rows[i]]) = (target.Values[i], result.Predictions[i]);
        }

        Measure(column, new ValuePredictions(given, predicted, IsOutOfFold: true) { Learners = result.Learner == "none" ? [] : [.. result.Searches.Select(search => search.Settings)] }, matrix);
    }

    void Measure(NumberColumn column, ValuePredictions values, FeatureMatrix matrix)
    {
        // What another finding says of a cell teaches nothing here.
        double[] given = [.. values.Labels];
        foreach (var (row, name) in _taken)
        {
            given[row] = name == column.Name ? double.NaN : given[row];
        }

        Veracity? veracity = Veracity.Of(matrix, values with { Labels = given }, (features, target, rows, seed) => LearnedPredictions.Plan(context.Evidence, features, target, rows, 5, seed), context);
        if (veracity is null)
        {
            Plan.Add(FormattableString.Invariant($"{column.Name} has fewer than {Veracity.FewestRows} values with a prediction: none was compared with the other columns"));
            return;
        }

        UnfitValues unfit = UnfitValues.Of(column, veracity, check.LeastErrors, _taken, context);
        Unfit.Add(unfit);
        if (unfit.Fault is { } fault)
        {
            Say(fault);
        }
    }
}
