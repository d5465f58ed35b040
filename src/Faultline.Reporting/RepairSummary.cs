namespace Faultline.Reporting;

/// <summary>What the terminal says of a repair.</summary>
public static class RepairSummary
{
    /// <summary>A few plain lines.</summary>
    /// <param name="changes">The changes made.</param>
    /// <param name="proof">What they bring.</param>
    /// <param name="rows">Rows of the table before.</param>
    /// <param name="to">The file written.</param>
    /// <param name="whyNone">What could not be looked at, as a sentence, or null.</param>
    public static string Of(IReadOnlyList<RepairChange> changes, ProofResult proof, int rows, string to, string? whyNone = null)
    {
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(proof);
        var gone = changes.Count(change => change.IsRow);
        var said = changes.Count == 0
            ? whyNone is null ? "Nothing was found to mend." : $"Nothing was mended. {whyNone}"
            : $"{NumberText.Plural(changes.Count - gone, "cell")} changed, {NumberText.Plural(gone, "row")} of {NumberText.Count(rows)} taken out.\n{Verdict(proof)}{Figures(proof)}";
        return $"""
            {said}
            Written: {to}, with .changes.csv, .proof.json and .proof.html beside it.
            """;
    }

    /// <summary>What the proof says, as a sentence.</summary>
    public static string Verdict(ProofResult proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (proof.Difference is not { } difference || proof.OverPlacebo is not { } over)
        {
            return $"Whether it helps was not measured: {proof.Reason}.";
        }

        if (difference is { Low: 0, High: 0 } && over is { Low: 0, High: 0 })
        {
            return "No gain is shown. On held-out rows nothing changes.";
        }

        var figures = $"On held-out rows, from 0 (knows nothing) to 1 (perfect), a model of the mended rows scores {Signed(difference)} against one of the rows as they were, and {Signed(over)} against one of rows with as many changes at random.";
        return proof.Gain ? $"A gain is shown. {figures}" : $"No gain is shown. {figures} A repair can be right and still show no gain.";
    }

    // The score by its name, for those who know it.
    static string Figures(ProofResult proof) => proof.Difference is null ? string.Empty : $"\n{proof.Metric}: {Of(proof.Before)} before, {Of(proof.After)} after, {Of(proof.Placebo)} after changes at random.";

    /// <summary>A difference with its interval.</summary>
    public static string Signed(ProofDifference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        return $"{(difference.Value > 0 ? "+" : string.Empty)}{NumberText.Value(difference.Value)} {NumberText.Interval(difference.Low, difference.High)}";
    }

    static string Of(double? value) => value is { } number ? NumberText.Value(number) : "–";
}
