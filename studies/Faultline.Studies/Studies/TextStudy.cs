using System.Globalization;
using System.Text;

namespace Faultline.Studies;

/// <summary>Texts: clean ones, near copies, damage, flipped labels, and a word that alone decides a class.</summary>
sealed class TextStudy : IStudy
{
    const int Rows = 1_000;
    const int Classes = 3;

    public string Name => "texts";

    public IReadOnlyList<string> Columns { get; } = ["alarms", "recall", "precision", "ranking", "confidence", "margin"];

    // Case: what / seed.
    public IEnumerable<string> Cases =>
        from seed in Enumerable.Range(0, 50)
        from what in new[] { "clean", "copies", "damage", "flips", "shortcut" }
        select $"{what}/{seed}";

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation)
    {
        var random = SeededRandom.For(Case.Whole(name, 1), "texts/" + name);
        Table table = CleanTexts.Draw(10_000 + Case.Whole(name, 1), Rows, Classes);
        return Case.Part(name, 0) switch
        {
            "copies" => Copies(table, random, cancellation),
            "damage" => Damage(table, random, cancellation),
            "flips" => Flips(table, random, cancellation),
            "shortcut" => Shortcut(table, cancellation),
            _ => [Alarms(Audit(table, [], cancellation)), "", "", "", "", ""],
        };
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append("1,000 texts of one to three sentences, made-up words of three topics between the small words of English. ");
        text.Append("Copies: a twentieth of the rows of ten words or more again, in upper case, without punctuation, or a tenth of their words replaced, mistyped or left out. Damage: a tenth of a percent to two percent of the texts, of one of eight kinds. Flips: a twentieth of the labels. Shortcut: every fifth text gets one more word and a class of its own.\n\n");
        text.Append("| what | found above info | recall | precision |\n|---|---|---|---|\n");
        foreach (var group in rows.All.GroupBy(row => Case.Part(row.Case, 0), StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var cases = group.ToList();
            string Mean(string column) => Rates.Mean([.. cases.Where(row => row[column].Length > 0).Select(row => row.Number(column))]);
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key} | {Rates.Share(cases, row => row["alarms"].Length > 0)} | {Mean("recall")} | {Mean("precision")} |\n");
        }

        var flips = rows.Of("flips/");
        text.Append(CultureInfo.InvariantCulture, $"\nFlipped labels by average precision on the same probabilities: Faultline {Rates.Mean([.. flips.Select(row => row.Number("ranking"))])}, self-confidence {Rates.Mean([.. flips.Select(row => row.Number("confidence"))])}, normalised margin {Rates.Mean([.. flips.Select(row => row.Number("margin"))])}.\n");
    }

    static AuditReport Audit(Table table, string[] checks, CancellationToken cancellation) =>
        Faultline.Audit.Run(CleanTexts.Evidence(table), new AuditOptions { Checks = checks }, cancellation);

    static string Alarms(AuditReport report) => string.Join(" | ", report.Findings.Where(finding => finding.Severity > Severity.Info).Select(finding => finding.Title));

    static IReadOnlyList<string> Found(AuditReport report, IReadOnlyCollection<int> called, HashSet<int> planted) =>
    [
        Alarms(report),
        Rates.Short(called.Count(planted.Contains) / (double)planted.Count),
        called.Count == 0 ? string.Empty : Rates.Short(called.Count(planted.Contains) / (double)called.Count),
        "", "", "",
    ];

    static IReadOnlyList<string> Copies(Table table, SeededRandom random, CancellationToken cancellation)
    {
        string[] texts = Texts(table);
        int[] candidates = [.. Enumerable.Range(0, Rows).Where(row => texts[row].Split(' ').Length >= 10)];
        int[] source = [.. random.Sample(candidates.Length, Rows / 20).Select(i => candidates[i])];
        string[] copies = [.. source.Select((row, i) => Edited(texts[row], i % 5, texts[(row + 7) % Rows], random))];
        var planted = Enumerable.Range(Rows, copies.Length).ToHashSet();
        Table whole = Table.FromColumns(TextColumn.From("text", [.. texts, .. copies]), table["topic"].Take([.. Enumerable.Range(0, Rows), .. source]));
        AuditReport report = Audit(whole, ["FL103"], cancellation);
        bool[] flagged = report.Scores.Single().Rows!.Flagged;
        return Found(report, [.. Enumerable.Range(0, flagged.Length).Where(row => flagged[row])], planted);
    }

    static string Edited(string text, int kind, string other, SeededRandom random)
    {
        string[] words = text.Split(' ');
        string[] others = other.Split(' ');
        int[] at = kind < 2 ? [] : random.Sample(words.Length, Math.Max(1, words.Length / 10));
        foreach (int i in at)
        {
            words[i] = kind == 2 ? others[i % others.Length] : kind == 3 ? string.Concat(words[i].Reverse()) : string.Empty;
        }

        return kind == 0 ? text.ToUpperInvariant()
            : kind == 1 ? new string([.. text.Where(c => !char.IsPunctuation(c))])
            : string.Join(' ', words.Where(word => word.Length > 0));
    }

    static IReadOnlyList<string> Damage(Table table, SeededRandom random, CancellationToken cancellation)
    {
        string[] texts = Texts(table);
        var planted = random.Sample(Rows, 1 + random.NextInt(20)).ToHashSet();
        int kind = random.NextInt(8);
        foreach (int row in planted)
        {
            texts[row] = kind switch
            {
                0 => texts[row] + " CafÃ©.",
                1 => texts[row] + " R&amp;D<br>",
                2 => texts[row].Insert(3, "\u200B"),
                3 => texts[row] + " аccount",
                4 => "?!",
                5 => "Der Zug ist nicht für mich und ich habe das auch nicht gewusst",
                6 => new string([.. Enumerable.Range(0, 40).Select(i => i % 8 == 7 ? ' ' : (char)('a' + random.NextInt(26)))]),
                _ => string.Join(' ', Enumerable.Repeat("test", 8)),
            };
        }

        AuditReport report = Audit(Table.FromColumns(TextColumn.From("text", texts), table["topic"]), ["FL111"], cancellation);
        return Found(report, [.. report.Scores.SelectMany(scores => scores.Cells).Where(cell => cell.Flagged).Select(cell => cell.Row).Distinct()], planted);
    }

    static IReadOnlyList<string> Flips(Table table, SeededRandom random, CancellationToken cancellation)
    {
        int[] labels = [.. ((TextColumn)table["topic"]).Codes];
        var wrong = new bool[Rows];
        foreach (int row in random.Sample(Rows, Rows / 20))
        {
            (wrong[row], labels[row]) = (true, (labels[row] + 1 + random.NextInt(Classes - 1)) % Classes);
        }

        TableFeatures features = TableFeatures.Of(table, [], ["text"]);
        LearningTarget target = LearningTarget.OfClasses(labels, Classes);
        double[] p = OutOfFold.Predict(features.Matrix, target, FoldPlan.Stratified(features.Matrix, target, 5, 0), new OutOfFoldOptions(), null, cancellation).Predictions;
        Table data = Table.FromColumns(table["text"], new TextColumn("topic", labels, [.. ((TextColumn)table["topic"]).Categories]));
        AuditReport report = Faultline.Audit.Run(CleanTexts.Evidence(data) with { Classes = new ClassPredictions([.. ((TextColumn)table["topic"]).Categories], labels, p, IsOutOfFold: true) }, new AuditOptions { Checks = ["FL101"] }, cancellation);
        RowScores scores = report.Scores.Single().Rows!;
        double[] own = [.. labels.Select((label, row) => p[(row * Classes) + label])];
        double[] margin = [.. own.Select((confidence, row) => confidence - Enumerable.Range(0, Classes).Where(label => label != labels[row]).Max(label => p[(row * Classes) + label]))];
        int flagged = scores.Flagged.Count(flag => flag), right = scores.Flagged.Where((flag, row) => flag && wrong[row]).Count();
        return
        [
            Alarms(report),
            Rates.Short(right / (double)(Rows / 20)),
            flagged == 0 ? string.Empty : Rates.Short(right / (double)flagged),
            Rates.Short(Ranking.AveragePrecision(scores.Scores, wrong)),
            Rates.Short(Ranking.AveragePrecision(own, wrong)),
            Rates.Short(Ranking.AveragePrecision(margin, wrong)),
        ];
    }

    static IReadOnlyList<string> Shortcut(Table table, CancellationToken cancellation)
    {
        string[] texts = [.. Texts(table).Select((text, row) => row % 5 == 0 ? text + " blorpt." : text)];
        Table data = Table.FromColumns(TextColumn.From("text", texts), TextColumn.From("topic", texts.Select((_, row) => row % 5 == 0 ? "other" : table["topic"].Text(row))));
        AuditReport report = Audit(data, ["FL306"], cancellation);
        var named = ((TextFragilityDetails)report.Checks.Single(check => check.Id == "FL306").Details!).Words.Where(word => word.IsShortcut).ToList();
        return
        [
            Alarms(report),
            Rates.Text(named.Exists(word => word.Word == "blorpt")),
            named.Count == 0 ? string.Empty : Rates.Short(named.Count(word => word.Word == "blorpt") / (double)named.Count),
            "", "", "",
        ];
    }

    static string[] Texts(Table table) => [.. Enumerable.Range(0, Rows).Select(row => table["text"].Text(row)!)];
}
