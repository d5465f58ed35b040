namespace Faultline;

/// <summary>Figures of <see cref="LabelErrors"/>.</summary>
/// <param name="EstimatedErrors">The estimated number of wrong labels; what lives only near the boundary between classes is not in it.</param>
/// <param name="OverlapShare">Of the rows whose label is not their most probable class, the share that overlap of the classes alone explains.</param>
/// <param name="ConfidentJoint">Rows by given and confident class; empty above 200 classes.</param>
/// <param name="CalibratedJoint">The same scaled to the label counts; empty above 200 classes. Where classes overlap it counts overlap as well.</param>
/// <param name="ClassCount">Number of classes.</param>
/// <param name="Classes">Every class, at most 1,000.</param>
/// <param name="PickedByFilter">Rows that the filter alone picks, before overlap is taken off.</param>
/// <param name="Kappa">Agreement of labels and predictions beyond chance (Cohen's κ).</param>
/// <param name="Reach">The share of rows, from the most certain on, where a disagreement is rather noise than overlap.</param>
public sealed record LabelErrorsDetails(
    Estimate EstimatedErrors,
    double OverlapShare,
    IReadOnlyList<IReadOnlyList<int>> ConfidentJoint,
    IReadOnlyList<IReadOnlyList<int>> CalibratedJoint,
    int ClassCount,
    IReadOnlyList<LabelErrorClass> Classes,
    int PickedByFilter,
    double Kappa,
    double Reach) : CheckDetails;

/// <summary>The labels of one class.</summary>
/// <param name="Name">Name of the class.</param>
/// <param name="Rows">Rows labelled so, with probabilities.</param>
/// <param name="Threshold">Mean probability of the class over them; null without rows.</param>
/// <param name="EstimatedErrors">How many of them are wrong, by estimate.</param>
/// <param name="Noise">The same as a share; null without rows.</param>
public sealed record LabelErrorClass(string Name, long Rows, double? Threshold, double EstimatedErrors, double? Noise);
