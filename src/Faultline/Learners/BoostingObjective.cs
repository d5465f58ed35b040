using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Faultline;

/// <summary>
/// Loss of boosting in blocks of rows: squared error for numbers (put to mean 0 and variance 1), logistic for up to two classes (one score), softmax above
/// (a score a class).
/// </summary>
sealed class BoostingObjective
{
    public const int BlockRows = 4_096;
    const double LeastPrior = 1e-6;

    readonly LearningTarget _target;
    readonly double[] _standardised = [];

    /// <summary>Prepares the loss of the training rows.</summary>
    public BoostingObjective(LearningTarget target)
        : this(target, Moments(target))
    {
    }

    BoostingObjective(LearningTarget target, (double Mean, double Deviation) scale)
    {
        _target = target;
        (Mean, Deviation) = scale;
        IsRegression = target.ClassCount == 0;
        ScoreCount = target.ClassCount <= 2 ? 1 : target.ClassCount;
        if (IsRegression)
        {
            _standardised = new double[target.RowCount];
            for (int row = 0; row < _standardised.Length; row++)
            {
                _standardised[row] = (target.Values[row] - Mean) / Deviation;
            }
        }
    }

    public bool IsRegression { get; }

    /// <summary>Scores a row: 1, or the number of classes when there are more than two.</summary>
    public int ScoreCount { get; }

    /// <summary>Mean of a numeric target; 0 for classes.</summary>
    public double Mean { get; }

    /// <summary>Standard deviation of a numeric target, 1 if it is constant; 1 for classes.</summary>
    public double Deviation { get; }

    public double LargestHessian => IsRegression ? 1 : 0.25;

    /// <summary>The same loss, on the same scale, of other rows.</summary>
    public BoostingObjective For(LearningTarget other) => new(other, (Mean, Deviation));

    /// <summary>The scores that a model without features gives.</summary>
    public double[] InitialScores()
    {
        double[] scores = new double[ScoreCount];
        if (IsRegression)
        {
            return scores;
        }

        double[] share = new double[Math.Max(2, _target.ClassCount)];
        foreach (int label in _target.Labels)
        {
            share[label] += 1.0 / _target.Labels.Length;
        }

        for (int k = 0; k < scores.Length; k++)
        {
            scores[k] = ScoreCount == 1
                ? Math.Log(Math.Max(share[1], LeastPrior)) - Math.Log(Math.Max(share[0], LeastPrior))
                : Math.Log(Math.Max(share[k], LeastPrior));
        }

        return scores;
    }

    /// <summary>A bound on the size of every gradient.</summary>
    public double LargestGradient(double[][] scores)
    {
        if (!IsRegression)
        {
            return 1;
        }

        double largest = 0;
        for (int row = 0; row < _standardised.Length; row++)
        {
            largest = Math.Max(largest, Math.Abs(scores[0][row] - _standardised[row]));
        }

        return largest;
    }

    /// <summary>Statistics of the rows of a block, a set a score.</summary>
    public void Statistics(int start, int count, double[][] scores, double gradientUnits, double hessianUnits, Vector128<long>[][] statistics)
    {
        if (IsRegression)
        {
            for (int row = start; row < start + count; row++)
            {
                statistics[0][row] = LeafStatistics.Row(scores[0][row] - _standardised[row], 1, gradientUnits, hessianUnits);
            }

            return;
        }

        double[] rented = ArrayPool<double>.Shared.Rent(count * ScoreCount);
        Span<double> buffer = rented.AsSpan(0, count * ScoreCount);
        Probabilities(start, count, scores, buffer);
        for (int k = 0; k < ScoreCount; k++)
        {
            ReadOnlySpan<double> probabilities = buffer.Slice(k * count, count);
            ReadOnlySpan<int> labels = _target.Labels.AsSpan(start, count);
            Span<Vector128<long>> rows = statistics[k].AsSpan(start, count);
            int positive = ScoreCount == 1 ? 1 : k;
            for (int i = 0; i < rows.Length; i++)
            {
                double p = probabilities[i];
                double gradient = labels[i] == positive ? p - 1 : p;
                rows[i] = LeafStatistics.Row(gradient, p * (1 - p), gradientUnits, hessianUnits);
            }
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    /// <summary>Sum of the loss over the rows of a block.</summary>
    public double Loss(int start, int count, double[][] scores)
    {
        double loss = 0;
        if (IsRegression)
        {
            for (int row = start; row < start + count; row++)
            {
                double residual = scores[0][row] - _standardised[row];
                loss += residual * residual;
            }

            return loss;
        }

        double[] rented = ArrayPool<double>.Shared.Rent(count * ScoreCount);
        Span<double> buffer = rented.AsSpan(0, count * ScoreCount);
        Probabilities(start, count, scores, buffer);
        for (int i = 0; i < count; i++)
        {
            int label = _target.Labels[start + i];
            double p = ScoreCount > 1 ? buffer[(label * count) + i] : label == 1 ? buffer[i] : 1 - buffer[i];
            loss -= Math.Log(Math.Max(p, 1e-15));
        }

        ArrayPool<double>.Shared.Return(rented);
        return loss;
    }

    /// <summary>Probabilities of the rows of a block, score by score: that of class 1 where there is one score.</summary>
    public void Probabilities(int start, int count, double[][] scores, Span<double> probabilities)
    {
        if (ScoreCount == 1)
        {
            TensorPrimitives.Sigmoid(scores[0].AsSpan(start, count), probabilities);
            return;
        }

        double[] rented = ArrayPool<double>.Shared.Rent(count * 2);
        Span<double> largest = rented.AsSpan(0, count);
        Span<double> sum = rented.AsSpan(count, count);
        scores[0].AsSpan(start, count).CopyTo(largest);
        for (int k = 1; k < ScoreCount; k++)
        {
            TensorPrimitives.Max(largest, scores[k].AsSpan(start, count), largest);
        }

        sum.Clear();
        for (int k = 0; k < ScoreCount; k++)
        {
            Span<double> own = probabilities.Slice(k * count, count);
            TensorPrimitives.Subtract(scores[k].AsSpan(start, count), largest, own);
            TensorPrimitives.Exp(own, own);
            TensorPrimitives.Add(sum, own, sum);
        }

        for (int k = 0; k < ScoreCount; k++)
        {
            Span<double> own = probabilities.Slice(k * count, count);
            TensorPrimitives.Divide(own, sum, own);
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    static (double Mean, double Deviation) Moments(LearningTarget target)
    {
        if (target.ClassCount > 0 || target.RowCount == 0)
        {
            return (0, 1);
        }

        double mean = target.Values.Average();
        double square = target.Values.Sum(value => (value - mean) * (value - mean)) / target.RowCount;
        return (mean, square > 0 ? Math.Sqrt(square) : 1);
    }
}
