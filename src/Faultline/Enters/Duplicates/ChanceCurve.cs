namespace Faultline;

/// <summary>
/// How many close rows were found, and how many chance makes, from the least likely by chance on: sums over classes of the number of coincidences that a row
/// is expected to have.
/// </summary>
sealed class ChanceCurve
{
    const int PerOctave = 8;
    const int Octaves = 96;
    const int Smallest = -72;

    /// <summary>Number of classes.</summary>
    public const int Classes = PerOctave * Octaves;

    readonly double[] _found = new double[Classes];
    readonly double[] _groups = new double[Classes];
    readonly double[] _odds = new double[Classes];
    readonly double[] _expected = new double[Classes];
    readonly double[] _squares = new double[Classes];

    /// <summary>The class of a row or group with so many coincidences expected.</summary>
    public static int Class(double coincidences) => Math.Clamp((int)((Math.Log2(coincidences) - Smallest) * PerOctave), 0, Classes - 1);

    /// <summary>A group was found.</summary>
    /// <param name="at">Its class.</param>
    /// <param name="repeats">Rows in it that repeat an earlier one.</param>
    /// <param name="odds">Odds that chance makes a pair of it agree.</param>
    public void Found(int at, int repeats, double odds)
    {
        _found[at] += repeats;
        _groups[at]++;
        _odds[at] += odds;
    }

    /// <summary>A row nearly agrees with others: chance is expected to make so many pairs of its like.</summary>
    public void Missed(int at, double pairs)
    {
        _expected[at] += pairs;
        _squares[at] += pairs * pairs;
    }

    /// <summary>Adds another curve, class by class.</summary>
    public void Add(ChanceCurve other)
    {
        for (int i = 0; i < Classes; i++)
        {
            _found[i] += other._found[i];
            _groups[i] += other._groups[i];
            _odds[i] += other._odds[i];
            _expected[i] += other._expected[i];
            _squares[i] += other._squares[i];
        }
    }

    /// <summary>Sums from the least likely class on, one for each class that rows were found in.</summary>
    public IEnumerable<(int Class, ChanceSum Sum)> Cumulated()
    {
        var sum = default(ChanceSum);
        for (int i = 0; i < Classes; i++)
        {
            sum = new ChanceSum(sum.Found + _found[i], sum.Groups + _groups[i], sum.Odds + _odds[i], sum.Expected + _expected[i], sum.Squares + _squares[i]);
            if (_found[i] > 0)
            {
                yield return (i, sum);
            }
        }
    }

    /// <summary>The sum over the classes up to one, which is included.</summary>
    public ChanceSum UpTo(int last) => new(_found[..(last + 1)].Sum(), _groups[..(last + 1)].Sum(), _odds[..(last + 1)].Sum(), _expected[..(last + 1)].Sum(), _squares[..(last + 1)].Sum());
}
