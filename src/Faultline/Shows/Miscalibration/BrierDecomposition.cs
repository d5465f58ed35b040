namespace Faultline;

/// <summary>
/// The Brier score, mean (p − y)², as reliability − resolution + uncertainty + within bins (Murphy, 1973; the last part, by Stephenson, Coelho and Jolliffe, 2008,
/// doi:10.1175/2007WAF2006116.1, is what binning hides).
/// </summary>
/// <param name="Score">The score, 0 … 1, less is better.</param>
/// <param name="Reliability">Mean squared gap between predicted and observed share of the bins, with the noise of the bins.</param>
/// <param name="Resolution">Variance of the observed shares over the bins, more is better.</param>
/// <param name="Uncertainty">The score of a forecast that always says the overall share.</param>
/// <param name="WithinBins">Variance of the probabilities inside the bins less twice their covariance with the outcome.</param>
public sealed record BrierDecomposition(double Score, double Reliability, double Resolution, double Uncertainty, double WithinBins)
{
    /// <summary>Takes the score of counted bins apart.</summary>
    /// <param name="bins">At least one bin.</param>
    public static BrierDecomposition Of(IReadOnlyList<CalibrationBin> bins)
    {
        ArgumentNullException.ThrowIfNull(bins);
        double rows = bins.Sum(bin => bin.Rows);
        double share = bins.Sum(bin => bin.Events) / rows;
        double score = 0;
        double reliability = 0;
        double resolution = 0;
        double within = 0;
        foreach (CalibrationBin bin in bins)
        {
            double weight = bin.Rows / rows;
            score += (bin.Squares - (2 * bin.SumOfEvents) + bin.Events) / rows;
            reliability += weight * bin.Gap * bin.Gap;
            resolution += weight * (bin.Observed - share) * (bin.Observed - share);
            within += ((bin.Squares - (bin.Rows * bin.Predicted * bin.Predicted)) - (2 * (bin.SumOfEvents - (bin.Events * bin.Predicted)))) / rows;
        }

        return new BrierDecomposition(score, reliability, resolution, share * (1 - share), within);
    }
}
