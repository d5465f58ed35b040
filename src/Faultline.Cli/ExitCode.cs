namespace Faultline.Cli;

/// <summary>Exit codes of every command.</summary>
static class ExitCode
{
    /// <summary>Ran, and no gate failed.</summary>
    public const int Fine = 0;

    /// <summary>Ran, and a gate failed.</summary>
    public const int GateFailed = 1;

    /// <summary>Could not run.</summary>
    public const int CouldNotRun = 2;

    /// <summary>Stopped by Ctrl-C or by a request to end.</summary>
    public const int Interrupted = 130;
}
