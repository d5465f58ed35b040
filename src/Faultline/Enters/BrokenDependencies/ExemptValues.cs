namespace Faultline;

/// <summary>Values at which a dependency is broken as a rule.</summary>
/// <param name="Column">Place of their column among those searched.</param>
/// <param name="Codes">Their codes.</param>
sealed record ExemptValues(int Column, HashSet<int> Codes);
