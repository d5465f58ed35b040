namespace Faultline;

/// <summary>How good the predictions are that the user brought.</summary>
sealed class GivenPass(IReadOnlyList<string> classes) : BlockPass<GivenPass>
{
    readonly GivenCounts _counts = new(classes.Count);

    /// <inheritdoc/>
    public override BlockPass Fresh() => new GivenPass(classes);

    /// <inheritdoc/>
    public override void Summarise(ClassBlock block)
    {
        for (var row = 0; row < block.Labels.Length; row++)
        {
            if (block.Labels[row] is var label and >= 0)
            {
                _counts.Add(label, block.Predicted[row], block.Row(row)[label]);
            }
        }
    }

    /// <summary>The summary, or null where no row is measured.</summary>
    public ModelReport? Report() => GivenPredictions.Report(_counts, classes);

    /// <inheritdoc/>
    protected override void Merge(GivenPass other) => _counts.Merge(other._counts);
}
