namespace Faultline;

/// <summary>Predictions that a change of the text changed, among some rows.</summary>
/// <param name="Class">The class that was predicted before; empty for all.</param>
/// <param name="Rows">Rows asked.</param>
/// <param name="Changed">Rows whose prediction changed.</param>
/// <param name="Share">Their share.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
public sealed record FragilityShare(string Class, int Rows, int Changed, double Share, double Low, double High);

/// <summary>A change of texts that should change no prediction.</summary>
/// <param name="Change"><c>case</c>, <c>punctuation</c>, <c>typos</c> or <c>neutral words</c>.</param>
/// <param name="All">All rows asked.</param>
/// <param name="AccuracyLost">Accuracy before less accuracy after, with its 95 % interval.</param>
/// <param name="Classes">The same by predicted class, the most fragile first, at most 1,000.</param>
public sealed record FragilityEntry(string Change, FragilityShare All, Estimate AccuracyLost, IReadOnlyList<FragilityShare> Classes);

/// <summary>A word that predictions of a class rest on.</summary>
/// <param name="Class">The predicted class.</param>
/// <param name="Word">The word; null under no values.</param>
/// <param name="Carries">Predictions of the class that change when the word is taken out of the text; its interval holds at 95 % for all words of all classes at once.</param>
/// <param name="IsShortcut">It carries at least half of them, and alone leads to the class.</param>
public sealed record CarryingWord(string Class, string? Word, FragilityShare Carries, bool IsShortcut);

/// <summary>A row of the training rows that a text is most like.</summary>
/// <param name="Row">Row number.</param>
/// <param name="Label">Its label.</param>
/// <param name="Similarity">Cosine of the two as the model sees them.</param>
public sealed record SimilarRow(int Row, string Label, double Similarity);

/// <summary>A text predicted otherwise than it is labelled.</summary>
/// <param name="Row">Row number.</param>
/// <param name="Label">Its label.</param>
/// <param name="Predicted">What is predicted.</param>
/// <param name="Similar">The training rows most like it.</param>
public sealed record MispredictedText(int Row, string Label, string Predicted, IReadOnlyList<SimilarRow> Similar);

/// <summary>Figures of FL306.</summary>
/// <param name="RowsAsked">Rows that the models were asked about.</param>
/// <param name="Changes">The changes.</param>
/// <param name="WordsAsked">Different words that were taken out of texts, counted by predicted class.</param>
/// <param name="Words">For each class the word that carries the most of its predictions, at most 1,000.</param>
/// <param name="MispredictedCount">Rows asked that are predicted otherwise than labelled.</param>
/// <param name="Mispredicted">The most certain of them.</param>
public sealed record TextFragilityDetails(int RowsAsked, IReadOnlyList<FragilityEntry> Changes, int WordsAsked, IReadOnlyList<CarryingWord> Words, int MispredictedCount, IReadOnlyList<MispredictedText> Mispredicted) : CheckDetails;
