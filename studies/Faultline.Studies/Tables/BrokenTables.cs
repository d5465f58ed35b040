namespace Faultline.Studies;

/// <summary>A mixed table two or three columns of which were made to depend on others, with some cells overwritten.</summary>
/// <param name="Data">The table.</param>
/// <param name="Left">Columns that determine.</param>
/// <param name="Dependent">Columns that are determined.</param>
/// <param name="Column">Column in which cells were overwritten.</param>
/// <param name="Right">What the overwritten cells were, by row.</param>
sealed record BrokenTables(Table Data, string[] Left, string[] Dependent, string Column, Dictionary<int, string> Right)
{
    /// <summary>What depends on what.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["one to one column", "numbers", "two to one column", "left"];

    /// <summary>Whether a dependency follows from what was planted.</summary>
    public bool True(BrokenDependency dependency) => dependency.Left.Append(dependency.Right).All(name => Left.Contains(name) || Dependent.Contains(name));

    /// <summary>Draws a table: columns x1, x7 and x3 (two categories and a count) take new values, so that the table stays 12 wide.</summary>
    public static BrokenTables Draw(SyntheticTable table, string kind, double share, long seed)
    {
        var random = SeededRandom.For(seed, "dependencies/" + kind);
        var rows = table.RowCount;
        var first = Draws(rows, kind == "two to one column" ? 12 : 60, random);
        var second = Draws(rows, 9, random);
        var levels = kind == "left" ? 20 : 8;
        var map = Draws(60 * 9, levels, random);
        var other = Draws(60, 15, random);
        int[] depends = [.. first.Zip(second, (a, b) => map[kind == "two to one column" ? (a * 9) + b : a])];
        string Text(string column, int value) => kind == "numbers" ? $"{1000 + (37 * value)}" : $"{column} {value}";
        var texts = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["x1"] = [.. first.Select(value => Text("site", value))],
            ["x7"] = [.. depends.Select(value => Text("region", value))],
            ["x3"] = [.. (kind == "left" ? first.Select(value => other[value]) : second).Select(value => Text("zone", value))],
        };
        var column = kind == "left" ? "x1" : "x7";
        var right = new Dictionary<int, string>();
        foreach (var row in random.Sample(rows, (int)Math.Round(share * rows)))
        {
            right[row] = texts[column][row];
            do
            {
                texts[column][row] = column == "x1" ? Text("site", random.NextInt(60)) : Text("region", random.NextInt(levels));
            }
            while (texts[column][row] == right[row]);
        }

        Column Replaced(Column old) => !texts.TryGetValue(old.Name, out var cells) ? old
            : kind == "numbers" ? new NumberColumn(old.Name, [.. cells.Select(cell => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture))])
            : TextColumn.From(old.Name, cells);
        var data = Table.FromColumns("mixed", [.. table.Whole().Columns.Select(Replaced)]);
        return kind switch
        {
            "two to one column" => new BrokenTables(data, ["x1", "x3"], ["x7"], column, right),
            "left" => new BrokenTables(data, ["x1"], ["x7", "x3"], column, right),
            _ => new BrokenTables(data, ["x1"], ["x7"], column, right),
        };
    }

    static int[] Draws(int count, int levels, SeededRandom random) => [.. Enumerable.Range(0, count).Select(_ => random.NextInt(levels))];
}
