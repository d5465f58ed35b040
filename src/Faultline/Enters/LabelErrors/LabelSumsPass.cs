namespace Faultline;

/// <summary>The first look at labels and probabilities: what thresholds, agreement and the curve of certainty are made of.</summary>
sealed class LabelSumsPass(int classes) : BlockPass<LabelSumsPass>
{
    /// <summary>Sums behind the thresholds.</summary>
    public ClassSums Sums { get; } = new(classes);

    /// <summary>Disagreement by certainty.</summary>
    public CertaintyCurve Curve { get; } = new();

    /// <summary>Labels and most probable classes.</summary>
    public ClassCountsTable Counts { get; } = new(classes);

    /// <inheritdoc/>
    public override BlockPass Fresh() => new LabelSumsPass(classes);

    /// <inheritdoc/>
    public override unsafe void Summarise(ClassBlock block)
    {
        ReadOnlySpan<int> labels = block.Labels;
        ReadOnlySpan<int> predicted = block.Predicted;
        ReadOnlySpan<double> certainty = block.Certainty;
        fixed (double* values = block.Probabilities)
        {
            for (int row = 0; row < labels.Length; row++)
            {
                int label = labels[row];
                if (label >= 0)
                {
                    Sums.Add(block.First + row, label, values + ((long)row * classes));
                    Curve.Add(certainty[row], predicted[row] != label);
                    Counts.Add(label, predicted[row]);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Save(BinaryWriter to)
    {
        Sums.Save(to);
        Curve.Save(to);
        Counts.Save(to);
    }

    /// <inheritdoc/>
    public override void Load(BinaryReader from)
    {
        Sums.Load(from);
        Curve.Load(from);
        Counts.Load(from);
    }

    /// <inheritdoc/>
    protected override void Merge(LabelSumsPass other)
    {
        Sums.Merge(other.Sums);
        Curve.Merge(other.Curve);
        Counts.Merge(other.Counts);
    }
}
