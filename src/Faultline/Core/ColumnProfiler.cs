namespace Faultline;

/// <summary>Profiles every column of the table for the report.</summary>
static class ColumnProfiler
{
    public static IReadOnlyList<ColumnProfile> Profile(Evidence evidence, CellText show, CancellationToken cancellation)
    {
        _ = show;
        cancellation.ThrowIfCancellationRequested();
        return [.. evidence.Data.Columns.Select(column => new ColumnProfile { Name = column.Name, Kind = column.Kind, Role = "feature", Missing = column.MissingCount, Distinct = 0 })];
    }
}
