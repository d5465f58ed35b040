using System.Globalization;

namespace Faultline;

/// <summary>What <see cref="WeakSlices"/> says.</summary>
sealed class WeakSlicesReport(CheckContext context, IReadOnlyList<SliceAttribute> attributes, SliceRows rows, IReadOnlyList<JudgedSlice> slices, double leastRatio, Func<JudgedSlice, (FoundRows Rows, IReadOnlyList<ExampleRow> Examples)>? show = null)
{
    const int MostFindings = 5;
    const double MostQ = 0.05;

    readonly JudgedSlice[] _weak = [.. slices.Where(slice => slice.IsBeyond && IsWeak(slice, slice.Expected, leastRatio)).Take(MostFindings)];

    public long RowsFlagged => rows.CountOf(_weak.SelectMany(slice => slice.Members).Distinct());

    readonly JudgedSlice[] _overlap = [.. slices.Where(slice => !slice.IsBeyond && IsWeak(slice, rows.Overall, leastRatio))];

    /// <summary>Slices that findings are about.</summary>
    public IReadOnlyList<JudgedSlice> Told => [.. _weak, .. _overlap.Take(1)];

    public IEnumerable<Finding> Findings()
    {
        foreach (JudgedSlice slice in _weak)
        {
            yield return Weak(slice);
        }

        if (_overlap.Length > 0)
        {
            yield return Overlap(_overlap);
        }
    }

    public WeakSlicesDetails Details(int leastRows, IReadOnlyList<SliceLevel> levels, WeakSlice? asked) => new(
        Name,
        rows.Overall,
        leastRows,
        levels.Sum(level => level.Searched),
        levels.Sum(level => level.Pruned),
        [.. slices.Select(slice => new WeakSlice(Where(slice), Columns(slice), slice.Rows, slice.Value, rows.Overall, slice.Expected, slice.Interval.Low, slice.Interval.High, slice.IsBeyond, slice.P, slice.Q))],
        asked);

    static bool IsWeak(JudgedSlice slice, double against, double leastRatio) => slice.Q <= MostQ && slice.Interval.Low >= leastRatio * against;

    /// <summary>What is averaged, in words.</summary>
    public string Name => (rows.Score, rows.IsShare || context.Classes is not null) switch
    {
        (SliceScore.Loss, true) => "log loss",
        (SliceScore.Loss, false) => "squared error",
        (SliceScore.LabelNoise, _) => "share of labels that are probably wrong",
        (_, true) => "error rate",
        _ => "absolute error",
    };

    bool IsNumber => context.Classes is null;

    /// <summary>Which rows a slice is held against: "rows that …".</summary>
    public static string Alike(CheckContext context) => context.Classes is null ? "are predicted about as high" : "the model is as sure of";

    /// <summary>The same in two words.</summary>
    public static string AlikeRows(CheckContext context) => context.Classes is null ? "rows predicted as high" : "rows as sure";

    bool IsOurs => context.Classes?.IsOutOfFold ?? context.Values!.IsOutOfFold;

    // No model of the columns beat one that ignores them: where that errs is only where the other classes are.
    bool IsBlind => context.Classes?.IsTrivial ?? context.Values!.IsTrivial;

    string Where(JudgedSlice slice) => string.Join(" and ", slice.Slice.Terms.Select(term => attributes[term.Attribute].Describe(term.Item, context.Show)));

    string[] Columns(JudgedSlice slice) => [.. slice.Slice.Terms.Select(term => attributes[term.Attribute].Name)];

    Finding Weak(JudgedSlice slice)
    {
        double ratio = slice.Value / slice.Expected;
        string model = IsOurs ? "A model learned from this table" : "The model";
        bool noise = rows.Score == SliceScore.LabelNoise;
        return new Finding
        {
            Key = "slice:" + string.Join('|', slice.Slice.Terms.Select(term => $"{attributes[term.Attribute].Items[term.Item].From}-{attributes[term.Attribute].Items[term.Item].To}")),
            Title = $"Where {Where(slice)} ({slice.Rows:N0} rows) the {Name} is {Text(slice.Value)} ({rows.Text(slice.Interval)}), {Text(rows.Overall)} overall{(noise ? string.Empty : $" and {Text(slice.Expected)} on rows that {Alike(context)}")}",
            Severity = IsBlind ? Severity.Info : slice.Interval.Low >= 2 * slice.Expected && !IsOurs ? Severity.High : ratio >= 1.5 ? Severity.Medium : Severity.Low,
            Measure = new Measure(Name, slice.Value, slice.Interval.Low, slice.Interval.High, slice.Interval.Level, rows.IsShare ? "share of rows" : "units of the label"),
            P = slice.Q,
            Rows = show is null ? FoundRows.Of(WorstFirst(slice)) : show(slice).Rows,
            Columns = Columns(slice),
            Cause = noise
                ? $"Of these labels {Text(slice.Value)} are probably wrong, {Times(ratio)} the share of the table: whoever or whatever labelled this part did it differently."
                : IsBlind ? $"No model of these columns beats one that ignores them, and that errs {Times(ratio)} as {(rows.IsShare ? "often" : "much")} here as elsewhere: {(IsNumber ? "values lie farther from the middle" : "the other classes are more frequent")} here. No more is shown by it."
                : $"{model} errs {Times(ratio)} as {(rows.IsShare ? "often" : "much")} here as on other rows that {(IsNumber ? "it predicts about as high" : "it is as sure of")} ({Text(slice.Expected)}){(IsNumber ? string.Empty : ": it does not know that this part is harder")}. Too few such rows, wrong {(IsNumber ? "values" : "labels")} among them, or a missing feature.",
            Repair = IsBlind && !noise ? "Nothing by this alone; a model of your own may learn what ours did not: give its predictions with --predictions."
                : noise
                ? "Look at the labels of these rows with who gave them, and have them given again."
                : IsNumber ? "Look at the rows that are furthest off first (FL102 names values that do not fit their row); then collect more rows of this kind or a feature that tells them apart, and allow for wider errors here meanwhile."
                : "Look at the rows that are wrong first (FL101 names labels); then collect more rows of this kind or a feature that tells them apart, and do not trust the model's certainty here meanwhile.",
            Examples = show is null ? Examples(slice) : show(slice).Examples,
            Figures = [Bars([slice])],
        };
    }

    Finding Overlap(JudgedSlice[] overlap)
    {
        JudgedSlice worst = overlap[0];
        return new Finding
        {
            Key = "overlap",
            Title = $"The {Name} is {Text(worst.Value)} ({rows.Text(worst.Interval)}) where {Where(worst)} ({worst.Rows:N0} rows), {Text(rows.Overall)} overall, and {(IsNumber ? "so it is wherever as high a value is predicted" : "the model is as unsure there as it should be")}",
            Severity = Severity.Info,
            Measure = new Measure(Name, worst.Value, worst.Interval.Low, worst.Interval.High, worst.Interval.Level, rows.IsShare ? "share of rows" : "units of the label"),
            P = worst.Q,
            Rows = show is null ? FoundRows.Of(WorstFirst(worst)) : show(worst).Rows,
            Columns = Columns(worst),
            Cause = $"{(IsNumber ? "Values are spread more widely there" : "Rows of different labels look alike there")}: {Text(worst.Expected)} is what rows have that {Alike(context)}. The difference is real, but no fault of these rows or of what was learned from them.",
            Repair = "Nothing to mend in the rows; a feature that tells such cases apart would help, and decisions there deserve a second look.",
            Figures = [Bars(overlap)],
        };
    }

    int[] WorstFirst(JudgedSlice slice) => [.. slice.Members.OrderByDescending(place => rows.Values[place] - rows.Expected[place]).ThenBy(place => rows.Rows[place]).Select(place => rows.Rows[place])];

    ExampleRow[] Examples(JudgedSlice slice)
    {
        (string, string?)[] guilty = Guilty(slice);
        return [.. WorstFirst(slice).Take(3).Select(row => context.Example(row, guilty, Predicted(row), others: 3))];
    }

    /// <summary>The columns that a slice is about, and the label.</summary>
    public (string Column, string? Expected)[] Guilty(JudgedSlice slice) =>
        [.. Columns(slice).Select(column => (column, (string?)null)), .. context.Roles.Label is { } label ? [(label, (string?)null)] : Array.Empty<(string, string?)>()];

    string? Predicted(int row) => context.Classes is { } classes ? $"predicted {classes.Classes[ModelSummary.MostProbable(classes.Row(row))]}"
        : context.Show.ShowValues ? $"predicted {Text(context.Values!.Values[row])}" : null;

    BarFigure Bars(JudgedSlice[] told) => new(
        $"The {Name} of the slice beside all rows",
        Name,
        [.. told.Select(slice => new Bar(Where(slice), slice.Value, slice.Interval.Low, slice.Interval.High, Marked: slice.IsBeyond)), .. told.Length == 1 ? [new Bar(AlikeRows(context), told[0].Expected)] : Array.Empty<Bar>(), new Bar("all rows", rows.Overall)]);

    string Text(double value) => rows.Text(value);

    static string Times(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.0} times");
}
