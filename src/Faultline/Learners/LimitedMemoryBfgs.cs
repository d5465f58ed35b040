using System.Numerics.Tensors;

namespace Faultline;

/// <summary>Minimises a smooth function by L-BFGS with a line search for the strong Wolfe conditions.</summary>
/// <remarks>Nocedal and Wright, Numerical Optimization, 2006, algorithms 7.4, 7.5, 3.5 and 3.6.</remarks>
static class LimitedMemoryBfgs
{
    const int Memory = 10;
    const double Armijo = 1e-4;
    const double Curvature = 0.9;
    const int MaxTrials = 25;

    /// <summary>A function's value at a point; its gradient is written to <paramref name="gradient"/>.</summary>
    public delegate double Objective(ReadOnlySpan<double> point, Span<double> gradient);

    /// <summary>Minimises in place.</summary>
    /// <param name="point">The start; on return the best point found.</param>
    /// <param name="iterations">Most iterations.</param>
    /// <param name="tolerance">Ends when no component of the gradient is larger.</param>
    /// <param name="objective">The function.</param>
    /// <param name="memory">Steps to remember, 1 … 10; each costs two vectors of the size of the point.</param>
    /// <returns>The number of evaluations of the function.</returns>
    public static int Minimise(double[] point, int iterations, double tolerance, Objective objective, int memory = Memory)
    {
        int size = point.Length;
        double[] gradient = new double[size];
        double[] nextPoint = new double[size];
        double[] nextGradient = new double[size];
        double[] direction = new double[size];
        var history = new List<(double[] Step, double[] Change, double Product)>(memory);
        double value = objective(point, gradient);
        int evaluations = 1;
        for (int iteration = 0; iteration < iterations && size > 0 && Math.Abs(TensorPrimitives.MaxMagnitude<double>(gradient)) > tolerance; iteration++)
        {
            Direction(history, gradient, direction);
            double slope = TensorPrimitives.Dot<double>(gradient, direction);
            if (!(slope < 0))
            {
                history.Clear();
                TensorPrimitives.Negate(gradient, direction);
                slope = TensorPrimitives.Dot<double>(gradient, direction);
            }

            double first = history.Count > 0 ? 1 : Math.Min(1, 1 / TensorPrimitives.Norm<double>(gradient));
            var search = new LineSearch(objective, point, direction, value, slope, nextPoint, nextGradient);
            bool moved = search.Run(first);
            evaluations += search.Evaluations;
            if (!moved || !(search.Value < value))
            {
                break;
            }

            Remember(history, memory, point, nextPoint, gradient, nextGradient);
            value = search.Value;
            nextPoint.CopyTo(point, 0);
            (gradient, nextGradient) = (nextGradient, gradient);
        }

        return evaluations;
    }

    static void Direction(List<(double[] Step, double[] Change, double Product)> history, double[] gradient, double[] direction)
    {
        TensorPrimitives.Negate(gradient, direction);
        Span<double> factors = stackalloc double[Memory];
        for (int i = history.Count - 1; i >= 0; i--)
        {
            (double[] step, double[] change, double product) = history[i];
            factors[i] = TensorPrimitives.Dot<double>(step, direction) / product;
            TensorPrimitives.MultiplyAdd<double>(change, -factors[i], direction, direction);
        }

        if (history.Count > 0)
        {
            (_, double[] change, double product) = history[^1];
            TensorPrimitives.Multiply(direction, product / TensorPrimitives.SumOfSquares<double>(change), direction);
        }

        for (int i = 0; i < history.Count; i++)
        {
            (double[] step, double[] change, double product) = history[i];
            double back = TensorPrimitives.Dot<double>(change, direction) / product;
            TensorPrimitives.MultiplyAdd<double>(step, factors[i] - back, direction, direction);
        }
    }

    static void Remember(List<(double[] Step, double[] Change, double Product)> history, int memory, double[] point, double[] nextPoint, double[] gradient, double[] nextGradient)
    {
        double[] step = new double[point.Length];
        double[] change = new double[point.Length];
        TensorPrimitives.Subtract(nextPoint, point, step);
        TensorPrimitives.Subtract(nextGradient, gradient, change);
        double product = TensorPrimitives.Dot<double>(step, change);
        if (product > 1e-14 * TensorPrimitives.SumOfSquares<double>(change))
        {
            if (history.Count == memory)
            {
                history.RemoveAt(0);
            }

            history.Add((step, change, product));
        }
    }

    sealed class LineSearch(Objective objective, double[] start, double[] direction, double startValue, double startSlope, double[] point, double[] gradient)
    {
        double _slope;

        public int Evaluations { get; private set; }

        /// <summary>The value at the point found.</summary>
        public double Value { get; private set; }

        public bool Run(double first)
        {
            double previous = 0;
            double previousValue = startValue;
            double previousSlope = startSlope;
            double length = first;
            while (Evaluations < MaxTrials)
            {
                Evaluate(length);
                if (!double.IsFinite(Value))
                {
                    length = (previous + length) / 2;
                    continue;
                }

                if (Value > startValue + (Armijo * length * startSlope) || (previous > 0 && Value >= previousValue))
                {
                    return Zoom(previous, previousValue, previousSlope, length, Value, _slope);
                }

                if (Math.Abs(_slope) <= -Curvature * startSlope)
                {
                    return true;
                }

                if (_slope >= 0)
                {
                    return Zoom(length, Value, _slope, previous, previousValue, previousSlope);
                }

                (previous, previousValue, previousSlope) = (length, Value, _slope);
                length *= 2;
            }

            return false;
        }

        bool Zoom(double low, double lowValue, double lowSlope, double high, double highValue, double highSlope)
        {
            while (Evaluations < MaxTrials)
            {
                double length = Between(low, lowValue, lowSlope, high, highValue, highSlope);
                Evaluate(length);
                if (Value > startValue + (Armijo * length * startSlope) || Value >= lowValue)
                {
                    (high, highValue, highSlope) = (length, Value, _slope);
                    continue;
                }

                if (Math.Abs(_slope) <= -Curvature * startSlope)
                {
                    return true;
                }

                if (_slope * (high - low) >= 0)
                {
                    (high, highValue, highSlope) = (low, lowValue, lowSlope);
                }

                (low, lowValue, lowSlope) = (length, Value, _slope);
            }

            // At the limit of floating point no step meets the conditions: the best one seen must do.
            if (low > 0)
            {
                Evaluate(low);
                return true;
            }

            return false;
        }

        static double Between(double low, double lowValue, double lowSlope, double high, double highValue, double highSlope)
        {
            double a = lowSlope + highSlope - (3 * (lowValue - highValue) / (low - high));
            double square = (a * a) - (lowSlope * highSlope);
            double root = Math.CopySign(Math.Sqrt(Math.Max(0, square)), high - low);
            double cubic = high - ((high - low) * (highSlope + root - a) / (highSlope - lowSlope + (2 * root)));
            double least = Math.Min(low, high) + (0.1 * Math.Abs(high - low));
            double most = Math.Max(low, high) - (0.1 * Math.Abs(high - low));
            return cubic >= least && cubic <= most ? cubic : (low + high) / 2;
        }

        void Evaluate(double length)
        {
            TensorPrimitives.MultiplyAdd<double>(direction, length, start, point);
            Value = objective(point, gradient);
            _slope = TensorPrimitives.Dot<double>(gradient, direction);
            Evaluations++;
        }
    }
}
