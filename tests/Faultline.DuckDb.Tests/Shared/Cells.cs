namespace Faultline.DuckDb.Tests;

/// <summary>Looks into tables.</summary>
static class Cells
{
    public static IReadOnlyList<string?> Texts(this Table table, string column) => [.. Enumerable.Range(0, table.RowCount).Select(table[column].Text)];

    public static double[] Numbers(this Table table, string column) => Assert.IsType<NumberColumn>(table[column]).Values.ToArray();

    public static string[] Names(this Table table) => [.. table.Columns.Select(column => column.Name)];

    public static ColumnKind[] Kinds(this Table table) => [.. table.Columns.Select(column => column.Kind)];
}
