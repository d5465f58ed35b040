namespace Faultline;

/// <summary>Figures of <see cref="Miscalibration"/>.</summary>
/// <param name="Ece">The calibration error: root of the debiased mean squared gap, in units of probability.</param>
/// <param name="Event">Which probability was judged.</param>
/// <param name="Bins">The reliability diagram: bins of equal mass, ascending.</param>
/// <param name="Brier">The Brier score of the event and its parts.</param>
/// <param name="Temperature">What the log odds (with more than two classes the logarithms of the probabilities, normalised again) must be divided by to fit best; above 1 where the probabilities are over-confident.</param>
/// <param name="Overconfidence">Mean probability of the most probable class less the share of rows where it is right.</param>
/// <param name="Classwise">The calibration error of each class by itself, with 3 to 20 classes.</param>
public sealed record MiscalibrationDetails(
    Estimate Ece,
    string Event,
    IReadOnlyList<ReliabilityBin> Bins,
    BrierDecomposition Brier,
    double Temperature,
    double Overconfidence,
    IReadOnlyList<ClassCalibration> Classwise) : CheckDetails;

/// <summary>A bin of the reliability diagram.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Predicted">Mean predicted probability.</param>
/// <param name="Observed">Share of rows where the event came.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end of its 95 % interval.</param>
public sealed record ReliabilityBin(long Rows, double Predicted, double Observed, double Low, double High);

/// <summary>The calibration of one class against all others.</summary>
/// <param name="Name">Name of the class.</param>
/// <param name="Ece">Its calibration error.</param>
public sealed record ClassCalibration(string Name, double Ece);
