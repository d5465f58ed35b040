namespace Faultline;

/// <summary>How bad a finding is, worst last. A check whose findings are all <see cref="Info"/> is clean.</summary>
public enum Severity
{
    /// <summary>Worth knowing, nothing wrong.</summary>
    Info,

    /// <summary>Wrong, with little effect.</summary>
    Low,

    /// <summary>Wrong, and it will be felt.</summary>
    Medium,

    /// <summary>Wrong, and results cannot be trusted until it is mended.</summary>
    High,
}
