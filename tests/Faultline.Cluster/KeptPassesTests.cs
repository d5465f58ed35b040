using System.Runtime.CompilerServices;
using Faultline.Cli;
using Faultline.Cli.Tests;

namespace Faultline.Cluster;

/// <summary>What is kept in the middle of a pass.</summary>
public sealed class KeptPassesTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pass_that_was_stopped_goes_on_where_it_was()
    {
        new Audited(_folder).Make();
        var request = AuditRequest.From(GivenSettings.Of([
            new(AuditSettings.Data, [_folder["a.parquet"], _folder["b.parquet"]]),
            new(AuditSettings.Label, ["y"]),
            new(AuditSettings.Probabilities, ["p0,p1"]),
            new(AuditSettings.Threads, ["1"]),
            new(AuditSettings.Checks, ["FL101"])])) with
        { Shards = 24 };

        using var stop = new CancellationTokenSource();
        var first = new Stops(stop, () => File.Exists(_folder["states/pass-2.reading.state"]));
        Assert.ThrowsAny<OperationCanceledException>(() => Read(request, first, stop.Token));
        var second = new Stops(stop, () => false);
        Assert.True(Read(request, second, TestContext.Current.CancellationToken));

        // The first pass was whole, and of the second at least one stretch of eight parts.
        Assert.DoesNotContain(second.Steps, step => step.StartsWith("reading all rows, pass 1:", StringComparison.Ordinal));
        var again = second.Steps.First(step => step.StartsWith("reading all rows, pass 2:", StringComparison.Ordinal));
        Assert.True(int.Parse(again.Split(':')[1].Trim().Split(' ')[0].Replace(",", string.Empty, StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture) > 8 * 2_048, again);
    }

    bool Read(AuditRequest request, Stops progress, CancellationToken cancellation)
    {
        var files = new EvidenceFiles(request, _ => { }, cancellation) { Folder = blocks => new StateFolder(_folder["states"], blocks, request), PassesAlone = true };
        try
        {
            var evidence = files.OpenStream()!;
            return Audit.ReadPasses(evidence, request.Options with { Progress = progress, Passes = new KeptPasses(files.States!, 1, new Hurried()) }, cancellation);
        }
        finally
        {
            files.Blocks?.Dispose();
        }
    }

    [ModuleInitializer]
    internal static void HoldFewRows() => Environment.SetEnvironmentVariable("FAULTLINE_HELD_ROWS", "1000");

    // Ten seconds go by whenever it is asked.
    sealed class Hurried : TimeProvider
    {
        long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _seconds += 10;
    }

    sealed class Stops(CancellationTokenSource stop, Func<bool> when) : IProgress<AuditProgress>
    {
        public List<string> Steps { get; } = [];

        public void Report(AuditProgress value)
        {
            Steps.Add(value.Step);
            if (when())
            {
                stop.Cancel();
            }
        }
    }
}
