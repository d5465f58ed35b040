namespace Faultline;

/// <summary>What kind of question a label asks.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Reason">Why, as a clause; null when the user said so or there is no label.</param>
public sealed record TaskAnswer(TaskKind Kind, string? Reason);

/// <summary>Infers the task from the label: texts and few whole numbers are classes, other numbers are a regression.</summary>
public static class TaskInference
{
    /// <summary>Whole numbers with at most this many distinct values are classes.</summary>
    public const int FewClasses = 20;

    /// <summary>Class codes 0 … k − 1 or 1 … k up to this k are classes when each is used by at least <see cref="RowsOfACode"/> rows.</summary>
    public const int MostCodes = 1000;

    /// <summary>Least rows of each of many class codes.</summary>
    public const int RowsOfACode = 5;

    /// <summary>Above <see cref="FewClasses"/> classes, the classes must have this many rows on average.</summary>
    public const double LeastRowsAClass = 1.5;

    /// <summary>Infers the task.</summary>
    /// <param name="data">The table.</param>
    /// <param name="label">Column of the label, or null.</param>
    /// <param name="asked">What the user says, or null.</param>
    /// <param name="predictions">The names of columns of predictions, which settle what numbers mean; empty without.</param>
    /// <exception cref="InputException">The label can not be a label of that task.</exception>
    public static TaskAnswer Infer(Table data, string? label, TaskKind? asked = null, IReadOnlyList<string>? predictions = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (label is null || asked == TaskKind.None)
        {
            return label is null && asked is TaskKind.Classification or TaskKind.Regression
                ? throw new InputException($"--task {asked.Value.ToString().ToLowerInvariant()} needs a label: give --label COLUMN.")
                : new TaskAnswer(TaskKind.None, null);
        }

        return data[label] switch
        {
            NumberColumn numbers => OfNumbers(data, numbers, asked, predictions ?? []),
            TextColumn texts => OfTexts(data, texts, asked),
            TimeColumn => throw new InputException($"The label '{label}' of '{data.Name}' holds dates; a label is a class or a number. Name another column with --label, or leave it out."),
            _ => throw new InputException($"The label '{label}' of '{data.Name}' holds a list in every row; multi-label tasks are not supported. Name a column with one class or number a row."),
        };
    }

    static TaskAnswer OfTexts(Table data, TextColumn texts, TaskKind? asked)
    {
        if (asked == TaskKind.Regression)
        {
            var row = Enumerable.Range(0, texts.RowCount).FirstOrDefault(r => !texts.IsMissing(r));
            throw new InputException($"--task regression needs numbers, but the label '{texts.Name}' of '{data.Name}' holds text, as in row {row}. Name another label or leave out --task.");
        }

        var used = texts.Counts().Count(count => count > 0);
        ThrowIfEmpty(data, texts, used);
        ThrowIfTooMany(data, texts, used, texts.RowCount - texts.MissingCount);
        if (texts.Categories.Take(1000).Count(LooksLikeAList) * 2 > Math.Min(1000, texts.Categories.Count))
        {
            throw new InputException($"The label '{texts.Name}' of '{data.Name}' holds lists; multi-label tasks are not supported. Name a column with one class or number a row.");
        }

        return new TaskAnswer(TaskKind.Classification, asked is null ? $"its {used:N0} different {(texts.Kind == ColumnKind.Boolean ? "booleans" : "texts")} are classes" : null);
    }

    static TaskAnswer OfNumbers(Table data, NumberColumn numbers, TaskKind? asked, IReadOnlyList<string> predictions)
    {
        var rows = 0;
        var whole = true;
        foreach (var value in numbers.Values)
        {
            rows += double.IsFinite(value) ? 1 : 0;
            whole &= !double.IsFinite(value) || value == Math.Floor(value);
        }

        if (asked == TaskKind.Regression || (!whole && asked is null))
        {
            ThrowIfEmpty(data, numbers, rows);
            return new TaskAnswer(TaskKind.Regression, asked is null ? "it holds numbers with decimals" : null);
        }

        var labels = ClassLabels.Of(numbers);
        var distinct = labels.Classes.Count;
        ThrowIfEmpty(data, numbers, distinct);
        if (asked == TaskKind.Classification)
        {
            ThrowIfTooMany(data, numbers, distinct, rows);
            return new TaskAnswer(TaskKind.Classification, null);
        }

        if (PredictionReader.Fits(labels, predictions, ignoreCase: false))
        {
            return new TaskAnswer(TaskKind.Classification, $"columns of probabilities are named after its {distinct:N0} numbers");
        }

        return distinct <= 2 || (distinct <= FewClasses && rows >= 3 * distinct)
            ? new TaskAnswer(TaskKind.Classification, $"it holds {distinct} different whole {(distinct == 1 ? "number" : "numbers")}")
            : AreCodes(numbers, labels)
                ? new TaskAnswer(TaskKind.Classification, $"its whole numbers run without a gap over {distinct:N0} values, each in at least {RowsOfACode} rows, as class codes do")
                : new TaskAnswer(TaskKind.Regression, $"it holds {distinct:N0} different whole numbers; say --task classification if they are classes");
    }

    static bool AreCodes(NumberColumn numbers, ClassLabels labels)
    {
        var distinct = labels.Classes.Count;
        if (distinct > MostCodes || !ClassKey.TryNumber(labels.Classes[0], out var low) || !ClassKey.TryNumber(labels.Classes[^1], out var high))
        {
            return false;
        }

        return low is 0 or 1 && high - low + 1 == distinct && numbers.RowCount >= RowsOfACode * distinct && labels.Counts().Min() >= RowsOfACode;
    }

    static bool LooksLikeAList(string text) => text.Length >= 2 && ((text[0] == '[' && text[^1] == ']') || (text[0] == '{' && text[^1] == '}'));

    static void ThrowIfEmpty(Table data, Column label, int values)
    {
        if (values == 0 && data.RowCount > 0)
        {
            throw new InputException($"The label '{label.Name}' of '{data.Name}' has no value in any of {data.RowCount:N0} rows. Name another column with --label.");
        }
    }

    static void ThrowIfTooMany(Table data, Column label, int classes, int rows)
    {
        if (classes > FewClasses && rows < LeastRowsAClass * classes)
        {
            throw new InputException(
                $"The label '{label.Name}' of '{data.Name}' has {classes:N0} different values in {rows:N0} rows, as free text or ids have; classes must repeat. " +
                "Name the column of the class with --label" + (label is NumberColumn ? ", or say --task regression if it is a quantity." : "."));
        }
    }
}
