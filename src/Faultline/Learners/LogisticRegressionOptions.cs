namespace Faultline;

/// <summary>Settings of <see cref="LogisticRegression"/>. Immutable, valid when built.</summary>
public sealed record LogisticRegressionOptions
{
    /// <summary>
    /// The penalty λ of Σ loss + λ/2 · Σ w², over standardised numbers and indicators, intercepts left out; scikit-learn's 1/C. Above 0, default 1.
    /// </summary>
    public double L2 { get; init => field = value > 0 && double.IsFinite(value) ? value : throw Bad(value, "finite and above 0"); } = 1;

    /// <summary>Most iterations of L-BFGS. At least 1, default 200.</summary>
    public int Iterations { get; init => field = value >= 1 ? value : throw Bad(value, "at least 1"); } = 200;

    /// <summary>Ends when the largest component of the gradient of the mean loss is below this. Above 0, default 1e-5.</summary>
    public double Tolerance { get; init => field = value > 0 ? value : throw Bad(value, "above 0"); } = 1e-5;

    /// <summary>Threads; the model is the same whatever the number. At least 1, default the number of processors.</summary>
    public int Threads { get; init => field = value >= 1 ? value : throw Bad(value, "at least 1"); } = Environment.ProcessorCount;

    static ArgumentOutOfRangeException Bad(object value, string expected) =>
        new(nameof(value), value, $"Expected a number {expected}.");
}
