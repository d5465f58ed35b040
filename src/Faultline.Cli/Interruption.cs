using System.Runtime.InteropServices;

namespace Faultline.Cli;

/// <summary>Ctrl-C and requests to end: the first asks the run to stop, and a run that does not stop in time is ended.</summary>
sealed class Interruption : IDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    readonly CancellationTokenSource _source = new();
    readonly List<PosixSignalRegistration> _registrations = [];
    Timer? _end;

    public Interruption()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, Stop));
        }
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _end?.Dispose();
        _source.Dispose();
    }

    void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_end is not null)
        {
            return;
        }

        _end = new Timer(_ => Environment.Exit(ExitCode.Interrupted), null, s_patience, Timeout.InfiniteTimeSpan);
        _source.Cancel();
    }
}
