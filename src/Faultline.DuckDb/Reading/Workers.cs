using System.Runtime.ExceptionServices;

namespace Faultline.DuckDb;

/// <summary>Runs parts of a reading side by side; what one part throws comes out as it was thrown.</summary>
static class Workers
{
    /// <summary>Runs <paramref name="part"/> for 0, 1, … on up to so many threads.</summary>
    public static void Run(int parts, int threads, Action<int> part, CancellationToken cancellationToken)
    {
        try
        {
            Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellationToken }, part);
        }
        catch (AggregateException several)
        {
            var faults = several.Flatten().InnerExceptions;
            ExceptionDispatchInfo.Throw(faults.FirstOrDefault(fault => fault is InputException) ?? faults[0]);
        }
    }
}
