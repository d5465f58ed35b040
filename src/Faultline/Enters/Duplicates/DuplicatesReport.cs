using System.Globalization;

namespace Faultline;

/// <summary>What FL103 says of the copies.</summary>
/// <param name="context">The evidence.</param>
/// <param name="own">Copies within the table.</param>
/// <param name="leaked">Rows of the training table in this one; null without a training table.</param>
/// <param name="embeddings">Pairs of embeddings that are too close.</param>
/// <param name="images">Images that stand more than once.</param>
/// <param name="texts">Rows of nearly equal free text.</param>
sealed class DuplicatesReport(CheckContext context, DuplicateResult own, DuplicateResult? leaked, IReadOnlyList<EmbeddingPair> embeddings, DuplicateImagesReport images, NearTexts texts)
{
    const int MostBars = 12;
    const double NearScore = 0.1;

    readonly int _rows = context.Data.RowCount;
    readonly string[] _keys = Duplicates.Keys(context.Evidence);

    // Columns of the table that rows are not compared by.
    readonly string[] _left = [.. context.Data.Columns.Select(column => column.Name).Except(Duplicates.Columns(context.Evidence).Except(own.Derived, StringComparer.Ordinal), StringComparer.Ordinal)];
    readonly string[] _naming = Duplicates.Naming(context.Evidence);
    readonly int _split = context.Evidence.Train?.RowCount ?? 0;

    /// <summary>Findings, exact repeats first.</summary>
    public IEnumerable<Finding> Findings()
    {
        // Where chance makes equal rows and a key tells them apart, nothing is left to say.
        if (own.Exact is { } exact && (exact.Groups.Count > 0 || (_keys.Length == 0 && context.Evidence.Images is null)))
        {
            yield return exact.Groups.Count > 0 ? Exact(exact) : ByChance(exact);
        }

        if (own.Near?.Groups.Count > 0)
        {
            yield return Near(own.Near, own.ToldApartBy(_rows));
        }

        if (embeddings.Count > 0)
        {
            yield return Embeddings();
        }

        if (images.Later.Count > 0)
        {
            yield return images.Finding();
        }

        var nearTexts = new NearTextsReport(context, texts);
        if (nearTexts.Within([.. ExactGroups(own).SelectMany(group => group)]) is { } repeated)
        {
            yield return repeated;
        }

        if (leaked is not null && (leaked.Exact?.Groups.Count > 0 || leaked.Near?.Groups.Count > 0))
        {
            yield return Leaked(leaked);
        }

        if (nearTexts.Across() is { } shared)
        {
            yield return shared;
        }
    }

    public DuplicatesDetails Details()
    {
        DuplicateGroup[] groups =
        [
            .. ExactGroups(own).Select(group => new DuplicateGroup(group, "exact", [])),
            .. NearGroups(own).Select(group => new DuplicateGroup(group.Rows, "near", group.Columns)),
            .. embeddings.Select(pair => new DuplicateGroup([pair.First, pair.Later], "embedding", [])),
            .. images.Groups(),
            .. texts.Own.GroupBy(near => (near.First, near.Column)).Select(group => new DuplicateGroup([group.Key.First, .. group.Select(near => near.Row)], "near-text", [group.Key.Column])),
            .. (texts.Shared ?? []).GroupBy(near => (near.First, near.Column)).Select(group => new DuplicateGroup([.. group.Select(near => near.Row)], "near-text-shared", [group.Key.Column])),
            .. leaked is null ? [] : ExactGroups(leaked).Select(group => new DuplicateGroup(Own(group), "shared", [])),
            .. leaked is null ? [] : NearGroups(leaked).Select(group => new DuplicateGroup(Own(group.Rows), "near-shared", group.Columns)),
        ];
        return new DuplicatesDetails(
            own.Exact?.Close ?? 0,
            own.Exact?.Chance.Bound ?? 0,
            Later(NearGroups(own)).Count,
            own.Near is { Groups.Count: > 0 } near ? near.Chance.Expected : 0,
            own.Near?.Close ?? 0,
            leaked is null ? null : ExactGroups(leaked).Sum(group => Own(group).Length),
            groups.Length,
            [.. groups.Take(CheckDetails.ListLimit).Select(group => group with { Rows = [.. group.Rows.Take(CheckDetails.ListLimit)] })],
            context.Evidence.Images is null ? null : images.Later.Count,
            HasText ? texts.Own.Count : null,
            texts.Shared?.Count);
    }

    /// <summary>0 for exact and shared rows, 0.1 for near ones, 1 for the rest.</summary>
    public RowScores Scores()
    {
        double[] scores = new double[_rows];
        Array.Fill(scores, 1);
        var flagged = new bool[_rows];
        string?[] suggestions = new string?[_rows];
        void Flag(int row, double score, string suggestion)
        {
            if (!flagged[row] || score < scores[row])
            {
                (flagged[row], scores[row], suggestions[row]) = (true, score, suggestion);
            }
        }

        foreach ((int later, int first) in own.CallsNear(_rows) ? Later(NearGroups(own)) : [])
        {
            Flag(later, NearScore, Row(first));
        }

        foreach (EmbeddingPair pair in embeddings)
        {
            Flag(pair.Later, NearScore, Row(pair.First));
        }

        foreach (ImagePair pair in images.Later)
        {
            Flag(pair.Later, NearScore, Row(pair.First));
        }

        foreach (NearText near in texts.Own)
        {
            Flag(near.Row, NearScore, Row(near.First));
        }

        foreach (NearText near in texts.Shared ?? [])
        {
            Flag(near.Row, near.Similarity >= 1 ? 0 : NearScore, $"{Row(near.First)} of {context.Evidence.Train!.Name}");
        }

        foreach (int[] group in ExactGroups(own))
        {
            foreach (int row in group.AsSpan(1))
            {
                Flag(row, 0, Row(group[0]));
            }
        }

        foreach ((int[] rows, double score) in leaked is null ? [] : ExactGroups(leaked).Select(group => (group, 0.0)).Concat(NearGroups(leaked).Select(group => (group.Rows, NearScore))))
        {
            foreach (int row in Own(rows))
            {
                Flag(row, score, $"{Row(rows[0])} of {context.Evidence.Train!.Name}");
            }
        }

        return new RowScores(scores, flagged, row => suggestions[row]);
    }

    /// <summary>The least p over everything that was tested, corrected for it.</summary>
    public double P()
    {
        DuplicateMatches[] tested = [.. new[] { own.Exact, own.Near, leaked?.Exact, leaked?.Near }.OfType<DuplicateMatches>()];
        return tested.Length == 0 ? 1 : Math.Min(1, tested.Min(match => match.Chance.P) * tested.Length);
    }

    Finding Exact(DuplicateMatches exact)
    {
        int[] later = [.. exact.Groups.SelectMany(group => group.Rows.Skip(1)).Order()];
        string all = exact.Called == exact.Close ? string.Empty : $" in values too rare for chance ({exact.Close:N0} in all)";
        int same = ExactGroups(own).Sum(group => group.Skip(1).Count(row => !_naming.Any(name => context.Data[name].Text(row) != context.Data[name].Text(group[0]))));
        RepairKind kind = same > 0 ? RepairKind.Duplicates : RepairKind.NearDuplicates;
        return new Finding
        {
            Key = "exact-repeats",
            Mending = new Mending(kind, (about, verdict) => RowRepair.Flagged(about, verdict, kind)),
            Title = $"{Of(later.Length)} an earlier row in {EveryColumn(ExactGroups(own))}{all}",
            Severity = same == 0 || own.IsDoubtful ? Severity.Low : Weight(same),
            Measure = new Measure("repeated rows", later.Length, Math.Max(0, Math.Floor(later.Length - exact.Chance.Bound)), later.Length, 0.95, "rows"),
            P = exact.Chance.P,
            Rows = FoundRows.Of(later),
            Cause = $"The same record entered more than once, as when files are joined or sent again. Chance would make at most {Count(exact.Chance.Bound)} such rows: the rows that agree in everything but their most identifying column show how often.{Follows}{(own.IsDoubtful ? " Little speaks for it: where one column follows from others, equal rows may be records of their own." : string.Empty)}",
            Repair = same == 0 ? $"Nothing, if {ColumnHygieneWriter.List(_naming)} tells records apart. If it only names rows, say so (--id) and keep the first of each group." : "Keep the first of each group; the scores name it for every other row. If a repeat is real (two equal sales), add the column that tells them apart.",
            Examples = [.. ExactGroups(own).Take(3).Select(group => context.Example(group[1], [], $"equal to row {group[0]:N0} in {EveryColumn([group])}"))],
            Figures = [new BarFigure("Rows that repeat an earlier one", "rows", [new Bar("found", later.Length, Marked: true), new Bar("by chance, at most", exact.Chance.Bound)])],
        };
    }

    Finding ByChance(DuplicateMatches exact) => new()
    {
        Key = "exact-repeats-by-chance",
        Title = $"{Of(exact.Close)} an earlier row in every column{(context.Roles.Id is { } id ? $" but {id}" : string.Empty)}, {(HasText ? "free text included" : "no more than chance would make")}",
        Severity = Severity.Info,
        Measure = new Measure("repeated rows", exact.Close, Unit: "rows"),
        P = exact.Chance.P,
        Cause = HasText
            ? texts.Own.Count > 0 ? "Phrases that many write alike, and the longer texts that stand below as repeated: no other column tells records apart." : "Copies, or phrases that many write alike: no other column tells records apart, so the table can not say which."
            : $"The columns take so few values together that different records come out equal.{Follows}",
        Repair = $"Nothing, if each row is a record of its own{(HasText ? "; but equal texts in training and test data make a model look better than it is" : string.Empty)}. If rows were entered twice, only a column that identifies records (--id) can tell.",
    };

    string Follows => own.Derived.Count == 0 ? string.Empty : $" {ColumnHygieneWriter.List(own.Derived)} {(own.Derived.Count == 1 ? "follows" : "follow")} from the other columns, so agreement there says nothing more.";

    string EveryColumn(IEnumerable<int[]> groups) => "every column" + But(Differing(groups));

    static string But(IEnumerable<string> names) => names.ToArray() is { Length: > 0 } some ? " but " + ColumnHygieneWriter.List(some) : string.Empty;

    /// <summary>The columns that rows are not compared by and in which rows of a group differ.</summary>
    IEnumerable<string> Differing(IEnumerable<int[]> groups)
    {
        int[][] all = [.. groups];
        return _left.Where(name => Array.Exists(all, rows => rows.AsSpan(1).ToArray().Any(row => context.Data[name].Text(row) != context.Data[name].Text(rows[0]))));
    }

    bool HasText => context.Roles.Text.Any(name => context.Data.Find(name) is not null);

    Finding Near(DuplicateMatches near, int? apart)
    {
        var groups = NearGroups(own);
        var later = Later(groups);
        int[] columns = [.. near.Groups.GroupBy(group => group.Differing).OrderByDescending(unit => unit.Count()).ThenBy(unit => unit.Key).Select(unit => unit.Key)];
        int others = near.Close - near.Called;
        string also = others > 0 ? $" Another {others:N0} rows are as close, but the table's own values make as many by chance; they are not counted." : string.Empty;
        return new Finding
        {
            Key = "near-repeats",
            Mending = new Mending(RepairKind.NearDuplicates, (about, verdict) => RowRepair.Flagged(about, verdict, RepairKind.NearDuplicates)),
            Title = $"{Of(later.Count, "equals", "equal")} an earlier row but for {Besides(groups)}one {(own.Units.Any(unit => unit.Count > 1) ? "block of columns" : "column")}, beyond chance",
            Severity = own.CallsNear(_rows) ? Severity.Low : Severity.Info,
            Measure = new Measure("nearly repeated rows", later.Count, Unit: "rows"),
            P = near.Chance.P,
            Rows = FoundRows.Of([.. later.Keys.Order()]),
            Columns = [.. columns.SelectMany(unit => own.Units[unit]).Take(10)],
            Cause = apart is { } unit
                ? $"Nearly all of them differ in {Unit(unit)} only, and edits would be spread over the columns: it tells apart the records of one group, as a moment does the readings of one device and an age the members of one family.{also}"
                : $"One record entered twice or edited afterwards, or records that belong together, as members of a family or items of a batch do: the table alone can not tell which. {Chance(near)}{also}",
            Repair = apart is not null ? "Nothing, if each row is a record of its own. Keep the rows of a group on one side when splitting into training and test data." : "Look at a few pairs. If they are one record, keep the right row of each; the scores name the earlier one. If they belong together, keep them on one side when splitting into training and test data.",
            Examples = [.. groups.Take(3).Select(Example)],
            Figures = [new BarFigure("Rows equal to an earlier one but for this column; marked: with rows beyond chance", "rows", Bars(near))],
        };
    }

    string Besides(List<(int[] Rows, IReadOnlyList<string> Columns)> groups) =>
        Differing(groups.Select(group => group.Rows)).ToArray() is { Length: > 0 } some ? ColumnHygieneWriter.List(some) + " and " : string.Empty;

    static string Chance(DuplicateMatches near) => near.Chance.Expected < 1
        ? "Chance would make hardly any of them."
        : $"Chance alone would make about {Count(near.Chance.Expected)} of these {near.Called:N0}, by how often the table's own values meet: as a set they are more than chance, not each of them must be.";

    Finding Embeddings()
    {
        int[] later = [.. embeddings.Select(pair => pair.Later).Distinct()];
        return new Finding
        {
            Key = "near-embeddings",
            Mending = new Mending(RepairKind.NearDuplicates, (about, verdict) => RowRepair.Flagged(about, verdict, RepairKind.NearDuplicates)),
            Title = $"{Of(later.Length, "has", "have")} the embedding of an earlier row, or nearly",
            Severity = Weight(later.Length / 2),
            Measure = new Measure("rows with a nearly equal embedding", later.Length, Unit: "rows"),
            Rows = FoundRows.Of(later),
            Cause = "The same item more than once, perhaps cropped, resized or reworded: these pairs lie so much closer together than to their other neighbours that chance would make such a pair in one table of a hundred.",
            Repair = "Look at the pairs; keep one item of each, and keep pairs on one side when splitting into training and test data.",
            Examples = [.. embeddings.Take(3).Select(pair => context.Example(pair.Later, [], $"embedding {pair.Ratio:0.###} times as far from row {pair.First:N0} as from its tenth neighbour"))],
        };
    }

    Finding Leaked(DuplicateResult result)
    {
        string train = context.Evidence.Train!.Name;
        int[] same = [.. ExactGroups(result).SelectMany(Own).Distinct().Order()];
        int exact = same.Length;
        int[] rows = [.. same, .. NearGroups(result).SelectMany(group => Own(group.Rows)).Distinct().Except(same).Order()];
        return new Finding
        {
            Key = "shared-with-train",
            Title = $"{rows.Length:N0} of {_rows:N0} rows {(rows.Length == 1 ? "is" : "are")} in the training table too{(exact < rows.Length ? $", {rows.Length - exact:N0} of them but for one column" : string.Empty)}",
            Severity = rows.Length >= 0.01 * _rows ? Severity.High : Severity.Medium,
            Measure = new Measure("shared rows", rows.Length, Unit: "rows"),
            P = Math.Min(1, new[] { result.Exact, result.Near }.OfType<DuplicateMatches>().Min(match => match.Chance.P) * 2),
            Rows = FoundRows.Of(rows),
            Cause = $"Leakage: rows with the features of these are in '{train}' as well, so a model has seen what it is tested on. Compared by every shared column but {ColumnHygieneWriter.List(["id", "label", .. _keys])}.",
            Repair = "Take the shared rows out of the test set before measuring, and split by record or person, not by row.",
            Examples = [.. ExactGroups(result).Take(3).Select(group => context.Example(Own(group)[0], [], $"row {group[0]:N0} of the training table has the same features"))],
        };
    }

    ExampleRow Example((int[] Rows, IReadOnlyList<string> Columns) group)
    {
        int first = group.Rows[0], later = group.Rows[1];
        string[] differing = [.. group.Columns.Where(name => context.Data[name].Text(first) != context.Data[name].Text(later))];
        (string, string?)[] guilty = [.. differing.Take(5).Select(name => (name, (string?)null))];
        string there = context.Show.ShowValues ? ", which has " + string.Join(", ", differing.Take(5).Select(name => $"{name} {CellText.Cell(context.Data[name], first) ?? "missing"}")) : string.Empty;
        return context.Example(later, guilty, $"equal to row {first:N0} in every other column{But(Differing([group.Rows]).Except(differing))}{there}");
    }

    Bar[] Bars(DuplicateMatches near) =>
    [
        .. near.Rows.Select(unit => (unit.Differing, unit.Rows, Marked: near.Groups.Any(group => group.Differing == unit.Differing)))
            .OrderByDescending(unit => unit.Marked).ThenByDescending(unit => unit.Rows).Take(MostBars)
            .Select(unit => new Bar(Unit(unit.Differing), unit.Rows, Marked: unit.Marked)),
    ];

    string Unit(int unit) => own.Units[unit] is { Count: > 1 } block ? $"{block[0]} … {block[^1]}" : own.Units[unit][0];

    static IReadOnlyList<int[]> ExactGroups(DuplicateResult result) => [.. (result.Exact?.Groups ?? []).Select(group => group.Rows).OrderBy(rows => rows[0])];

    static List<(int[] Rows, IReadOnlyList<string> Columns)> NearGroups(DuplicateResult result) =>
        [.. (result.Near?.Groups ?? []).Select(group => (group.Rows, result.Units[group.Differing])).OrderBy(group => group.Rows[0]).ThenBy(group => group.Rows[1])];

    /// <summary>The rows that are not first in their group, with the first one of the earliest group.</summary>
    static SortedDictionary<int, int> Later(List<(int[] Rows, IReadOnlyList<string> Columns)> groups)
    {
        var later = new SortedDictionary<int, int>();
        foreach ((int[] rows, _) in groups)
        {
            foreach (int row in rows.AsSpan(1))
            {
                later.TryAdd(row, rows[0]);
            }
        }

        return later;
    }

    /// <summary>The rows of a group between tables that belong to the data under audit.</summary>
    int[] Own(int[] group) => [.. group.Where(row => row >= _split).Select(row => row - _split)];

    Severity Weight(int rows) => rows >= 0.05 * _rows ? Severity.High : rows >= 0.001 * _rows ? Severity.Medium : Severity.Low;

    string Of(int rows, string one = "repeats", string many = "repeat") => $"{rows:N0} of {_rows:N0} rows {(rows == 1 ? one : many)}";

    static string Count(double expected) => expected.ToString(expected >= 10 ? "N0" : "0.##", CultureInfo.InvariantCulture);

    static string Row(int row) => string.Create(CultureInfo.InvariantCulture, $"row {row}");
}
