namespace Faultline;

/// <summary>How good the predictions are that the user brought.</summary>
sealed class GivenPass(IReadOnlyList<string> classes) : BlockPass<GivenPass>
{
    const int Stride = 512;

    readonly GivenCounts _counts = new(classes.Count);

    /// <inheritdoc/>
    public override BlockPass Fresh() => new GivenPass(classes);

    /// <inheritdoc/>
    public override void Summarise(ClassBlock block)
    {
        var labels = block.Labels;
        var predicted = block.Predicted;
        var probabilities = block.Probabilities;
        Span<double> own = stackalloc double[Stride];
        for (var start = 0; start < labels.Length; start += Stride)
        {
            var rows = Math.Min(Stride, labels.Length - start);
            for (var row = 0; row < rows; row++)
            {
                var label = labels[start + row];
                own[row] = label < 0 ? 1 : probabilities[((start + row) * classes.Count) + label];
                if (label >= 0)
                {
                    _counts.Classes.Add(label, predicted[start + row]);
                }
            }

            _counts.AddLoss(own[..rows]);
        }
    }

    /// <summary>The summary, or null where no row is measured.</summary>
    public ModelReport? Report() => GivenPredictions.Report(_counts, classes);

    /// <inheritdoc/>
    public override void Save(BinaryWriter to) => _counts.Save(to);

    /// <inheritdoc/>
    public override void Load(BinaryReader from) => _counts.Load(from);

    /// <inheritdoc/>
    protected override void Merge(GivenPass other) => _counts.Merge(other._counts);
}
