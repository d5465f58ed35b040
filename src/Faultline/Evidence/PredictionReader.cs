namespace Faultline;

/// <summary>Turns the predictions that the user brings into <see cref="ClassPredictions"/> or <see cref="ValuePredictions"/>.</summary>
sealed class PredictionReader(Table data, string label, string? id, bool showValues, List<string> warnings, CancellationToken cancellation, int[]? numbers = null)
{
    /// <summary>At most this share of rows may have a label that no column is named after.</summary>
    public const double UnmatchedLimit = 0.001;

    /// <summary>The column that the probabilities of each class came from; none where they came as an array.</summary>
    public IReadOnlyList<NumberColumn> Sources { get; private set; } = [];

    /// <summary>True when the numbers of <see cref="Sources"/> stand in the probabilities as they are.</summary>
    public bool KeepsSources { get; private set; }

    /// <summary>Probabilities that are columns of the table itself.</summary>
    public ClassPredictions FromColumns(IReadOnlyList<string> names)
    {
        var columns = names.Select(name => data[name]).ToArray();
        if (columns is [VectorColumn vectors])
        {
            return FromArray(Array(vectors));
        }

        return FromTable(data, Numbers(data, columns), null, everyColumnIsAClass: true);
    }

    /// <summary>Class probabilities of a table of their own.</summary>
    public ClassPredictions FromTable(Table predictions)
    {
        var rowOf = RowJoin.Of(data, id, predictions, out var otherId, warnings, showValues);
        var candidates = predictions.Columns.Where(column => column.Name != otherId).ToArray();
        if (candidates is [VectorColumn vectors])
        {
            return rowOf is null ? FromArray(Array(vectors)) : FromLists(predictions.Name, vectors, rowOf);
        }

        return FromTable(predictions, [.. candidates.OfType<NumberColumn>()], rowOf, everyColumnIsAClass: false);
    }

    /// <summary>Class probabilities of an array: columns are the sorted classes.</summary>
    public ClassPredictions FromArray(PredictionArray array)
    {
        RowJoin.ThrowIfCountsDiffer(data, id, array.Name, array.RowCount);
        var labels = Sorted(array.Name, array.Columns);
        ProbabilityRows.Check(array.Name, array.Values, Numbers(array.Columns), showValues, warnings, cancellation);
        return new ClassPredictions(labels.Classes, labels.Codes, array.Values, IsOutOfFold: false);
    }

    // A column of lists is an array whose rows were joined by an id: rows without one are unmeasured.
    ClassPredictions FromLists(string name, VectorColumn lists, int[] rowOf)
    {
        var labels = Sorted(name, lists.Dimensions);
        NumberColumn[] columns = [.. Numbers(lists.Dimensions).Select((column, c) => new NumberColumn(column, [.. Enumerable.Range(0, lists.RowCount).Select(row => (double)lists.Row(row)[c])]))];
        return new ClassPredictions(labels.Classes, labels.Codes, ProbabilityRows.Of(name, columns, rowOf, data.RowCount, showValues, warnings, out _, cancellation), IsOutOfFold: false);
    }

    /// <summary>The classes that the columns of an array stand for.</summary>
    ClassLabels Sorted(string name, int columns)
    {
        var labels = ClassLabels.Of(data[label]);
        return columns == labels.Classes.Count ? labels : Numbered(labels, columns) ?? throw new InputException(
            $"'{name}' has {columns:N0} columns, but '{label}' has {labels.Classes.Count:N0} classes ({Listed(labels.Classes)}); the columns of an array are the sorted classes, one probability each. " +
            "Give all of them, or a table whose columns are named after the classes.");
    }

    static string[] Numbers(int columns) => [.. Enumerable.Range(0, columns).Select(column => column.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>True when columns are named after at least two classes of the label and after all but few rows' labels.</summary>
    public static bool Fits(ClassLabels labels, IReadOnlyList<string> columns, bool ignoreCase)
    {
        if (columns.Count < 2)
        {
            return false;
        }

        var match = ClassMatching.Match(labels.Classes, columns, ignoreCase);
        return match.Matched >= 2 && UnmatchedRows(labels, match) <= UnmatchedLimit * labels.Codes.Length;
    }

    ClassPredictions FromTable(Table source, NumberColumn[] candidates, int[]? rowOf, bool everyColumnIsAClass)
    {
        var labels = ClassLabels.Of(data[label]);
        var match = ClassMatching.Match(labels.Classes, [.. candidates.Select(column => column.Name)], data[label].Kind == ColumnKind.Boolean);
        var unmatched = UnmatchedRows(labels, match);
        if (match.Matched == 0 || unmatched > UnmatchedLimit * data.RowCount)
        {
            throw Unmatched(source, candidates, labels, match, unmatched);
        }

        var columnOf = new Dictionary<string, NumberColumn>(StringComparer.Ordinal);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var code = 0; code < match.ColumnOf.Length; code++)
        {
            if (match.ColumnOf[code] >= 0)
            {
                Add(columnOf, keys, labels.Classes[code], candidates[match.ColumnOf[code]]);
            }
        }

        AddUnused(columnOf, keys, candidates, match, labels, everyColumnIsAClass);
        var classes = ClassKey.Sort(columnOf.Keys);
        var codeOf = classes.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var recode = labels.Classes.Select((name, code) => match.ColumnOf[code] < 0 ? -1 : codeOf[name]).ToArray();
        if (unmatched > 0)
        {
            var lost = labels.Classes.Where((_, code) => match.ColumnOf[code] < 0).ToArray();
            warnings.Add($"{unmatched:N0} of {data.RowCount:N0} rows {(unmatched == 1 ? "has" : "have")} a label that no probability column of '{source.Name}' is named after ({Listed(lost)}) and {(unmatched == 1 ? "is" : "are")} unmeasured where predictions are needed.");
        }

        Sources = [.. classes.Select(name => columnOf[name])];
        var probabilities = ProbabilityRows.Of(source.Name, Sources, rowOf, data.RowCount, showValues, warnings, out var changed, cancellation, numbers);
        KeepsSources = rowOf is null && !changed;
        return new ClassPredictions(classes, [.. labels.Codes.Select(code => code < 0 ? -1 : recode[code])], probabilities, IsOutOfFold: false);
    }

    void AddUnused(Dictionary<string, NumberColumn> columnOf, HashSet<string> keys, NumberColumn[] candidates, ClassMatch match, ClassLabels labels, bool everyColumnIsAClass)
    {
        var matched = columnOf.Values.ToHashSet();
        var unused = candidates.Where(column => !matched.Contains(column)).ToArray();
        if (!everyColumnIsAClass)
        {
            unused = ClassColumns.Unused(match.Prefix, [.. matched], unused, labels.Classes);
        }

        foreach (var column in unused)
        {
            Add(columnOf, keys, ClassColumns.ClassName(column.Name, match.Prefix), column);
        }

        if (unused.Length > 0)
        {
            warnings.Add($"No row is labelled {Listed([.. unused.Select(column => ClassColumns.ClassName(column.Name, match.Prefix))])}, which {(unused.Length == 1 ? "has a probability column" : "have probability columns")}; {(unused.Length == 1 ? "it is a class" : "they are classes")} all the same.");
        }
    }

    static void Add(Dictionary<string, NumberColumn> columnOf, HashSet<string> keys, string name, NumberColumn column)
    {
        if (!keys.Add(ClassKey.Of(name)))
        {
            throw new InputException($"Two probability columns are named after the class '{CellText.Cut(name)}', one of them '{column.Name}'. Take one of them away.");
        }

        columnOf.Add(name, column);
    }

    static NumberColumn[] Numbers(Table source, Column[] columns) =>
        [.. columns.Select(column => column as NumberColumn ?? throw new InputException(
            $"Column '{column.Name}' of '{source.Name}' was named as class probabilities, but it holds {column.Kind.ToString().ToLowerInvariant()} cells; numbers between 0 and 1 were expected."))];

    InputException Unmatched(Table source, NumberColumn[] candidates, ClassLabels labels, ClassMatch match, long rows)
    {
        var lost = labels.Classes.Where((_, code) => match.ColumnOf[code] < 0).ToArray();
        var found = candidates.Length == 0 ? "no column of numbers" : $"the columns of numbers {Listed([.. candidates.Select(column => column.Name)])}";
        var expected = $"Expected one column of probabilities for each class, named after it, with a common prefix if you like ('{Example(labels.Classes)}', 'p_{Example(labels.Classes)}').";
        var hint = candidates.Length == 1 && labels.Classes.Count == 2 ? $" For two classes one column is not enough: give the probabilities of both."
            : source.Columns.Any(column => LooksHard(column, labels)) ? " It seems to hold predicted classes, which say nothing of how sure the model is; probabilities are needed."
            : string.Empty;
        return new InputException(match.Matched == 0
            ? $"No probability column of '{source.Name}' is named after a class of '{label}' ({Listed(labels.Classes)}); it has {found}. {expected}{hint}"
            : $"{rows:N0} of {data.RowCount:N0} rows have a label that no probability column of '{source.Name}' is named after ({Listed(lost)}); at most {UnmatchedLimit:0.#%} of rows may. It has {found}. {expected}{hint}");
    }

    static bool LooksHard(Column column, ClassLabels labels)
    {
        if (column is not (TextColumn or NumberColumn) || column.RowCount == 0)
        {
            return false;
        }

        var keys = labels.Classes.Select(name => ClassKey.Of(name)).ToHashSet(StringComparer.Ordinal);
        var rows = Math.Min(1000, column.RowCount);
        return Enumerable.Range(0, rows).Count(row => column.Text(row) is { } text && keys.Contains(ClassKey.Of(text))) * 2 > rows;
    }

    static long UnmatchedRows(ClassLabels labels, ClassMatch match) =>
        labels.Counts().Where((_, code) => match.ColumnOf[code] < 0).Sum();

    // Whole-number labels 0 … columns − 1 of which some occur in no row: the array still has a column for each.
    static ClassLabels? Numbered(ClassLabels labels, int columns)
    {
        var values = new double[labels.Classes.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (!ClassKey.TryNumber(labels.Classes[i], out values[i]) || values[i] != Math.Floor(values[i]) || values[i] < 0 || values[i] >= columns)
            {
                return null;
            }
        }

        return columns <= values.Length ? null : new ClassLabels(
            [.. Enumerable.Range(0, columns).Select(value => NumberColumn.Write(value))],
            [.. labels.Codes.Select(code => code < 0 ? -1 : (int)values[code])]);
    }

    static PredictionArray Array(VectorColumn vectors)
    {
        var values = new double[vectors.RowMajor.Length];
        var from = vectors.RowMajor.Span;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = from[i];
        }

        return new PredictionArray(vectors.Name, values, vectors.Dimensions);
    }

    static string Example(IReadOnlyList<string> classes) => classes.Count == 0 ? "class" : classes[0];

    static string Listed(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(8).Select(name => $"'{CellText.Cut(name)}'")) + (names.Count > 8 ? $", … ({names.Count:N0} in all)" : string.Empty);
}
