namespace Faultline.Cli;

/// <summary>How the memory of <c>--memory</c> is shared out: to the engine that reads, to the objects of the program, and to what the program itself takes.</summary>
static class MemoryShare
{
    // The runtime, its compiled code and the engine's library, as the operating system counts them.
    const long Program = 100_000_000;
    const long LeastHeap = 64_000_000;
    const long LeastEngine = 64_000_000;

    /// <summary>The engine's share.</summary>
    public static long OfEngine(long memory) => Math.Max(LeastEngine, memory / 4);

    /// <summary>Holds the objects of this process to what is left; half the machine where nothing is given.</summary>
    /// <param name="memory">Bytes of <c>--memory</c>, or null.</param>
    public static void Hold(long? memory)
    {
        var all = memory ?? (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);
        AppContext.SetData("GCHeapHardLimit", (ulong)Math.Max(LeastHeap, all - OfEngine(all) - Program));
        try
        {
            GC.RefreshMemoryLimit();
        }
        catch (InvalidOperationException)
        {
            // More is in use already: the program then runs as it would have.
        }
    }
}
