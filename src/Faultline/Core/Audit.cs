namespace Faultline;

/// <summary>An audit: evidence × catalogue → report.</summary>
public static class Audit
{
    /// <summary>Runs every check of the catalogue that the evidence allows.</summary>
    /// <param name="evidence">What the user gives.</param>
    /// <param name="options">How to audit.</param>
    /// <param name="cancellation">Stops the audit.</param>
    /// <exception cref="InputException">The evidence or the options can not be used.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static AuditReport Run(Evidence evidence, AuditOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(options);
        return new AuditRun(evidence, options, cancellation).Run();
    }

    /// <summary>Runs every check of the catalogue that the evidence allows, off the calling thread.</summary>
    /// <inheritdoc cref="Run"/>
    public static Task<AuditReport> RunAsync(Evidence evidence, AuditOptions options, CancellationToken cancellation = default) =>
        Task.Run(() => Run(evidence, options, cancellation), cancellation);
}
