using System.Text;

namespace Faultline.Studies;

/// <summary>The ranking of FL101 beside that of cleanlab over out-of-fold predictions of scikit-learn, on the same tables (<c>studies/peers/flips.py</c>).</summary>
static class PeerRanking
{
    public static void Write(string folder, StringBuilder text)
    {
        var peer = new ResultRows(Path.Combine(folder, "flips-peer.tsv"), ["selfConfidence", "normalizedMargin", "sklearn", "cleanlab"]);
        var study = new FlipStudy(exact: false);
        var own = new ResultRows(Path.Combine(folder, study.Name + ".tsv"), study.Columns).All.ToDictionary(row => row.Case, StringComparer.Ordinal);
        var both = peer.All.Where(row => own.ContainsKey(row.Case)).ToList();
        if (both.Count == 0)
        {
            return;
        }

        text.Append("\n## FL101 LabelErrors: ranking beside cleanlab\n\n");
        text.Append($"The same tables with 5 % flipped labels: out-of-fold HistGradientBoostingClassifier (scikit-learn {both[0]["sklearn"]}, default settings, five folds) ranked by cleanlab {both[0]["cleanlab"]} (self-confidence and normalised margin give one order with two classes). The classes follow a logistic model of the columns, which the search here may choose and boosted trees can only approach: a part of the difference is that. ");
        text.Append("`flips --to DIR`, then `studies/peers/flips.py DIR studies/results/flips-peer.tsv`.\n\n| Bayes error | tables | average precision here | cleanlab's | difference | lowest difference |\n|---|---|---|---|---|---|\n");
        foreach (var group in both.GroupBy(row => Case.Part(row.Case, 0), StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            double Here(ResultRows.Row row) => own[row.Case].Number("averagePrecision");
            static double There(ResultRows.Row row) => Math.Max(row.Number("selfConfidence"), row.Number("normalizedMargin"));
            double[] differences = [.. group.Select(row => Here(row) - There(row))];
            text.Append($"| {group.Key} | {group.Count()} | {Rates.Mean([.. group.Select(Here)])} | {Rates.Mean([.. group.Select(There)])} | {Rates.Mean(differences)} | {Rates.Short(differences.Min())} |\n");
        }
    }
}
