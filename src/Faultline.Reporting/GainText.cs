namespace Faultline.Reporting;

/// <summary>What mending is expected to bring, in words.</summary>
static class GainText
{
    /// <summary>"+0.0210 (0.0150–0.0270)".</summary>
    public static string Figures(ExpectedGain gain)
    {
        var value = gain.Value ?? 0;
        return $"{(value > 0 ? "+" : string.Empty)}{NumberText.Value(value)} {NumberText.Interval(gain.Low, gain.High)}";
    }

    /// <summary>One or two sentences for a finding.</summary>
    public static string Sentence(ExpectedGain gain) => gain.Metric is null
        ? $"What mending it would gain was not estimated: {gain.Reason}."
        : gain.Low > 0 ? $"Mending it is expected to gain {Figures(gain)} of {gain.Metric} (1 is perfect, 0 knows nothing), estimated on {NumberText.Plural(gain.Rows, "row")}."
        : gain.High < 0 ? $"Mending it is expected to cost the model {Figures(gain)} of {gain.Metric}, estimated on {NumberText.Plural(gain.Rows, "row")}: what the cells say now helps to predict."
        : $"No gain in prediction is expected of mending it: {Figures(gain)} of {gain.Metric}, estimated on {NumberText.Plural(gain.Rows, "row")}. It may be worth mending for other reasons.";

    /// <summary>What to mend first, over all findings that stand; null where no gain was estimated.</summary>
    public static string? Order(ReportView view)
    {
        ExpectedGain[] measured = [.. view.Faults.Select(fault => fault.ExpectedGain).OfType<ExpectedGain>().Where(gain => gain.Metric is not null)];
        ExpectedGain[] gaining = [.. measured.Where(gain => gain.Low > 0).OrderByDescending(gain => gain.Value).DistinctBy(gain => gain.Fix)];
        return measured.Length == 0 ? null
            : gaining.Length == 0 ? $"no gain in prediction is expected of --fix {string.Join(", ", measured.Select(gain => gain.Fix).Distinct(StringComparer.Ordinal))}"
            : $"{string.Join("; ", gaining.Take(3).Select(gain => $"--fix {gain.Fix} {Figures(gain)}"))} of {gaining[0].Metric} expected";
    }
}
