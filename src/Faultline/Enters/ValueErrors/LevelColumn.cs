using System.Globalization;

namespace Faultline;

/// <summary>A column of few levels: categories, or whole numbers of few different values (years, classes).</summary>
/// <param name="Column">The column.</param>
/// <param name="Codes">Level of each row in the order of the levels; −1 where there is none.</param>
/// <param name="Levels">Levels in ascending order: of numbers by size, of texts ordinal.</param>
/// <param name="Cell">A row that has each level, to name it by.</param>
sealed record LevelColumn(Column Column, int[] Codes, int Levels, int[] Cell)
{
    const int MostNumbers = 20;
    const int MostTexts = 60;

    /// <summary>The levels of a column, or null where there are too many, or fewer than two.</summary>
    public static LevelColumn? Of(Column column)
    {
        switch (column)
        {
            case NumberColumn { IsInteger: true } numbers:
                {
                    var distinct = new HashSet<double>();
                    foreach (double value in numbers.Values)
                    {
                        if (!double.IsNaN(value) && distinct.Add(value) && distinct.Count > MostNumbers)
                        {
                            return null;
                        }
                    }

                    double[] levels = [.. distinct.Order()];
                    var at = levels.Index().ToDictionary(level => level.Item, level => level.Index);
                    return Make(column, levels.Length, row => double.IsNaN(numbers.Values[row]) ? -1 : at[numbers.Values[row]]);
                }

            case TextColumn texts:
                {
                    int[] counts = texts.Counts();
                    int[] used = [.. Enumerable.Range(0, counts.Length).Where(code => counts[code] > 0)];
                    if (used.Length > MostTexts)
                    {
                        return null;
                    }

                    Array.Sort([.. used.Select(code => texts.Categories[code])], used, StringComparer.Ordinal);
                    int[] rank = new int[counts.Length];
                    for (int i = 0; i < used.Length; i++)
                    {
                        rank[used[i]] = i;
                    }

                    return Make(column, used.Length, row => texts.Codes[row] < 0 ? -1 : rank[texts.Codes[row]]);
                }

            default:
                return null;
        }
    }

    /// <summary>A level as it may be shown, without quotes.</summary>
    public string Name(int level, CheckContext context) => Column switch
    {
        TextColumn texts when context.Show.ShowValues => CellText.Cut(texts.Text(Cell[level])!),
        TextColumn texts => context.Show.Category(texts, texts.Codes[Cell[level]]),
        NumberColumn numbers => context.Show.Number(numbers, numbers.Values[Cell[level]]),
        _ => level.ToString(CultureInfo.InvariantCulture),
    };

    static LevelColumn? Make(Column column, int levels, Func<int, int> codeOf)
    {
        if (levels < 2)
        {
            return null;
        }

        int[] codes = new int[column.RowCount], cell = new int[levels];
        Array.Fill(cell, -1);
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = codeOf(row);
            if (codes[row] >= 0 && cell[codes[row]] < 0)
            {
                cell[codes[row]] = row;
            }
        }

        return new LevelColumn(column, codes, levels, cell);
    }
}
