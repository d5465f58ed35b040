namespace Faultline.DuckDb.Tests;

/// <summary>Seeded damage to files.</summary>
static class Mutations
{
    /// <summary>One damaged copy: bytes changed, cut, repeated, taken out or swapped for others that formats care about.</summary>
    public static byte[] Of(byte[] original, SeededRandom random)
    {
        var bytes = new List<byte>(original);
        var times = 1 + random.NextInt(4);
        for (var i = 0; i < times && bytes.Count > 0; i++)
        {
            var at = random.NextInt(bytes.Count);
            var length = Math.Min(bytes.Count - at, 1 + random.NextInt(16));
            switch (random.NextInt(6))
            {
                case 0:
                    bytes[at] = (byte)random.NextInt(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 4:
                    bytes[at] ^= (byte)(1 << random.NextInt(8));
                    break;
                default:
                    bytes.Insert(at, "\"',;\n\r\t{}[]\0\\\u00FF"u8[random.NextInt(15)]);
                    break;
            }
        }

        return [.. bytes];
    }
}
