namespace Faultline.Cli.Tests;

/// <summary>What must become of a bad input.</summary>
public enum Outcome
{
    /// <summary>Exit code 2, a message, nothing written.</summary>
    Refused,

    /// <summary>The audit runs and a finding of the check named says it.</summary>
    Found,

    /// <summary>The audit runs and the check named is skipped or unmeasured with a reason.</summary>
    NotMeasured,

    /// <summary>The audit runs and a warning says it.</summary>
    Warned,

    /// <summary>The audit runs; what looked bad is a table like any other.</summary>
    Fine,
}

/// <summary>One line of the table of bad inputs.</summary>
/// <param name="Kind">Kind of badness.</param>
/// <param name="Name">What is bad, as the test's name.</param>
/// <param name="Files">Files that the case needs, written into its folder.</param>
/// <param name="Words">The command line after <c>audit</c>.</param>
/// <param name="Outcome">What must become of it.</param>
/// <param name="Says">What the message, the finding, the reason or the warning says; for a check its id first.</param>
public sealed record BadInput(string Kind, string Name, Action<TemporaryFolder> Files, string[] Words, Outcome Outcome, params string[] Says);
