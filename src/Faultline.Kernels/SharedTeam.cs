namespace Faultline.Kernels;

/// <summary>The one team that all products of a process share, made when it is first needed; its threads park when there is nothing to do.</summary>
static class SharedTeam
{
    static readonly Lock s_lock = new();
    static WorkTeam? s_team;

    /// <summary>Runs tasks 0 … <paramref name="tasks"/> − 1 on the team, or, while another thread has it, on the calling thread alone.</summary>
    public static void Run(int tasks, Action<int> body)
    {
        if (tasks > 1 && s_lock.TryEnter())
        {
            try
            {
                s_team ??= new WorkTeam(Environment.ProcessorCount);
                s_team.Run(tasks, body);
                return;
            }
            finally
            {
                s_lock.Exit();
            }
        }

        WorkTeam.Alone.Run(tasks, body);
    }
}
