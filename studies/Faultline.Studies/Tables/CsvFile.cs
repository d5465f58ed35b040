namespace Faultline.Studies;

/// <summary>Writes a generated table as CSV, for measuring the whole program on it.</summary>
static class CsvFile
{
    public static void Write(Table table, string path)
    {
        using var file = new StreamWriter(path);
        file.WriteLine(string.Join(',', table.Columns.Select(column => column.Name)));
        for (var row = 0; row < table.RowCount; row++)
        {
            file.WriteLine(string.Join(',', table.Columns.Select(column => column.Text(row))));
        }
    }
}
