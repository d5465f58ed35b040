using System.Globalization;

namespace Faultline;

/// <summary>What an audit of a table larger than memory says of its limits, and how rows of the sample are called by their numbers in the table.</summary>
static class WholeTablePlan
{
    // Of a share of p the interval at 95 % is at most this wide, in deviations; and what none of n rows shows is rarer than 3/n.
    const double Deviations = 1.96;
    const double RuleOfThree = 3;

    /// <summary>What the plan says of the sample.</summary>
    public static IEnumerable<string> Of(WholeTable whole, int sample)
    {
        if (sample < whole.RowCount)
        {
            var points = 100 * Deviations * Math.Sqrt(0.25 / sample);
            yield return string.Create(CultureInfo.InvariantCulture, $"the table has {whole.RowCount:N0} rows, more than are held: checks that do not look at every row, and profiles of columns, look at a sample of {sample:N0} rows drawn by the seed. Counts there are counts of the sample, its shares are good to within {points:0.##} points (95 %), and what occurs in fewer than {RuleOfThree / sample:0.#####%} of the rows may not be in it");
        }
    }

    /// <summary>Why a check has nothing to say of a sample, or null.</summary>
    public static string? WhyNone(CheckInfo check) => check.Id switch
    {
        "FL103" => "repeated rows are hardly ever both in a sample, and looking for them in a table larger than memory is not in this version; take fewer rows or columns with --query",
        "FL105" => "whether rows depend on their neighbours does not show in a sample, whose rows are no neighbours; take a stretch of rows with --query",
        _ => null,
    };

    /// <summary>The verdict on a sample with the row numbers of the table.</summary>
    public static Verdict Numbered(Verdict verdict, WholeTable whole)
    {
        var numbers = whole.Numbers;
        return verdict with
        {
            Findings = [.. verdict.Findings.Select(finding => finding with { Rows = finding.Rows with { Sample = [.. finding.Rows.Sample.Select(row => numbers[row])] } })],
            RowsScored = verdict.RowsScored,
            Details = verdict.Details switch
            {
                OutliersDetails outliers => outliers with { Rows = [.. outliers.Rows.Select(row => row with { Row = numbers[row.Row] })] },
                TextFragilityDetails fragile => fragile with { Mispredicted = [.. fragile.Mispredicted.Select(text => text with { Row = numbers[text.Row], Similar = [.. text.Similar.Select(similar => similar with { Row = numbers[similar.Row] })] })] },
                var details => details,
            },
        };
    }
}
