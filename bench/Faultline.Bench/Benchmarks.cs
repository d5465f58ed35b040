namespace Faultline.Bench;

/// <summary>The one list of benchmarks.</summary>
static class Benchmarks
{
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new LabelErrorsBench(),
        new DatalabBench(),
        new KnnBench(),
        new GemmBench(),
        new OutliersBench(),
        new DuplicatesBench(),
        new OrderDependenceBench(),
        new DriftBench(),
        new SlicesBench(),
        new DependenciesBench(),
        new CalibrationBench(),
        new LearnerBench("gbdt"),
        new LearnerBench("logistic"),
        new ReadingBench(),
        new GrowthBench(),
        new AuditBench(),
    ];
}
