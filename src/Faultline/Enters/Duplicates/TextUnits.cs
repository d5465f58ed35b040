using System.Runtime.InteropServices;

namespace Faultline;

/// <summary>
/// The different texts of a column, or of a column of two tables: texts of the same words in the same order, whatever their case and punctuation, are one.
/// Words and pairs of words that stand in more than a twentieth of them (and in more than ten) are boilerplate and not compared.
/// </summary>
sealed class TextUnits
{
    const double BoilerplateShare = 0.05;
    const int BoilerplateLeast = 10;

    readonly CheckContext _context;
    readonly List<(TextNgrams Ngrams, int Code, string Text, int FirstRow)> _units = [];
    readonly Dictionary<ulong, int> _unitOf = [];
    readonly Dictionary<uint, int> _frequency = [];
    readonly Dictionary<ulong, int> _beginnings = [];
    readonly Dictionary<ulong, int> _endings = [];
    readonly List<int[]> _unitOfCode = [];
    int[] _starts = [];
    uint[] _kept = [];

    /// <param name="first">The texts, or those of the training table.</param>
    /// <param name="later">The texts that are looked for in the first, or null.</param>
    /// <param name="context">Threads and cancellation.</param>
    public TextUnits(TextColumn first, TextColumn? later, CheckContext context)
    {
        _context = context;
        Add(first);
        FirstCount = _units.Count;
        if (later is not null)
        {
            Add(later);
        }

        Keep();
    }

    /// <summary>Number of different texts.</summary>
    public int Count => _units.Count;

    /// <summary>How many of them are in the first column: they come before all others.</summary>
    public int FirstCount { get; }

    /// <summary>The first row with a text, in the column where it came first.</summary>
    public int FirstRow(int unit) => _units[unit].FirstRow;

    /// <summary>One spelling of a text.</summary>
    public string Text(int unit) => _units[unit].Text;

    /// <summary>The text of each code of the first (0) or second (1) column; −1 where it has no word.</summary>
    public ReadOnlySpan<int> OfCode(int column) => _unitOfCode[column];

    /// <summary>Hashes of a text's n-grams without boilerplate, rising.</summary>
    public ReadOnlySpan<uint> Kept(int unit) => _kept.AsSpan(_starts[unit], _starts[unit + 1] - _starts[unit]);

    /// <summary>Hashes of all its n-grams, rising.</summary>
    public ReadOnlySpan<uint> All(int unit) => _units[unit].Ngrams.Grams(_units[unit].Code);

    /// <summary>How many texts have an n-gram.</summary>
    public int Frequency(uint gram) => _frequency.GetValueOrDefault(gram);

    /// <summary>How many texts begin with a word.</summary>
    public int Beginnings(TextToken word) => _beginnings.GetValueOrDefault(word.Hash);

    /// <summary>How many texts end with a word.</summary>
    public int Endings(TextToken word) => _endings.GetValueOrDefault(word.Hash);

    void Add(TextColumn column)
    {
        TextNgrams ngrams = TextNgrams.Of(column.Categories, _context.Threads, int.MaxValue, _context.Cancellation);
        int[] units = new int[column.Categories.Count];
        Array.Fill(units, -1);
        ReadOnlySpan<int> codes = column.Codes;
        var tokens = new List<TextToken>();
        for (int row = 0; row < codes.Length; row++)
        {
            int code = codes[row];
            if (code < 0 || units[code] >= 0 || ngrams.Grams(code).IsEmpty)
            {
                continue;
            }

            ref int unit = ref CollectionsMarshal.GetValueRefOrAddDefault(_unitOf, ngrams.Hash(code), out bool known);
            if (!known)
            {
                unit = _units.Count;
                _units.Add((ngrams, code, column.Categories[code], row));
                foreach (uint gram in ngrams.Grams(code))
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(_frequency, gram, out _)++;
                }

                TextTokens.Read(column.Categories[code], tokens, int.MaxValue);
                CollectionsMarshal.GetValueRefOrAddDefault(_beginnings, tokens[0].Hash, out _)++;
                CollectionsMarshal.GetValueRefOrAddDefault(_endings, tokens[^1].Hash, out _)++;
            }

            units[code] = unit;
        }

        _unitOfCode.Add(units);
    }

    void Keep()
    {
        double most = Math.Max(BoilerplateLeast, BoilerplateShare * _units.Count);
        var kept = new List<uint>();
        _starts = new int[_units.Count + 1];
        for (int unit = 0; unit < _units.Count; unit++)
        {
            foreach (uint gram in All(unit))
            {
                if (_frequency[gram] <= most)
                {
                    kept.Add(gram);
                }
            }

            _starts[unit + 1] = kept.Count;
        }

        _kept = [.. kept];
    }
}
