namespace Faultline.Bench;

/// <summary>A benchmark: cases that are measured beside peers.</summary>
interface IBenchmark
{
    /// <summary>Name on the command line.</summary>
    string Name { get; }

    /// <summary>Cases; <paramref name="quick"/> gives small ones.</summary>
    IReadOnlyList<string> Cases(bool quick);

    /// <summary>Measures a case; <paramref name="sources"/> are those of <c>--peer NAME=DIR</c>.</summary>
    IEnumerable<Measurement> Run(string name, IReadOnlyDictionary<string, string> sources, int runs);
}
