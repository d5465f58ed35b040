namespace Faultline;

/// <summary>A confidence interval.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end, at least <paramref name="Low"/>.</param>
/// <param name="Level">The share of such intervals that hold the truth, 0.95 where nothing else is said.</param>
public readonly record struct Interval(double Low, double High, double Level = 0.95)
{
    /// <summary>Whether the value lies in the interval, its ends included; never true of NaN.</summary>
    /// <param name="value">Any number.</param>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>The distance between the ends.</summary>
    public double Width => High - Low;

    /// <summary>The ends as text: <c>1–2</c>, or <c>-2 to 1</c> where an end is negative.</summary>
    /// <param name="write">Writes an end.</param>
    public string Text(Func<double, string> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        return Low < 0 || High < 0 ? $"{write(Low)} to {write(High)}" : $"{write(Low)}–{write(High)}";
    }

    /// <summary>The interval with both ends multiplied by a factor.</summary>
    /// <param name="factor">At least 0.</param>
    public Interval Scale(double factor) => this with { Low = Low * factor, High = High * factor };

    /// <summary>The interval with its ends moved into a range.</summary>
    /// <param name="minimum">The least value that is possible.</param>
    /// <param name="maximum">The greatest value that is possible.</param>
    public Interval Clamp(double minimum, double maximum) =>
        this with { Low = Math.Clamp(Low, minimum, maximum), High = Math.Clamp(High, minimum, maximum) };
}
