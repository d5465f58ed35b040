using System.Globalization;

namespace Faultline;

/// <summary>FL111: are the texts whole, readable and of one language?</summary>
/// <remarks>
/// Looks at columns of free text only. What is damaged is told by the column itself where that is possible: which length is cut off, which letters make no
/// words, which sentences are boilerplate. Languages are told by script and by the commonest small words of some languages.
/// </remarks>
public sealed record TextDamage : ICheck<TextDamage>
{
    const double Score = 0.2;

    /// <inheritdoc/>
    public static CheckInfo Info { get; } = new(
        "FL111",
        "TextDamage",
        Stage.Enters,
        "Are the texts whole, readable and of one language?",
        CheckMaturity.Preview,
        Needs.Text,
        "about 60 bytes a text and 40 a different word",
        [
            new Source("N-gram-based text categorization", 1994, "SDAIR-94"),
            new Source("A simple general approach to inference about the tail of a distribution", 1975, "doi:10.1214/aos/1176343247"),
        ]);

    /// <inheritdoc/>
    public static TextDamage Standard { get; } = new();

    /// <inheritdoc/>
    public Verdict Run(CheckContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        TextColumn[] columns = [.. NearTexts.Columns(context)];
        if (Array.TrueForAll(columns, column => column.MissingCount == column.RowCount))
        {
            return Verdict.Unmeasured("every text is missing");
        }

        var faults = new List<(TextColumn Column, TextFault Fault)>();
        var described = new List<TextDamageColumn>();
        for (int i = 0; i < columns.Length; i++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var corpus = new TextCorpus(columns[i], context);
            (string?[] languages, TextFault? language) = TextLanguage.Find(corpus);
            context.Progress((i + 0.3) / columns.Length);
            context.Cancellation.ThrowIfCancellationRequested();
            TextFault[] found = [.. TextCharacters.Find(corpus), .. TextShapes.Find(corpus), .. new[] { language, TextGibberish.Find(corpus, language) }.OfType<TextFault>()];
            faults.AddRange(found.Select(fault => (columns[i], fault)));
            described.Add(Describe(corpus, languages));
            context.Progress((i + 1.0) / columns.Length);
        }

        return Verdict.Of(faults.Select(fault => Write(fault.Column, fault.Fault, context))) with
        {
            Details = new TextDamageDetails(described, faults.Count, [.. faults.Take(CheckDetails.ListLimit).Select(fault => new TextDamageEntry(fault.Column.Name, fault.Fault.Kind.ToString(), Rows(fault.Column, fault.Fault).Count))]),
            Cells = [.. faults.Where(fault => fault.Fault.Severity > Severity.Info).GroupBy(fault => fault.Column, fault => fault.Fault).SelectMany(column => Cells(column.Key, [.. column]))],
        };
    }

    /// <summary>The damaged cells of a column, each with all that can be mended in it.</summary>
    static IEnumerable<CellScore> Cells(TextColumn column, TextFault[] faults)
    {
        var mended = new Dictionary<int, string?>();
        foreach (int row in faults.SelectMany(fault => Rows(column, fault)).Distinct())
        {
            int code = column.Codes[row];
            if (!mended.TryGetValue(code, out string? text))
            {
                string before = column.Categories[code];
                string after = faults.Where(fault => fault.Mended[code] is not null && fault.Mend is not null).Aggregate(before, (whole, fault) => fault.Mend!(whole));
                mended[code] = text = after == before || string.IsNullOrWhiteSpace(after) ? null : after;
            }

            yield return new CellScore(row, column.Name, Score, text);
        }
    }

    static TextDamageColumn Describe(TextCorpus corpus, string?[] languages)
    {
        double[] words = [.. corpus.Used.Select(code => (double)corpus.Tokens[code])];
        return new TextDamageColumn(corpus.Column.Name, corpus.Rows, corpus.Used.Length, words.Length == 0 ? 0 : Quantiles.Of(words, 0.5), [.. corpus.Used
            .Where(code => languages[code] is not null)
            .GroupBy(code => languages[code]!, StringComparer.Ordinal)
            .Select(group => new TextLanguageShare(group.Key, group.Sum(code => corpus.Counts[code])))
            .OrderByDescending(share => share.Rows).ThenBy(share => share.Language, StringComparer.Ordinal)]);
    }

    static Finding Write(TextColumn column, TextFault fault, CheckContext context)
    {
        List<int> rows = Rows(column, fault);
        int texts = column.RowCount - column.MissingCount;
        return new Finding
        {
            Key = fault.Kind.ToString(),
            Title = string.Create(CultureInfo.InvariantCulture, $"{rows.Count:N0} of {texts:N0} texts of {column.Name} {Verb(fault.Kind, rows.Count == 1)} {fault.Title}"),
            Severity = fault.Severity,
            Measure = new Measure("texts", rows.Count, Unit: "rows"),
            Rows = FoundRows.Of(rows),
            Columns = [column.Name],
            Cause = fault.Cause,
            Repair = fault.Repair,
            Examples = [.. Different(column, rows).Take(3).Select(row => context.Example(row, [(column.Name, fault.Mended[column.Codes[row]] is { Length: > 0 } mended ? CellText.Cut(mended) : null)]))],
            Figures = fault.Figure is { } figure ? [figure] : [],
        };
    }

    static string Verb(TextFaultKind kind, bool isOne) => kind switch
    {
        TextFaultKind.Markup or TextFaultKind.Empty or TextFaultKind.Gibberish => isOne ? "has" : "have",
        TextFaultKind.Invisible or TextFaultKind.Boilerplate => isOne ? "holds" : "hold",
        TextFaultKind.MixedAlphabets => isOne ? "mixes" : "mix",
        TextFaultKind.SharedSentence => isOne ? "shares" : "share",
        TextFaultKind.Repetition => isOne ? "says" : "say",
        _ => isOne ? "is" : "are",
    };

    /// <summary>Three equal texts would show one thing three times.</summary>
    static IEnumerable<int> Different(TextColumn column, List<int> rows) => rows.DistinctBy(row => column.Codes[row]);

    static List<int> Rows(TextColumn column, TextFault fault)
    {
        List<int> rows = [];
        for (int row = 0; row < column.RowCount; row++)
        {
            if (column.Codes[row] is >= 0 and var code && fault.Mended[code] is not null)
            {
                rows.Add(row);
            }
        }

        return fault.Worst is { } worst ? [.. rows.OrderBy(row => worst[column.Codes[row]]).ThenBy(row => row)] : rows;
    }
}
