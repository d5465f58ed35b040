namespace Faultline.Bench;

/// <summary>The one list of benchmarks.</summary>
static class Benchmarks
{
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new LabelErrorsBench(),
        new KnnBench(),
        new GemmBench(),
        new LearnerBench("gbdt"),
        new LearnerBench("logistic"),
    ];
}
