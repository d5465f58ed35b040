namespace Faultline;

/// <summary>One table's roles under way: what the user said is taken first, then each kind of guess sees only what is left.</summary>
sealed class RoleAssignment(Table data, RoleRequest request)
{
    // Below this many rows values say too little; only names count.
    const int FewRows = 20;
    const double MostlyDistinct = 0.5;
    const double FreeTextWords = 4;
    const double FreeTextCharacters = 20;
    const int LeastEmbedding = 8;

    static readonly string[] s_idWords = ["id", "ids", "identifier", "key", "uuid", "guid", "index", "idx", "rowid"];
    static readonly string[] s_labelWords = ["label", "target"];
    static readonly string[] s_timeWords = ["time", "timestamp", "datetime", "date", "ts", "moment", "created", "recorded"];
    static readonly string[] s_predictionWords = ["pred", "preds", "prediction", "predictions", "predicted", "proba", "yhat"];
    static readonly string[] s_embeddingWords = ["emb", "embed", "embedding", "vec", "vector", "latent", "dim"];
    static readonly string[] s_trainWords = ["train", "training", "fit"];
    static readonly string[] s_splitWords = ["test", "testing", "valid", "validation", "val", "dev", "eval", "evaluation", "holdout"];

    readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    readonly List<RoleGuess> _guesses = [];

    public Roles Assign()
    {
        var label = One(request.Label, "--label");
        var id = One(request.Id, "--id");
        var time = One(request.Time, "--time");
        var split = One(request.Split, "--split");
        var ignored = List(request.Ignore, "--ignore");
        IReadOnlyList<string> probabilities = List(request.Probabilities, "--probabilities");
        IReadOnlyList<string> embedding = List(request.Embedding, "--embedding");
        IReadOnlyList<string> text = List(request.Text, "--text");
        var groups = Groups();
        var features = request.Features is null ? null : List(request.Features, "--features");
        label ??= request.Label is null ? GuessLabel() : null;
        probabilities = request.Probabilities is null && label is not null ? GuessProbabilities(label) : probabilities;
        id ??= request.Id is null ? GuessId() : null;
        split ??= request.Split is null ? GuessSplit() : null;
        time ??= request.Time is null ? GuessTime() : null;
        embedding = request.Embedding is null ? GuessEmbedding() : embedding;
        text = request.Text is null ? GuessText() : text;
        return new Roles
        {
            Label = label,
            Id = id,
            Time = time,
            Split = split,
            Ignored = ignored,
            Probabilities = probabilities,
            Embedding = embedding,
            Text = text,
            Groups = groups,
            Features = features ?? Rest(),
            Guesses = _guesses,
        };
    }

    string? One(string? name, string flag)
    {
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        var column = ColumnSelector.One(data, name, flag);
        return _taken.Add(column) ? column : throw new InputException($"{flag} '{column}': the column already has another part; one column plays one part.");
    }

    // A list gives way to single columns, so that --features '*' or --probabilities 'p*' may sweep over the label.
    string[] List(string? list, string flag)
    {
        if (string.IsNullOrEmpty(list))
        {
            return [];
        }

        var chosen = ColumnSelector.Select(data, list, flag).Where(_taken.Add).ToArray();
        return chosen.Length > 0 ? chosen : throw new InputException($"{flag} '{list}' leaves no column: each already has another part; one column plays one part.");
    }

    IReadOnlyList<string> Groups()
    {
        var groups = string.IsNullOrEmpty(request.Groups) ? [] : ColumnSelector.Select(data, request.Groups, "--group");
        var taken = groups.FirstOrDefault(_taken.Contains);
        return taken is null ? groups : throw new InputException($"--group '{taken}': the column already has another part; a group may only be a feature beside.");
    }

    IEnumerable<Column> Free => data.Columns.Where(column => !_taken.Contains(column.Name));

    string Take(string role, string column, string reason)
    {
        _taken.Add(column);
        _guesses.Add(new RoleGuess(role, column, reason));
        return column;
    }

    // Hundreds of columns of one kind are one guess.
    IReadOnlyList<string> TakeAll(string role, IReadOnlyList<string> columns, string reason)
    {
        _taken.UnionWith(columns);
        if (columns.Count > 0)
        {
            _guesses.Add(new RoleGuess(role, columns.Count == 1 ? columns[0] : $"{columns[0]} … {columns[^1]}", reason));
        }

        return columns;
    }

    string? GuessLabel()
    {
        var named = Free.Where(column => s_labelWords.Contains(column.Name, StringComparer.OrdinalIgnoreCase) && CouldBeLabel(column)).ToArray();
        if (named is [var only])
        {
            return Take("label", only.Name, $"it is the only column named {string.Join(" or ", s_labelWords)}; --label names another");
        }

        var backed = Free.Where(column => Classes(column) is { } labels && ProbabilityColumns(labels, column).Count >= 2).Take(2).ToArray();
        return backed is [var one] ? Take("label", one.Name, "columns of probabilities are named after its values; --label names another") : null;
    }

    static bool CouldBeLabel(Column column) => column is NumberColumn || Classes(column) is not null;

    static ClassLabels? Classes(Column column)
    {
        if (column is TimeColumn or VectorColumn || column.MissingCount == column.RowCount || (column is NumberColumn && ColumnTraits.IsConstant(column)))
        {
            return null;
        }

        if (column is NumberColumn numbers && !WholeAndFew(numbers))
        {
            return null;
        }

        var labels = ClassLabels.Of(column);
        return labels.Classes.Count >= 2 && labels.Classes.Count * 2 <= column.RowCount ? labels : null;
    }

    static bool WholeAndFew(NumberColumn numbers)
    {
        foreach (var value in numbers.Values)
        {
            if (double.IsFinite(value) && (value != Math.Floor(value) || Math.Abs(value) > 1e6))
            {
                return false;
            }
        }

        return true;
    }

    IReadOnlyList<string> GuessProbabilities(string label)
    {
        if (Classes(data[label]) is not { } labels)
        {
            return [];
        }

        var columns = ProbabilityColumns(labels, data[label]);
        return TakeAll("probabilities", columns, $"named after the classes of '{label}', and they sum to 1 in each row");
    }

    IReadOnlyList<string> ProbabilityColumns(ClassLabels labels, Column label)
    {
        var numbers = Free.OfType<NumberColumn>().Where(column => column.Name != label.Name).ToArray();
        if (!PredictionReader.Fits(labels, [.. numbers.Select(column => column.Name)], label.Kind == ColumnKind.Boolean))
        {
            return [];
        }

        var match = ClassMatching.Match(labels.Classes, [.. numbers.Select(column => column.Name)], label.Kind == ColumnKind.Boolean);
        NumberColumn[] matched = [.. match.ColumnOf.Where(column => column >= 0).Distinct().Select(column => numbers[column])];
        NumberColumn[] all = [.. matched, .. ClassColumns.Unused(match.Prefix, matched, [.. numbers.Except(matched)], labels.Classes)];
        return ClassColumns.SumToOne(all) ? [.. all.Select(column => column.Name)]
            : ClassColumns.SumToOne(matched) ? [.. matched.Select(column => column.Name)]
            : [];
    }

    string? GuessId()
    {
        foreach (var column in Free)
        {
            var words = ColumnTraits.Words(column.Name);
            if (words.Length > 0 && s_idWords.Contains(words[^1]) && data.RowCount > 1 && ColumnTraits.IsUnique(column))
            {
                return Take("id", column.Name, "its name says so and no two rows share a value");
            }
        }

        if (data.RowCount < FewRows)
        {
            return null;
        }

        return Free.OfType<NumberColumn>().FirstOrDefault(ColumnTraits.CountsRows) is { } counter ? Take("id", counter.Name, "it counts the rows")
            : Free.OfType<TextColumn>().FirstOrDefault(column => ColumnTraits.IsUnique(column) && ColumnTraits.AreCodes(column)) is { } codes ? Take("id", codes.Name, "each row has a code of its own in it")
            : null;
    }

    string? GuessSplit()
    {
        foreach (var column in Free.OfType<TextColumn>().Where(column => column.Categories.Count is >= 2 and <= 8))
        {
            var words = column.Categories.Select(text => text.Trim().ToLowerInvariant()).ToArray();
            if (words.All(word => s_trainWords.Contains(word) || s_splitWords.Contains(word)) && words.Any(s_trainWords.Contains) && words.Any(s_splitWords.Contains))
            {
                return Take("split", column.Name, "it says which rows are for training and which are held back");
            }
        }

        return null;
    }

    string? GuessTime()
    {
        var times = Free.OfType<TimeColumn>().Where(column => !ColumnTraits.IsConstant(column)).ToArray();
        return times.FirstOrDefault(column => data.RowCount >= FewRows && ColumnTraits.Ascends(column)) is { } sorted ? Take("time", sorted.Name, "it holds times and the rows are in their order")
            : times is [var only] && ColumnTraits.Words(only.Name) is [var word] && s_timeWords.Contains(word) ? Take("time", only.Name, "it is the only column of times and its name says so")
            : null;
    }

    IReadOnlyList<string> GuessEmbedding()
    {
        var lists = Free.OfType<VectorColumn>().ToArray();
        if (lists is [var only])
        {
            return [Take("embedding", only.Name, $"it holds a list of {only.Dimensions:N0} numbers in every row")];
        }

        foreach (var list in lists)
        {
            Take("unused", list.Name, "it holds lists, and there is more than one such column; --embedding names the one to use");
        }

        var runs = Free.OfType<NumberColumn>()
            .Where(column => column is { MissingCount: 0, IsInteger: false } && char.IsAsciiDigit(column.Name[^1]))
            .GroupBy(column => column.Name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'), StringComparer.Ordinal)
            .Where(run => run.Count() >= LeastEmbedding && ColumnTraits.Words(run.Key) is [.., var last] && s_embeddingWords.Contains(last))
            .ToArray();
        return runs is [var one] ? TakeAll("embedding", [.. one.Select(column => column.Name)], $"{one.Count()} numbered columns with decimals named '{one.Key}'") : [];
    }

    List<string> GuessText()
    {
        if (data.RowCount < FewRows)
        {
            return [];
        }

        var text = new List<string>();
        foreach (var column in Free.OfType<TextColumn>().Where(column => column.Kind == ColumnKind.Text && request.Features is null).ToArray())
        {
            var distinct = ColumnTraits.Distinct(column) / (double)Math.Max(1, column.RowCount - column.MissingCount);
            var (words, characters) = ColumnTraits.Length(column);
            if (distinct >= MostlyDistinct && words >= FreeTextWords && characters >= FreeTextCharacters)
            {
                text.Add(Take("text", column.Name, $"it holds {words:0} words a cell, and {distinct:0%} of its texts are different"));
            }
        }

        return text;
    }

    IReadOnlyList<string> Rest()
    {
        foreach (var column in Free.ToArray())
        {
            if (WhyNoFeature(column) is { } reason)
            {
                Take("unused", column.Name, reason);
            }
        }

        return [.. Free.Select(column => column.Name)];
    }

    string? WhyNoFeature(Column column)
    {
        var words = ColumnTraits.Words(column.Name);
        if (column.MissingCount == column.RowCount)
        {
            return "it holds no value, so no model can use it";
        }

        if (data.RowCount > 1 && column.MissingCount == 0 && ColumnTraits.IsConstant(column))
        {
            return "it has the same value in every row, so no model can use it";
        }

        if (words.Any(s_predictionWords.Contains))
        {
            return "it is named like the prediction of a model; --features makes it a feature";
        }

        if (data.RowCount < FewRows)
        {
            return null;
        }

        var present = column.RowCount - column.MissingCount;
        var isNamedId = words.Length > 0 && s_idWords.Contains(words[^1]);
        return column switch
        {
            TextColumn { Kind: ColumnKind.Text } texts when ColumnTraits.Distinct(texts) is var distinct && distinct > MostlyDistinct * present =>
                $"{distinct:N0} of its {present:N0} texts are different, as in a name or key; --features makes it a feature",
            NumberColumn { IsInteger: true } numbers when ColumnTraits.CountsRows(numbers) => "it counts the rows; --features makes it a feature",
            NumberColumn { IsInteger: true } numbers when isNamedId && ColumnTraits.Distinct(numbers) is var distinct && distinct > MostlyDistinct * present =>
                $"it is named like an id and {distinct:N0} of its {present:N0} values are different; --features makes it a feature",
            _ => null,
        };
    }
}
