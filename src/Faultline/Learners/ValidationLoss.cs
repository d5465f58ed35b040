namespace Faultline;

/// <summary>The running loss of rows that boosting does not train on.</summary>
sealed class ValidationLoss
{
    readonly BoostingObjective _objective;
    readonly byte[] _rowMajor;
    readonly int _width;
    readonly int _rowCount;
    readonly double[][] _scores;
    readonly double[] _blockLosses;

    public ValidationLoss(BinnedRows rows, BoostingObjective objective, double[] initialScores)
    {
        _objective = objective;
        _width = rows.Features.Length;
        _rowCount = rows.RowCount;
        _rowMajor = new byte[checked(_rowCount * _width)];
        rows.CopyRowMajor(0, _rowCount, _rowMajor);
        _scores = [.. initialScores.Select(score => Enumerable.Repeat(score, _rowCount).ToArray())];
        _blockLosses = new double[(_rowCount + BoostingObjective.BlockRows - 1) / BoostingObjective.BlockRows];
    }

    /// <summary>Adds an iteration's trees to the scores.</summary>
    public void Add(Tree[] trees, WorkTeam team) => team.Run(_blockLosses.Length, block =>
    {
        (int start, int count) = Block(block);
        for (int k = 0; k < trees.Length; k++)
        {
            trees[k].AddTo(_rowMajor.AsSpan(start * _width, count * _width), _width, _scores[k].AsSpan(start, count));
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
        return _blockLosses.Sum() / _rowCount;
    }

    (int Start, int Count) Block(int block)
    {
        int start = block * BoostingObjective.BlockRows;
        return (start, Math.Min(BoostingObjective.BlockRows, _rowCount - start));
    }
}
