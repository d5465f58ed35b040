using System.Globalization;

namespace Faultline;

/// <summary>A way in which a number is written wrongly: right = given × <paramref name="Factor"/> + <paramref name="Shift"/>.</summary>
/// <param name="Name">Stable name, part of a finding's id.</param>
/// <param name="Factor">Factor from what is given to what is right.</param>
/// <param name="Shift">Added after it.</param>
/// <param name="Words">What happened, as a clause after <c>as if</c>.</param>
/// <param name="Remedy">What makes it right, as <c>divided by 10</c>.</param>
sealed record UnitConversion(string Name, double Factor, double Shift, string Words, string Remedy)
{
    /// <summary>Every conversion that is tried.</summary>
    public static IReadOnlyList<UnitConversion> All { get; } =
    [
        .. new[] { 10.0, 100, 1000 }.SelectMany(Decimal),
        new("fahrenheit", 1 / 1.8, -32 / 1.8, "they were written in °F where the others are in °C", "converted from °F to °C"),
        new("celsius", 1.8, 32, "they were written in °C where the others are in °F", "converted from °C to °F"),
        .. Both("pound", 0.45359237, "pounds", "kilograms"),
        .. Both("inch", 2.54, "inches", "centimetres"),
        .. Both("mile", 1.609344, "miles", "kilometres"),
        .. Both("foot", 0.3048, "feet", "metres"),
        new("sign", -1, 0, "their sign was lost or added", "with the other sign"),
    ];

    /// <summary>True for factors of ten, which any column may suffer.</summary>
    public bool IsDecimal => Name.StartsWith('×') || Name.StartsWith('÷');

    /// <summary>The right value of a given one.</summary>
    /// <param name="given">The value that stands there.</param>
    /// <param name="decimals">Digits after the point that the column has; conversions that are not decimal are rounded to them.</param>
    public double Apply(double given, int decimals = -1)
    {
        if (IsDecimal && Math.Abs(given) is > 1e-15 and < 1e15)
        {
            // Decimal, so that 1.15 becomes 115 and no neighbour of it.
            return (double)(Factor > 1 ? (decimal)given * (decimal)Factor : (decimal)given / (decimal)Math.Round(1 / Factor));
        }

        double right = (given * Factor) + Shift;
        return decimals < 0 ? right : Math.Round(right, decimals);
    }

    /// <summary>What a right value becomes when it is written wrongly in this way.</summary>
    public double Undo(double right) => (right - Shift) / Factor;

    static IEnumerable<UnitConversion> Decimal(double power)
    {
        string times = power.ToString("#,0", CultureInfo.InvariantCulture);
        yield return new UnitConversion("÷" + times, 1 / power, 0, $"it is a slip of the decimal point or of the unit: they are {times} times too large", $"divided by {times}");
        yield return new UnitConversion("×" + times, power, 0, $"it is a slip of the decimal point or of the unit: they are {times} times too small", $"multiplied by {times}");
    }

    static IEnumerable<UnitConversion> Both(string name, double factor, string from, string to)
    {
        yield return new UnitConversion(name, factor, 0, $"they were written in {from} where the others are in {to}", $"multiplied by {factor.ToString(CultureInfo.InvariantCulture)}");
        yield return new UnitConversion(name + " back", 1 / factor, 0, $"they were written in {to} where the others are in {from}", $"divided by {factor.ToString(CultureInfo.InvariantCulture)}");
    }
}
