using System.Globalization;

namespace Faultline;

/// <summary>Rows whose free text is that of another row, or nearly.</summary>
/// <param name="Own">Within the table, in order of rows.</param>
/// <param name="Shared">With the training table, in order of rows; null without one that has such a column.</param>
sealed record NearTexts(IReadOnlyList<NearText> Own, IReadOnlyList<NearText>? Shared)
{
    /// <summary>Looks at the columns of free text.</summary>
    public static NearTexts Find(CheckContext context)
    {
        List<NearText> own = [], shared = [];
        bool hasTrain = false;
        foreach (TextColumn column in Columns(context))
        {
            own.AddRange(NearTextSearch.Within(column, context));
            context.Cancellation.ThrowIfCancellationRequested();
            if (context.Evidence.Train?.Find(column.Name) is TextColumn train)
            {
                hasTrain = true;
                shared.AddRange(NearTextSearch.Across(train, column, context));
            }
        }

        return new NearTexts(Ordered(own), hasTrain ? Ordered(shared) : null);
    }

    /// <summary>The columns of free text.</summary>
    public static IEnumerable<TextColumn> Columns(CheckContext context) => context.Roles.Text.Select(context.Data.Find).OfType<TextColumn>();

    /// <summary>In words how close two texts are.</summary>
    public static string Closeness(NearText near) => near.IsEqual ? "word for word"
        : near.Similarity >= 1 ? "but for case and punctuation"
        : string.Create(CultureInfo.InvariantCulture, $"with {near.Similarity:0 %} of its words and pairs of words");

    // A row has one text nearest to it, whatever the number of columns.
    static IReadOnlyList<NearText> Ordered(List<NearText> found) => [.. found.GroupBy(near => near.Row).Select(rows => rows.MaxBy(near => near.Similarity)).OrderBy(near => near.Row)];
}
