namespace Faultline;

/// <summary>A feature of free text. Sparse models see its words and pairs of words, all others counts of words in a few hashed columns.</summary>
sealed class TextFeature : FeatureColumn
{
    readonly TextColumn _texts;

    TextFeature(TextColumn texts, TextNgrams ngrams)
        : base(texts.Name, texts.RowCount)
    {
        _texts = texts;
        Ngrams = ngrams;
    }

    /// <summary>The n-grams of the distinct texts.</summary>
    public TextNgrams Ngrams { get; }

    /// <summary>The text of each row as its place in <see cref="Ngrams"/>; −1 where missing.</summary>
    public ReadOnlySpan<int> Codes => _texts.Codes;

    /// <summary>The text of a row, or null.</summary>
    public string? Text(int row) => _texts.Text(row);

    /// <summary>A feature of a column of text.</summary>
    /// <param name="texts">The column.</param>
    /// <param name="threads">Threads; the feature is the same whatever the number.</param>
    public static TextFeature Of(TextColumn texts, int threads) => new(texts, TextNgrams.Of(texts.Categories, threads));

    /// <summary>The same texts as hashed columns.</summary>
    public IReadOnlyList<FeatureColumn> Hashed() => HashedWords.Of(_texts);

    /// <inheritdoc/>
    public override FeatureColumn Take(ReadOnlySpan<int> rows) => new TextFeature((TextColumn)_texts.Take(rows), Ngrams);
}
