namespace Faultline.Cli;

/// <summary>Who reads a table larger than memory.</summary>
enum AuditEngine
{
    /// <summary>The threads of this process.</summary>
    Threads,

    /// <summary>Processes on this machine.</summary>
    Local,

    /// <summary>Tasks of a Slurm job array.</summary>
    Slurm,

    /// <summary>Nobody: shards have read, and are merged.</summary>
    Merge,
}
