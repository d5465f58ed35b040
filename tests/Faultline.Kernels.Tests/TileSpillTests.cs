using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Faultline.Kernels.Tests;

/// <summary>Reads what the run-time compiler makes of the tiles: a sum that is kept on the stack costs more than the tile gains, and nothing else says so.</summary>
public sealed partial class TileSpillTests
{
    [Fact]
    public async Task No_tile_keeps_a_vector_on_the_stack()
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "The listing is read for x64 only.");
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
            await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, process.ExitCode);

            var tiles = 0;
            string? tile = null;
            foreach (var line in File.ReadLines(listing))
            {
                if (line.StartsWith("; Assembly listing", StringComparison.Ordinal))
                {
                    tile = line.Contains("FullOpts", StringComparison.Ordinal) && TileName().Match(line) is { Success: true } match ? match.Value : null;
                    tiles += tile is null ? 0 : 1;
                }
                else if (tile is not null)
                {
                    Assert.False(VectorOnStack().IsMatch(line), $"{tile} spills: {line.Trim()}");
                }
            }

            // Every tile of the widest tier was there, whole and masked, or the listing was not read.
            Assert.True(tiles >= TileWriter.Tiles.Count, $"{tiles} tiles in the listing");
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
