namespace Faultline;

/// <summary>
/// How small a margin p(given) − p(other) must be for a row to be picked, for every pair of classes: the n-th smallest of all rows of the given class, found without holding
/// them by counting, in two to four readings, in ever finer bins. Margins are told apart to 2⁻²³; rows that tie at the border are all picked.
/// </summary>
sealed class MarginBorders
{
    /// <summary>More classes have too many pairs to count.</summary>
    public const int MostClasses = 256;

    const int Resolution = 24;

    readonly int[] _prefix;
    readonly long[] _left;
    readonly int _classes;
    int _known;

    public MarginBorders(int classes) => (_classes, _prefix, _left) = (classes, new int[classes * classes], new long[classes * classes]);

    /// <summary>Bits that one reading tells.</summary>
    public int Bits => _classes <= 32 ? 12 : _classes <= 128 ? 8 : 6;

    /// <summary>True when the borders are known.</summary>
    public bool IsDone => _known == Resolution;

    /// <summary>True where rows are to be picked.</summary>
    public bool IsAsked(int pair) => _left[pair] > 0;

    /// <summary>A margin as a whole number.</summary>
    /// <param name="given">p(given).</param>
    /// <param name="other">p(other).</param>
    public static int Quantise(double given, double other) => Quantised(given + 1 - other);

    /// <summary>The same of a margin that 1 was added to.</summary>
    public static int Quantised(double above) => Math.Clamp((int)(above * (1 << (Resolution - 1))), 0, (1 << Resolution) - 1);

    /// <summary>The bin of a margin in the present reading, or −1 where the border is known to lie elsewhere.</summary>
    public int Bin(int pair, int margin)
    {
        int narrowed = margin >> (Resolution - _known - Bits);
        return narrowed >> Bits == _prefix[pair] ? narrowed & ((1 << Bits) - 1) : -1;
    }

    /// <summary>True where a row of that margin is picked.</summary>
    public bool Picks(int pair, int margin) => _left[pair] > 0 && margin <= _prefix[pair];

    /// <summary>Says how many rows of each pair are to be picked.</summary>
    public void Ask(ConfidentJoint calibrated, long[] labelCounts)
    {
        for (int given = 0; given < _classes; given++)
        {
            if (labelCounts[given] > 1)
            {
                int[] take = ConfidentLearning.RowsToTake(calibrated, given);
                for (int actual = 0; actual < _classes; actual++)
                {
                    _left[(given * _classes) + actual] = Math.Min(take[actual], labelCounts[given]);
                }
            }
        }
    }

    /// <summary>Takes in the counts of a reading.</summary>
    /// <param name="counts">Rows by pair and <see cref="Bin"/>.</param>
    public void Narrow(int[] counts)
    {
        for (int pair = 0; pair < _prefix.Length; pair++)
        {
            int bin = 0;
            for (int at = pair << Bits; _left[pair] > 0 && counts[at + bin] < _left[pair]; bin++)
            {
                _left[pair] -= counts[at + bin];
            }

            _prefix[pair] = (_prefix[pair] << Bits) | bin;
        }

        _known += Bits;
    }
}
