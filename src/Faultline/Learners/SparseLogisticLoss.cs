using System.Numerics.Tensors;
using Faultline.Kernels;

namespace Faultline;

/// <summary>
/// Mean logistic loss of sparse rows with its penalty. Rows give the residuals, columns gather them into the gradient: each sum runs in one fixed order,
/// whatever the number of threads, and no thread needs a gradient of its own.
/// </summary>
sealed class SparseLogisticLoss
{
    const int RowBlock = 512;
    const int ColumnBlock = 1_024;

    readonly SparseRows _rows;
    readonly SparseRows _columns;
    readonly int[] _labels;
    readonly int _classes;
    readonly int _scores;
    readonly int _width;
    readonly double _penalty;
    readonly WorkTeam _team;
    readonly CancellationToken _cancellation;
    readonly float[] _residuals;
    readonly float[] _weights;
    readonly double[] _losses;
    readonly double[] _intercepts;
    readonly double[] _sums;

    public SparseLogisticLoss(SparseRows rows, int width, int[] labels, int classes, double l2, WorkTeam team, CancellationToken cancellation)
    {
        _rows = rows;
        _columns = rows.Transposed(width);
        _labels = labels;
        _classes = classes;
        _scores = classes <= 2 ? 1 : classes;
        _width = width;
        _penalty = l2 / rows.Count;
        _team = team;
        _cancellation = cancellation;
        _residuals = new float[checked(rows.Count * _scores)];
        _weights = new float[(width + 1) * _scores];
        int blocks = (rows.Count + RowBlock - 1) / RowBlock;
        _losses = new double[blocks];
        _intercepts = new double[blocks * _scores];
        _sums = new double[width * _scores];
    }

    /// <summary>Intercepts that give the shares of the classes.</summary>
    public void StartAtPriors(Span<double> weights) => ClassPriors.Write(_labels, _classes, weights.Slice(_width * _scores, _scores));

    /// <summary>The mean loss with its penalty.</summary>
    public double Evaluate(ReadOnlySpan<double> weights, Span<double> gradient)
    {
        _cancellation.ThrowIfCancellationRequested();
        TensorPrimitives.ConvertTruncating(weights, _weights);
        Array.Clear(_intercepts);
        _team.Run(_losses.Length, Rows);
        int inputs = _width * _scores;
        _team.Run((_width + ColumnBlock - 1) / ColumnBlock, Columns);
        double scale = 1.0 / _rows.Count, loss = 0;
        TensorPrimitives.Multiply(_sums, scale, gradient[..inputs]);
        TensorPrimitives.MultiplyAdd(weights[..inputs], _penalty, gradient[..inputs], gradient[..inputs]);
        gradient[inputs..].Clear();
        for (int block = 0; block < _losses.Length; block++)
        {
            loss += _losses[block];
            TensorPrimitives.MultiplyAdd(_intercepts.AsSpan(block * _scores, _scores), scale, gradient[inputs..], gradient[inputs..]);
        }

        return (loss * scale) + (_penalty / 2 * TensorPrimitives.SumOfSquares(weights[..inputs]));
    }

    /// <summary>The scores of one row.</summary>
    public static void Scores(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, ReadOnlySpan<float> weights, Span<float> scores)
    {
        int count = scores.Length;
        weights[^count..].CopyTo(scores);
        if (count == 1)
        {
            float score = scores[0];
            for (int i = 0; i < columns.Length; i++)
            {
                score += values[i] * weights[columns[i]];
            }

            scores[0] = score;
            return;
        }

        for (int i = 0; i < columns.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(weights.Slice(columns[i] * count, count), values[i], scores, scores);
        }
    }

    void Rows(int block)
    {
        double loss = 0;
        Span<double> intercepts = _intercepts.AsSpan(block * _scores, _scores);
        for (int row = block * RowBlock; row < Math.Min(_rows.Count, (block + 1) * RowBlock); row++)
        {
            Span<float> residual = _residuals.AsSpan(row * _scores, _scores);
            Scores(_rows.ColumnsOf(row), _rows.ValuesOf(row), _weights, residual);
            loss += _scores == 1 ? Binary(_labels[row], residual) : Classes(_labels[row], residual);
            for (int k = 0; k < residual.Length; k++)
            {
                intercepts[k] += residual[k];
            }
        }

        _losses[block] = loss;
    }

    void Columns(int block)
    {
        float[] sum = new float[_scores];
        for (int column = block * ColumnBlock; column < Math.Min(_width, (block + 1) * ColumnBlock); column++)
        {
            ReadOnlySpan<int> rows = _columns.ColumnsOf(column);
            ReadOnlySpan<float> values = _columns.ValuesOf(column);
            if (_scores == 1)
            {
                double total = 0;
                for (int i = 0; i < rows.Length; i++)
                {
                    total += values[i] * _residuals[rows[i]];
                }

                _sums[column] = total;
                continue;
            }

            Array.Clear(sum);
            for (int i = 0; i < rows.Length; i++)
            {
                TensorPrimitives.MultiplyAdd<float>(_residuals.AsSpan(rows[i] * _scores, _scores), values[i], sum, sum);
            }

            TensorPrimitives.ConvertTruncating<float, double>(sum, _sums.AsSpan(column * _scores, _scores));
        }
    }

    static double Binary(int label, Span<float> residual)
    {
        double score = residual[0];
        double exponential = Math.Exp(-Math.Abs(score));
        double probability = score >= 0 ? 1 / (1 + exponential) : exponential / (1 + exponential);
        residual[0] = (float)(probability - label);
        return Math.Max(0, label == 1 ? -score : score) + Math.Log(1 + exponential);
    }

    static double Classes(int label, Span<float> residual)
    {
        double own = residual[label];
        float largest = TensorPrimitives.Max<float>(residual);
        TensorPrimitives.Subtract(residual, largest, residual);
        TensorPrimitives.Exp<float>(residual, residual);
        float sum = TensorPrimitives.Sum<float>(residual);
        TensorPrimitives.Divide(residual, sum, residual);
        residual[label] -= 1;
        return largest + Math.Log(sum) - own;
    }
}
