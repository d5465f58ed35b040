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

    /// <summary>Reads a table larger than memory as often as an audit of it would, by way of <see cref="AuditOptions.Passes"/>, and draws no conclusions.</summary>
    /// <param name="evidence">What the user gives.</param>
    /// <param name="options">How to audit.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>False where the reading was not to go on; true when every pass has been read, as where there is none.</returns>
    /// <exception cref="InputException">The evidence or the options can not be used.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static bool ReadPasses(Evidence evidence, AuditOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(options);
        return new AuditRun(evidence, options, cancellation).ReadPasses();
    }

    /// <summary>Runs every check of the catalogue that the evidence allows, off the calling thread.</summary>
    /// <inheritdoc cref="Run"/>
    public static Task<AuditReport> RunAsync(Evidence evidence, AuditOptions options, CancellationToken cancellation = default) =>
        Task.Run(() => Run(evidence, options, cancellation), cancellation);
}
