using System.Runtime.Intrinsics;
using Faultline.Kernels;

namespace Faultline;

/// <summary>What training gave.</summary>
/// <param name="Forest">All the trees grown.</param>
/// <param name="Curve">Mean loss of the validation rows after 0, 1, 2 … iterations; empty without any.</param>
/// <param name="Work">Cells added to histograms.</param>
sealed record BoostingOutcome(BoostedForest Forest, IReadOnlyList<double> Curve, long Work)
{
    /// <summary>The iterations to keep: up to the first of the least loss, or all.</summary>
    public int BestIteration => Curve.Count == 0 ? Forest.Iterations.Count : Enumerable.Range(0, Curve.Count).MinBy(iteration => Curve[iteration]);

    /// <summary>The trees to keep.</summary>
    public BoostedForest Best => Forest.Take(BestIteration);
}

/// <summary>Fits trees to binned rows, iteration by iteration.</summary>
sealed class BoostingTrainer
{
    // An improvement below this is none, or late noise would keep training alive.
    const double LeastImprovement = 1e-5;

    readonly BinnedRows _rows;
    readonly GradientBoostingOptions _options;
    readonly WorkTeam _team;
    readonly BoostingObjective _objective;
    readonly double[][] _scores;
    readonly Vector128<long>[][] _statistics;
    readonly Stack<TreeGrower> _growers = new();
    readonly Lock _growersLock = new();
    readonly CancellationToken _cancellation;
    double _gradientUnits;
    double _hessianUnits;

    BoostingTrainer(BinnedRows rows, LearningTarget target, GradientBoostingOptions options, WorkTeam team, CancellationToken cancellation)
    {
        if (rows.RowCount > LeafStatistics.MaxRows)
        {
            throw new ArgumentException($"{rows.RowCount} training rows; boosted trees take at most {LeafStatistics.MaxRows}. Train on a sample.", nameof(rows));
        }

        _rows = rows;
        _options = options;
        _team = team;
        _cancellation = cancellation;
        _objective = new BoostingObjective(target);
        int scores = _objective.ScoreCount;
        _scores = new double[scores][];
        _statistics = new Vector128<long>[scores][];
        double[] initial = _objective.InitialScores();
        for (int k = 0; k < scores; k++)
        {
            _scores[k] = new double[rows.RowCount];
            _scores[k].AsSpan().Fill(initial[k]);
            _statistics[k] = new Vector128<long>[rows.RowCount];
        }
    }

    /// <summary>Trains.</summary>
    /// <param name="rows">Bins of the training rows.</param>
    /// <param name="target">Their targets.</param>
    /// <param name="validation">Bins of the rows that stop training, or null.</param>
    /// <param name="validationTarget">Their targets.</param>
    /// <param name="options">Settings; <see cref="GradientBoostingOptions.ValidationShare"/> is not looked at here.</param>
    /// <param name="team">Threads.</param>
    /// <param name="cancellation">Stops between iterations.</param>
    public static BoostingOutcome Train(BinnedRows rows, LearningTarget target, BinnedRows? validation, LearningTarget? validationTarget, GradientBoostingOptions options, WorkTeam team, CancellationToken cancellation)
    {
        var trainer = new BoostingTrainer(rows, target, options, team, cancellation);
        return trainer.Run(validation, validationTarget);
    }

    BoostingOutcome Run(BinnedRows? validation, LearningTarget? validationTarget)
    {
        double[] initial = _objective.InitialScores();
        List<Tree[]> iterations = [];
        ValidationLoss? held = validation is { RowCount: > 0 } && validationTarget is not null
            ? new ValidationLoss(validation, _objective.For(validationTarget), initial)
            : null;
        List<double> curve = [];
        double best = double.PositiveInfinity;
        int bestIteration = 0;
        if (held is not null)
        {
            best = held.Mean(_team);
            curve.Add(best);
        }

        for (int iteration = 0; iteration < _options.Iterations && _rows.RowCount > 0 && _rows.Features.Length > 0; iteration++)
        {
            _cancellation.ThrowIfCancellationRequested();
            Tree[] trees = Iterate(iteration);
            if (Array.TrueForAll(trees, tree => tree.Nodes.Length == 0))
            {
                break;
            }

            iterations.Add(trees);
            if (held is null)
            {
                continue;
            }

            held.Add(trees, _team);
            double loss = held.Mean(_team);
            curve.Add(loss);
            if (loss < best - (LeastImprovement * Math.Abs(best)))
            {
                best = loss;
                bestIteration = iterations.Count;
            }
            else if (iterations.Count - bestIteration >= _options.Patience)
            {
                break;
            }
        }

        return new BoostingOutcome(new BoostedForest(initial, iterations, _objective), curve, _growers.Sum(grower => grower.Work));
    }

    Tree[] Iterate(int iteration)
    {
        _gradientUnits = LeafStatistics.GradientUnits(_objective.LargestGradient(_scores));
        _hessianUnits = LeafStatistics.HessianUnits(_objective.LargestHessian, _rows.RowCount);
        int blocks = (_rows.RowCount + BoostingObjective.BlockRows - 1) / BoostingObjective.BlockRows;
        _team.Run(blocks, block =>
        {
            int start = block * BoostingObjective.BlockRows;
            int count = Math.Min(BoostingObjective.BlockRows, _rows.RowCount - start);
            _objective.Statistics(start, count, _scores, _gradientUnits, _hessianUnits, _statistics);
        });
        int[]? bag = Bag(iteration);
        var trees = new Tree[_objective.ScoreCount];
        if (trees.Length == 1)
        {
            trees[0] = GrowOne(iteration, 0, bag, _team);
        }
        else
        {
            // Trees of one iteration do not see each other, so classes are the cheapest thing to share out.
            _team.Run(trees.Length, k => trees[k] = GrowOne(iteration, k, bag, WorkTeam.Alone));
        }

        return trees;
    }

    Tree GrowOne(int iteration, int k, int[]? bag, WorkTeam team)
    {
        TreeGrower? grower;
        lock (_growersLock)
        {
            _growers.TryPop(out grower);
        }

        grower ??= new TreeGrower(_rows, _options, team);
        int[] features = Features(iteration, k);
        Tree tree = grower.Grow(_statistics[k], _gradientUnits, _hessianUnits, bag, features);
        double[] scores = _scores[k];
        foreach (GrowingLeaf leaf in grower.Leaves)
        {
            foreach (int row in grower.RowsOf(leaf))
            {
                scores[row] += leaf.Value;
            }
        }

        if (bag is not null)
        {
            AddToRowsOutside(bag, tree, scores);
        }

        lock (_growersLock)
        {
            _growers.Push(grower);
        }

        return tree;
    }

    void AddToRowsOutside(int[] bag, Tree tree, double[] scores)
    {
        int at = 0;
        for (int number = 0; number < scores.Length; number++)
        {
            if (at < bag.Length && bag[at] == number)
            {
                at++;
                continue;
            }

            tree.AddTo(_rows.From(number, 1), _rows.Stride, scores.AsSpan(number, 1));
        }
    }

    int[]? Bag(int iteration) => _options.RowShare >= 1
        ? null
        : SeededRandom.For(_options.Seed, "GradientBoostedTrees.rows", iteration)
            .Sample(_rows.RowCount, Math.Clamp((int)Math.Round(_rows.RowCount * _options.RowShare), 1, _rows.RowCount));

    int[] Features(int iteration, int k)
    {
        int all = _rows.Features.Length;
        int wanted = Math.Clamp((int)Math.Ceiling(all * _options.FeatureShare), 1, all);
        return wanted == all
            ? [.. Enumerable.Range(0, all)]
            : SeededRandom.For(_options.Seed, "GradientBoostedTrees.features", ((long)iteration << 20) + k).Sample(all, wanted);
    }
}
