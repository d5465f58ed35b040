using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Faultline.Kernels.Tests;

/// <summary>Reads what the run-time compiler makes of the tiles: a sum that is kept on the stack costs more than the tile gains, and nothing else says so.</summary>
public sealed partial class TileSpillTests
{
    // What is initialised when a tile is compiled differs from run to run, and with it now and then where a vector is kept; a tile that spills spills every time.
    const int Runs = 6;

    [Fact]
    public async Task No_tile_keeps_a_vector_on_the_stack()
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "The listing is read for x64 only.");
        var spills = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var run = 0; run < Runs && (run == 0 || spills.Count > 0); run++)
        {
            var found = await Spills(TestContext.Current.CancellationToken);
            spills = run == 0 ? found : spills.Where(spill => found.ContainsKey(spill.Key)).ToDictionary(StringComparer.Ordinal);
        }

        Assert.True(spills.Count == 0, string.Join("; ", spills.Select(spill => $"{spill.Key} spills: {spill.Value}")));
    }

    static async Task<Dictionary<string, string>> Spills(CancellationToken cancellation)
    {
        var listing = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(TileSpillTests).Assembly.Location, "-method", "*" + nameof(GemmTests.Every_tile_equals_the_product)])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            start.Environment["DOTNET_JitStdOutFile"] = listing;
            start.Environment["DOTNET_JitDisasm"] = "Multiply";
            using var process = Process.Start(start)!;
            await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            Assert.Equal(0, process.ExitCode);

            var tiles = 0;
            var spills = new Dictionary<string, string>(StringComparer.Ordinal);
            string? tile = null;
            foreach (var line in File.ReadLines(listing))
            {
                if (line.StartsWith("; Assembly listing", StringComparison.Ordinal))
                {
                    tile = line.Contains("FullOpts", StringComparison.Ordinal) && TileName().Match(line) is { Success: true } match ? match.Value : null;
                    tiles += tile is null ? 0 : 1;
                }
                else if (tile is not null && VectorOnStack().IsMatch(line))
                {
                    spills[tile] = line.Trim();
                }
            }

            // Every tile of the widest tier was there, whole and masked, or the listing was not read.
            Assert.True(tiles >= TileWriter.Tiles.Count, $"{tiles} tiles in the listing");
            return spills;
        }
        finally
        {
            File.Delete(listing);
        }
    }

    [GeneratedRegex(@"Tile\d+x\d`3\[Faultline\.Kernels\.Lanes\d+")]
    private static partial Regex TileName();

    [GeneratedRegex(@"[xyz]mmword ptr \[r[sb]p")]
    private static partial Regex VectorOnStack();
}
