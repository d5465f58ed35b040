using MathNet.Numerics;

namespace Faultline;

/// <summary>
/// Whether chance makes two texts share as many words in a row as they do. A word follows another as often as it does in the other texts of the column; the
/// product over the words that two texts share is the odds that one of them came by its words without the other.
/// </summary>
/// <remarks>
/// Two readings, of which one must do. Texts that share much, wherever it stands in them: all pairs of words that stand in both, to the power 1/1.2, as words hang
/// together over more than their neighbour. Texts that are one another but for a word in six: word by word from the first to the last, how they begin and end
/// included, less the number of ways in which so many words can be other, left out or put in.
/// </remarks>
sealed class TextChance
{
    const double ChancePairs = 0.01;
    const double Doubt = 1.2;
    const int WordsAnEdit = 6;
    const int KindsOfEdit = 3;

    // Fewer words are said alike by many, each time as a whole.
    const int LeastAligned = 6;
    const int MostAligned = 200;

    readonly TextUnits _units;
    readonly double _needed;
    readonly List<TextToken> _tokens = [];
    readonly List<TextToken> _others = [];
    readonly HashSet<uint> _counted = [];

    public TextChance(TextUnits units)
    {
        _units = units;
        double pairs = Math.Max(1, units.Count * (double)units.Count / 2);
        _needed = Math.Log(pairs / ChancePairs);
    }

    /// <summary>True when chance would make such a pair in fewer than one table of a hundred.</summary>
    /// <param name="later">One text.</param>
    /// <param name="first">The other, or the same where its own repeats are asked for.</param>
    public bool IsCopy(int later, int first)
    {
        int own = later == first ? 1 : 2;
        TextTokens.Read(_units.Text(later), _tokens, int.MaxValue);
        return SharesMuch(first, own) || IsNearlyTheSame(first, own);
    }

    bool SharesMuch(int first, int own)
    {
        ReadOnlySpan<uint> other = _units.All(first);
        _counted.Clear();
        double surprise = 0;
        for (int i = 1; i < _tokens.Count && surprise < Doubt * _needed; i++)
        {
            uint pair = TextNgrams.Pair(_tokens[i - 1], _tokens[i]);
            if (other.BinarySearch(pair) >= 0 && _counted.Add(pair))
            {
                surprise += Surprise(_units.Frequency(TextNgrams.One(_tokens[i - 1])), _units.Frequency(pair), own);
            }
        }

        return surprise >= Doubt * _needed;
    }

    bool IsNearlyTheSame(int first, int own)
    {
        TextTokens.Read(_units.Text(first), _others, int.MaxValue);
        int words = Math.Min(_tokens.Count, _others.Count);
        int most = Math.Max(1, words / WordsAnEdit);
        if (words < LeastAligned || Math.Max(_tokens.Count, _others.Count) > Math.Min(MostAligned, words + most))
        {
            return false;
        }

        int[,] edits = Edits();
        int needed = edits[_tokens.Count, _others.Count];
        return needed <= most && Aligned(edits, own) - SpecialFunctions.BinomialLn(words + 1, needed) - (needed * Math.Log(KindsOfEdit)) >= _needed;
    }

    /// <summary>How many words must change to make the beginning of one text that of the other.</summary>
    int[,] Edits()
    {
        int[,] edits = new int[_tokens.Count + 1, _others.Count + 1];
        for (int i = 0; i <= _tokens.Count; i++)
        {
            for (int j = 0; j <= _others.Count; j++)
            {
                edits[i, j] = i == 0 || j == 0 ? i + j
                    : Math.Min(edits[i - 1, j - 1] + (_tokens[i - 1].Hash == _others[j - 1].Hash ? 0 : 1), Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
            }
        }

        return edits;
    }

    /// <summary>How surprising the words are that stand in both texts at places that belong together, read from the end.</summary>
    double Aligned(int[,] edits, int own)
    {
        double surprise = 0;
        int i = _tokens.Count, j = _others.Count;
        bool isJoined = true;
        while (i > 0 && j > 0)
        {
            if (_tokens[i - 1].Hash == _others[j - 1].Hash && edits[i, j] == edits[i - 1, j - 1])
            {
                // Behind an equal word a word is as surprising as it is there, behind another one as it is anywhere.
                surprise += isJoined && i == _tokens.Count ? Surprise(_units.Frequency(TextNgrams.One(_tokens[i - 1])), _units.Endings(_tokens[i - 1]), own) : 0;
                isJoined = i == 1 ? j == 1 : j > 1 && _tokens[i - 2].Hash == _others[j - 2].Hash && edits[i - 1, j - 1] == edits[i - 2, j - 2];
                surprise += !isJoined ? Surprise(_units.Count, _units.Frequency(TextNgrams.One(_tokens[i - 1])), own)
                    : i == 1 ? Surprise(_units.Count, _units.Beginnings(_tokens[0]), own)
                    : Surprise(_units.Frequency(TextNgrams.One(_tokens[i - 2])), _units.Frequency(TextNgrams.Pair(_tokens[i - 2], _tokens[i - 1])), own);
                (i, j) = (i - 1, j - 1);
                continue;
            }

            isJoined = false;
            (i, j) = edits[i, j] == edits[i - 1, j - 1] + 1 ? (i - 1, j - 1) : edits[i, j] == edits[i - 1, j] + 1 ? (i - 1, j) : (i, j - 1);
        }

        return surprise;
    }

    static double Surprise(int all, int such, int own) => Math.Max(0, Math.Log((Math.Max(0, all - own) + 1) / (Math.Max(0, such - own) + 0.5)));
}
