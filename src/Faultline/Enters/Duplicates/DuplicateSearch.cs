namespace Faultline;

/// <summary>Searches one table, or between two, for rows equal in every column or in all but one.</summary>
/// <param name="share">See <see cref="DuplicateChance"/>.</param>
/// <param name="near">Whether rows equal in all columns but one are looked for.</param>
/// <param name="context">Seed, threads and cancellation.</param>
sealed class DuplicateSearch(double share, bool near, CheckContext context)
{
    const int MostUnits = 64;

    readonly ParallelOptions _parallel = new() { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation };
    readonly DuplicateChance _chance = new(share);

    /// <param name="names">Columns to compare.</param>
    /// <param name="first">The table, or the training table.</param>
    /// <param name="later">The table whose rows are looked for in the first, or null.</param>
    public DuplicateResult Run(string[] names, Table first, Table? later)
    {
        int split = later is null ? 0 : first.RowCount;
        (DuplicateResult result, DuplicateRows rows, DuplicateEvidence evidence) = Search(names, first, later, drivers: false);
        if (names.Length > MostUnits || !(result.Exact?.Groups.Count > 0 || result.Near?.Groups.Count > 0))
        {
            return result;
        }

        if (later is null && result.Exact is { Called: > 0 } exactly && ChanceRepeats.Explain(rows))
        {
            return result with { Exact = Nothing(exactly), Near = result.Near is null ? null : Nothing(result.Near) };
        }

        (int[] units, bool isDoubtful) = evidence.Derived();
        if (units.Length == 0)
        {
            return result with { IsDoubtful = isDoubtful || result.IsDoubtful };
        }

        DuplicateResult drivers = Search([.. names.Where((_, unit) => !units.Contains(unit))], first, later, drivers: true).Result;
        DuplicateMatches? exact = result.Exact is null ? null : Whole(result.Exact, drivers.Exact!, rows, split);
        return drivers with { Exact = Mostly(exact), Near = Mostly(drivers.Near), Derived = [.. units.Select(unit => names[unit])] };
    }

    (DuplicateResult Result, DuplicateRows Rows, DuplicateEvidence Evidence) Search(string[] names, Table first, Table? later, bool drivers)
    {
        DuplicateCells[] units = [.. names.Chunk((names.Length + MostUnits - 1) / MostUnits).Select(block => DuplicateCells.Of(block, first, later))];
        int split = later is null ? 0 : first.RowCount;
        var rows = new DuplicateRows(units, first.RowCount + (later?.RowCount ?? 0), _parallel);
        var evidence = new DuplicateEvidence(rows, context.Random("pairs"), drivers);
        int[] all = [.. Enumerable.Range(0, rows.Count)], distinct = all;
        IReadOnlyList<IdentifyingUnit> given = evidence.Given(-1);
        CloseRows? exact = null;
        Parallel.Invoke(_parallel, () => exact = Close(rows, all, split, -1, given), () => distinct = near ? rows.Distinct(split) : []);
        CloseRows[] close = near && units.Length > 1 ? new CloseRows[units.Length] : [];
        IReadOnlyList<IdentifyingUnit>[] identifying = [.. close.Select((_, unit) => evidence.Given(unit))];
        Parallel.For(0, close.Length, _parallel, unit => close[unit] = Close(rows, distinct, split, unit, identifying[unit]));
        DuplicateMatches? equal = _chance.Judge([exact!]);
        DuplicateMatches? lone = equal is { Groups.Count: 0 } && split == 0 && !drivers && context.Roles.Text.Count == 0 ? LoneRepeats.Of(rows, equal) : null;
        return (new DuplicateResult(lone ?? equal, _chance.Judge(close), [.. units.Select(unit => unit.Names)], [], IsDoubtful: lone is not null), rows, evidence);
    }

    /// <summary>Where columns were derived, others depend on each other as well, and most in rare values: a part that is called counts only if it is half of all.</summary>
    static DuplicateMatches? Mostly(DuplicateMatches? matches) =>
        matches is null || 2 * matches.Called >= matches.Close ? matches : Nothing(matches);

    static DuplicateMatches Nothing(DuplicateMatches matches) => matches with { Groups = [], Called = 0, Chance = matches.Chance with { Found = 0 } };

    /// <summary>The repeats called without the derived columns, where they are equal in these too: a wrong total tells rows apart.</summary>
    static DuplicateMatches Whole(DuplicateMatches found, DuplicateMatches called, DuplicateRows rows, int split)
    {
        RowGroups equal = rows.Groups([.. called.Groups.SelectMany(group => group.Rows).Order()], null, null);
        CloseGroup[] groups =
        [
            .. Enumerable.Range(0, equal.Count).Select(group => new CloseGroup(-1, equal[group].ToArray())).Where(group => split == 0 || (group.Rows[0] < split && group.Rows[^1] >= split)),
        ];
        return new DuplicateMatches(groups, found.Rows, groups.Sum(group => split == 0 ? group.Rows.Length - 1 : group.Rows.Count(row => row >= split)), called.Chance);
    }

    /// <summary>The rows that differ in one unit only; of two identifying columns the one that lets chance do more is believed.</summary>
    CloseRows Close(DuplicateRows rows, int[] among, int split, int differing, IReadOnlyList<IdentifyingUnit> identifying)
    {
        ulong[]? left = differing < 0 ? null : rows.Keys(differing);
        CloseRows Judged(IdentifyingUnit? by)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            return new CloseRowSearch(rows, split, differing, left).Run(among, by);
        }

        return identifying.Count == 0 ? Judged(null) : identifying.Select(Judged).MaxBy(close => close.Curve.UpTo(ChanceCurve.Classes - 1).Expected)!;
    }
}
