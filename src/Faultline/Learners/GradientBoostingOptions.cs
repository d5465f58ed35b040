namespace Faultline;

/// <summary>Settings of <see cref="GradientBoostedTrees"/>. Immutable, valid when built.</summary>
public sealed record GradientBoostingOptions
{
    /// <summary>Most boosting iterations; an iteration grows one tree, or one a class above two classes. 1 … 100,000, default 100.</summary>
    public int Iterations { get; init => field = InRange(value, 1, 100_000); } = 100;

    /// <summary>Factor on every leaf. Above 0, at most 1, default 0.1.</summary>
    public double LearningRate { get; init => field = value is > 0 and <= 1 ? value : throw Bad(value, "above 0, at most 1"); } = 0.1;

    /// <summary>Most leaves of a tree. 2 … 4,096, default 31.</summary>
    public int MaxLeaves { get; init => field = InRange(value, 2, 4_096); } = 31;

    /// <summary>Most splits between root and leaf. 1 … 1,000, default 1,000.</summary>
    public int MaxDepth { get; init => field = InRange(value, 1, 1_000); } = 1_000;

    /// <summary>Most bins of a number; fewer distinct values get a bin each. 2 … 255, default 255.</summary>
    public int MaxBins { get; init => field = InRange(value, 2, 255); } = 255;

    /// <summary>Fewest training rows in a leaf. At least 1, default 20.</summary>
    public int MinLeafRows { get; init => field = InRange(value, 1, int.MaxValue); } = 20;

    /// <summary>Smallest sum of second derivatives in a leaf. At least 0, default 0.001.</summary>
    public double MinLeafHessian { get; init => field = NotNegative(value); } = 1e-3;

    /// <summary>λ₁, the penalty on the size of a leaf. At least 0, default 0.</summary>
    public double L1 { get; init => field = NotNegative(value); }

    /// <summary>λ₂, the penalty on the square of a leaf. At least 0, default 0.</summary>
    public double L2 { get; init => field = NotNegative(value); }

    /// <summary>Least gain of a split. At least 0, default 0.</summary>
    public double MinGain { get; init => field = NotNegative(value); }

    /// <summary>Share of the rows that each iteration sees. Above 0, at most 1, default 1.</summary>
    public double RowShare { get; init => field = value is > 0 and <= 1 ? value : throw Bad(value, "above 0, at most 1"); } = 1;

    /// <summary>Share of the features that each tree sees. Above 0, at most 1, default 1.</summary>
    public double FeatureShare { get; init => field = value is > 0 and <= 1 ? value : throw Bad(value, "above 0, at most 1"); } = 1;

    /// <summary>Added to the second derivatives when the levels of a category are put in order, so that rare levels go to the middle. At least 0, default 10.</summary>
    public double CategorySmoothing { get; init => field = NotNegative(value); } = 10;

    /// <summary>Added to λ₂ when the gain of a categorical split is judged. At least 0, default 10.</summary>
    public double CategoryL2 { get; init => field = NotNegative(value); } = 10;

    /// <summary>
    /// Share of the training rows held out to stop early, drawn with <see cref="Seed"/>; 0 trains all iterations on all rows. 0 … 0.5, default 0.
    /// </summary>
    public double ValidationShare { get; init => field = value is >= 0 and <= 0.5 ? value : throw Bad(value, "0 to 0.5"); }

    /// <summary>Iterations without a better validation loss before training stops. At least 1, default 10.</summary>
    public int Patience { get; init => field = InRange(value, 1, int.MaxValue); } = 10;

    /// <summary>Seed of every draw. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Threads; the model is the same whatever the number. At least 1, default the number of processors.</summary>
    public int Threads { get; init => field = InRange(value, 1, 1_024); } = Environment.ProcessorCount;

    static int InRange(int value, int low, int high) =>
        value >= low && value <= high ? value : throw Bad(value, $"{low} to {high}");

    static double NotNegative(double value) =>
        value >= 0 && double.IsFinite(value) ? value : throw Bad(value, "finite and at least 0");

    static ArgumentOutOfRangeException Bad(object value, string expected) =>
        new(nameof(value), value, $"Expected a number {expected}.");
}
