namespace Faultline;

/// <summary>What of a table is looked at for an order: columns, points and single dimensions.</summary>
static class OrderedDimensions
{
    const int MostDimensions = 256;
    // Of fewer rows that differ from all others two stand side by side by chance too often.
    const int LeastOthers = 20;

    /// <summary>The features, and those groups that are none. Times are left out: that they follow the file is what an order by time is, and no fault of the other columns.</summary>
    public static List<Column> Columns(CheckContext context)
    {
        var roles = context.Roles;
        var left = new HashSet<string>(roles.Text.Concat(roles.Probabilities).Concat(roles.Ignored).Concat(roles.Embedding), StringComparer.Ordinal);
        return [.. roles.Features.Distinct(StringComparer.Ordinal).Where(name => !left.Contains(name) && name != roles.Label && name != roles.Time && name != roles.Id && name != roles.Split)
            .Select(name => context.Data[name]).Where(column => column is not TimeColumn && !(column is NumberColumn number && IsCounter(number)))];
    }

    /// <summary>The points of the rows that can be measured.</summary>
    public static PointRows Points(MixedSpace space, VectorColumn? embedding) =>
        embedding is null ? space.Points : EmbeddingNeighbours.Points(embedding, EmbeddingNeighbours.Measurable(embedding));

    /// <summary>Every dimension that is tested by itself: the features' and the label's, the spread of numbers, and those of an embedding.</summary>
    public static List<TestedDimension> Dimensions(MixedSpace space, IReadOnlyList<Column> columns, CheckContext context, VectorColumn? embedding)
    {
        var tested = new List<TestedDimension>();
        foreach (var column in columns.Concat(Label(context)))
        {
            tested.AddRange(Of(column));
        }

        if (embedding is not null)
        {
            var take = Math.Min(embedding.Dimensions, MostDimensions);
            for (var i = 0; i < take; i++)
            {
                var d = (int)((long)i * embedding.Dimensions / take);
                tested.Add(new TestedDimension(null, $"{embedding.Name}[{d}]", embedding.RowCount, row => float.IsFinite(embedding.Row(row)[d]) ? embedding.Row(row)[d] : double.NaN));
            }
        }

        // The widest tables are tested by evenly spaced dimensions.
        return tested.Count <= 4 * MostDimensions ? tested : [.. Enumerable.Range(0, 4 * MostDimensions).Select(i => tested[(int)((long)i * tested.Count / (4 * MostDimensions))])];
    }

    // Where a row stands says nothing of how the others were collected.
    static bool IsCounter(NumberColumn column) => ColumnTraits.NumbersRows(column) || ColumnTraits.CountsInRuns(column);

    static IEnumerable<Column> Label(CheckContext context) =>
        context.Roles.Label is { } label && !context.Roles.Features.Contains(label) ? [context.Data[label]] : [];

    static IEnumerable<TestedDimension> Of(Column column)
    {
        switch (column)
        {
            case NumberColumn numbers when !IsCounter(numbers):
                var values = numbers.Memory;
                var (others, levels, middle) = Spread(numbers);
                if (others >= LeastOthers)
                {
                    yield return new TestedDimension(column, column.Name, values.Length, row => values.Span[row]);

                    // Of two numbers the distance from the median says the same again.
                    if (levels > 2)
                    {
                        yield return new TestedDimension(column, column.Name, values.Length, row => Math.Abs(values.Span[row] - middle), IsSpread: true);
                    }
                }

                break;
            case TextColumn texts:
                var counts = texts.Counts();
                foreach (var code in Enumerable.Range(0, counts.Length).Where(code => counts[code] >= LeastOthers && counts[code] <= texts.RowCount - LeastOthers).OrderByDescending(code => counts[code]).ThenBy(code => texts.Categories[code], StringComparer.Ordinal).Take(20))
                {
                    yield return new TestedDimension(column, column.Name, texts.RowCount, row => texts.Codes[row] == code ? 1.0 : 0.0, Code: code);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>How many values are not the commonest one, how many different ones there are, and the median; of finite values.</summary>
    static (int Others, int Levels, double Middle) Spread(NumberColumn column)
    {
        var sorted = SortedValues.Finite(SortedValues.Of(column));
        if (sorted.IsEmpty)
        {
            return default;
        }

        var most = 0;
        for (int from = 0, to = 1; to <= sorted.Length; to++)
        {
            if (to == sorted.Length || sorted[to] != sorted[from])
            {
                (most, from) = (Math.Max(most, to - from), to);
            }
        }

        return (sorted.Length - most, SortedValues.Distinct(sorted), Quantiles.OfSorted(sorted, 0.5));
    }
}
