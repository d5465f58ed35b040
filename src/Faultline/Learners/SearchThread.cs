namespace Faultline;

/// <summary>The direct search of one learner (CFO): random directions, both ways; the step shrinks when none helps.</summary>
sealed class SearchThread(SearchSpace space, SeededRandom random)
{
    const double SmallestStep = 0.02;

    double _step = 0.15 * Math.Sqrt(space.Start.Length);
    int _failures;
    double _previousLoss = double.PositiveInfinity;
    bool _restarted;
    long _cost;
    long _costAtBest;
    long _costAtPrevious;
    long _costOfBest = 1;

    public SearchSpace Space { get; } = space;

    public Trial Best { get; private set; } = new(space.Start, [], 1, 0);

    public double BestLoss => Best.Loss;

    public bool HasConverged => _step < SmallestStep;

    /// <summary>Another improvement on this sample is expected to cost more than the sample's double.</summary>
    public bool PrefersGrowth => HasConverged || Math.Max(_cost - _costAtBest, _costAtBest - _costAtPrevious) > 2 * _costOfBest;

    public void Start(Trial first)
    {
        _cost += first.Work;
        Take(first);
    }

    /// <summary>Losses of another sample do not compare with earlier ones: the best point is judged anew.</summary>
    public void Restart(Trial again)
    {
        _cost += again.Work;
        _restarted = true;
        _step = Math.Max(_step, SmallestStep * 1.5);
        Take(again);
        _costAtPrevious = _costAtBest;
    }

    /// <summary>One try: a random direction and, if that fails, its opposite.</summary>
    public void Step(Func<double[], Trial> evaluate)
    {
        double[] direction = Direction();
        double[] forward = Moved(direction, _step);
        if (Try(forward, evaluate))
        {
            return;
        }

        double[] back = Moved(direction, -_step);
        if (Try(back, evaluate))
        {
            return;
        }

        _failures++;
        if (_failures >= Math.Min(4, 1 << (Best.Point.Length - 1)))
        {
            _failures = 0;
            _step *= 0.5;
        }
    }

    /// <summary>Work until the next improvement, or until the leader would be caught up with.</summary>
    public double CostOfImprovement(SearchThread leader, bool canGrow)
    {
        if (HasConverged && !(canGrow && this == leader))
        {
            return double.MaxValue;
        }

        double next = Math.Max(Math.Max(_cost - _costAtBest, _costAtBest - _costAtPrevious), _costOfBest);
        if (this == leader || BestLoss <= leader.BestLoss)
        {
            return next;
        }

        double gained = double.IsFinite(_previousLoss) ? _previousLoss - BestLoss : 0;
        double spent = Math.Max(1, _cost - _costAtPrevious);
        double gap = BestLoss - leader.BestLoss;
        // Nothing gained so far: assume that a step may gain a twentieth of the loss.
        double speed = Math.Max(gained, 0.05 * BestLoss) / spent;
        return Math.Max(next, gap / speed);
    }

    bool Try(double[] point, Func<double[], Trial> evaluate)
    {
        Trial trial = evaluate(point);
        _cost += trial.Work;
        if (trial.IsBetterThan(Best))
        {
            Take(trial);
            return true;
        }

        return false;
    }

    void Take(Trial trial)
    {
        _previousLoss = _restarted ? double.PositiveInfinity : BestLoss;
        _restarted = false;
        _costAtPrevious = _costAtBest;
        _costAtBest = _cost;
        _costOfBest = trial.Work;
        Best = trial;
        _failures = 0;
    }

    double[] Direction()
    {
        double[] direction = [.. Best.Point.Select(_ => random.NextGaussian())];
        double length = Math.Sqrt(direction.Sum(value => value * value));
        return [.. direction.Select(value => value / length)];
    }

    double[] Moved(double[] direction, double step) =>
        [.. Best.Point.Zip(direction, (at, along) => Math.Clamp(at + (step * along), 0, 1))];
}
