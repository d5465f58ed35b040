namespace Faultline;

/// <summary>Figures of FL109.</summary>
/// <param name="Rows">Rows with a label and a prediction.</param>
/// <param name="LargestShare">Share of the most frequent class.</param>
/// <param name="Ratio">Rows of the most frequent class for each of the rarest that has any.</param>
/// <param name="EffectiveClasses">How many classes of equal size would be as uneven: the exponential of the entropy.</param>
/// <param name="WrongLabels">Estimated share of wrong labels (FL101); from 0 where noise can not be told from overlap.</param>
/// <param name="AgainstTruth">Accuracy against the true labels: the value for independent errors, the interval for any.</param>
/// <param name="Metrics">What the imbalance does to each metric.</param>
/// <param name="ClassCount">Number of classes.</param>
/// <param name="Classes">Every class, rarest first, at most 1,000.</param>
public sealed record ClassImbalanceDetails(
    long Rows,
    double LargestShare,
    double Ratio,
    double EffectiveClasses,
    Estimate WrongLabels,
    Estimate AgainstTruth,
    IReadOnlyList<ImbalanceMetric> Metrics,
    int ClassCount,
    IReadOnlyList<ImbalanceClass> Classes) : CheckDetails;

/// <summary>One metric.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, or null where it has none.</param>
/// <param name="Low">Lower end of its 95 % interval, or null without one.</param>
/// <param name="High">Upper end, or null without one.</param>
/// <param name="Majority">The same metric of a model that always says the most frequent class.</param>
public sealed record ImbalanceMetric(string Name, double? Value, double? Low, double? High, double Majority);

/// <summary>One class.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Rows labelled so.</param>
/// <param name="Share">Their share.</param>
/// <param name="Predicted">Rows predicted so.</param>
/// <param name="Recall">Share of its rows that are predicted so, with Wilson's interval; null without rows.</param>
/// <param name="RecallAgainstTruth">Every recall that the wrong labels allow; null without rows.</param>
/// <param name="Precision">Share of the rows predicted so that are labelled so; null where none is.</param>
public sealed record ImbalanceClass(string Name, long Rows, double Share, long Predicted, Estimate? Recall, Estimate? RecallAgainstTruth, Estimate? Precision);
