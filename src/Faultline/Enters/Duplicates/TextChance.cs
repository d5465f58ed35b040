namespace Faultline;

/// <summary>
/// Whether chance makes two texts share as many words in a row as they do. A word follows another as often as it does in the other texts of the column; the
/// product over the pairs of words that two texts share is the odds that one of them came by its words without the other.
/// </summary>
sealed class TextChance
{
    const double ChancePairs = 0.01;

    // Words hang together over more than their neighbour, so odds are worse than a chain of neighbours says.
    const double Doubt = 1.2;

    readonly TextUnits _units;
    readonly double _needed;
    readonly List<TextToken> _tokens = [];
    readonly HashSet<uint> _counted = [];

    public TextChance(TextUnits units)
    {
        _units = units;
        double pairs = Math.Max(1, units.Count * (double)units.Count / 2);
        _needed = Doubt * Math.Log(pairs / ChancePairs);
    }

    /// <summary>True when chance would make such a pair in fewer than one table of a hundred.</summary>
    /// <param name="later">One text.</param>
    /// <param name="first">The other, or the same where its own repeats are asked for.</param>
    public bool IsCopy(int later, int first)
    {
        int own = later == first ? 1 : 2;
        ReadOnlySpan<uint> other = _units.All(first);
        TextTokens.Read(_units.Text(later), _tokens);
        _counted.Clear();
        double surprise = 0;
        for (int i = 1; i < _tokens.Count && surprise < _needed; i++)
        {
            uint pair = TextNgrams.Pair(_tokens[i - 1], _tokens[i]);
            if (other.BinarySearch(pair) >= 0 && _counted.Add(pair))
            {
                double before = Math.Max(0, _units.Frequency(TextNgrams.One(_tokens[i - 1])) - own);
                double both = Math.Max(0, _units.Frequency(pair) - own);
                surprise += Math.Max(0, Math.Log((before + 1) / (both + 0.5)));
            }
        }

        return surprise >= _needed;
    }
}
