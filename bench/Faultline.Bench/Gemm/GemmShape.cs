using System.Globalization;
using System.Text.Json;

namespace Faultline.Bench;

/// <summary>m × k times k × n.</summary>
readonly record struct GemmShape(int M, int N, int K)
{
    /// <summary>The shapes that are measured when no file names others.</summary>
    public static IReadOnlyList<GemmShape> Standard { get; } =
    [
        new(16, 16, 16), new(24, 24, 24), new(32, 32, 32), new(64, 64, 64), new(96, 96, 96), new(128, 128, 128), new(256, 256, 256), new(512, 512, 512), new(1024, 1024, 1024),
        new(37, 53, 29), new(100, 17, 300), new(257, 129, 65), new(7, 1000, 13), new(1, 512, 512), new(4, 1024, 1024), new(8, 64, 2048), new(32, 256, 784), new(32, 10, 256),
        new(128, 768, 768), new(128, 3072, 768), new(128, 768, 3072), new(16, 1024, 144), new(64, 3136, 576), new(64, 12544, 147), new(256, 196, 2304), new(512, 49, 4608),
        new(1000, 64, 64), new(10000, 64, 64), new(10000, 10, 64), new(2048, 32, 2048), new(300, 300, 3), new(1500, 8, 1500),
    ];

    public double Operations => 2.0 * M * N * K;

    /// <summary>Reads <c>{"shapes": [[m, n, k], …]}</c>.</summary>
    public static IReadOnlyList<GemmShape> Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.GetProperty("shapes").EnumerateArray().Select(shape => new GemmShape(shape[0].GetInt32(), shape[1].GetInt32(), shape[2].GetInt32()))];
    }

    public static GemmShape Parse(string name)
    {
        var parts = name.Split('x').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new GemmShape(parts[0], parts[1], parts[2]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{M}x{N}x{K}");

    /// <summary>Operands of a shape: uniform in [−1, 1), the same on every side.</summary>
    public (float[] A, float[] B) Operands() => (Values(M * K, 1), Values(K * N, 2));

    static float[] Values(int count, uint seed)
    {
        var values = new float[count];
        var state = (seed * 2654435761u) + 12345u;
        for (var i = 0; i < count; i++)
        {
            state = (state * 1664525u) + 1013904223u;
            values[i] = ((state >> 8) / (float)(1 << 23)) - 1;
        }

        return values;
    }
}
