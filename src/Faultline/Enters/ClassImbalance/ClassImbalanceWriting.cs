using System.Globalization;

namespace Faultline;

/// <summary>What FL109 says.</summary>
public sealed partial record ClassImbalance
{
    const int ClassesNamed = 3;

    IEnumerable<Finding> Findings(CheckContext context, Imbalance imbalance)
    {
        ClassCountsTable counts = imbalance.Counts;
        string label = context.Roles.Label ?? "label";
        int[] few = [.. imbalance.Rare.Where(k => counts.Labelled[k] < FewestOfAClass)];
        int[] measured = [.. imbalance.Rare.Except(few)];
        int[] never = [.. measured.Where(k => WilsonInterval.Of(counts.Hits[k], counts.Labelled[k]).High <= NeverPredicted)];
        int[] drowning = imbalance.Wrong.IsTold ? [.. measured.Where(k => imbalance.Wrong.Interval.Low * counts.Rows >= Drowning * counts.Labelled[k])] : [];
        if (never.Length > 0)
        {
            bool ranked = imbalance.Ranking(never[0]).Interval.Low >= RanksWell;
            yield return Write(
                imbalance,
                label,
                "never-predicted",
                $"{Classes(imbalance, never, k => $"{Number(counts.Hits[k])} of {Rows(counts.Labelled[k])}")} {(never.Length == 1 ? "is" : "are")} next to never predicted, and the accuracy is {Share(counts.Accuracy)} all the same",
                ranked ? Severity.Medium : Severity.Low,
                new Measure("recall of the rarest such class", counts.Recall(never[0]), WilsonInterval.Of(counts.Hits[never[0]], counts.Labelled[never[0]]).Low, WilsonInterval.Of(counts.Hits[never[0]], counts.Labelled[never[0]]).High, 0.95),
                "Saying the frequent classes costs least when every error costs the same, so a model gives the rare ones up.",
                ranked ? "The probabilities do tell these rows apart: choose the threshold by what an error of each class costs, or weight the classes in training." : "Collect more rows of these classes or features that tell them apart; state the recall of each class, never the accuracy alone.");
        }

        if (few.Length > 0)
        {
            yield return Write(
                imbalance,
                label,
                "too-few",
                $"{Classes(imbalance, few, k => Rows(counts.Labelled[k]))} {(few.Length == 1 ? "has" : "have")} too few of the {Number(counts.Rows)} rows to measure anything",
                Severity.Low,
                new Measure("classes below " + Number(FewestOfAClass) + " rows", few.Length, Unit: "classes"),
                $"The recall of '{imbalance.Name(few[^1])}' is {Recall(counts, few[^1])} at {Rows(counts.Labelled[few[^1]])}: an interval that wide says nothing.",
                "Collect more rows of these classes, or join them with their like; no model learns them from so few and no test shows it.");
        }

        if (drowning.Length > 0)
        {
            yield return Write(
                imbalance,
                label,
                "wrong-labels",
                $"{Classes(imbalance, drowning, k => Rows(counts.Labelled[k]))} may drown in wrong labels: {Number(imbalance.WrongRows.Least)} to {Number(imbalance.WrongRows.Most)} are wrong in all (FL101)",
                Severity.Medium,
                new Measure("least recall that the wrong labels allow", imbalance.TrueRecall(drowning[0]).Low),
                $"Few wrong labels among many rows are many beside few. The recall of '{imbalance.Name(drowning[0])}' is {Share(counts.Recall(drowning[0]))} against the labels; against the truth anything from {Share(imbalance.TrueRecall(drowning[0]).Low)} to {Share(imbalance.TrueRecall(drowning[0]).High)} is possible.",
                "Check the labels of these classes first (FL101 ranks them); until then no figure of theirs can be trusted.");
        }

        bool noBetter = imbalance.MajorityShare >= MajorityThatHides && WilsonInterval.Of(counts.Right, counts.Rows).Low <= imbalance.MajorityShare;
        if (noBetter && never.Length == 0 && measured.Length > 0)
        {
            yield return Write(
                imbalance,
                label,
                "no-better",
                $"An accuracy of {Share(counts.Accuracy)} is no better than always saying '{imbalance.Name(counts.Largest)}', which has {Share(imbalance.MajorityShare)}",
                Severity.Low,
                new Measure("accuracy above the majority's", counts.Accuracy - imbalance.MajorityShare),
                $"{Percent(imbalance.MajorityShare)} of the rows are '{imbalance.Name(counts.Largest)}', so the accuracy says next to nothing of the others. {Truth(imbalance)}",
                $"State the balanced accuracy ({Share(counts.BalancedAccuracy().Value)}) and the recall of each class.");
        }
        else if (imbalance.Ratio >= UnevenRatio && never.Length + few.Length == 0)
        {
            yield return Write(
                imbalance,
                label,
                "uneven",
                $"'{imbalance.Name(imbalance.Rarest)}' is {Percent(counts.Labelled[imbalance.Rarest] / (double)counts.Rows)} of the rows: read an accuracy of {Share(counts.Accuracy)} beside {Share(imbalance.MajorityShare)} for always saying '{imbalance.Name(counts.Largest)}'",
                Severity.Info,
                new Measure("rows of the most frequent class for each of the rarest", imbalance.Ratio),
                $"The classes are uneven. Balanced accuracy is {Share(counts.BalancedAccuracy().Value)}, of which chance alone gives {Share(1.0 / counts.Present().Length)}. {Truth(imbalance)}",
                "Nothing, as long as no one states the accuracy alone.");
        }
    }

    static Finding Write(Imbalance imbalance, string label, string key, string title, Severity severity, Measure measure, string cause, string repair) => new()
    {
        Key = key,
        Title = title,
        Severity = severity,
        Measure = measure,
        Columns = [label],
        Cause = cause,
        Repair = repair,
        Figures =
        [
            new BarFigure("Recall of each class, rarest first, with its interval", "share of its rows", [.. imbalance.Counts.Present().OrderBy(k => imbalance.Counts.Labelled[k]).ThenBy(k => k).Take(12).Select(k => Bar(imbalance, k))]),
        ],
    };

    static Bar Bar(Imbalance imbalance, int k)
    {
        Interval interval = WilsonInterval.Of(imbalance.Counts.Hits[k], imbalance.Counts.Labelled[k]);
        double recall = imbalance.Counts.Recall(k);
        return new Bar($"{imbalance.Name(k)} ({Rows(imbalance.Counts.Labelled[k])})", recall, Math.Min(recall, interval.Low), Math.Max(recall, interval.High), Marked: imbalance.Rare.Contains(k));
    }

    static string Truth(Imbalance imbalance) => imbalance.WrongRows.Most == 0 ? string.Empty
        : imbalance.WrongRows.Most >= imbalance.Counts.Rows ? "Whether labels are wrong the predictions can not tell (FL101)."
        : $"Up to {Number(imbalance.WrongRows.Most)} labels may be wrong (FL101). Against the truth the accuracy then lies between {Share(imbalance.AgainstTruth.Low!.Value)} and {Share(imbalance.AgainstTruth.High!.Value)}, and the recall of '{imbalance.Name(imbalance.Rarest)}' between {Share(imbalance.TrueRecall(imbalance.Rarest).Low)} and {Share(imbalance.TrueRecall(imbalance.Rarest).High)}.";

    static string Classes(Imbalance imbalance, int[] classes, Func<int, string> what)
    {
        string[] named = [.. classes.Take(ClassesNamed).Select(k => $"'{imbalance.Name(k)}' ({what(k)})")];
        return classes.Length == 1 ? named[0]
            : classes.Length <= ClassesNamed ? string.Join(", ", named[..^1]) + " and " + named[^1]
            : string.Join(", ", named) + $" and {Number(classes.Length - ClassesNamed)} more classes";
    }

    static string Recall(ClassCountsTable counts, int k)
    {
        Interval interval = WilsonInterval.Of(counts.Hits[k], counts.Labelled[k]);
        return $"{Share(counts.Recall(k))} ({Share(interval.Low)}–{Share(interval.High)})";
    }

    static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    static string Rows(long count) => $"{Number(count)} {(count == 1 ? "row" : "rows")}";

    static string Share(double share) => share.ToString("0.###", CultureInfo.InvariantCulture);

    static string Percent(double share) => (100 * share).ToString(share < 0.01 ? "0.##" : "0.#", CultureInfo.InvariantCulture) + " %";
}
