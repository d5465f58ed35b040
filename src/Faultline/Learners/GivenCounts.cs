namespace Faultline;

/// <summary>What rows with labels and class probabilities add up to; any split and order gives the same bits.</summary>
sealed class GivenCounts(int classes)
{
    ExactSum _loss;

    /// <summary>Labels and most probable classes.</summary>
    public ClassCountsTable Classes { get; } = new(classes, keepsConfusion: classes <= CheckDetails.ClassLimit);

    /// <summary>The sum of the log losses.</summary>
    public double Loss => _loss.Value;

    /// <summary>Counts a row.</summary>
    /// <param name="label">Its label.</param>
    /// <param name="predicted">Its most probable class.</param>
    /// <param name="probability">The probability of its label.</param>
    public void Add(int label, int predicted, double probability)
    {
        Classes.Add(label, predicted);
        _loss.Add(-Math.Log(Math.Max(probability, 1e-15)));
    }

    /// <summary>Adds the counts of other rows.</summary>
    public void Merge(GivenCounts other)
    {
        Classes.Merge(other.Classes);
        _loss.Merge(other._loss);
    }
}
