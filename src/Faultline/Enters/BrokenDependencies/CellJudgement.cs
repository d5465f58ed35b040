namespace Faultline;

/// <summary>A cell held to be wrong.</summary>
/// <param name="Row">Row number.</param>
/// <param name="Column">Place of its column among those searched.</param>
/// <param name="Suggestion">The likely right value if this cell is wrong, or null.</param>
/// <param name="Weight">How much speaks against it, about the number of dependencies that do.</param>
/// <param name="Against">Places of the dependencies that speak against it, in the order judged.</param>
/// <param name="OneOf">Places of the columns, this one among them, one of which is wrong in this row without anything that tells which; empty where this cell is held to be wrong.</param>
readonly record struct WrongCell(int Row, int Column, string? Suggestion, double Weight, int[] Against, int[] OneOf)
{
    /// <summary>Whether this cell is held to be wrong, and no other would do as well.</summary>
    public bool IsDecided => OneOf.Length == 0;
}

/// <summary>
/// Decides which cells of a row that breaks dependencies are wrong. Every dependency votes: a cell is blamed for the broken ones that it would explain, less those
/// that it keeps; the best explained cell is mended first, then what is still broken is looked at again. Where another cell would explain the same as well (two columns
/// that determine each other), none of them is chosen.
/// </summary>
sealed class CellJudgement
{
    const double LeastVote = 0.3;
    const double LeastBlame = 0.6;

    // A cell that nothing says what to put for needs two dependencies against it.
    const double LeastBlameUnmended = 1.5;

    // Quantities of so many values meet by chance beside another column: two routes to one place may be equally long.
    const int FewestOfAQuantity = 50;

    // Two other rows that agree weigh 2/3, one alone 1/2.
    const double LeastKnown = 0.6;
    const int MostCells = 16;
    const double SlipCounts = 0.5;
    const double AgreedCounts = 0.25;
    const double RankTie = 1e-9;

    readonly IReadOnlyList<CodedColumn> _columns;
    readonly DependencyGroups[] _dependencies;
    readonly int[][] _touching;
    readonly int[] _fillable;

    /// <summary>Prepares to judge by these dependencies.</summary>
    public CellJudgement(IReadOnlyList<CodedColumn> columns, IReadOnlyList<DependencyGroups> dependencies)
    {
        _columns = columns;
        _dependencies = [.. dependencies];
        _touching = [.. Enumerable.Range(0, columns.Count).Select(column => Enumerable.Range(0, _dependencies.Length)
            .Where(i => _dependencies[i].Dependency.Right == column || _dependencies[i].Dependency.Left.Contains(column)).ToArray())];
        _fillable = [.. dependencies.Select(groups => groups.Dependency.Right).Distinct().Order()];
    }

    /// <summary>Number of columns.</summary>
    public int Columns => _columns.Count;

    /// <summary>The wrong cells of one row, worst first.</summary>
    public List<WrongCell> Of(int row)
    {
        var codes = CodesOf(row);
        return Of(row, new GivenCells(codes, codes));
    }

    /// <summary>The wrong cells, worst first, of a row that was not counted.</summary>
    /// <param name="row">Its number, for the answer.</param>
    /// <param name="codes">Its cells, one code a column; −1 where missing.</param>
    public List<WrongCell> OfOther(int row, int[] codes)
    {
        var uncounted = new int[codes.Length];
        uncounted.AsSpan().Fill(-1);
        return Of(row, new GivenCells(codes, uncounted));
    }

    List<WrongCell> Of(int row, GivenCells given)
    {
        var wrong = new List<WrongCell>();
        var now = new double[_dependencies.Length];
        var any = false;
        for (var i = 0; i < now.Length; i++)
        {
            now[i] = Vote(i, given.Codes, given);
            any |= now[i] < 0;
        }

        var cells = (int[])given.Codes.Clone();
        var open = new bool[cells.Length];
        open.AsSpan().Fill(true);
        while (any && wrong.Count < MostCells && Worst(cells, given, now, open) is { Count: > 0 } blamed)
        {
            int[] oneOf = blamed.Count == 1 ? [] : [.. blamed.Select(blame => blame.Column).Order()];
            int[][] against = [.. blamed.Select(blame => _touching[blame.Column].Where(i => now[i] < 0).ToArray())];
            foreach (var (blame, about) in blamed.Zip(against))
            {
                wrong.Add(new WrongCell(row, blame.Column, blame.Code < 0 ? null : _columns[blame.Column].Text(blame.Code), blame.Weight, about, oneOf));
                open[blame.Column] = false;
                cells[blame.Column] = blamed.Count == 1 ? blame.Code : -1;
            }

            foreach (var i in blamed.SelectMany(blame => _touching[blame.Column]).Distinct())
            {
                now[i] = Vote(i, cells, given);
            }
        }

        return wrong;
    }

    /// <summary>
    /// The missing cells of a row whose value the other rows know: two at least with the same left side have it, hardly any has another, and no dependency says otherwise.
    /// </summary>
    public IEnumerable<WrongCell> Known(int row) =>
        Array.Exists(_fillable, column => _columns[column].Codes[row] < 0) ? KnownOf(row, CodesOf(row)) : [];

    /// <summary>The same for a row that was not counted.</summary>
    /// <param name="row">Its number, for the answer.</param>
    /// <param name="codes">Its cells, one code a column; −1 where missing.</param>
    public IEnumerable<WrongCell> KnownOf(int row, int[] codes)
    {
        // A missing cell is counted nowhere, so the row's own codes leave nothing out.
        var given = new GivenCells(codes, codes);
        foreach (var column in _fillable.Where(column => codes[column] < 0))
        {
            var said = _touching[column].Where(i => _dependencies[i].Dependency.Right == column && !_dependencies[i].IsExempt(codes))
                .Select(i => (Dependency: i, Vote: _dependencies[i].Said(codes, given.Counted))).Where(said => said.Vote.Weight >= LeastKnown).ToArray();
            if (said.Length > 0 && Array.TrueForAll(said, other => other.Vote.Code == said[0].Vote.Code) && Fits(column, said[0].Vote.Code, given))
            {
                yield return new WrongCell(row, column, _columns[column].Text(said[0].Vote.Code), said.Sum(one => one.Vote.Weight), [.. said.Select(one => one.Dependency)], []);
            }
        }
    }

    // No dependency speaks against the value in this place.
    bool Fits(int column, int code, GivenCells given)
    {
        var cells = (int[])given.Codes.Clone();
        cells[column] = code;
        return Array.TrueForAll(_touching[column], i => Vote(i, cells, given) >= 0);
    }

    int[] CodesOf(int row) => [.. _columns.Select(column => column.Codes[row])];

    /// <summary>Whether a row breaks any dependency that its group is clear about.</summary>
    public bool IsBroken(int dependency, int row, int[] given)
    {
        var about = _dependencies[dependency].Dependency;
        foreach (var left in about.Left)
        {
            given[left] = _columns[left].Codes[row];
        }

        given[about.Right] = _columns[about.Right].Codes[row];
        return Vote(dependency, given, new GivenCells(given, given)) < 0;
    }

    // The cell best explained, and those that a value is known for and that explain the same as well; group sizes are no reason to prefer one.
    List<CellBlame> Worst(int[] cells, GivenCells given, double[] now, bool[] open)
    {
        var best = new List<CellBlame>();
        for (var column = 0; column < cells.Length; column++)
        {
            if (open[column] && cells[column] >= 0 && Array.Exists(_touching[column], i => now[i] < 0) && Best(column, cells, given, now) is { } blame)
            {
                best.Add(blame);
            }
        }

        if (best.Count == 0)
        {
            return best;
        }

        var worst = best.Aggregate((one, other) => other.Rank > one.Rank - RankTie ? other : one);
        return worst.Code < 0 ? [worst] : [worst, .. best.Where(other => other.Column != worst.Column && other.Code >= 0 && other.Case > worst.Case - LeastVote && other.Explained.SequenceEqual(worst.Explained))];
    }

    CellBlame? Best(int column, int[] cells, GivenCells given, double[] now)
    {
        CellBlame? best = null;
        var old = cells[column];
        foreach (var code in Candidates(column, cells, given).Append(-1))
        {
            cells[column] = code;
            var (weight, agreed, explained) = Blame(column, cells, given, now);
            cells[column] = old;
            if (weight < (code < 0 || explained.TrueForAll(MayMeetByChance) ? LeastBlameUnmended : LeastBlame))
            {
                continue;
            }

            var shown = weight + (code >= 0 && Slip.Is(_columns[column].Text(old), _columns[column].Text(code)) ? SlipCounts : 0);
            var rank = shown + (AgreedCounts * agreed);
            best = best is null || rank > best.Rank + RankTie ? new CellBlame(column, code, weight, shown, rank, explained) : best;
        }

        return best;
    }

    bool MayMeetByChance(int dependency) => _dependencies[dependency].Dependency.Left is { Length: > 1 } left && Array.Exists(left, column => _columns[column].Source is NumberColumn && _columns[column].Distinct >= FewestOfAQuantity);

    SortedSet<int> Candidates(int column, int[] cells, GivenCells given)
    {
        var said = new SortedSet<int>();
        foreach (var i in _touching[column])
        {
            if (_dependencies[i].Dependency.Right == column && _dependencies[i].Said(cells, given.Counted) is { Weight: >= LeastVote } vote && vote.Code != cells[column])
            {
                said.Add(vote.Code);
            }
        }

        return said;
    }

    // Broken dependencies that the change explains, less those that it breaks, and less those that would have held by coincidence.
    (double Weight, double Agreed, List<int> Explained) Blame(int column, int[] changed, GivenCells given, double[] now)
    {
        var weight = 0.0;
        var agreed = 0.0;
        var explained = new List<int>();
        foreach (var i in _touching[column])
        {
            var then = Vote(i, changed, given);
            // What held before and holds after the change as well was no coincidence: a wrong value that is repeated brings its own group.
            weight += now[i] < 0 ? -now[i] : then > 0 ? 0 : -now[i] * Surprise(i, given);
            weight += Math.Min(0, then);
            agreed += Math.Max(0, then);
            if (now[i] < 0 && then >= 0)
            {
                explained.Add(i);
            }
        }

        return (weight, agreed, explained);
    }

    // Chance that a wrong cell would not have kept the dependency by luck.
    double Surprise(int dependency, GivenCells given)
    {
        var right = _dependencies[dependency].Right;
        var code = given.Codes[_dependencies[dependency].Dependency.Right];
        return code < 0 ? 0 : 1 - (right.Counts[code] / (double)right.Present);
    }

    double Vote(int dependency, int[] cells, GivenCells given)
    {
        var groups = _dependencies[dependency];
        var code = cells[groups.Dependency.Right];
        if (code < 0)
        {
            return 0;
        }

        var (said, weight) = groups.Said(cells, given.Counted);
        return weight < LeastVote ? 0 : said == code ? weight : groups.IsExempt(cells) ? 0 : -weight;
    }

    // Codes of the row, and of what the groups counted of it: the same, or −1 throughout for a row from elsewhere.
    readonly record struct GivenCells(int[] Codes, int[] Counted);

    // Case: what speaks for it without counting how well it fits the groups that it would come to. Explained: places of the broken dependencies that it mends.
    sealed record CellBlame(int Column, int Code, double Weight, double Case, double Rank, List<int> Explained);
}
