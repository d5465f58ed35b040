using System.Globalization;

namespace Faultline;

/// <summary>Cells whose right value FL106 knows, learned from some rows of a table and applied to all of them.</summary>
static class DependencyRepair
{
    /// <summary>The changes, by column, then row; also those that <see cref="Fits(Table, RepairChange)"/> refuses.</summary>
    /// <param name="evidence">The table.</param>
    /// <param name="training">The rows to learn from, ascending; null for all. Other rows are judged by the dependencies and typos of these.</param>
    /// <param name="options">What is mended.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static IReadOnlyList<RepairChange> Find(Evidence evidence, int[]? training, RepairOptions options, CancellationToken cancellation)
    {
        BrokenDependencies check = CheckSelection.Configured<BrokenDependencies>(options.Audit);
        CodedColumn[] whole = BrokenDependencies.Coded(Repair.Context(evidence, BrokenDependencies.Info, options, cancellation));
        Evidence learnFrom = training is null ? evidence : ProofProblem.Take(evidence, training);
        if (learnFrom.Data.RowCount < BrokenDependencies.FewestRows)
        {
            return [];
        }

        CodedColumn[] coded = training is null ? whole : [.. whole.Select(column => column.Take(training))];
        LearnedDependencies learned = check.Learn(Repair.Context(learnFrom, BrokenDependencies.Info, options, cancellation), coded);
        var names = new Names(learned);
        var changes = new Dictionary<(int Row, string Column), RepairChange>();
        foreach (CodedColumn column in whole)
        {
            Typos(changes, column, learned.Cells.Typos.GetValueOrDefault(column.Source.Name));
        }

        foreach (WrongCell cell in Wrong(learned, whole, training, cancellation))
        {
            CodedColumn column = names.Column(cell, whole);
            if (cell is { IsDecided: true, Suggestion: { } after })
            {
                Add(changes, column, cell.Row, after, names.Reason(cell, isMissing: column.Codes[cell.Row] < 0));
            }
        }

        var order = evidence.Data.Columns.Index().ToDictionary(column => column.Item.Name, column => column.Index, StringComparer.Ordinal);
        return [.. changes.Values.OrderBy(change => order[change.Column]).ThenBy(change => change.Row)];
    }

    static IEnumerable<WrongCell> Wrong(LearnedDependencies learned, CodedColumn[] whole, int[]? training, CancellationToken cancellation)
    {
        if (training is null)
        {
            return learned.Cells.Broken.Concat(learned.Cells.Known);
        }

        int rows = whole.Length == 0 ? 0 : whole[0].Codes.Length;
        var isTraining = new bool[rows];
        foreach (int row in training)
        {
            isTraining[row] = true;
        }

        CodedColumn[] searched = [.. learned.Columns.Select(column => whole.First(same => same.Source.Name == column.Source.Name))];
        var others = new List<WrongCell>();
        for (int row = 0; row < rows; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!isTraining[row])
            {
                int[] codes = [.. searched.Select(column => column.Codes[row])];
                others.AddRange(learned.Cells.Judgement.OfOther(row, codes).Concat(learned.Cells.Judgement.KnownOf(row, codes)));
            }
        }

        return learned.Cells.Broken.Concat(learned.Cells.Known).Select(cell => cell with { Row = training[cell.Row] }).Concat(others);
    }

    static void Typos(Dictionary<(int Row, string Column), RepairChange> changes, CodedColumn column, IReadOnlyDictionary<int, string?>? typos)
    {
        for (int row = 0; typos is not null && row < column.Codes.Length; row++)
        {
            if (column.Codes[row] is var code and >= 0 && typos.TryGetValue(code, out string? after) && after is not null)
            {
                Add(changes, column, row, after, "one slip from a frequent value");
            }
        }
    }

    // What dependencies say goes before the look of a text.
    static void Add(Dictionary<(int Row, string Column), RepairChange> changes, CodedColumn column, int row, string after, string reason) =>
        changes[(row, column.Source.Name)] = new RepairChange(RepairKind.Dependencies, row, column.Source.Name, column.Codes[row] < 0 ? null : column.Text(column.Codes[row]), after, BrokenDependencies.Info.Id, reason);

    /// <summary>Whether a change can be made.</summary>
    public static bool Fits(Table table, RepairChange change) => change.After is not { } after || Fits(table[change.Column], after);

    /// <summary>What is not mended, as a sentence a column.</summary>
    public static IEnumerable<string> NotMended(Table table, IEnumerable<RepairChange> changes) =>
        changes.Where(change => !Fits(table, change)).GroupBy(change => change.Column, StringComparer.Ordinal).Select(same =>
            $"{Counted.Of(same.Count(), "cell")} of {same.Key} {(same.Count() == 1 ? "breaks" : "break")} what other columns determine and {(same.Count() == 1 ? "is" : "are")} not mended: {(table[same.Key] is TimeColumn ? "dates are written in forms of their own, which the table does not keep" : "what is likely right does not fit the column")}. An audit lists {(same.Count() == 1 ? "it" : "them")} under FL106 with what is likely right.");

    /// <summary>Whether a value can be put into a column; dates are written in forms of their own, which the table does not keep.</summary>
    public static bool Fits(Column column, string after) => column switch
    {
        TextColumn => true,
        NumberColumn => double.TryParse(after, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value),
        _ => false,
    };

    sealed class Names(LearnedDependencies learned)
    {
        public CodedColumn Column(WrongCell cell, CodedColumn[] whole) => whole.First(column => column.Source.Name == learned.Columns[cell.Column].Source.Name);

        public string Reason(WrongCell cell, bool isMissing)
        {
            if (cell.Against.Length == 0)
            {
                return "breaks what other columns determine";
            }

            Dependency first = cell.Against.Select(place => learned.Cells.Dependencies[place]).MinBy(dependency => dependency.Left.Length)!;
            string left = string.Join(" and ", first.Left.Select(Name));
            return string.Create(CultureInfo.InvariantCulture, $"{(isMissing ? "missing, and known by" : "breaks")} {left} → {Name(first.Right)}{(cell.Against.Length > 1 ? $" and {cell.Against.Length - 1} more" : string.Empty)}");
        }

        string Name(int place) => learned.Columns[place].Source.Name;
    }
}
