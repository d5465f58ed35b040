using System.Runtime.InteropServices;

namespace Faultline;

/// <summary>
/// How rows with free text enter a linear model: numbers and categories as <see cref="DesignMatrix"/> makes them, and of each text the words and pairs of
/// words that stand in at least two training texts, weighted (1 + ln count) · (ln((1 + n) / (1 + texts with it)) + 1), scaled to one length.
/// </summary>
/// <remarks>Salton and Buckley, Term-weighting approaches in automatic text retrieval, 1988, doi:10.1016/0306-4573(88)90021-0; the smoothed form is scikit-learn's.</remarks>
sealed class SparseDesign
{
    const int LeastTexts = 2;
    const int MostGrams = 1 << 20;
    const int MostWeights = 4_000_000;

    // With this length the penalty that suits standardised numbers suits texts too.
    const double TextLength = 3;

    readonly DesignMatrix _table;
    readonly Vocabulary?[] _texts;

    SparseDesign(DesignMatrix table, Vocabulary?[] texts, int width) => (_table, _texts, Width) = (table, texts, width);

    /// <summary>Number of inputs.</summary>
    public int Width { get; }

    /// <summary>Learns scales, levels and n-grams from some rows.</summary>
    /// <param name="matrix">The features.</param>
    /// <param name="rows">The rows to look at.</param>
    /// <param name="scores">Weights an input will have; with many, the rarest n-grams are left out.</param>
    public static SparseDesign Learn(FeatureMatrix matrix, int[] rows, int scores)
    {
        DesignMatrix table = DesignMatrix.Learn(matrix, rows);
        int width = table.WeightCount;
        var texts = new Vocabulary?[matrix.Columns.Count];
        for (int column = 0; column < texts.Length; column++)
        {
            if (matrix.Columns[column] is TextFeature text)
            {
                texts[column] = Vocabulary.Learn(text, rows, Math.Min(MostGrams, MostWeights / scores), width);
                width += texts[column]!.Count;
            }
        }

        return new SparseDesign(table, texts, width);
    }

    /// <summary>Some rows.</summary>
    /// <param name="matrix">The features.</param>
    /// <param name="rows">Row numbers.</param>
    public SparseRows Fill(FeatureMatrix matrix, ReadOnlySpan<int> rows)
    {
        var columns = new List<int>(rows.Length * 16);
        var values = new List<float>(rows.Length * 16);
        int[] starts = new int[rows.Length + 1];
        const int block = 1_024;
        for (int from = 0; from < rows.Length; from += block)
        {
            ReadOnlySpan<int> part = rows.Slice(from, Math.Min(block, rows.Length - from));
            double[] dense = new double[part.Length * _table.DenseCount];
            int[] levels = new int[part.Length * _table.CategoryCount];
            _table.Fill(matrix, part, dense, levels);
            for (int i = 0; i < part.Length; i++)
            {
                AddTable(dense.AsSpan(i * _table.DenseCount, _table.DenseCount), levels.AsSpan(i * _table.CategoryCount, _table.CategoryCount), columns, values);
                for (int column = 0; column < _texts.Length; column++)
                {
                    if (_texts[column] is { } vocabulary && matrix.Columns[column] is TextFeature text)
                    {
                        int code = text.Codes[part[i]];
                        vocabulary.Add(text.Ngrams.Grams(code), text.Ngrams.Counts(code), columns, values);
                    }
                }

                starts[from + i + 1] = columns.Count;
            }
        }

        return new SparseRows(starts, [.. columns], [.. values]);
    }

    /// <summary>One row with other texts than it has.</summary>
    /// <param name="matrix">The features.</param>
    /// <param name="row">The row.</param>
    /// <param name="text">The text to read instead of that of each text column.</param>
    /// <param name="columns">Emptied, then filled with the inputs that are not zero.</param>
    /// <param name="values">Emptied, then filled with their values.</param>
    public void Fill(FeatureMatrix matrix, int row, Func<TextFeature, string?> text, List<int> columns, List<float> values)
    {
        columns.Clear();
        values.Clear();
        double[] dense = new double[_table.DenseCount];
        int[] levels = new int[_table.CategoryCount];
        _table.Fill(matrix, [row], dense, levels);
        AddTable(dense, levels, columns, values);
        var tokens = new List<TextToken>();
        var own = new List<uint>();
        var grams = new List<uint>();
        var counts = new List<byte>();
        for (int column = 0; column < _texts.Length; column++)
        {
            if (_texts[column] is not { } vocabulary || matrix.Columns[column] is not TextFeature feature)
            {
                continue;
            }

            if (text(feature) is not { } words)
            {
                vocabulary.Add(feature.Ngrams.Grams(-1), feature.Ngrams.Counts(-1), columns, values);
                continue;
            }

            grams.Clear();
            counts.Clear();
            TextNgrams.Read(words, tokens, own);
            TextNgrams.Count(own, grams, counts);
            vocabulary.Add(CollectionsMarshal.AsSpan(grams), CollectionsMarshal.AsSpan(counts), columns, values);
        }
    }

    /// <summary>The input of an n-gram of a text column, or −1.</summary>
    /// <param name="column">The text's place among the features.</param>
    /// <param name="gram">Its hash.</param>
    public int Input(int column, uint gram) => _texts[column]?.Input(gram) ?? -1;

    static void AddTable(ReadOnlySpan<double> dense, ReadOnlySpan<int> levels, List<int> columns, List<float> values)
    {
        for (int j = 0; j < dense.Length; j++)
        {
            if (dense[j] != 0)
            {
                columns.Add(j);
                values.Add((float)dense[j]);
            }
        }

        foreach (int level in levels)
        {
            if (level >= 0)
            {
                columns.Add(level);
                values.Add(1);
            }
        }
    }

    sealed class Vocabulary
    {
        readonly Dictionary<uint, int> _places;
        readonly float[] _rarity;
        readonly int _first;

        Vocabulary(Dictionary<uint, int> places, float[] rarity, int first) => (_places, _rarity, _first) = (places, rarity, first);

        public int Count => _rarity.Length;

        public static Vocabulary Learn(TextFeature text, int[] rows, int most, int first)
        {
            var texts = new Dictionary<uint, int>();
            foreach (int row in rows)
            {
                foreach (uint gram in text.Ngrams.Grams(text.Codes[row]))
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(texts, gram, out _)++;
                }
            }

            // In order of their hashes, so that the order of rows changes no sum.
            KeyValuePair<uint, int>[] kept = [.. texts.Where(gram => gram.Value >= LeastTexts)];
            if (kept.Length > most)
            {
                kept = [.. kept.OrderByDescending(gram => gram.Value).ThenBy(gram => gram.Key).Take(most)];
            }

            Array.Sort(kept, (a, b) => a.Key.CompareTo(b.Key));
            var places = new Dictionary<uint, int>(kept.Length);
            float[] rarity = new float[kept.Length];
            for (int i = 0; i < kept.Length; i++)
            {
                places.Add(kept[i].Key, i);
                rarity[i] = (float)(Math.Log((1.0 + rows.Length) / (1 + kept[i].Value)) + 1);
            }

            return new Vocabulary(places, rarity, first);
        }

        public int Input(uint gram) => _places.TryGetValue(gram, out int place) ? _first + place : -1;

        public void Add(ReadOnlySpan<uint> grams, ReadOnlySpan<byte> counts, List<int> columns, List<float> values)
        {
            int start = values.Count;
            double squares = 0;
            for (int i = 0; i < grams.Length; i++)
            {
                if (_places.TryGetValue(grams[i], out int place))
                {
                    double value = (1 + Math.Log(counts[i])) * _rarity[place];
                    squares += value * value;
                    columns.Add(_first + place);
                    values.Add((float)value);
                }
            }

            float scale = squares > 0 ? (float)(TextLength / Math.Sqrt(squares)) : 0;
            for (int i = start; i < values.Count; i++)
            {
                values[i] *= scale;
            }
        }
    }
}
