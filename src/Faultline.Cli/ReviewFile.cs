using Faultline.DuckDb;

namespace Faultline.Cli;

/// <summary>Reads back what a person decided of the candidates.</summary>
static class ReviewFile
{
    static readonly string[] s_needed = ["row", "column", "before", "after", "decision"];

    /// <summary>The accepted changes, in the order of the candidates, with the person's own values.</summary>
    /// <param name="path">The file that was written for review.</param>
    /// <param name="candidates">What the same command finds.</param>
    /// <param name="evidence">The table.</param>
    /// <param name="options">What is mended.</param>
    /// <exception cref="InputException">The file is no review of these candidates, or a decision can not be read.</exception>
    public static IReadOnlyList<RepairChange> Read(string path, IReadOnlyList<RepairChange> candidates, Evidence evidence, RepairOptions options)
    {
        var table = TableReader.Read([path], new ReadOptions { AsWritten = true, Delimiter = ',', Header = true }).Table;
        if (s_needed.FirstOrDefault(name => table.Find(name) is null) is { } absent)
        {
            throw new InputException($"--review '{path}' has no column '{absent}'; expected the table that 'faultline repair … --review' wrote, with its decisions.");
        }

        var known = candidates.ToDictionary(change => (Number(change.Row), change.Column));
        var accepted = new Dictionary<RepairChange, RepairChange>();
        var seen = new HashSet<(string, string)>();
        for (var line = 0; line < table.RowCount; line++)
        {
            string Cell(string name) => table[name].Text(line) ?? string.Empty;
            var where = $"--review '{path}', line {line + 2}";
            var key = (Cell("row"), Cell("column"));
            if (!known.TryGetValue(key, out var change) || (change.Before ?? string.Empty) != Cell("before"))
            {
                throw new InputException($"{where}: row {key.Item1}, column '{key.Item2}' is no candidate of this table and these options. Write the review again, or run the command that wrote it.");
            }

            if (!seen.Add(key))
            {
                throw new InputException($"{where}: row {key.Item1}, column '{key.Item2}' is decided twice.");
            }

            if (Decision(Cell("decision"), where))
            {
                accepted[change] = change with { After = Cell("after") is { Length: > 0 } after ? after : null };
                Verify(accepted[change], evidence, options, where);
            }
        }

        return [.. candidates.Where(accepted.ContainsKey).Select(change => accepted[change])];
    }

    static bool Decision(string text, string where) => text.Trim().ToUpperInvariant() switch
    {
        "YES" or "Y" or "TRUE" or "1" => true,
        "" or "NO" or "N" or "FALSE" or "0" => false,
        _ => throw new InputException($"{where}: '{text}' is no decision; expected yes, no or nothing."),
    };

    static void Verify(RepairChange change, Evidence evidence, RepairOptions options, string where)
    {
        if (change.IsRow && change.After is not null)
        {
            throw new InputException($"{where}: a row that is taken out has no 'after'. Leave it empty.");
        }

        if (!change.IsRow && change.Column == options.WeightColumn && change.Kind is (RepairKind.Labels or RepairKind.Values) && evidence.Data.Find(change.Column) is null)
        {
            _ = double.TryParse(change.After, System.Globalization.CultureInfo.InvariantCulture, out var weight) && weight is >= 0 and <= 1
                ? weight
                : throw new InputException($"{where}: the weight '{change.After}' is no number from 0 to 1.");
        }
        else if (!change.IsRow)
        {
            // Says so before anything is measured.
            _ = Repair.Apply(evidence.Data, [change]);
        }
    }

    static string Number(int row) => row.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
