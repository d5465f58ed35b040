using System.Numerics;

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
        AddLoss([probability]);
    }

    /// <summary>Adds the loss of rows by the probabilities of their labels; 1 adds nothing.</summary>
    public void AddLoss(Span<double> probabilities)
    {
        var least = new Vector<double>(1e-15);
        var row = 0;
        for (; row + Vector<double>.Count <= probabilities.Length; row += Vector<double>.Count)
        {
            var loss = VectorLog.Of(Vector.Max(new Vector<double>(probabilities[row..]), least));
            for (var lane = 0; lane < Vector<double>.Count; lane++)
            {
                _loss.Add(-loss[lane]);
            }
        }

        for (; row < probabilities.Length; row++)
        {
            _loss.Add(-VectorLog.Of(Vector.Max(new Vector<double>(probabilities[row]), least))[0]);
        }
    }

    /// <summary>Adds the counts of other rows.</summary>
    public void Merge(GivenCounts other)
    {
        Classes.Merge(other.Classes);
        _loss.Merge(other._loss);
    }

    /// <summary>Writes the counts.</summary>
    public void Save(BinaryWriter to)
    {
        Classes.Save(to);
        _loss.Save(to);
    }

    /// <summary>Takes what was written.</summary>
    public void Load(BinaryReader from)
    {
        Classes.Load(from);
        _loss = ExactSum.Load(from);
    }
}
