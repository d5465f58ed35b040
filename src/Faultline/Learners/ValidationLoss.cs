using Faultline.Kernels;

namespace Faultline;

/// <summary>The running loss of rows that boosting does not train on.</summary>
sealed class ValidationLoss
{
    readonly BoostingObjective _objective;
    readonly BinnedRows _rows;
    readonly double[][] _scores;
    readonly double[] _blockLosses;

    public ValidationLoss(BinnedRows rows, BoostingObjective objective, double[] initialScores)
    {
        _objective = objective;
        _rows = rows;
        _scores = [.. initialScores.Select(score => Enumerable.Repeat(score, rows.RowCount).ToArray())];
        _blockLosses = new double[(rows.RowCount + BoostingObjective.BlockRows - 1) / BoostingObjective.BlockRows];
    }

    /// <summary>Adds an iteration's trees to the scores.</summary>
    public void Add(Tree[] trees, WorkTeam team) => team.Run(_blockLosses.Length, block =>
    {
        (int start, int count) = Block(block);
        for (int k = 0; k < trees.Length; k++)
        {
            trees[k].AddTo(_rows.From(start, count), _rows.Stride, _scores[k].AsSpan(start, count));
        }
    });

    /// <summary>The mean loss; blocks are added in order.</summary>
    public double Mean(WorkTeam team)
    {
        team.Run(_blockLosses.Length, block =>
        {
            (int start, int count) = Block(block);
            _blockLosses[block] = _objective.Loss(start, count, _scores);
        });
        return _blockLosses.Sum() / _rows.RowCount;
    }

    (int Start, int Count) Block(int block)
    {
        int start = block * BoostingObjective.BlockRows;
        return (start, Math.Min(BoostingObjective.BlockRows, _rows.RowCount - start));
    }
}
