using System.Globalization;

namespace Faultline;

/// <summary>
/// Writes what <see cref="BrokenDependencies"/> found: one finding a column, with every wrong cell of it, and one for columns that contradict each other in rows where
/// nothing tells which of them is wrong.
/// </summary>
sealed class BrokenDependenciesReport
{
    const int NamesShown = 3;
    const double MediumShare = 0.01;
    readonly CheckContext _context;
    readonly IReadOnlyList<CodedColumn> _columns;
    readonly IReadOnlyList<Dependency> _real;
    readonly double _searched;
    readonly int _maxLeft;
    readonly List<Fault> _faults;
    readonly List<Contradiction> _contradictions;
    readonly List<Fill> _fills;

    public BrokenDependenciesReport(CheckContext context, IReadOnlyList<CodedColumn> columns, IReadOnlyList<CodedColumn> all, DependencyCells cells, double searched, int maxLeft)
    {
        (_context, _columns, _real, _searched, _maxLeft) = (context, columns, cells.Dependencies, searched, maxLeft);
        _faults = [.. all.Select(column => Of(column, cells)).Where(fault => fault.Cells.Count > 0)];
        _contradictions = Contradictions(cells);
        _fills = [.. cells.Known.GroupBy(cell => cell.Column).OrderBy(same => same.Key).Select(same => new Fill(columns[same.Key], [.. same]))];
    }

    /// <summary>The verdict.</summary>
    public Verdict Verdict((ExplainedDependency Explained, Finding Finding)? explained)
    {
        var findings = _faults.Select(Write).Concat(_contradictions.Select(Write)).Concat(_fills.Select(Write)).ToList();
        if (explained is { } asked)
        {
            findings.Add(asked.Finding);
        }

        return Faultline.Verdict.Of(findings) with
        {
            Details = new BrokenDependenciesDetails(
                _real.Count,
                [.. _real.OrderByDescending(dependency => dependency.Broken > 0).Take(CheckDetails.ListLimit).Select(Described)],
                _searched,
                _maxLeft,
                [.. _faults.Take(CheckDetails.ListLimit).Select(fault => new BrokenColumn(fault.Column.Source.Name, fault.Cells.Count, fault.Cells.Count(cell => cell.Suggestion is not null), fault.Cells.Count(cell => cell.IsTypo)))],
                [.. _contradictions.Take(CheckDetails.ListLimit).Select(contradiction => new ContradictingColumns(Names(contradiction.Columns), contradiction.Rows.Count))],
                [.. _fills.Take(CheckDetails.ListLimit).Select(fill => new KnownMissing(fill.Column.Source.Name, fill.Cells.Count, Missing(fill.Column)))],
                explained?.Explained),
            Cells =
            [
                .. _faults.SelectMany(fault => fault.Cells.Select(cell => new CellScore(cell.Row, fault.Column.Source.Name, cell.Score, cell.Suggestion))),
                .. _contradictions.SelectMany(contradiction => contradiction.Rows.SelectMany(row => row.Select(cell => new CellScore(cell.Row, _columns[cell.Column].Source.Name, 1 - (1.0 / row.Length))))),
                .. _fills.SelectMany(fill => fill.Cells.Select(cell => new CellScore(cell.Row, fill.Column.Source.Name, Score(cell.Weight), cell.Suggestion))),
            ],
            P = _faults.SelectMany(fault => fault.Cells).SelectMany(cell => cell.Against).Concat(_contradictions.SelectMany(Against)).Select(place => _real[place].P).DefaultIfEmpty(1).Min(),
        };
    }

    Fault Of(CodedColumn column, DependencyCells cells)
    {
        var typos = cells.Typos.GetValueOrDefault(column.Source.Name);
        var wrong = cells.Broken.Where(cell => cell.IsDecided && ReferenceEquals(_columns[cell.Column], column)).ToDictionary(cell => cell.Row);
        var judged = new List<JudgedCell>();
        for (var row = 0; row < column.Codes.Length; row++)
        {
            var isTypo = column.Codes[row] >= 0 && typos?.ContainsKey(column.Codes[row]) == true;
            var isBroken = wrong.TryGetValue(row, out var cell);
            if (isTypo || isBroken)
            {
                var suggestion = isBroken ? cell.Suggestion : null;
                judged.Add(new JudgedCell(row, suggestion ?? (isTypo ? typos![column.Codes[row]] : null), Score(isBroken ? cell.Weight : 1), isTypo, isBroken ? cell.Against : []));
            }
        }

        return new Fault(column, [.. judged.OrderBy(cell => cell.Score).ThenBy(cell => cell.Row)]);
    }

    static double Score(double weight) => Math.Pow(2, -1 - Math.Min(weight, 20));

    static int Missing(CodedColumn column) => column.Codes.Length - column.Present;

    // Rows of the same columns, one of which is wrong; a typo among them is what is wrong.
    List<Contradiction> Contradictions(DependencyCells cells) =>
    [
        .. cells.Broken.Where(cell => !cell.IsDecided).GroupBy(cell => string.Join(',', cell.OneOf), StringComparer.Ordinal)
            .Select(same => new Contradiction(same.First().OneOf, [.. same.GroupBy(cell => cell.Row).Where(row => !row.Any(cell => IsTypo(cell, cells))).Select(row => row.ToArray())]))
            .Where(contradiction => contradiction.Rows.Count > 0),
    ];

    bool IsTypo(WrongCell cell, DependencyCells cells) =>
        cells.Typos.TryGetValue(_columns[cell.Column].Source.Name, out var typos) && typos.ContainsKey(_columns[cell.Column].Codes[cell.Row]);

    Finding Write(Contradiction contradiction)
    {
        var names = Names(contradiction.Columns);
        var rows = contradiction.Rows;
        var present = Math.Max(1, Enumerable.Range(0, _context.Data.RowCount).Count(row => contradiction.Columns.All(column => _columns[column].Codes[row] >= 0)));
        var interval = WilsonInterval.Of(rows.Count, present).Scale(present);
        var against = Against(contradiction);
        return new Finding
        {
            Key = "contradiction",
            Title = $"{Listed(names, "and")} contradict each other in {(rows.Count == 1 ? "1 row" : $"{Count(rows.Count)} rows")}: one of the {(names.Length == 2 ? "two" : Count(names.Length))} cells is wrong, and the table does not tell which",
            Severity = rows.Count >= MediumShare * present ? Severity.Medium : Severity.Low,
            Measure = new Measure("rows with a wrong cell", rows.Count, interval.Low, interval.High, interval.Level, "rows"),
            P = against.Max(place => _real[place].P),
            Rows = FoundRows.Of([.. rows.Select(row => row[0].Row)]),
            Columns = names,
            Cause = $"{Speaking(against, rows.Count, "row")} A wrong cell of {Listed(names, "or")} would break the same ones.",
            Repair = $"Look {(rows.Count == 1 ? "this row" : "these rows")} up at the source. A column more that depends on one of {Listed(names, "and")} alone would tell which is wrong.",
            Examples = [.. rows.Take(3).Select(row => _context.Example(row[0].Row, [.. row.Select(cell => (_columns[cell.Column].Source.Name, (string?)null))], Either(row), others: 3, beside: Beside(row[0].Against)))],
        };
    }

    // Each column with the value that it would have if it were the wrong one.
    string Either(WrongCell[] row) => "one of them is wrong: " + string.Join(", or ", row.Select(cell => $"{_columns[cell.Column].Source.Name} should be {cell.Suggestion}"));

    static int[] Against(Contradiction contradiction) => MostFirst(contradiction.Rows.SelectMany(row => row.SelectMany(cell => cell.Against).Distinct()));

    static int[] MostFirst(IEnumerable<int> votes) =>
        [.. votes.GroupBy(place => place).OrderByDescending(same => same.Count()).ThenBy(same => same.Key).Select(same => same.Key)];

    string[] Names(int[] columns) => [.. columns.Select(column => _columns[column].Source.Name)];

    static string Listed(string[] names, string last) => $"{string.Join(", ", names[..^1])} {last} {names[^1]}";

    Finding Write(Fault fault)
    {
        var column = fault.Column.Source;
        var cells = fault.Cells;
        var known = cells.Count(cell => cell.Suggestion is not null);
        var share = cells.Count / (double)Math.Max(1, fault.Column.Present);
        int[] against = MostFirst(cells.SelectMany(cell => cell.Against));
        var alone = cells.Count(cell => cell.Against.Length == 0);
        var what = alone == cells.Count ? $"{(cells.Count == 1 ? "looks like a typo" : "look like typos")}" : $"{(cells.Count == 1 ? "contradicts" : "contradict")} the other rows{(alone > 0 ? " or look like typos" : string.Empty)}";
        var interval = WilsonInterval.Of(cells.Count, Math.Max(1, fault.Column.Present)).Scale(Math.Max(1, fault.Column.Present));
        return new Finding
        {
            Key = "broken",
            Title = $"{Count(cells.Count)} of {Count(fault.Column.Present)} cells of {column.Name} {what}; the likely right value is known for {(known == cells.Count ? (known == 1 ? "it" : "all") : Count(known))}",
            Severity = share >= MediumShare ? Severity.Medium : Severity.Low,
            Measure = new Measure("wrong cells", cells.Count, interval.Low, interval.High, interval.Level, "cells"),
            P = against.Length > 0 ? against.Max(place => _real[place].P) : null,
            Rows = FoundRows.Of([.. cells.Select(cell => cell.Row)]),
            Columns = [column.Name],
            Cause = Cause(fault, against, alone),
            Repair = known > 0
                ? "Bring the cells to the suggested values in the scores file, after a look at a few of them; repair the entry form or the join that let them in."
                : "Look the right values up at the source: the table tells that these cells are wrong, not what they were.",
            Mending = new Mending(RepairKind.Dependencies, (_, _) => [.. cells.Where(cell => cell.Suggestion is not null && DependencyRepair.Fits(column, cell.Suggestion))
                .Select(cell => new RepairChange(RepairKind.Dependencies, cell.Row, column.Name, fault.Column.Text(fault.Column.Codes[cell.Row]), cell.Suggestion, BrokenDependencies.Info.Id, "suggested"))]),
            Examples = [.. cells.Take(3).Select(cell => _context.Example(cell.Row, [(column.Name, cell.Suggestion)], Note(cell), others: 3, beside: Beside(cell.Against)))],
        };
    }

    Finding Write(Fill fill)
    {
        var name = fill.Column.Source.Name;
        var count = fill.Cells.Count;
        var missing = Missing(fill.Column);
        int[] says = MostFirst(fill.Cells.SelectMany(cell => cell.Against));
        return new Finding
        {
            Key = "known",
            Title = $"{Count(count)} of {Count(missing)} missing {(missing == 1 ? "cell" : "cells")} of {name} need not be missing: the other rows know {(count == 1 ? "its value" : "their values")}",
            Severity = Severity.Low,
            Measure = new Measure("missing cells with a known value", count, Unit: "cells"),
            P = says.Max(place => _real[place].P),
            Rows = FoundRows.Of([.. fill.Cells.Select(cell => cell.Row)]),
            Columns = [name],
            Cause = $"{Dependencies(says)}; the rows that share the left side all have the same value, but for few.",
            Repair = "Fill the cells with the suggested values in the scores file, after a look at a few of them.",
            Examples = [.. fill.Cells.Take(3).Select(cell => _context.Example(cell.Row, [(name, cell.Suggestion)], $"{Name(_real[cell.Against[0]])} says so", others: 3, beside: Beside(cell.Against)))],
        };
    }

    string Cause(Fault fault, int[] against, int alone)
    {
        var sentences = new List<string>();
        if (against.Length > 0)
        {
            sentences.Add(Speaking(against, fault.Cells.Count - alone, "cell"));
        }

        if (alone > 0)
        {
            sentences.Add($"{(alone == 1 ? "One cell differs" : $"{Count(alone)} cells differ")} by one slip from a frequent value or from the form that nearly all cells have.");
        }

        return string.Join(' ', sentences);
    }

    // A few of the broken dependencies; simple left sides are read first.
    string Speaking(int[] against, int count, string unit)
    {
        return $"{(against.Length == 1 ? "One dependency speaks" : $"{Count(against.Length)} dependencies speak")} against {(count == 1 ? $"one {unit}" : $"{Count(count)} {unit}s")}: {Dependencies(against)}.";
    }

    string Dependencies(int[] places)
    {
        var shown = places.OrderBy(place => _real[place].Left.Length).Take(NamesShown).Select(place => (Name: Name(_real[place]), Described: Described(_real[place]))).Select(one =>
            $"{one.Name} (holds in {Held(one.Described.Error)} of rows, by chance in {ColumnHygieneWriter.Share(1 - one.Described.Chance)})");
        return $"{string.Join("; ", shown)}{(places.Length > NamesShown ? $"; and {Count(places.Length - NamesShown)} more" : string.Empty)}";
    }

    // Not all where a row breaks it.
    static string Held(double error) => error is > 0 and < 0.001 ? "over 99.9 %" : ColumnHygieneWriter.Share(1 - error);

    // The other columns of the first dependency that the cell breaks.
    string[] Beside(int[] against) => [.. against.Take(1).SelectMany(place => _real[place].Left.Append(_real[place].Right)).Select(i => _columns[i].Source.Name)];

    string? Note(JudgedCell cell) => cell.Against.Length == 0 ? null : $"breaks {Name(_real[cell.Against[0]])}{(cell.Against.Length > 1 ? $" and {Count(cell.Against.Length - 1)} more" : string.Empty)}";

    string Name(Dependency dependency) => string.Join(" and ", dependency.Left.Select(i => _columns[i].Source.Name)) + " → " + _columns[dependency.Right].Source.Name;

    BrokenDependency Described(Dependency dependency)
    {
        var columns = dependency.Left.Append(dependency.Right).Select(i => _columns[i].Codes).ToArray();
        var rows = 0;
        for (var row = 0; row < columns[0].Length; row++)
        {
            rows += Array.TrueForAll(columns, codes => codes[row] >= 0) ? 1 : 0;
        }

        return new BrokenDependency(
            [.. dependency.Left.Select(i => _columns[i].Source.Name)], _columns[dependency.Right].Source.Name, dependency.Broken / (double)Math.Max(1, rows), (dependency.Expected + dependency.Broken - dependency.Misplaced) / Math.Max(1, rows), rows, dependency.Broken);
    }

    static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    sealed record JudgedCell(int Row, string? Suggestion, double Score, bool IsTypo, int[] Against);

    sealed record Fault(CodedColumn Column, IReadOnlyList<JudgedCell> Cells);

    sealed record Fill(CodedColumn Column, IReadOnlyList<WrongCell> Cells);

    // Rows: the cells of each, one of which is wrong.
    sealed record Contradiction(int[] Columns, IReadOnlyList<WrongCell[]> Rows);
}
