namespace Faultline.Reporting;

/// <summary>What mending is expected to bring, in words.</summary>
static class GainText
{
    const int Decimals = 4;

    /// <summary>"+0.021 (0.015–0.027)"; what is smaller than the fourth decimal is nothing.</summary>
    public static string Figures(ExpectedGain gain)
    {
        var value = Rounded(gain.Value);
        return $"{(value > 0 ? "+" : string.Empty)}{NumberText.Value(value)} {NumberText.Interval(Rounded(gain.Low), Rounded(gain.High))}";
    }

    /// <summary>A sentence or two for a finding.</summary>
    public static string Sentence(ExpectedGain gain) => gain.Metric is null
        ? $"What mending it would gain was not estimated: {gain.Reason}."
        : gain.Low > 0 ? $"Mending it is expected to gain {Figures(gain)} of {gain.Metric} (1 is perfect, 0 knows nothing), estimated on {NumberText.Plural(gain.Rows, "row")}."
        : gain.High < 0 ? $"Mending it is expected to cost the model {Figures(gain)} of {gain.Metric}, estimated on {NumberText.Plural(gain.Rows, "row")}: what stands there now helps to predict."
        : $"That mending it helps to predict is not shown: {Figures(gain)} of {gain.Metric}, estimated on {NumberText.Plural(gain.Rows, "row")}. It may be worth mending all the same.";

    /// <summary>A clause for a card.</summary>
    public static string Clause(ExpectedGain gain) => gain.Low > 0 ? $"{Figures(gain)} of {gain.Metric}, estimated" : $"no gain in prediction is shown, {Figures(gain)}";

    /// <summary>What to mend first, over all findings that stand, as a lead and a clause; null where no gain was estimated.</summary>
    public static (string Lead, string Text)? Order(ReportView view)
    {
        ExpectedGain[] measured = [.. view.Faults.Select(fault => fault.ExpectedGain).OfType<ExpectedGain>().Where(gain => gain.Metric is not null)];
        ExpectedGain[] gaining = [.. measured.Where(gain => gain.Low > 0).OrderByDescending(gain => gain.Value).DistinctBy(gain => gain.Fix)];
        return measured.Length == 0 ? null
            : gaining.Length == 0 ? ("Mending", $"no gain in prediction is shown for --fix {string.Join(", ", measured.Select(gain => gain.Fix).Distinct(StringComparer.Ordinal))}")
            : ("Mend first", $"{string.Join("; ", gaining.Take(3).Select(gain => $"--fix {gain.Fix} {Figures(gain)}"))} of {gaining[0].Metric} expected");
    }

    static double Rounded(double? value) => Math.Round(value ?? 0, Decimals) + 0.0;
}
