using System.Globalization;

namespace Faultline;

/// <summary>Values of one column that do not fit their rows: scores of all of them, and a finding over those that noise does not explain.</summary>
/// <param name="Fault">What was found, also what can not be told (info); or null.</param>
/// <param name="Scores">A score for every value measured.</param>
/// <param name="Fit">Figures.</param>
/// <param name="P">Chance of what was found in noise.</param>
/// <param name="Edges">Features at whose end predictions fail, so that no row there is flagged.</param>
sealed record UnfitValues(ValueFault? Fault, IReadOnlyList<CellScore> Scores, ValueErrorsFit Fit, double P, IReadOnlyList<string> Edges)
{
    // Where nothing is flagged a value scores one half where noise reaches once in a hundred thousand values.
    const double PlainLimit = 11.5;
    // Where the other columns explain less, they say nothing of single values; a decimal point that fits asks for more.
    const double LeastExplained = 0.1;
    const double LeastExplainedOfASlip = 0.5;
    const double HighShare = 0.01;
    const double FeltShare = 0.001;
    const double Fits = 2.5;
    const int MostEdges = 4;
    const int Bins = 40;

    /// <summary>Judges a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="veracity">Its measured deviations.</param>
    /// <param name="leastShare">Share of wrong values that the low end of the interval must reach.</param>
    /// <param name="taken">Cells that another finding has said already.</param>
    /// <param name="context">How cells may be shown.</param>
    public static UnfitValues Of(NumberColumn column, Veracity veracity, double leastShare, HashSet<(int Row, string Column)> taken, CheckContext context)
    {
        int[] open = [.. Enumerable.Range(0, veracity.Rows.Length).Where(i => !taken.Contains((veracity.Rows[i], column.Name)))];
        double[] deviations = [.. open.Select(i => veracity.Deviations[i])];
        ResidualTail tail = ResidualTail.Judge(deviations, leastShare);
        var edges = new List<string>();
        var isOut = new bool[open.Length];
        bool IsBeyond(int i) => !isOut[i] && (deviations[i] <= tail.Below || deviations[i] >= tail.Above);
        while (edges.Count < MostEdges && tail.Count > 0
            && SparseEdge.Of([.. Enumerable.Range(0, open.Length).Where(IsBeyond).Select(i => veracity.Rows[open[i]])], column, context) is var (feature, rows))
        {
            edges.Add(feature);
            for (int i = 0; i < isOut.Length; i++)
            {
                isOut[i] |= rows.Contains(veracity.Rows[open[i]]);
            }

            tail = tail.With(ResidualTail.Judge([.. deviations.Where((_, i) => !isOut[i])], leastShare), isOut);
        }

        bool found = tail.Count > 0 && veracity.RefitR2 >= LeastExplained;
        bool IsFlagged(int i) => found && IsBeyond(i);
        double limit = found ? Enumerable.Range(0, open.Length).Where(IsFlagged).Min(i => tail.Surprise[i]) : PlainLimit;
        int decimals = Decimals.Of(column);
        var scores = new CellScore[open.Length];
        for (int i = 0; i < open.Length; i++)
        {
            bool flagged = IsFlagged(i);
            double size = isOut[i] ? Math.Min(1, tail.Surprise[i] / limit) : tail.Surprise[i] / limit;
            scores[i] = new CellScore(veracity.Rows[open[i]], column.Name, 1 / (1 + (size * size)), flagged && veracity.RefitR2 >= LeastExplainedOfASlip ? Suggestion(veracity, open[i], decimals) : null, flagged);
        }

        var fit = new ValueErrorsFit(
            column.Name,
            veracity.Rows.Length,
            found ? tail.Errors : tail.Errors with { Value = 0, Low = 0 },
            found ? tail.Count : 0,
            veracity.Filtered,
            veracity.R2,
            veracity.RefitR2,
            double.IsNaN(tail.Freedom) ? null : tail.Freedom);
        CellScore[] flaggedCells = [.. scores.Where(score => score.Flagged).OrderBy(score => score.Score).ThenBy(score => score.Row)];
        Finding? finding = found ? Found(column, veracity, tail, deviations, flaggedCells, context)
            : tail.Errors.High >= HighShare * deviations.Length ? Untold(column, veracity, tail, deviations) : null;
        return new UnfitValues(finding is null ? null : new ValueFault(ValueFaultKind.Unfit, finding, flaggedCells) { Expected = Expected(veracity, flaggedCells) }, scores, fit, tail.P, edges);
    }

    static Finding Found(NumberColumn column, Veracity veracity, ResidualTail tail, double[] deviations, CellScore[] cells, CheckContext context)
    {
        int n = deviations.Length;
        double value = Math.Round(tail.Errors.Value), low = Math.Round(tail.Errors.Low ?? 0), high = Math.Round(tail.Errors.High ?? n);
        var predicted = Expected(veracity, cells);
        return new Finding
        {
            Key = $"{ValueFaultKind.Unfit}:{column.Name}",
            Title = $"{Text(value)} of {Text(n)} values of {column.Name} are probably wrong ({Text(low)}–{Text(high)})",
            Severity = low >= FeltShare * n ? Severity.Medium : Severity.Low,
            Measure = new Measure("estimated wrong values", value, low, high, 0.95, "rows"),
            P = tail.P,
            Rows = FoundRows.Of([.. cells.Select(cell => cell.Row)]),
            Columns = [column.Name],
            Cause = $"{Text(cells.Length)} values lie farther from what the other columns say than the noise reaches, though its tail was taken to be as heavy as the other rows allow. {HowWell(veracity)}",
            Repair = "Look at the flagged rows, worst first; correct what the source can say, and leave the others out of training. A row may also be right and of a kind that the columns do not tell.",
            Examples = [.. cells.Take(3).Select(cell => context.Example(cell.Row, [(column.Name, cell.Suggestion ?? $"about {predicted[cell.Row].ToString("G3", CultureInfo.InvariantCulture)}")]))],
            Figures = [Histogram(column, deviations, tail)],
        };
    }

    static Finding Untold(NumberColumn column, Veracity veracity, ResidualTail tail, double[] deviations) => new()
    {
        Key = $"{ValueFaultKind.Unfit}:{column.Name}",
        Title = $"No value of {column.Name} stands out from its noise; up to {Text(Math.Round(tail.Errors.High ?? 0))} of {Text(deviations.Length)} could be wrong without it",
        Severity = Severity.Info,
        Measure = new Measure("estimated wrong values", 0, 0, Math.Round(tail.Errors.High ?? 0), 0.95, "rows"),
        P = tail.P,
        Columns = [column.Name],
        Cause = $"The largest residuals are no larger than noise as heavy as that of the other rows makes them, so wrong values can not be told from noise. {HowWell(veracity)}",
        Repair = "Nothing is flagged; the scores still order the rows, worst first. Columns that say more of this one would show more.",
        Figures = [Histogram(column, deviations, tail)],
    };

    static Dictionary<int, double> Expected(Veracity veracity, CellScore[] cells) => cells.ToDictionary(cell => cell.Row, cell => veracity.Predicted[Array.BinarySearch(veracity.Rows, cell.Row)]);

    static string HowWell(Veracity veracity) => $"The other columns explain {Math.Max(0, 100 * veracity.RefitR2).ToString("0", CultureInfo.InvariantCulture)} % of its variance{(veracity.Filtered > 0 ? $" when the worst {100 * veracity.Filtered:0.#} % are left out of training" : string.Empty)}.";

    // The value with the decimal point moved or the sign changed, where that fits and nothing else is known.
    static string? Suggestion(Veracity veracity, int i, int decimals)
    {
        double given = veracity.Given[i], uncertainty = (given - veracity.Predicted[i]) / veracity.Deviations[i];
        foreach (UnitConversion conversion in UnitConversion.All.Where(conversion => conversion.IsDecimal || conversion.Name == "sign"))
        {
            double right = conversion.Apply(given, decimals);
            if (given != 0 && Math.Abs(right - veracity.Predicted[i]) <= Fits * Math.Abs(uncertainty) && Math.Abs(veracity.Deviations[i]) >= 4 * Fits)
            {
                return NumberColumn.Write(right);
            }
        }

        return null;
    }

    static HistogramFigure Histogram(NumberColumn column, double[] deviations, ResidualTail tail)
    {
        double end = Math.Max(6, Math.Min(40, Quantiles.Of(Array.ConvertAll(deviations, Math.Abs), 0.999) * 1.2));
        double[] edges = [.. Enumerable.Range(0, Bins + 1).Select(i => Math.Round(end * ((2.0 * i / Bins) - 1), 6))];
        double[] sorted = [.. deviations.Select(deviation => Math.Clamp(deviation, -end, end))];
        NumberSort.Ascending(sorted);
        double[] marks = [.. new[] { tail.Below, tail.Above }.Where(mark => Math.Abs(mark) <= end)];
        return new HistogramFigure($"How far the values of {column.Name} lie from what the other columns say", "residual / uncertainty", edges, [], [new HistogramSeries("rows", SortedValues.Counts(sorted, edges))], marks);
    }

    static string Text(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
