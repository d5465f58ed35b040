using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>Cells that break dependencies or look like typos.</summary>
/// <param name="Dependencies">The dependencies that stand: those whose exceptions are no rule of their own.</param>
/// <param name="Broken">Cells that dependencies speak against, by row; columns are places among those searched.</param>
/// <param name="Known">Missing cells whose value the other rows know, by row, with the dependencies that say it; columns likewise.</param>
/// <param name="Exempt">By dependency given: values of other columns at which it is broken as a rule.</param>
/// <param name="Typos">Codes of each column, by name, that look like typos, with what they likely stand for.</param>
sealed record DependencyCells(IReadOnlyList<Dependency> Dependencies, IReadOnlyList<WrongCell> Broken, IReadOnlyList<WrongCell> Known, IReadOnlyList<IReadOnlyList<ExemptValues>> Exempt, IReadOnlyDictionary<string, IReadOnlyDictionary<int, string?>> Typos)
{
    const int Block = 65_536;
    const int FewestExceptions = 5;
    const double HeapedUp = 3;
    const double LargestChance = 1e-6;

    /// <summary>What judges a row by the dependencies that stand.</summary>
    public required CellJudgement Judgement { get; init; }

    /// <summary>Judges every row that breaks a dependency.</summary>
    public static DependencyCells Find(IReadOnlyList<CodedColumn> columns, IReadOnlyList<Dependency> dependencies, CheckContext context)
    {
        var scratch = new RowPartition.Scratch();
        var groups = new DependencyGroups[dependencies.Count];
        for (var i = 0; i < groups.Length; i++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var partition = RowPartition.Of(columns[dependencies[i].Left[0]]);
            foreach (var left in dependencies[i].Left.Skip(1))
            {
                partition = partition.By(columns[left], scratch);
            }

            groups[i] = new DependencyGroups(dependencies[i], columns, partition);
        }

        var judgement = new CellJudgement(columns, groups);
        int[] broken = [.. Enumerable.Range(0, groups.Length).Where(i => dependencies[i].Broken > 0)];
        var rows = Rows(judgement, broken, context);
        var stands = new bool[groups.Length];
        stands.AsSpan().Fill(true);
        foreach (var i in broken)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            groups[i].Exempt = Exceptions(columns, dependencies[i], rows[i]);
            stands[i] = 2 * rows[i].Count(row => groups[i].Exempt.Any(exempt => exempt.Codes.Contains(columns[exempt.Column].Codes[row]))) <= rows[i].Count;
        }

        int[] kept = [.. Enumerable.Range(0, groups.Length).Where(i => stands[i])];
        judgement = new CellJudgement(columns, [.. kept.Select(i => groups[i])]);
        int[] doubtful = [.. broken.Where(i => stands[i]).SelectMany(i => rows[i]).Distinct().Order()];
        var cells = new List<WrongCell>[doubtful.Length];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation };
        Parallel.For(0, doubtful.Length, parallel, i => cells[i] = judgement.Of(doubtful[i]));
        return new DependencyCells(
            [.. kept.Select(i => dependencies[i])],
            WithoutTies([.. cells.SelectMany(found => found)], columns, [.. kept.Select(i => dependencies[i])]),
            Missing(judgement, context),
            [.. groups.Select(group => group.Exempt)],
            new Dictionary<string, IReadOnlyDictionary<int, string?>>(StringComparer.Ordinal))
        { Judgement = judgement };
    }

    // Rows that break each dependency.
    static Dictionary<int, List<int>> Rows(CellJudgement judgement, int[] broken, CheckContext context)
    {
        var rows = new List<int>[broken.Length];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation };
        Parallel.For(0, broken.Length, parallel, place =>
        {
            var given = new int[judgement.Columns];
            rows[place] = [];
            for (var row = 0; row < context.Data.RowCount; row++)
            {
                if (row % Block == 0)
                {
                    context.Cancellation.ThrowIfCancellationRequested();
                }

                if (judgement.IsBroken(broken[place], row, given))
                {
                    rows[place].Add(row);
                }
            }
        });
        return broken.Index().ToDictionary(pair => pair.Item, pair => rows[pair.Index]);
    }

    // Two rows that alone share a left side each call the other right: both cells stay, and none has a value that should stand there.
    static List<WrongCell> WithoutTies(List<WrongCell> cells, IReadOnlyList<CodedColumn> columns, IReadOnlyList<Dependency> dependencies)
    {
        string Text(WrongCell cell) => columns[cell.Column].Text(columns[cell.Column].Codes[cell.Row]);
        var byValue = cells.Where(cell => cell is { IsDecided: true, Suggestion: not null }).ToLookup(cell => (cell.Column, Text(cell), cell.Suggestion!));
        bool IsTied(WrongCell cell) => cell is { IsDecided: true, Suggestion: { } meant } && byValue[(cell.Column, meant, Text(cell))].Any(other =>
            cell.Against.Any(place => dependencies[place].Right == cell.Column && dependencies[place].Left.All(left => columns[left].Codes[cell.Row] == columns[left].Codes[other.Row])));
        return [.. cells.Select(cell => IsTied(cell) ? cell with { Suggestion = null } : cell)];
    }

    static List<WrongCell> Missing(CellJudgement judgement, CheckContext context)
    {
        var known = new List<WrongCell>();
        for (var row = 0; row < context.Data.RowCount; row++)
        {
            if (row % Block == 0)
            {
                context.Cancellation.ThrowIfCancellationRequested();
            }

            known.AddRange(judgement.Known(row));
        }

        return known;
    }

    // A value of another column at which exceptions heap up: there the dependency does not hold, and nothing is wrong. Errors fall where they may.
    static List<ExemptValues> Exceptions(IReadOnlyList<CodedColumn> columns, Dependency dependency, List<int> broken)
    {
        var exempt = new List<ExemptValues>();
        for (var place = 0; place < columns.Count; place++)
        {
            if (place == dependency.Right || dependency.Left.Contains(place))
            {
                continue;
            }

            var column = columns[place];
            var codes = broken.Where(row => column.Codes[row] >= 0).GroupBy(row => column.Codes[row])
                .Where(same => IsRule([.. same], column.Counts[same.Key], column.Present, broken.Count, rows => Agree(rows, columns, dependency))).Select(same => same.Key).ToHashSet();
            if (codes.Count > 0)
            {
                exempt.Add(new ExemptValues(place, codes));
            }
        }

        return exempt;
    }

    // Most rows at the value are exceptions, or many more are than elsewhere and they agree with each other on what stands there instead. Rows of one bad source do not.
    static bool IsRule(int[] here, int rows, int present, int broken, Func<int[], bool> agree)
    {
        if (here.Length < FewestExceptions)
        {
            return false;
        }

        var share = rows / (double)present;
        return 2 * here.Length >= rows || (here.Length >= HeapedUp * share * broken && 1 - Binomial.CDF(share, broken, here.Length - 1) <= LargestChance && agree(here));
    }

    // Of the pairs of exceptions with one left side, half at least have one right side.
    static bool Agree(int[] rows, IReadOnlyList<CodedColumn> columns, Dependency dependency)
    {
        var right = columns[dependency.Right].Codes;
        var (pairs, equal) = (0L, 0L);
        foreach (var group in rows.GroupBy(row => string.Join(',', dependency.Left.Select(left => columns[left].Codes[row])), StringComparer.Ordinal))
        {
            pairs += Pairs(group.Count());
            equal += group.CountBy(row => right[row]).Sum(same => Pairs(same.Value));
        }

        return equal > 0 && 2 * equal >= pairs;
    }

    static long Pairs(long count) => count * (count - 1) / 2;

    /// <summary>The same with the typos of the columns.</summary>
    public DependencyCells WithTypos(IReadOnlyList<CodedColumn> columns, CheckContext context)
    {
        var typos = new IReadOnlyDictionary<int, string?>[columns.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation };
        Parallel.For(0, columns.Count, parallel, i => typos[i] = NearMisses.Of(columns[i], context.Cancellation).Typos);
        return this with { Typos = columns.Index().Where(pair => typos[pair.Index].Count > 0).ToDictionary(pair => pair.Item.Source.Name, pair => typos[pair.Index], StringComparer.Ordinal) };
    }
}
