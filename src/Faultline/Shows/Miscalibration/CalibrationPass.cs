namespace Faultline;

/// <summary>Counts how often what was predicted came, for several questions at once.</summary>
/// <param name="asked">Classes, or −1 for the most probable class of each row.</param>
sealed class CalibrationPass(int[] asked) : BlockPass<CalibrationPass>
{
    readonly CalibrationCounts[] _counts = [.. asked.Select(_ => new CalibrationCounts())];

    /// <summary>The counts of one question.</summary>
    public CalibrationCounts Of(int question) => _counts[Array.IndexOf(asked, question)];

    /// <inheritdoc/>
    public override BlockPass Fresh() => new CalibrationPass(asked);

    /// <inheritdoc/>
    public override void Summarise(ClassBlock block)
    {
        ReadOnlySpan<int> labels = block.Labels;
        ReadOnlySpan<int> predicted = block.Predicted;
        ReadOnlySpan<double> probabilities = block.Probabilities;
        int classes = block.Classes;
        for (int question = 0; question < asked.Length; question++)
        {
            CalibrationCounts counts = _counts[question];
            int one = asked[question];
            for (int row = 0; row < labels.Length; row++)
            {
                if (labels[row] >= 0)
                {
                    int outcome = one >= 0 ? one : predicted[row];
                    counts.Add(probabilities[(row * classes) + outcome], labels[row] == outcome);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Save(BinaryWriter to)
    {
        foreach (CalibrationCounts counts in _counts)
        {
            counts.Save(to);
        }
    }

    /// <inheritdoc/>
    public override void Load(BinaryReader from)
    {
        foreach (CalibrationCounts counts in _counts)
        {
            counts.Load(from);
        }
    }

    /// <inheritdoc/>
    protected override void Merge(CalibrationPass other)
    {
        for (int question = 0; question < asked.Length; question++)
        {
            _counts[question].Merge(other._counts[question]);
        }
    }
}
