namespace Faultline;

/// <summary>Scores of one split of a proof, all on the same held-out rows.</summary>
/// <param name="Before">Of the model of the training rows as they are.</param>
/// <param name="After">Of the model of the repaired ones.</param>
/// <param name="Placebo">Of the model of those repaired at random.</param>
/// <param name="HeldOut">Held-out rows.</param>
/// <param name="Trained">Training rows.</param>
/// <param name="Changes">Changes among the training rows.</param>
sealed record SplitScores(ArmScore Before, ArmScore After, ArmScore Placebo, int HeldOut, int Trained, int Changes);
