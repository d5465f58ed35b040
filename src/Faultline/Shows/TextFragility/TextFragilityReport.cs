using System.Globalization;

namespace Faultline;

/// <summary>What FL306 says.</summary>
sealed class TextFragilityReport
{
    const int LeastOfClass = 20;
    const double ShortcutShare = 0.5;
    const double MediumShare = 0.15;
    const int MostBars = 12;
    const int MostExamples = 3;
    const int SimilarRows = 3;
    const int SameStem = 4;

    readonly CheckContext _context;
    readonly TextClassifier _words;
    readonly FragilityAnswers _answers;
    readonly IReadOnlyList<TextChange> _changes;
    readonly double _tolerance;
    readonly IReadOnlyList<string> _classes;
    readonly string[] _columns;
    readonly FragilityEntry[] _entries;
    readonly int _wordsAsked;
    readonly (CarryingWord Entry, string Word, int[] Rows)[] _carrying;
    readonly int[] _wrong;
    readonly MispredictedText[] _mispredicted;

    public TextFragilityReport(CheckContext context, TextClassifier words, FragilityAnswers answers, IReadOnlyList<TextChange> changes, double tolerance)
    {
        (_context, _words, _answers, _changes, _tolerance) = (context, words, answers, changes, tolerance);
        _classes = context.Classes!.Classes;
        _columns = [.. words.TextColumns.Select(column => words.Features.Columns[column].Name)];
        _entries = [.. changes.Select((change, c) => Entry(change, answers.After[c]))];
        _wordsAsked = Math.Max(1, Enumerable.Range(0, answers.Rows.Length).SelectMany(i => answers.Words[i].Select(word => (answers.Predicted(i), word.Word))).Distinct().Count());
        _carrying = [.. Enumerable.Range(0, _classes.Count).Select(Carrying).OfType<(CarryingWord, string, int[])>()];

        // The most certain first.
        _wrong = [.. Enumerable.Range(0, answers.Rows.Length).Where(i => answers.Predicted(i) != words.Label(answers.Rows[i])).OrderByDescending(i => answers.Before[i].Max()).ThenBy(i => answers.Rows[i])];
        _mispredicted = [.. _wrong.Take(MostExamples).Select(Mispredicted)];
    }

    /// <summary>Figures.</summary>
    public TextFragilityDetails Details() => new(_answers.Rows.Length, _entries, _wordsAsked, [.. _carrying.Take(CheckDetails.ListLimit).Select(word => word.Entry)], _wrong.Length, _mispredicted);

    /// <summary>Findings.</summary>
    public IEnumerable<Finding> Findings()
    {
        for (int change = 0; change < _changes.Count; change++)
        {
            if (_entries[change].AccuracyLost.Low > _tolerance)
            {
                yield return Fragile(change);
            }
        }

        foreach ((CarryingWord entry, string word, int[] rows) in _carrying.Where(word => word.Entry.IsShortcut))
        {
            yield return Shortcut(entry, word, rows);
        }

        if (_wrong.Length > 0)
        {
            yield return Wrong();
        }
    }

    FragilityEntry Entry(TextChange change, int[] after)
    {
        int[] all = [.. Enumerable.Range(0, after.Length)];
        FragilityShare Share(string name, int[] places)
        {
            int changed = places.Count(i => after[i] != _answers.Predicted(i));
            Interval interval = WilsonInterval.Of(changed, places.Length);
            return new FragilityShare(name, places.Length, changed, changed / (double)Math.Max(1, places.Length), interval.Low, interval.High);
        }

        return new FragilityEntry(change.Name, Share(string.Empty, all), Lost(after), [.. all.GroupBy(_answers.Predicted).OrderBy(rows => rows.Key)
            .Select(rows => Share(_classes[rows.Key], [.. rows])).OrderByDescending(share => share.Low).ThenByDescending(share => share.Share).Take(CheckDetails.ListLimit)]);
    }

    /// <summary>Where classes overlap, predictions change either way and cost nothing; what counts is what is right before and wrong after, less the other way round.</summary>
    Estimate Lost(int[] after)
    {
        int lost = 0, won = 0;
        for (int i = 0; i < after.Length; i++)
        {
            int label = _words.Label(_answers.Rows[i]);
            lost += _answers.Predicted(i) == label && after[i] != label ? 1 : 0;
            won += _answers.Predicted(i) != label && after[i] == label ? 1 : 0;
        }

        const double z = 1.96;
        double n = Math.Max(1, after.Length), mean = (lost - won) / n;
        double error = Math.Sqrt(Math.Max(0, ((lost + won) / n) - (mean * mean)) / n);
        return new Estimate(mean, mean - (z * error), mean + (z * error));
    }

    /// <summary>The word without which most predictions of a class change.</summary>
    (CarryingWord Entry, string Word, int[] Rows)? Carrying(int label)
    {
        int[] places = [.. Enumerable.Range(0, _answers.Rows.Length).Where(i => _answers.Predicted(i) == label)];
        var most = places.SelectMany(i => _answers.Words[i].Where(word => word.Decides).Select(word => (word.Word, Place: i)))
            .GroupBy(pair => pair.Word, pair => pair.Place, StringComparer.Ordinal)
            .OrderByDescending(word => word.Count()).ThenBy(word => word.Key, StringComparer.Ordinal).FirstOrDefault();
        if (most is null)
        {
            return null;
        }

        // The word was chosen among all that were taken out, of all classes: the interval holds for each of them at once.
        int carried = most.Count();
        Interval interval = WilsonInterval.Of(carried, places.Length, 1 - (0.05 / _wordsAsked));
        bool isShortcut = places.Length >= LeastOfClass && interval.Low > ShortcutShare && !IsNamedAfter(_classes[label], most.Key) && AloneLeadsTo(most.Key, label, most.First());
        var share = new FragilityShare(_classes[label], places.Length, carried, carried / (double)places.Length, interval.Low, interval.High);
        return (new CarryingWord(_classes[label], _context.Show.ShowValues ? most.Key : null, share, isShortcut), most.Key, [.. most.Select(i => _answers.Rows[i])]);
    }

    bool AloneLeadsTo(string word, int label, int place) => ModelSummary.MostProbable(_words.Changed(_answers.Rows[place], _ => word)) == label;

    // That 'refund' decides the class 'request_refund' is as it should be.
    static bool IsNamedAfter(string name, string word) =>
        ColumnTraits.Words(name).Any(part => part == word || (part.Length >= SameStem && word.StartsWith(part[..SameStem], StringComparison.Ordinal)));

    MispredictedText Mispredicted(int place)
    {
        int row = _answers.Rows[place];
        return new MispredictedText(row, _classes[_words.Label(row)], _classes[_answers.Predicted(place)], [.. _words.Similar(row, SimilarRows, _context.Cancellation)
            .Select(near => new SimilarRow(near.Row, _classes[_words.Label(near.Row)], near.Cosine))]);
    }

    Finding Fragile(int change)
    {
        (FragilityShare all, Estimate lost) = (_entries[change].All, _entries[change].AccuracyLost);
        int[] changed = [.. Enumerable.Range(0, _answers.Rows.Length).Where(i => _answers.After[change][i] != _answers.Predicted(i)).OrderByDescending(i => _answers.Before[i].Max()).ThenBy(i => _answers.Rows[i])];
        double level = 1 - (0.05 / Math.Max(1, _entries[change].Classes.Count));
        FragilityShare[] worst = [.. _entries[change].Classes.Where(share => share.Rows >= LeastOfClass && WilsonInterval.Of(share.Changed, share.Rows, level).Low > all.Share).Take(3)];
        string most = worst.Length == 0 ? string.Empty : $" Most of all {ColumnHygieneWriter.List(worst.Select(share => string.Create(CultureInfo.InvariantCulture, $"{share.Class} ({Percent(share.Share)})")))}.";
        return new Finding
        {
            Key = "fragile:" + _changes[change].Name,
            Title = $"{Subject(change)} changes the predicted class of {Percent(all.Share)} of the texts ({Percent(all.Low)}–{Percent(all.High)}) and costs {Percent(lost.Value)} of accuracy",
            Severity = lost.Low > MediumShare ? Severity.Medium : Severity.Low,
            Measure = new Measure("accuracy lost", lost.Value, lost.Low, lost.High, 0.95, "share of rows"),
            Rows = FoundRows.Of([.. changed.Select(i => _answers.Rows[i])]),
            Columns = _columns,
            Cause = $"{all.Changed:N0} of {all.Rows:N0} texts, each put to the model that had not seen it, are predicted otherwise after a change that leaves their sense as it is: the model leans on single spellings.{most}",
            Repair = "Add changed copies of the texts to the training data, normalise texts before they are read, or use features that bear such changes (parts of words, embeddings). Compare classes: those named suffer most.",
            Examples = [.. changed.Take(MostExamples).Select(i => _context.Example(
                _answers.Rows[i],
                [.. _columns.Select(column => (column, (string?)null))],
                $"predicted {_classes[_answers.Predicted(i)]}; {_classes[_answers.After[change][i]]} once changed{After(change, i)}"))],
            Figures =
            [
                new BarFigure("Predictions that a change of the text changes", "share of rows", [.. _entries.Select((entry, i) => new Bar(entry.Change, entry.All.Share, entry.All.Low, entry.All.High, i == change))]),
                new BarFigure($"The same for {_changes[change].Name}, by predicted class", "share of rows", [.. _entries[change].Classes.Where(share => share.Rows >= LeastOfClass).Take(MostBars).Select(share => new Bar(share.Class, share.Share, share.Low, share.High, worst.Contains(share)))]),
            ],
        };
    }

    string Subject(int change) => _context.Show.ShowValues || _changes[change].Name != "neutral words" ? _changes[change].Sentence : "Adding common words that say nothing of the class";

    string After(int change, int place) => _context.Show.ShowValues && _words.TextColumns is [var only, ..] && ((TextFeature)_words.Features.Columns[only]).Text(_words.Place(_answers.Rows[place])) is { } text
        ? $": '{CellText.Cut(_changes[change].Apply(text))}'"
        : string.Empty;

    Finding Shortcut(CarryingWord entry, string word, int[] rows)
    {
        string shown = _context.Show.ShowValues ? $"The word '{CellText.Cut(word)}'" : "One word";
        int[] others = [.. Enumerable.Range(0, _answers.Rows.Length)
            .Where(i => _classes[_answers.Predicted(i)] == entry.Class && _words.Label(_answers.Rows[i]) != _answers.Predicted(i) && _answers.Words[i].Any(own => own.Word == word))
            .Select(i => _answers.Rows[i])];
        string misled = others.Length == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" It also draws {others.Length:N0} text{(others.Length == 1 ? string.Empty : "s")} of other classes there.");
        return new Finding
        {
            Key = "shortcut:" + entry.Class,
            Title = $"{shown} alone decides {Percent(entry.Carries.Share)} of the predictions of {entry.Class} ({Percent(entry.Carries.Low)}–{Percent(entry.Carries.High)})",
            Severity = others.Length >= LeastOfClass ? Severity.Medium : Severity.Low,
            Measure = new Measure("share of predictions that rest on one word", entry.Carries.Share, entry.Carries.Low, entry.Carries.High, 0.95, "share of rows"),
            Rows = FoundRows.Of(rows),
            Columns = _columns,
            Cause = $"{entry.Carries.Changed:N0} of {entry.Carries.Rows:N0} texts predicted {entry.Class} are predicted otherwise without it, and the word by itself is {entry.Class} to the model. A template, a signature or a mark of the source may stand in these rows for no good reason.{misled}",
            Repair = "If the word belongs to the sense of the class, leave it. If it comes from how the rows were collected, take it out of the texts and learn again; a model that rests on it fails wherever it is missing.",
            Examples = [.. rows.Take(MostExamples).Select(row => _context.Example(row, [.. _columns.Select(column => (column, (string?)null))], "predicted otherwise without the word", beside: _context.Roles.Label is { } label ? [label] : []))],
            Figures = Words(entry.Class),
        };
    }

    Finding Wrong()
    {
        int asked = _answers.Rows.Length;
        Interval interval = WilsonInterval.Of(_wrong.Length, asked);
        return new Finding
        {
            Key = "mispredicted",
            Title = $"{_wrong.Length:N0} of {asked:N0} texts asked are predicted otherwise than they are labelled; the most certain are shown beside the training texts most like them",
            Severity = Severity.Info,
            Measure = new Measure("share of texts predicted otherwise", _wrong.Length / (double)asked, interval.Low, interval.High, 0.95, "share of rows"),
            Rows = FoundRows.Of([.. _wrong.Select(i => _answers.Rows[i])]),
            Columns = _columns,
            Cause = "Wrong labels (FL101 names them), texts between two classes, and words that the model has not seen. The rows most like a text show which.",
            Repair = "Nothing by itself: look at the rows that FL101 names, and at classes that are taken for each other.",
            Examples = [.. _mispredicted.Select((text, i) => _context.Example(text.Row, [.. _columns.Select(column => (column, (string?)null))], Note(text, _answers.Words[_wrong[i]]), beside: _context.Roles.Label is { } label ? [label] : []))],
            Figures = Words(null),
        };
    }

    string Note(MispredictedText text, (string Word, bool Decides)[] words)
    {
        string by = _context.Show.ShowValues && words.Length > 0 ? $" by {ColumnHygieneWriter.List(words.Take(3).Select(word => "'" + CellText.Cut(word.Word) + "'"))}" : string.Empty;
        string near = text.Similar.Count == 0 ? "like no training row" : "most like " + ColumnHygieneWriter.List(text.Similar.Select(row => string.Create(CultureInfo.InvariantCulture, $"row {row.Row:N0} ({row.Label})")));
        string nearest = _context.Show.ShowValues && text.Similar.Count > 0 && _context.Data[_columns[0]].Text(text.Similar[0].Row) is { } words0 ? $": '{CellText.Cut(words0)}'" : string.Empty;
        return $"labelled {text.Label}, predicted {text.Predicted}{by}; {near}{nearest}";
    }

    BarFigure[] Words(string? marked) => !_context.Show.ShowValues || _carrying.Length == 0 ? [] :
    [
        new BarFigure(
            "For each class the word without which most of its predictions change",
            "share of predictions",
            [.. _carrying.Where(word => word.Entry.Carries.Rows >= LeastOfClass).OrderByDescending(word => word.Entry.Carries.Share).ThenBy(word => word.Entry.Class, StringComparer.Ordinal).Take(MostBars)
                .Select(word => new Bar($"{word.Entry.Class}: {CellText.Cut(word.Word)}", word.Entry.Carries.Share, word.Entry.Carries.Low, word.Entry.Carries.High, word.Entry.Class == marked))]),
    ];

    static string Percent(double share) => ColumnHygieneWriter.Share(share);
}
