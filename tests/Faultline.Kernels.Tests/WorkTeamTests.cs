namespace Faultline.Kernels.Tests;

public sealed class WorkTeamTests
{
    [Fact]
    public void Every_task_runs_exactly_once()
    {
        using var team = new WorkTeam(4);
        int[] runs = new int[64];
        for (int region = 1; region <= 3_000; region++)
        {
            int tasks = 1 + (region % 64);
            Array.Clear(runs);
            team.Run(tasks, task => Interlocked.Increment(ref runs[task]));
            Assert.All(runs.Take(tasks), count => Assert.Equal(1, count));
            Assert.All(runs.Skip(tasks), count => Assert.Equal(0, count));
        }
    }

    [Fact]
    public void A_failure_reaches_the_caller_and_the_team_goes_on()
    {
        using var team = new WorkTeam(2);
        Assert.Throws<AggregateException>(() => team.Run(10, task => _ = task == 7 ? throw new InvalidOperationException("seven") : task));
        int done = 0;
        team.Run(10, _ => Interlocked.Increment(ref done));
        Assert.Equal(10, done);
    }
}
