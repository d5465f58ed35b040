namespace Faultline;

/// <summary>
/// Finds columns, and rows as a whole, that are distributed otherwise than in an earlier table of the same kind. A column has drifted when the interval
/// of its effect clears a practical threshold; a small p alone never makes a finding.
/// </summary>
public sealed record Drift : ICheck<Drift>
{
    const double Level = 0.05;

    /// <inheritdoc/>
    public static CheckInfo Info { get; } = new(
        "FL401",
        "Drift",
        Stage.Spreads,
        "Is the table still distributed as the reference was?",
        CheckMaturity.Preview,
        Needs.Reference,
        "16 bytes a row of both tables, and the classifier's 20,000 rows",
        [
            new Source("Sulla determinazione empirica di una legge di distribuzione", 1933, "Giornale dell'Istituto Italiano degli Attuari 4"),
            new Source("Revisiting Classifier Two-Sample Tests", 2017, "arXiv:1610.06545"),
            new Source("Controlling the false discovery rate", 1995, "doi:10.1111/j.2517-6161.1995.tb02031.x"),
        ]);

    /// <inheritdoc/>
    public static Drift Standard { get; } = new();

    /// <inheritdoc/>
    public static IReadOnlyList<CheckOption<Drift>> Options { get; } =
    [
        CheckOption.Number<Drift>("threshold", "Difference of the distributions that the interval of a column's effect must clear.", 0.05, 0, 0.9, (check, value) => check with { Threshold = value }),
        CheckOption.Number<Drift>("aucThreshold", "AUC that the classifier's interval must clear when no column has drifted alone.", 0.55, 0.5, 0.99, (check, value) => check with { AucThreshold = value }),
        CheckOption.Whole<Drift>("classifierRows", "Most rows of each table that the classifier is trained and judged on; 0 leaves it out.", 10_000, 0, 1_000_000, (check, value) => check with { ClassifierRows = value }),
        CheckOption.Whole<Drift>("fewest", "Fewest rows of each table.", 30, 10, 1_000_000, (check, value) => check with { Fewest = value }),
    ];

    /// <summary>Practical threshold of a column's effect, in [0, 0.9], default 0.05: a shift of 0.13 standard deviations of a normal column.</summary>
    public double Threshold
    {
        get;
        init => field = value is >= 0 and <= 0.9 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Threshold lies between 0 and 0.9.");
    }
    = 0.05;

    /// <summary>Practical threshold of the classifier's AUC, in [0.5, 0.99], default 0.55.</summary>
    public double AucThreshold
    {
        get;
        init => field = value is >= 0.5 and <= 0.99 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "AucThreshold lies between 0.5 and 0.99.");
    }
    = 0.55;

    /// <summary>Most rows of each table that the classifier is trained and judged on, in [0, 1,000,000], default 10,000; 0 leaves it out.</summary>
    public int ClassifierRows
    {
        get;
        init => field = value is >= 0 and <= 1_000_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "ClassifierRows lies between 0 and 1,000,000.");
    }
    = 10_000;

    /// <summary>Fewest rows of each table, at least 10, default 30.</summary>
    public int Fewest
    {
        get;
        init => field = value is >= 10 and <= 1_000_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Fewest lies between 10 and 1,000,000.");
    }
    = 30;

    /// <inheritdoc/>
    public Verdict Run(CheckContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var reference = context.Evidence.Reference!;
        if (context.Data.RowCount < Fewest || reference.RowCount < Fewest)
        {
            return Verdict.Unmeasured($"{ColumnHygieneWriter.Count(context.Data.RowCount, "row")} here and {ColumnHygieneWriter.Count(reference.RowCount, "row")} in the reference; fewer than {Fewest} of either say nothing of drift");
        }

        var plan = new List<string>();
        var pairs = DriftColumns.Pairs(context, reference, plan);
        var compared = new DriftColumn?[pairs.Count];
        var agreements = new double[pairs.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation };
        Parallel.For(0, pairs.Count, parallel, i => (compared[i], agreements[i]) = DriftColumns.Alone(pairs[i].Now, pairs[i].Before, Fewest));
        var units = Units(pairs, agreements, reference, plan, context);
        if (units is not null)
        {
            // Rows of one unit show less: the intervals are wider.
            Parallel.For(0, pairs.Count, parallel, i => compared[i] = DriftColumns.Compare(pairs[i].Now, pairs[i].Before, Fewest, units));
        }

        var measured = compared.OfType<DriftColumn>().ToArray();
        if (measured.Length == 0)
        {
            return Verdict.Unmeasured("no column of this table can be compared with one of the same name in the reference; give --reference a table of the same kind");
        }

        var q = BenjaminiHochberg.Adjust(measured.Select(column => column.P).ToArray());
        var columns = measured.Select((column, i) => column with { Q = q[i], Drifted = column.Low > Threshold && q[i] <= Level }).ToArray();
        context.Progress(0.3);

        var names = columns.Select(column => column.Column).ToHashSet(StringComparer.Ordinal);
        var features = pairs.Where(pair => pair.Now.Name != context.Roles.Label && names.Contains(pair.Now.Name)).ToArray();
        if (features.Length > DriftClassifier.MostColumns)
        {
            plan.Add($"the classifier saw {DriftClassifier.MostColumns:N0} of {features.Length:N0} columns, evenly spaced");
            features = [.. Enumerable.Range(0, DriftClassifier.MostColumns).Select(i => features[(int)((long)i * features.Length / DriftClassifier.MostColumns)])];
        }

        var few = Math.Min(context.Data.RowCount, reference.RowCount) < DriftClassifier.FewestRows;
        var classifier = features.Length == 0 || few || ClassifierRows == 0 ? null : DriftClassifier.Run(features, units, AucThreshold, ClassifierRows, context);
        if (classifier is null)
        {
            plan.Add(ClassifierRows == 0 ? "no classifier: FL401.classifierRows is 0" : $"no classifier: it needs a feature and {DriftClassifier.FewestRows} rows of each table");
        }
        else
        {
            plan.Add($"the classifier saw {classifier.Rows:N0} rows of both tables");
            var carries = classifier.Carries.ToDictionary(column => column.Column, column => column.Loss, StringComparer.Ordinal);
            columns = [.. columns.Select(column => carries.TryGetValue(column.Column, out var loss) ? column with { Carries = loss } : column)];
        }

        return Conclude(columns, classifier, pairs, plan, context, reference);
    }

    // The user's groups, where there are enough of them and both tables name them, else rows that repeat one another.
    static int[]? Units(IReadOnlyList<(Column Now, Column Before)> pairs, double[] agreements, Table reference, List<string> plan, CheckContext context)
    {
        foreach (var name in context.Roles.Groups)
        {
            if (RepeatedUnits.Named(context.Data[name], reference.Find(name)) is { } named)
            {
                plan.Add($"rows of one {name} count together: they are alike and do not show as much as so many rows by themselves");
                return named;
            }
        }

        var units = RepeatedUnits.Of([.. pairs.Zip(agreements, (pair, agreement) => (pair.Now, pair.Before, agreement)).Where(pair => pair.Now.Name != context.Roles.Label)], context.Cancellation);
        if (units is not null)
        {
            plan.Add($"rows that agree in several columns which seldom agree count together ({units.Max() + 1:N0} units of {units.Length:N0} rows in both tables): they are no independent rows");
        }

        return units;
    }

    Verdict Conclude(DriftColumn[] columns, DriftClassifier? classifier, IReadOnlyList<(Column Now, Column Before)> pairs, List<string> plan, CheckContext context, Table reference)
    {
        var ordered = columns.OrderByDescending(column => column.Low).ThenByDescending(column => column.Effect).ToArray();
        var writer = new DriftWriter(context, reference, pairs, classifier, columns.Count(column => column.Column != context.Roles.Label));
        var drifted = ordered.Where(column => column.Drifted && column.Column != context.Roles.Label).ToArray();
        var findings = new List<Finding>();
        if (drifted.Length > 0)
        {
            findings.Add(writer.Columns(drifted, ordered));
        }
        else if (classifier is not null && classifier.Auc.Interval.Low > AucThreshold)
        {
            findings.Add(writer.Together([.. classifier.Carriers.Take(3).Select(name => columns.First(column => column.Column == name))]));
        }

        if (ordered.FirstOrDefault(column => column.Drifted && column.Column == context.Roles.Label) is { } label)
        {
            findings.Add(writer.Label(label));
        }

        // One p for the audit: the smallest of the columns' (already corrected for their number) and the classifier's, doubled for the two ways of looking.
        var least = columns.Min(column => column.Q);
        var p = classifier is null ? least : Math.Min(1, 2 * Math.Min(least, classifier.P));
        return Verdict.Of(findings.Select(finding => finding with { P = p })) with
        {
            P = p,
            Plan = plan,
            RowsFlagged = 0,
            Details = new DriftDetails(
                [.. ordered.OrderByDescending(column => column.Effect).Take(CheckDetails.ListLimit)],
                columns.Length,
                Threshold,
                Math.Min(1, Threshold + DriftColumns.HalfBand(context.Data.RowCount, reference.RowCount)),
                classifier is null ? null : new DriftAuc(classifier.Auc.Value, classifier.Auc.Interval.Low, classifier.Auc.Interval.High)),
        };
    }
}
