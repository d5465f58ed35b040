using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>Number, sum and sum of squares of the values of a group, less a centre that all groups share.</summary>
/// <param name="Count">Number of values.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Squares">The sum of their squares.</param>
readonly record struct GroupSum(long Count, double Sum, double Squares)
{
    /// <summary>The mean, less the centre.</summary>
    public double Mean => Sum / Count;

    /// <summary>Square of the standard error of the mean.</summary>
    public double SquaredError => Math.Max(0, Squares - (Sum * Sum / Count)) / (Count - 1.0) / Count;

    /// <summary>Student's 95 % interval of the mean; of at least two values.</summary>
    /// <param name="centre">What was taken off every value.</param>
    public Interval MeanInterval(double centre)
    {
        double half = StudentT.InvCDF(0, 1, Count - 1, 0.975) * Math.Sqrt(SquaredError);
        return new Interval(Mean + centre - half, Mean + centre + half);
    }

    /// <summary>With one more value.</summary>
    public GroupSum With(double value) => new(Count + 1, Sum + value, Squares + (value * value));

    public static GroupSum operator +(GroupSum left, GroupSum right) => new(left.Count + right.Count, left.Sum + right.Sum, left.Squares + right.Squares);

    public static GroupSum operator -(GroupSum left, GroupSum right) => new(left.Count - right.Count, left.Sum - right.Sum, left.Squares - right.Squares);
}
