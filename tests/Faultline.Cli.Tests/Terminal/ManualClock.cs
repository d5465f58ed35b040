namespace Faultline.Cli.Tests;

/// <summary>A clock that a test moves; its timers run when it passes them.</summary>
sealed class ManualClock : TimeProvider
{
    readonly List<ManualTimer> _timers = [];
    long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(() => callback(state), _ticks + dueTime.Ticks, period.Ticks);
        _timers.Add(timer);
        return timer;
    }

    /// <summary>Lets time pass, in steps of a tenth of a second.</summary>
    public void Pass(double seconds)
    {
        for (var end = _ticks + TimeSpan.FromSeconds(seconds).Ticks; _ticks < end;)
        {
            _ticks += TimeSpan.TicksPerSecond / 10;
            _timers.ForEach(timer => timer.RunIfDue(_ticks));
        }
    }

    sealed class ManualTimer(Action run, long due, long period) : ITimer
    {
        long _due = due;
        bool _ended;

        public void RunIfDue(long now)
        {
            while (!_ended && now >= _due)
            {
                _due += period;
                run();
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose() => _ended = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
