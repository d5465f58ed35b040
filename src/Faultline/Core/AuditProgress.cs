namespace Faultline;

/// <summary>Where an audit stands.</summary>
/// <param name="Step">What is being done, as <c>FL103 Duplicates</c>.</param>
/// <param name="Fraction">How much of the whole audit is done, 0 to 1.</param>
public readonly record struct AuditProgress(string Step, double Fraction);
