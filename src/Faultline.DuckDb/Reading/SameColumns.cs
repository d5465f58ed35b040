namespace Faultline.DuckDb;

/// <summary>Several files are one table only when they have the same columns.</summary>
static class SameColumns
{
    /// <exception cref="InputException">A column is missing from either file; the message names file and column.</exception>
    public static void Throw(string file, IEnumerable<string> columns, string firstFile, IEnumerable<string> firstColumns)
    {
        var here = columns.ToList();
        var there = firstColumns.ToList();
        if (there.Except(here, StringComparer.Ordinal).FirstOrDefault() is { } missing)
        {
            throw new InputException($"'{file}' has no column {Complaint.Quote(missing)}, which '{firstFile}' has. Files that are read together need the same columns.");
        }

        if (here.Except(there, StringComparer.Ordinal).FirstOrDefault() is { } extra)
        {
            throw new InputException($"'{file}' has a column {Complaint.Quote(extra)}, which '{firstFile}' has not. Files that are read together need the same columns.");
        }
    }
}
