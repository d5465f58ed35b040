namespace Faultline;

/// <summary>How well the model of one arm of a proof predicts the held-out rows of a split.</summary>
/// <param name="Skill">What the proof is about: Brier skill after shrinkage, or R².</param>
/// <param name="Brier">Brier skill of the probabilities as they are; NaN for numbers.</param>
/// <param name="Accuracy">Share of rows whose most probable class is their label; NaN for numbers.</param>
readonly record struct ArmScore(double Skill, double Brier, double Accuracy);
