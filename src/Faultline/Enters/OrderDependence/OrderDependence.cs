namespace Faultline;

/// <summary>
/// Finds rows that are not independent of each other or of their place in the file: drift along the file, a stretch that differs, neighbours that are alike,
/// repeated measures. A file that is merely sorted by a column is said to be so, and is no fault.
/// </summary>
public sealed record OrderDependence : ICheck<OrderDependence>
{
    const int LeastRows = 50;

    /// <inheritdoc/>
    public static CheckInfo Info { get; } = new(
        "FL105",
        "OrderDependence",
        Stage.Enters,
        "Are the rows independent of each other and of their order in the file?",
        CheckMaturity.Preview,
        Needs.None,
        "about 100 bytes a row and thread, 8 bytes a dimension and 160 bytes for each of at most 200,000 rows searched",
        [
            new Source("Detecting Dataset Drift and Non-IID Sampling via k-Nearest Neighbors", 2023, "arXiv:2305.15696"),
            new Source("Proximity Ascertainment Bias in Early Covid Case Locations", 2024, "arXiv:2401.08680"),
            new Source("Use of Ranks in One-Criterion Variance Analysis", 1952, "doi:10.1080/01621459.1952.10483441"),
        ]);

    /// <inheritdoc/>
    public static OrderDependence Standard { get; } = new();

    /// <inheritdoc/>
    public static IReadOnlyList<CheckOption<OrderDependence>> Options { get; } =
    [
        CheckOption.Whole<OrderDependence>("k", "Neighbours of a row whose places in the file are looked at.", 10, 1, 100, (check, value) => check with { K = value }),
        CheckOption.Whole<OrderDependence>("permutations", "Random orders that the file's order is compared with.", 199, 19, 9_999, (check, value) => check with { Permutations = value }),
        CheckOption.Number<OrderDependence>("threshold", "Distance from random places that the low end of its interval must clear.", 0.03, 0, 0.9, (check, value) => check with { Threshold = value }),
        CheckOption.Number<OrderDependence>("share", "Share of a column's variance by place in the file that the low end of its interval must clear.", 0.01, 0, 0.9, (check, value) => check with { Share = value }),
        CheckOption.Number<OrderDependence>("correlation", "Correlation of rows that follow one another that the near end of its interval must clear.", 0.1, 0, 0.9, (check, value) => check with { Correlation = value }),
        CheckOption.Whole<OrderDependence>("queryRows", "Above so many rows, the neighbours of a seeded sample of so many are looked at.", 5_000, 100, 1_000_000, (check, value) => check with { QueryRows = value }),
        new("distance", "Column of each case's distance from the suspected source, to test two groups of cases for ascertainment bias.", "none", "any column of numbers", (check, value) => check with { Distance = value == "none" ? null : value }),
        new("linked", "Value of the two-valued --group or --split column whose cases are linked to the source.", "none", "any value of the column", (check, value) => check with { Linked = value == "none" ? null : value }),
    ];

    /// <summary>Neighbours of a row. Default 10, 1 to 100.</summary>
    public int K { get; init; } = 10;

    /// <summary>Random orders. Default 199, 19 to 9,999.</summary>
    public int Permutations { get; init; } = 199;

    /// <summary>Practical threshold of the neighbours' statistic. Default 0.03, 0 to 0.9.</summary>
    public double Threshold { get; init; } = 0.03;

    /// <summary>Practical threshold of the share of a column's variance that its place explains. Default 0.01, 0 to 0.9.</summary>
    public double Share { get; init; } = 0.01;

    /// <summary>Practical threshold of the correlation of successive rows. Default 0.1, 0 to 0.9.</summary>
    public double Correlation { get; init; } = 0.1;

    /// <summary>Rows whose neighbours are looked at. Default 5,000, 100 to 1,000,000.</summary>
    public int QueryRows { get; init; } = 5_000;

    /// <summary>Column of distances from a suspected source, or null. Default null.</summary>
    public string? Distance { get; init; }

    /// <summary>Value of the group that is linked to the source, or null. Default null.</summary>
    public string? Linked { get; init; }

    /// <inheritdoc/>
    public Verdict Run(CheckContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Cancellation.ThrowIfCancellationRequested();
        var gap = AscertainmentGap.Of(context, Distance, Linked);
        if (context.Data.RowCount < LeastRows)
        {
            return Verdict.Unmeasured($"{ColumnHygieneWriter.Count(context.Data.RowCount, "row")}; at least {LeastRows} are needed to tell an order from chance");
        }

        var embedding = context.Embedding;
        var columns = OrderedDimensions.Columns(context);
        var space = MixedSpace.Of(columns, context.Threads, context.Cancellation);
        if (embedding is null && space.Dimensions == 0)
        {
            return Verdict.Unmeasured("no feature is a number or a category with two different values; name columns with --features or give --embedding");
        }

        context.Progress(0.1);
        var arrangement = Arrangement.Of(context);
        var tested = OrderedDimensions.Dimensions(space, columns, context, embedding);
        var order = arrangement.IsArranged ? ColumnOrder.Within(tested, arrangement, context) : ColumnOrder.Of(tested, context);
        context.Progress(0.4);
        var neighbours = NeighbourOrder.Of(context, embedding, OrderedDimensions.Points(space, embedding), K, QueryRows, Permutations);
        context.Progress(0.9);
        return Conclude(context, arrangement, tested, order, neighbours, gap);
    }

    Verdict Conclude(CheckContext context, Arrangement arrangement, IReadOnlyList<TestedDimension> tested, IReadOnlyList<DimensionOrder> order, NeighbourOrder? neighbours, AscertainmentGap? gap)
    {
        var writer = new OrderWriter(context, arrangement, neighbours);
        var findings = new List<Finding>();
        var moved = order.Where(dimension => dimension.IsFound(Share, Correlation)).ToArray();
        var near = !arrangement.IsArranged && neighbours is not null && neighbours.Low > Threshold && neighbours.P <= DimensionOrder.Level;
        if (arrangement.IsArranged)
        {
            findings.Add(writer.Sorted());
        }

        var grouped = arrangement.Groups(tested, context);
        if (grouped is { } groups)
        {
            findings.Add(writer.Grouped(groups));
        }
        else if (moved.Length > 0)
        {
            findings.Add(writer.Moved(moved));
        }
        else if (near)
        {
            findings.Add(writer.Near());
        }

        if (gap is { IsNamed: true } && gap.High < 0)
        {
            findings.Add(writer.Ascertainment(gap));
        }

        // Each family is corrected for its own tests, and for the others.
        double[] families = [order.Count == 0 ? 1 : order.Min(dimension => dimension.P), arrangement.IsArranged ? grouped?.P ?? 1 : neighbours?.P ?? 1];
        var p = Math.Min(1, families.Length * families.Min());
        return Verdict.Of(findings.Select(finding => finding.Key == "sorted" ? finding : finding with { P = p })) with
        {
            P = p,
            RowsFlagged = 0,
            Plan = neighbours is { Sampled: true } ? [$"the places of the neighbours of a seeded sample of {neighbours.Queries:N0} rows among {neighbours.Rows:N0}"] : [],
            Details = new OrderDependenceDetails(
                neighbours?.Statistic ?? 0,
                neighbours?.P ?? 1,
                neighbours?.Low,
                neighbours?.High,
                K,
                Permutations,
                neighbours?.Queries ?? 0,
                arrangement.Names,
                moved.Length,
                [.. moved.Take(CheckDetails.ListLimit).Select(dimension => dimension.Entry)],
                gap?.Details),
        };
    }
}
