using System.Numerics.Tensors;
using Faultline.Kernels;

namespace Faultline;

/// <summary>
/// Mean logistic loss, or half the squared error of a standardised number, with its penalty, and the gradient of both, over fixed blocks of rows that are added in order.
/// </summary>
sealed class LogisticLoss
{
    const int MaxBlocks = 16;
    const int LeastBlockRows = 1_024;
    const int LeastWide = 64;

    readonly double[] _dense;
    readonly int[] _categories;
    readonly int[] _labels;
    readonly double[] _numbers = [];
    readonly int _rowCount;
    readonly int _denseCount;
    readonly int _categoryCount;
    readonly int _weightCount;
    readonly int _scores;
    readonly int _classCount;
    readonly double _penalty;
    readonly WorkTeam _team;
    readonly CancellationToken _cancellation;
    readonly int _blockRows;
    readonly double[][] _blockGradients;
    readonly double[] _blockLosses;

    // Many numbers a row: a class's weights side by side make long vectors of what would be many short ones.
    readonly bool _isWide;

    public LogisticLoss(DesignMatrix design, FeatureMatrix features, LearningTarget target, int[] rows, double l2, WorkTeam team, CancellationToken cancellation)
    {
        _denseCount = design.DenseCount;
        _categoryCount = design.CategoryCount;
        _weightCount = design.WeightCount;
        _classCount = target.ClassCount;
        _scores = _classCount <= 2 ? 1 : _classCount;
        _penalty = l2 / rows.Length;
        _isWide = _scores > 1 && _denseCount >= LeastWide;
        _team = team;
        _cancellation = cancellation;
        _dense = new double[checked(rows.Length * _denseCount)];
        _categories = new int[checked(rows.Length * _categoryCount)];
        design.Fill(features, rows, _dense, _categories);
        LearningTarget own = target.Take(rows);
        _labels = own.Labels;
        _rowCount = rows.Length;
        if (_classCount == 0)
        {
            var scale = new BoostingObjective(own);
            _numbers = [.. own.Values.Select(value => (value - scale.Mean) / scale.Deviation)];
        }

        _blockRows = Math.Max(LeastBlockRows, (rows.Length + MaxBlocks - 1) / MaxBlocks);
        int blocks = (rows.Length + _blockRows - 1) / _blockRows;
        _blockLosses = new double[blocks];
        _blockGradients = new double[blocks][];
        for (int block = 0; block < blocks; block++)
        {
            _blockGradients[block] = new double[(_weightCount + 1) * _scores];
        }
    }

    /// <summary>Intercepts that give the shares of the classes.</summary>
    public void StartAtPriors(Span<double> weights) => ClassPriors.Write(_labels, _classCount, weights.Slice(_weightCount * _scores, _scores));

    /// <summary>The mean loss with its penalty.</summary>
    public double Evaluate(ReadOnlySpan<double> weights, Span<double> gradient)
    {
        _cancellation.ThrowIfCancellationRequested();
        double[] point = weights.ToArray();
        if (_isWide)
        {
            Turn(weights, _denseCount, _scores, point);
        }

        _team.Run(_blockLosses.Length, block => EvaluateBlock(block, point));
        gradient.Clear();
        double loss = 0;
        for (int block = 0; block < _blockLosses.Length; block++)
        {
            TensorPrimitives.Add(gradient, _blockGradients[block], gradient);
            loss += _blockLosses[block];
        }

        if (_isWide)
        {
            Turn(gradient.ToArray(), _scores, _denseCount, gradient);
        }

        double scale = 1.0 / _rowCount;
        TensorPrimitives.Multiply(gradient, scale, gradient);
        int penalised = _weightCount * _scores;
        TensorPrimitives.MultiplyAdd(weights[..penalised], _penalty, gradient[..penalised], gradient[..penalised]);
        return (loss * scale) + (_penalty / 2 * TensorPrimitives.SumOfSquares(weights[..penalised]));
    }

    /// <summary>The scores of one row.</summary>
    public static void Scores(ReadOnlySpan<double> dense, ReadOnlySpan<int> categories, ReadOnlySpan<double> weights, Span<double> scores)
    {
        int count = scores.Length;
        weights[^count..].CopyTo(scores);
        if (count == 1)
        {
            double score = scores[0] + TensorPrimitives.Dot(dense, weights[..dense.Length]);
            foreach (int level in categories)
            {
                score += level >= 0 ? weights[level] : 0;
            }

            scores[0] = score;
            return;
        }

        for (int j = 0; j < dense.Length; j++)
        {
            if (dense[j] != 0)
            {
                TensorPrimitives.MultiplyAdd(weights.Slice(j * count, count), dense[j], scores, scores);
            }
        }

        foreach (int level in categories)
        {
            if (level >= 0)
            {
                TensorPrimitives.Add(scores, weights.Slice(level * count, count), scores);
            }
        }
    }

    /// <summary>Turns scores into probabilities and returns log Σ exp.</summary>
    public static double Softmax(Span<double> scores)
    {
        double largest = TensorPrimitives.Max<double>(scores);
        double sum = 0;
        for (int k = 0; k < scores.Length; k++)
        {
            scores[k] = Math.Exp(scores[k] - largest);
            sum += scores[k];
        }

        TensorPrimitives.Divide(scores, sum, scores);
        return largest + Math.Log(sum);
    }

    void EvaluateBlock(int block, double[] weights)
    {
        int start = block * _blockRows;
        int end = Math.Min(_rowCount, start + _blockRows);
        Span<double> gradient = _blockGradients[block];
        gradient.Clear();
        double loss = 0;
        double[] scores = new double[_scores];
        for (int row = start; row < end; row++)
        {
            ReadOnlySpan<double> dense = _dense.AsSpan(row * _denseCount, _denseCount);
            ReadOnlySpan<int> categories = _categories.AsSpan(row * _categoryCount, _categoryCount);
            if (_isWide)
            {
                WideScores(dense, categories, weights, scores);
                loss += WideRow(dense, categories, _labels[row], scores, gradient);
                continue;
            }

            Scores(dense, categories, weights, scores);
            loss += _classCount == 0 ? NumberRow(dense, categories, scores[0] - _numbers[row], gradient)
                : _scores == 1 ? BinaryRow(dense, categories, _labels[row], scores[0], gradient)
                : ClassesRow(dense, categories, _labels[row], scores, gradient);
        }

        _blockLosses[block] = loss;
    }

    void WideScores(ReadOnlySpan<double> dense, ReadOnlySpan<int> categories, ReadOnlySpan<double> weights, Span<double> scores)
    {
        Scores([], categories, weights, scores);
        for (int k = 0; k < scores.Length; k++)
        {
            scores[k] += TensorPrimitives.Dot(dense, weights.Slice(k * _denseCount, _denseCount));
        }
    }

    double WideRow(ReadOnlySpan<double> dense, ReadOnlySpan<int> categories, int label, Span<double> scores, Span<double> gradient)
    {
        double loss = ClassesRow([], categories, label, scores, gradient);
        for (int k = 0; k < scores.Length; k++)
        {
            Span<double> to = gradient.Slice(k * _denseCount, _denseCount);
            TensorPrimitives.MultiplyAdd(dense, scores[k], to, to);
        }

        return loss;
    }

    static void Turn(ReadOnlySpan<double> from, int rows, int columns, Span<double> to)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                to[(column * rows) + row] = from[(row * columns) + column];
            }
        }
    }

    static double BinaryRow(ReadOnlySpan<double> dense, ReadOnlySpan<int> categories, int label, double score, Span<double> gradient)
    {
        double exponential = Math.Exp(-Math.Abs(score));
        double probability = score >= 0 ? 1 / (1 + exponential) : exponential / (1 + exponential);
        AddResidual(dense, categories, probability - label, gradient);
        double towardsLabel = label == 1 ? score : -score;
        return Math.Max(0, -towardsLabel) + Math.Log(1 + exponential);
    }

    static double NumberRow(ReadOnlySpan<double> dense, ReadOnlySpan<int> categories, double residual, Span<double> gradient)
    {
        AddResidual(dense, categories, residual, gradient);
        return residual * residual / 2;
    }

    static void AddResidual(ReadOnlySpan<double> dense, ReadOnlySpan<int> categories, double residual, Span<double> gradient)
    {
        Span<double> head = gradient[..dense.Length];
        TensorPrimitives.MultiplyAdd(dense, residual, head, head);
        foreach (int level in categories)
        {
            if (level >= 0)
            {
                gradient[level] += residual;
            }
        }

        gradient[^1] += residual;
    }

    static double ClassesRow(ReadOnlySpan<double> dense, ReadOnlySpan<int> categories, int label, Span<double> scores, Span<double> gradient)
    {
        int count = scores.Length;
        double own = scores[label];
        double loss = Softmax(scores) - own;
        scores[label] -= 1;
        for (int j = 0; j < dense.Length; j++)
        {
            if (dense[j] != 0)
            {
                Span<double> to = gradient.Slice(j * count, count);
                TensorPrimitives.MultiplyAdd(scores, dense[j], to, to);
            }
        }

        foreach (int level in categories)
        {
            if (level >= 0)
            {
                Span<double> to = gradient.Slice(level * count, count);
                TensorPrimitives.Add(to, scores, to);
            }
        }

        Span<double> intercepts = gradient[^count..];
        TensorPrimitives.Add(intercepts, scores, intercepts);
        return loss;
    }
}
