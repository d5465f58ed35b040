namespace Faultline.Kernels;

/// <summary>
/// A few threads that share out numbered tasks, many times a second. Waiting is bounded spinning, then parking, so an idle team costs nothing.
/// </summary>
/// <remarks>Tasks must not depend on which thread runs them. One thread at a time calls <see cref="Run"/>.</remarks>
sealed class WorkTeam : IDisposable
{
    // About a tenth of a millisecond: longer than the serial stretches between the regions of one computation, too short to take a core from other work.
    const int SpinsBeforeParking = 1000;
    const int SpinLength = 3;
    const int NumberBits = 32;

    /// <summary>The calling thread, without help.</summary>
    public static readonly WorkTeam Alone = new(1);

    readonly int _spins;
    readonly Thread[] _helpers;
    readonly Lock _parkingLock = new();
    readonly SemaphoreSlim _wake = new(0);

    // High half: generation of the running region; low half: number of the next task to hand out.
    long _ticket;
    int _taskCount;
    int _finished;
    int _parked;
    volatile bool _stopping;
    volatile Exception? _failure;
    Action<int>? _body;

    public WorkTeam(int threads)
        : this(threads, SpinsBeforeParking)
    {
    }

    /// <param name="threads">Threads, the calling one among them.</param>
    /// <param name="spins">Looks for new work before a helper parks; 0 parks at once.</param>
    internal WorkTeam(int threads, int spins)
    {
        _spins = spins;
        ThreadCount = Math.Max(1, threads);
        _helpers = new Thread[ThreadCount - 1];
        for (int i = 0; i < _helpers.Length; i++)
        {
            _helpers[i] = new Thread(Help) { IsBackground = true, Name = "faultline-team" };
            _helpers[i].Start();
        }
    }

    public int ThreadCount { get; }

    /// <summary>Runs <paramref name="body"/> once for every task 0 … <paramref name="taskCount"/> − 1 and returns when all are done.</summary>
    public void Run(int taskCount, Action<int> body)
    {
        if (_helpers.Length == 0 || taskCount <= 1)
        {
            for (int task = 0; task < taskCount; task++)
            {
                body(task);
            }

            return;
        }

        _body = body;
        _taskCount = taskCount;
        Volatile.Write(ref _finished, 0);
        long generation = (Volatile.Read(ref _ticket) >> NumberBits) + 1;
        Interlocked.Exchange(ref _ticket, generation << NumberBits);
        if (Volatile.Read(ref _parked) > 0)
        {
            Wake();
        }

        while (TakeTask())
        {
        }

        // Giving up the processor at once would lend it to other work for milliseconds, while the last task ends within microseconds.
        for (int spins = 0; spins < SpinsBeforeParking && Volatile.Read(ref _finished) < taskCount; spins++)
        {
            Thread.SpinWait(SpinLength);
        }

        var spinner = new SpinWait();
        while (Volatile.Read(ref _finished) < taskCount)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }

        // Closed, so that a helper still holding this ticket cannot take a task of the next region before that one is published.
        Interlocked.Exchange(ref _ticket, (generation << NumberBits) | uint.MaxValue);
        _body = null;
        if (_failure is { } failure)
        {
            _failure = null;
            throw new AggregateException(failure);
        }
    }

    public void Dispose()
    {
        _stopping = true;
        Interlocked.MemoryBarrier();
        Wake();
        foreach (Thread helper in _helpers)
        {
            helper.Join();
        }

        _wake.Dispose();
    }

    void Wake()
    {
        lock (_parkingLock)
        {
            if (_parked > 0)
            {
                _wake.Release(_parked);
                _parked = 0;
            }
        }
    }

    bool TakeTask()
    {
        long ticket = Volatile.Read(ref _ticket);
        Action<int>? body = Volatile.Read(ref _body);
        uint task = (uint)(ticket & uint.MaxValue);
        if (body is null || task >= (uint)Volatile.Read(ref _taskCount))
        {
            return false;
        }

        // A ticket of an earlier region fails here, so body and task always belong together.
        if (Interlocked.CompareExchange(ref _ticket, ticket + 1, ticket) != ticket)
        {
            return true;
        }

        try
        {
            body((int)task);
        }
        catch (Exception failure) when (RecordFailure(failure))
        {
        }
        finally
        {
            Interlocked.Increment(ref _finished);
        }

        return true;
    }

    bool RecordFailure(Exception failure)
    {
        _failure = failure;
        return true;
    }

    void Help()
    {
        while (!_stopping)
        {
            long seen = Volatile.Read(ref _ticket);
            while (TakeTask())
            {
            }

            int spins = 0;
            while (Volatile.Read(ref _ticket) >> NumberBits == seen >> NumberBits && !_stopping && spins < _spins)
            {
                Thread.SpinWait(SpinLength);
                spins++;
            }

            if (spins == _spins)
            {
                Park(seen >> NumberBits);
            }
        }
    }

    void Park(long generation)
    {
        lock (_parkingLock)
        {
            Interlocked.Increment(ref _parked);
            if (Volatile.Read(ref _ticket) >> NumberBits != generation || _stopping)
            {
                _parked--;
                return;
            }
        }

        _wake.Wait();
    }
}
