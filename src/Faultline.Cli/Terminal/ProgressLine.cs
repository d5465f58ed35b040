using System.Globalization;

namespace Faultline.Cli;

/// <summary>
/// Shows how far a run is, on standard error: on a terminal one line that is drawn over from the second second on, elsewhere a plain line every
/// ten seconds, and nothing when quiet.
/// </summary>
sealed class ProgressLine : IProgress<AuditProgress>, IDisposable
{
    static readonly TimeSpan s_plainEvery = TimeSpan.FromSeconds(10);
    static readonly TimeSpan s_drawEvery = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan s_drawFrom = TimeSpan.FromSeconds(2);

    readonly Messages _messages;
    readonly TimeProvider _clock;
    readonly bool _draws;
    readonly long _began;
    readonly ITimer? _timer;
    readonly Lock _lock = new();
    AuditProgress _latest = new("starting", 0);
    long? _auditBegan;
    double _auditFrom;
    bool _shown;
    bool _ended;

    public ProgressLine(Messages messages, bool quiet, bool draws, TimeProvider clock)
    {
        _messages = messages;
        _clock = clock;
        _draws = draws;
        _began = clock.GetTimestamp();
        if (!quiet)
        {
            messages.BeforeLine = Clear;
            var every = draws ? s_drawEvery : s_plainEvery;
            _timer = clock.CreateTimer(_ => Show(), null, draws ? s_drawFrom : every, every);
        }
    }

    /// <summary>A step whose length is not known, as reading.</summary>
    public void Step(string step)
    {
        lock (_lock)
        {
            _latest = new AuditProgress(step, 0);
            _auditBegan = null;
        }
    }

    public void Report(AuditProgress value)
    {
        lock (_lock)
        {
            if (_auditBegan is null)
            {
                _auditBegan = _clock.GetTimestamp();
                _auditFrom = value.Fraction;
            }

            _latest = value with { Fraction = Math.Max(value.Fraction, _latest.Fraction) };
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock)
        {
            Clear();
            _ended = true;
        }

        _messages.BeforeLine = null;
    }

    /// <summary>The line: share done, step, seconds left where they can be told.</summary>
    public static string Text(AuditProgress progress, TimeSpan elapsed, TimeSpan? left)
    {
        var share = progress.Fraction > 0 ? progress.Fraction.ToString("0 %", CultureInfo.InvariantCulture) + "  " : string.Empty;
        return $"{share}{progress.Step}, {Seconds(elapsed)}" + (left is { } known ? $", about {Seconds(known)} left" : string.Empty);
    }

    static string Seconds(TimeSpan time) => time.TotalSeconds < 100
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds)} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalMinutes)} min {time.Seconds} s");

    void Show()
    {
        lock (_lock)
        {
            if (_ended)
            {
                return;
            }

            var text = Messages.OneLine(Text(_latest, _clock.GetElapsedTime(_began), Left()));
            if (_draws)
            {
                Draw(text);
            }
            else
            {
                _messages.Note(text);
            }
        }
    }

    TimeSpan? Left()
    {
        var done = _latest.Fraction - _auditFrom;
        return _auditBegan is { } began && done > 0.02 ? _clock.GetElapsedTime(began) * ((1 - _latest.Fraction) / done) : null;
    }

    void Draw(string text)
    {
        const int BarWidth = 24;
        var filled = (int)(BarWidth * Math.Clamp(_latest.Fraction, 0, 1));
        var line = new string('█', filled) + new string('░', BarWidth - filled) + "  " + text;
        var width = Math.Max(20, Streams.WindowWidth - 1);
        Write("\r" + (line.Length > width ? line[..width] : line) + "\u001b[K");
        _shown = true;
    }

    void Clear()
    {
        if (_shown)
        {
            Write("\r\u001b[K");
            _shown = false;
        }
    }

    static void Write(string text)
    {
        try
        {
            Console.Error.Write(text);
        }
        catch (IOException)
        {
            // A terminal that went away is no reason to stop the audit.
        }
    }
}
