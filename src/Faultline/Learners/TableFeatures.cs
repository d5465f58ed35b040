using System.Globalization;

namespace Faultline;

/// <summary>The features that a learner gets of a table, and what was made of columns that are neither numbers nor categories.</summary>
/// <param name="Matrix">One row a row of the table.</param>
/// <param name="Notes">A sentence for every kind of column that was turned into something else.</param>
public sealed record TableFeatures(FeatureMatrix Matrix, IReadOnlyList<string> Notes)
{
    /// <summary>Numbers as they are, texts and booleans as categories, moments as a number with its calendar parts, free texts as words and pairs of words, vectors by dimension.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Names of the feature columns.</param>
    /// <param name="texts">Names of those, or further ones, that hold free text.</param>
    /// <param name="threads">Threads; the features are the same whatever the number. Null for the number of processors.</param>
    /// <exception cref="KeyNotFoundException">The table has no such column.</exception>
    public static TableFeatures Of(Table table, IEnumerable<string> columns, IEnumerable<string> texts, int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(texts);
        HashSet<string> free = new(texts, StringComparer.Ordinal);
        List<FeatureColumn> features = [];
        List<string> hashed = [];
        foreach (string name in columns.Concat(free).Distinct(StringComparer.Ordinal))
        {
            switch (table[name])
            {
                case NumberColumn numbers:
                    features.Add(new NumericFeature(name, numbers.Memory));
                    break;
                case TextColumn words when free.Contains(name):
                    features.Add(TextFeature.Of(words, threads ?? Environment.ProcessorCount));
                    hashed.Add(name);
                    break;
                case TextColumn categories:
                    features.Add(Categorical(categories));
                    break;
                case TimeColumn times:
                    features.AddRange(Calendar(times));
                    break;
                case VectorColumn vectors:
                    AddDimensions(features, vectors);
                    break;
                default:
                    break;
            }
        }

        string[] notes = hashed.Count == 0 ? [] : [$"Free text in {string.Join(", ", hashed)} reaches the learner as words and pairs of words, not as language"];
        return new TableFeatures(new FeatureMatrix(table.RowCount, features), notes);
    }

    /// <summary>These features and a vector's dimensions.</summary>
    public TableFeatures With(VectorColumn embedding)
    {
        ArgumentNullException.ThrowIfNull(embedding);
        List<FeatureColumn> features = [.. Matrix.Columns];
        AddDimensions(features, embedding);
        return this with { Matrix = new FeatureMatrix(Matrix.RowCount, features) };
    }

    /// <summary>These features and those of the images.</summary>
    internal TableFeatures With(ImageSet images, VectorColumn vectors) => With(vectors) with
    {
        Notes = [.. Notes, string.Create(CultureInfo.InvariantCulture, $"Images of {images.Height} × {images.Width} pixels reach the learner as {vectors.Dimensions} numbers that say which small patches are where in them")],
    };

    static void AddDimensions(List<FeatureColumn> features, VectorColumn vectors)
    {
        for (int d = 0; d < vectors.Dimensions; d++)
        {
            double[] values = new double[vectors.RowCount];
            for (int row = 0; row < values.Length; row++)
            {
                values[row] = vectors.IsMissing(row) ? double.NaN : vectors.Row(row)[d];
            }

            features.Add(new NumericFeature(string.Create(CultureInfo.InvariantCulture, $"{vectors.Name}[{d}]"), values) { Axis = vectors.AreAxes ? d : -1 });
        }
    }

    /// <summary>Codes in ordinal order of the categories, so that they do not depend on which row came first.</summary>
    static CategoricalFeature Categorical(TextColumn column)
    {
        int[] order = [.. Enumerable.Range(0, column.Categories.Count)];
        Array.Sort([.. column.Categories], order, StringComparer.Ordinal);
        int[] rank = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            rank[order[i]] = i;
        }

        int[] codes = new int[column.RowCount];
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = column.Codes[row] < 0 ? -1 : rank[column.Codes[row]];
        }

        return new CategoricalFeature(column.Name, codes, rank.Length);
    }

    static IEnumerable<FeatureColumn> Calendar(TimeColumn times)
    {
        const double second = 1e6;
        yield return Part(times, "", moment => (moment - DateTime.UnixEpoch).TotalSeconds, value => value / second);
        yield return Part(times, " month", moment => moment.Month, null);
        yield return Part(times, " weekday", moment => (int)moment.DayOfWeek, null);
        if (times.HasTimeOfDay)
        {
            yield return Part(times, " hour", moment => moment.TimeOfDay.TotalHours, null);
        }
    }

    static NumericFeature Part(TimeColumn times, string name, Func<DateTime, double> part, Func<double, double>? beyondCalendar)
    {
        double[] values = new double[times.RowCount];
        for (int row = 0; row < values.Length; row++)
        {
            long microseconds = times.Values[row];
            Int128 ticks = DateTime.UnixEpoch.Ticks + ((Int128)microseconds * 10);
            bool inCalendar = ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks;
            values[row] = microseconds == TimeColumn.Missing ? double.NaN
                : inCalendar ? part(new DateTime((long)ticks, DateTimeKind.Utc))
                : beyondCalendar?.Invoke(microseconds) ?? double.NaN;
        }

        return new NumericFeature(times.Name + name, values);
    }
}
