using System.Globalization;

namespace Faultline;

public sealed partial record LabelErrors
{
    const int PairsShown = 10;

    const int ExamplesShown = 3;

    static Finding Write(string label, IReadOnlyList<string> classes, LabelJudgement judgement, ShownLabels shown)
    {
        string rows = Number(judgement.Floor.Curve.Rows);
        string interval = $"{Number(judgement.ErrorsLow)}–{Number(judgement.ErrorsHigh)}";
        return new Finding
        {
            Key = "labels",
            Title = judgement.IsNoise ? $"{Number(judgement.Errors)} of {rows} labels are probably wrong ({interval})"
                : judgement.IsLittle ? $"No labels stand out as wrong (errors at random: {interval} of {rows})"
                : !judgement.KnowsLabels ? $"Whether labels are wrong can not be told: the predictions know the {rows} labels hardly better than chance"
                : $"Wrong labels can not be told from overlapping classes here: up to {Number(judgement.ErrorsHigh)} of {rows} may be wrong",
            Severity = !judgement.IsNoise ? Severity.Info : judgement.Floor.Share switch { >= 0.03 => Severity.High, >= 0.01 => Severity.Medium, _ => Severity.Low },
            Measure = new Measure("estimated label errors", Math.Round(judgement.Errors), Math.Round(judgement.ErrorsLow), Math.Round(judgement.ErrorsHigh), judgement.Floor.Interval.Level, "rows"),
            P = judgement.Floor.P,

            // Where none is established as wrong no row is found; what the ranking begins with are examples.
            Rows = judgement.IsNoise ? shown.Rows : FoundRows.None,
            Columns = [label],
            Cause = Cause(classes, judgement, shown.Pairs),
            Repair = judgement.IsNoise
                ? $"Look at the {Number(shown.Rows.Count)} flagged rows, worst first; the scores name the likely class. Correct them or leave them out of training, then audit again."
                : "No label is surely wrong. Who wants to check labels by hand begins with the lowest scores; better predictions would tell more.",
            Examples = shown.Examples,
            Mending = new Mending(RepairKind.Labels, LabelCure.Changes),
            Figures = [Curve(judgement), .. shown.Pairs.Count > 0 ? [PairFigure(classes, shown.Pairs)] : Array.Empty<Figure>()],
        };
    }

    static string Cause(IReadOnlyList<string> classes, LabelJudgement judgement, IReadOnlyList<(int Given, int Suggested, long Rows)> pairs)
    {
        string share = Percent(judgement.OverlapShare);
        if (judgement.IsNoise)
        {
            string often = pairs.Count == 0 ? string.Empty
                : $" Most often '{classes[pairs[0].Given]}' stands where '{classes[pairs[0].Suggested]}' is predicted ({Number(pairs[0].Rows)} rows).";
            return $"Towards the rows that the predictions are most certain of, the share of labels that say otherwise levels off at {Percent(judgement.Floor.Share)}; overlap of the classes would fade there.{often} Overlap alone explains {share} of all disagreements.";
        }

        if (judgement.IsLittle)
        {
            string grows = judgement.OverlapShare >= 0.5 ? $"; disagreement grows towards the boundary between classes, and overlap alone explains {share} of it" : string.Empty;
            return $"Where the predictions are most certain the labels agree with them{grows}. Errors that only ever take one class for another would look like overlap too; they are not counted.";
        }

        return WhyNotTold(judgement.Floor, judgement.Kappa);
    }

    static string WhyNotTold(NoiseFloor floor, double kappa) => LabelJudgement.Doubt(floor, kappa) switch
    {
        NoiseDoubt.LittleAgreement => "The predictions hardly know the labels better than chance does, so a disagreement says little about the label.",
        NoiseDoubt.FewLevels => $"The predictions are of {floor.Groups.Count} degrees of certainty only, as votes of a few are; whether disagreement levels off or goes on fading towards the most certain rows does not show.",
        NoiseDoubt.FewerAmongCertain => "The rows that the predictions are most certain of disagree less often than wrong labels would make them; what disagrees farther down may be overlap alone.",
        NoiseDoubt.MoreAmongCertain => "The rows that the predictions are most certain of disagree more often than those below them. Wrong labels would spread evenly; it looks as if the predictions were too sure of some rows.",
        NoiseDoubt.LittleReach => $"The predictions are certain of too few rows: only among the most certain {Percent(floor.Reach)} would a disagreement rather be a wrong label than overlap, and {Percent(LabelJudgement.LeastReach)} are needed.",
        NoiseDoubt.WideInterval => $"{Number(floor.Curve.Rows)} rows with {Number(floor.Curve.Disagreeing)} disagreements leave the number too open to say which are noise and which are overlap.",
        _ => $"Among the most certain rows {Percent(floor.Share)} of the labels disagree. If the predictions rank a tenth of the overlap wrongly, {Percent(floor.Misranked)} would without a wrong label.",
    };

    static ShownLabels Shown(CheckContext context, ClassPredictions predictions, LabelJudgement judgement, int[] worst)
    {
        string label = context.Roles.Label ?? "label";
        return new ShownLabels(
            FoundRows.Of(worst),
            ShownLabels.InOrder(worst.CountBy(row => (Given: judgement.Labels[row], Suggested: judgement.Rows.Suggested[row])).Select(pair => (pair.Key.Given, pair.Key.Suggested, (long)pair.Value))),
            [.. worst.Take(ExamplesShown).Select(row => context.Example(row, [(label, predictions.Classes[judgement.Rows.Suggested[row]])], Note(predictions.Classes, predictions.Row(row), judgement.Labels[row], judgement.Rows.Suggested[row])))]);
    }

    static string Note(IReadOnlyList<string> classes, ReadOnlySpan<double> probabilities, int label, int suggested) =>
        $"labelled '{classes[label]}' ({Chance(probabilities[label])}), predicted '{classes[suggested]}' ({Chance(probabilities[suggested])})";

    // No estimated probability is 0 or 1.
    static string Chance(double p) => p < 0.001 ? "p < 0.001" : p > 0.999 ? "p > 0.999" : string.Create(CultureInfo.InvariantCulture, $"p = {p:0.###}");

    static LineFigure Curve(LabelJudgement judgement)
    {
        List<LinePoint> seen = [];
        List<LinePoint> overlap = [];
        List<LinePoint> both = [];
        for (int place = 0; place < judgement.Floor.Groups.Count; place++)
        {
            CertaintyGroup group = judgement.Floor.Groups[place];
            Interval interval = WilsonInterval.Of(group.Disagreeing, group.Rows);
            seen.Add(new LinePoint(group.Rank, (double)group.Disagreeing / group.Rows, interval.Low, interval.High));
            overlap.Add(new LinePoint(group.Rank, judgement.Floor.OverlapIn(place)));
            both.Add(new LinePoint(group.Rank, judgement.Floor.DisagreementIn(place)));
        }

        return new LineFigure(
            "How often labels disagree with the predictions, from the most to the least certain rows",
            "share of rows, most certain first",
            "share of labels that disagree",
            [new LineSeries("labels that disagree", seen), new LineSeries("overlap and noise, fitted", both), new LineSeries("overlap alone, fitted", overlap)]);
    }

    static BarFigure PairFigure(IReadOnlyList<string> classes, IReadOnlyList<(int Given, int Suggested, long Rows)> pairs) => new(
        "Which labels stand where which class is predicted, rows with the lowest scores",
        "rows",
        [.. pairs.Take(PairsShown).Select((pair, place) => new Bar($"{classes[pair.Given]} → {classes[pair.Suggested]}", pair.Rows, Marked: place == 0))]);

    static string Number(double value) => Math.Round(value).ToString("N0", CultureInfo.InvariantCulture);

    static string Percent(double share) => (100 * share).ToString(share < 0.1 ? "0.##" : "0.#", CultureInfo.InvariantCulture) + " %";
}
