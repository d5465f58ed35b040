using System.Globalization;

namespace Faultline;

/// <summary>What FL103 says of rows whose free text is that of another.</summary>
sealed class NearTextsReport(CheckContext context, NearTexts texts)
{
    readonly int _rows = context.Data.RowCount;

    /// <summary>Texts repeated in the table, or null.</summary>
    /// <param name="told">Rows that another finding names already.</param>
    public Finding? Within(HashSet<int> told)
    {
        NearText[] found = [.. texts.Own.Where(near => !told.Contains(near.Row))];
        if (found.Length == 0)
        {
            return null;
        }

        int otherLabel = found.Count(near => near.Similarity >= 1 && HasOtherLabel(near.Row, near.First));
        return new Finding
        {
            Key = "near-texts",
            Title = $"{found.Length:N0} of {_rows:N0} rows {(found.Length == 1 ? "repeats" : "repeat")} the text of an earlier row{Nearly(found)}",
            Severity = found.Length >= 0.05 * _rows || otherLabel > 0 ? Severity.Medium : Severity.Low,
            Measure = new Measure("rows with a repeated text", found.Length, Unit: "rows"),
            Rows = FoundRows.Of([.. found.Select(near => near.Row)]),
            Columns = [.. found.Select(near => near.Column).Distinct(StringComparer.Ordinal)],
            Cause = "One text sent, pasted or collected more than once, perhaps edited since. So many words in a row are not shared by chance: neighbouring words meet that seldom in the other texts."
                + (otherLabel > 0 ? $" {otherLabel:N0} of these rows {(otherLabel == 1 ? "has the same words and" : "have the same words and")} another label than the row that {(otherLabel == 1 ? "it repeats" : "they repeat")}: one of the two is wrong." : string.Empty),
            Repair = "Keep one row of each group; the scores name the first. Where a text may truly come again, keep its rows on one side when splitting into training and test data.",
            Examples = [.. Worst(found).Take(3).Select(near => Example(near, "of row", context.Data[near.Column]))],
            Figures = [Kinds(found)],
        };
    }

    /// <summary>Texts shared with the training table, or null.</summary>
    public Finding? Across()
    {
        NearText[] found = [.. texts.Shared ?? []];
        if (found.Length == 0)
        {
            return null;
        }

        Table train = context.Evidence.Train!;
        return new Finding
        {
            Key = "near-texts-in-train",
            Title = $"The texts of {found.Length:N0} of {_rows:N0} rows are in the training table too{Nearly(found)}",
            Severity = found.Length >= 0.01 * _rows ? Severity.High : Severity.Medium,
            Measure = new Measure("rows with a text of the training table", found.Length, Unit: "rows"),
            Rows = FoundRows.Of([.. found.Select(near => near.Row)]),
            Columns = [.. found.Select(near => near.Column).Distinct(StringComparer.Ordinal)],
            Cause = $"Leakage: '{train.Name}' holds these texts as well, perhaps in another spelling, so a model has seen what it is tested on. So many words in a row are not shared by chance.",
            Repair = "Take these rows out of the test set before measuring, and split texts by source or by group of near copies, not by row.",
            Examples = [.. found.OrderBy(near => near.IsEqual).ThenByDescending(near => near.Similarity).Take(3).Select(near => Example(near, "of the training table's row", train[near.Column]))],
            Figures = [Kinds(found)],
        };
    }

    static string Nearly(NearText[] found) => found.Count(near => !near.IsEqual) is > 0 and var edited ? string.Create(CultureInfo.InvariantCulture, $", {edited:N0} of them edited") : string.Empty;

    IEnumerable<NearText> Worst(NearText[] found) =>
        found.OrderByDescending(near => near.Similarity >= 1 && HasOtherLabel(near.Row, near.First)).ThenBy(near => near.IsEqual).ThenByDescending(near => near.Similarity).ThenBy(near => near.Row);

    bool HasOtherLabel(int row, int first) =>
        context.Evidence.Task == TaskKind.Classification && context.Roles.Label is { } label && context.Data[label].Text(row) is { } one && context.Data[label].Text(first) is { } other && !string.Equals(one, other, StringComparison.Ordinal);

    ExampleRow Example(NearText near, string whose, Column other)
    {
        string there = context.Show.ShowValues ? $": '{CellText.Cell(other, near.First)}'" : string.Empty;
        string[] beside = context.Roles.Label is { } label ? [label] : [];
        return context.Example(near.Row, [(near.Column, null)], $"the text {whose} {near.First:N0}, {NearTexts.Closeness(near)}{there}", beside: beside);
    }

    static BarFigure Kinds(NearText[] found) => new(
        "How the repeated texts differ from the first",
        "rows",
        [
            new Bar("not at all", found.Count(near => near.IsEqual), Marked: true),
            new Bar("in case or punctuation", found.Count(near => !near.IsEqual && near.Similarity >= 1), Marked: true),
            new Bar("in some words", found.Count(near => near.Similarity < 1), Marked: true),
        ]);
}
