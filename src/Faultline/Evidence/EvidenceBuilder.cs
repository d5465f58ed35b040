namespace Faultline;

/// <summary>Turns what the user brings into <see cref="Evidence"/>: gives roles, infers the task, reads predictions and joins everything by row.</summary>
public static class EvidenceBuilder
{
    /// <summary>Builds the evidence of an audit.</summary>
    /// <param name="request">What the user brings.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InputException">Something can not be used; the message says what, where, what was expected and what to do.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Evidence Build(EvidenceRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellation.ThrowIfCancellationRequested();
        if (request.Data.RowCount == 0)
        {
            throw new InputException($"'{request.Data.Name}' has no rows; an audit needs at least one.");
        }

        if (request.Predictions is not null && request.PredictionArray is not null)
        {
            throw new InputException("Predictions were given as a table and as an array; give one of them.");
        }

        var warnings = new List<string>(request.Warnings);
        var roles = RoleGuesser.Assign(request.Data, request.Roles);
        if (HasPredictions(request) && !string.IsNullOrEmpty(request.Roles.Probabilities))
        {
            throw new InputException("--probabilities and --predictions both bring predictions; give one of them.");
        }

        var data = WithFiniteLabel(request.Data, roles.Label, warnings);
        var task = Task(request, data, roles);
        if (task.Reason is { } reason && roles.Label is { } label)
        {
            roles = roles with { Guesses = [.. roles.Guesses, new RoleGuess("task", label, $"{task.Kind.ToString().ToLowerInvariant()}: {reason}")] };
        }

        SayUnlabelled(data, roles, task.Kind, warnings);
        SayRepeatedIds(data, request.Roles.Id, roles.Id, warnings);
        var classes = task.Kind == TaskKind.Classification ? Classes(request, ref data, roles, warnings, cancellation) : null;
        var evidence = new Evidence
        {
            Data = data,
            Roles = roles,
            Task = task.Kind,
            Classes = classes,
            Values = task.Kind == TaskKind.Regression ? Values(request, data, roles, warnings) : null,
            Reference = request.Reference,
            Train = request.Train,
            Embedding = Embedding(request, data, roles, warnings),
            Images = request.Images,
            Inputs = request.Inputs,
        };
        ThrowIfUnused(request, task.Kind);
        ThrowIfImagesDiffer(request, data);
        if (request.Reference is { } reference)
        {
            SharedColumns.Compare(data, roles, reference, "--reference", warnings);
        }

        if (request.Train is { } train)
        {
            SharedColumns.Compare(data, roles, train, "--train", warnings);
        }

        return evidence with { Warnings = warnings };
    }

    static bool HasPredictions(EvidenceRequest request) => request.Predictions is not null || request.PredictionArray is not null;

    // An infinite label is no label: as an unreadable cell it stays in sight of the column checks, and no learner meets it.
    static Table WithFiniteLabel(Table data, string? label, List<string> warnings)
    {
        if (label is null || data[label] is not NumberColumn numbers || !numbers.Values.ContainsAny(double.PositiveInfinity, double.NegativeInfinity))
        {
            return data;
        }

        var values = numbers.Values.ToArray();
        var unreadable = new List<UnreadableCell>(numbers.Unreadable);
        for (var row = 0; row < values.Length; row++)
        {
            if (double.IsInfinity(values[row]))
            {
                unreadable.Add(new UnreadableCell(row, values[row] > 0 ? "∞" : "-∞"));
                values[row] = double.NaN;
            }
        }

        warnings.Add($"The label '{label}' is infinite in {Counted.Of(unreadable.Count - numbers.Unreadable.Count, "row")}, as in row {unreadable[numbers.Unreadable.Count].Row}, which is as if there were none.");
        var mended = new NumberColumn(label, values, [.. unreadable.OrderBy(cell => cell.Row)]);
        return Table.FromColumns(data.Name, [.. data.Columns.Select(column => column.Name == label ? mended : column)]);
    }

    static TaskAnswer Task(EvidenceRequest request, Table data, Roles roles)
    {
        if (request.Task is null && roles.Label is { } label && data[label] is NumberColumn numbers && ValuesGiven(request, data, label, roles.Id) is { } values)
        {
            return new TaskAnswer(TaskKind.Regression, $"'{values}' holds one predicted number a row" + (numbers.IsInteger ? "; say --task classification if they are classes" : string.Empty));
        }

        IReadOnlyList<string> names = roles.Probabilities.Count > 0 ? roles.Probabilities
            : [.. request.Predictions?.Columns.OfType<NumberColumn>().Select(column => column.Name) ?? []];
        return TaskInference.Infer(data, roles.Label, request.Task, names);
    }

    // One column of numbers with decimals predicts a quantity, also where the label holds few whole numbers.
    static string? ValuesGiven(EvidenceRequest request, Table data, string label, string? id)
    {
        if (request.PredictionArray is { Columns: 1 } array)
        {
            return System.Array.Exists(array.Values, value => value != Math.Floor(value)) ? array.Name : null;
        }

        var numbers = request.Predictions?.Columns.OfType<NumberColumn>().Where(column => !string.Equals(column.Name, id, StringComparison.OrdinalIgnoreCase)).ToArray();
        return numbers is [{ IsInteger: false } only] && ClassLabels.Of(data[label]).Classes.Count > 2 ? only.Name : null;
    }

    static void SayUnlabelled(Table data, Roles roles, TaskKind task, List<string> warnings)
    {
        if (task != TaskKind.None && roles.Label is { } label && data[label].MissingCount is > 0 and var missing)
        {
            warnings.Add($"{missing:N0} of {data.RowCount:N0} rows {(missing == 1 ? "has" : "have")} no label ('{label}') and {(missing == 1 ? "is" : "are")} unmeasured where a label is needed.");
        }
    }

    // A guessed id column has no repeats; one that the user named may.
    static void SayRepeatedIds(Table data, string? named, string? id, List<string> warnings)
    {
        if (string.IsNullOrEmpty(named) || id is null)
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var repeats = 0;
        for (var row = 0; row < data.RowCount; row++)
        {
            repeats += data[id].Text(row) is { } text && !seen.Add(text) ? 1 : 0;
        }

        if (repeats > 0)
        {
            warnings.Add($"{repeats:N0} of {data.RowCount:N0} rows {(repeats == 1 ? "has" : "have")} the id ('{id}') of an earlier row; only row numbers tell them apart.");
        }
    }

    static ClassPredictions? Classes(EvidenceRequest request, ref Table data, Roles roles, List<string> warnings, CancellationToken cancellation)
    {
        var reader = new PredictionReader(data, roles.Label!, roles.Id, request.ShowValues, warnings, cancellation, request.RowNumbers);
        return request.Predictions is { } table ? reader.FromTable(table)
            : request.PredictionArray is { } array ? reader.FromArray(array)
            : roles.Probabilities.Count > 0 ? OfColumns(reader, ref data, roles)
            : null;
    }

    // The table's own columns then stand in the matrix of the probabilities, so that they are in memory once.
    static ClassPredictions OfColumns(PredictionReader reader, ref Table data, Roles roles)
    {
        var predictions = reader.FromColumns(roles.Probabilities);
        if (reader.KeepsSources)
        {
            var within = reader.Sources.Index().ToDictionary(pair => (Column)pair.Item, Column (pair) => pair.Item.Within(predictions.Probabilities, reader.Sources.Count, pair.Index));
            data = Table.FromColumns(data.Name, [.. data.Columns.Select(column => within.GetValueOrDefault(column, column))]);
        }

        return predictions;
    }

    static ValuePredictions? Values(EvidenceRequest request, Table data, Roles roles, List<string> warnings)
    {
        if (!string.IsNullOrEmpty(request.Roles.Probabilities))
        {
            throw new InputException($"--probabilities names class probabilities, but the label '{roles.Label}' is read as a quantity. Say --task classification if its values are classes.");
        }

        return request.Predictions is { } table ? ValueReader.FromTable(data, roles.Label!, roles.Id, table, request.ShowValues, warnings)
            : request.PredictionArray is { } array ? ValueReader.FromArray(data, roles.Label!, roles.Id, array)
            : null;
    }

    static VectorColumn? Embedding(EvidenceRequest request, Table data, Roles roles, List<string> warnings)
    {
        var own = request.Embedding is { } vectors ? EmbeddingColumns.Checked(vectors, vectors.Name)
            : request.EmbeddingTable is { } table ? EmbeddingColumns.Of(table, roles.Id)
            : null;
        if (own is not null && own.RowCount != data.RowCount)
        {
            throw new InputException($"The embedding ({request.EmbeddingTable?.Name ?? own.Name}) has {own.RowCount:N0} rows, but '{data.Name}' has {data.RowCount:N0}; one vector a row was expected, in the same order.");
        }

        if (own is not null || roles.Embedding.Count == 0)
        {
            return own;
        }

        try
        {
            return EmbeddingColumns.Of(data, roles.Embedding);
        }
        catch (InputException exception) when (request.Roles.Embedding is null)
        {
            warnings.Add($"{exception.Message} Nobody asked for this embedding, so the audit goes on without it.");
            return null;
        }
    }

    static void ThrowIfUnused(EvidenceRequest request, TaskKind task)
    {
        if (task == TaskKind.None && (HasPredictions(request) || !string.IsNullOrEmpty(request.Roles.Probabilities)))
        {
            throw new InputException("Predictions say nothing without the labels that they predict: give --label COLUMN" + (request.Task == TaskKind.None ? " and leave out --task none." : "."));
        }
    }

    static void ThrowIfImagesDiffer(EvidenceRequest request, Table data)
    {
        if (request.Images is { } images && images.Count != data.RowCount)
        {
            throw new InputException($"There are {images.Count:N0} images (--images), but '{data.Name}' has {data.RowCount:N0} rows; one image a row was expected, in the same order.");
        }
    }
}
