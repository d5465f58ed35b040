namespace Faultline;

/// <summary>
/// Finds the pairs of rows that break a denial constraint without looking at every pair: rows are joined by what must be equal; within a group a difference is counted by
/// values, and one or two orders by sorting. What is left (three comparisons and more besides the equalities) is compared pair by pair where that is at most
/// <see cref="MostCompared"/> pairs, and refused beyond.
/// </summary>
sealed class DenialSearch
{
    /// <summary>Most pairs that are compared one by one.</summary>
    public const long MostCompared = 200_000_000;

    readonly Table _table;
    readonly DenialPredicate[] _rest;
    readonly DenialPairs _pairs;
    readonly bool _isSymmetric;
    readonly bool[] _first;
    readonly bool[] _second;
    readonly int[] _left;
    readonly int[] _right;
    readonly Dictionary<int, (List<int> First, List<int> Second)> _groups = [];
    readonly CancellationToken _cancellation;

    DenialSearch(Table table, DenialConstraint constraint, CancellationToken cancellation)
    {
        _table = table;
        _cancellation = cancellation;
        DenialPredicate[] all = [.. constraint.Predicates.Select(predicate => predicate.FirstLeft())];
        DenialPredicate[] both = [.. all.Where(predicate => predicate.IsOfBoth)];
        _rest = [.. both.Where(predicate => predicate.Operator != DenialOperator.Equal)];
        _pairs = new DenialPairs(_rest, [.. _rest.Select(predicate => Values(_table[predicate.Left.Column], predicate, _table[predicate.Right!.Column]))]);
        _isSymmetric = both.Length == all.Length && Array.TrueForAll(both, predicate => predicate.Left.Column == predicate.Right!.Column);
        _first = Fit(all.Where(predicate => !predicate.IsOfBoth && predicate.Left.Row == 1), both.Select(predicate => predicate.Left.Column));
        _second = Fit(all.Where(predicate => !predicate.IsOfBoth && predicate.Left.Row == 2), both.Select(predicate => predicate.Right!.Column));
        (_left, _right) = Keys([.. both.Where(predicate => predicate.Operator == DenialOperator.Equal)]);
        Join();
    }

    /// <summary>Evaluates a constraint for which <see cref="DenialColumns.WhyNot"/> is null.</summary>
    /// <param name="table">The table.</param>
    /// <param name="constraint">The constraint.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="mostCompared">Most pairs that are compared one by one.</param>
    /// <returns>What came out, or why it is too much work.</returns>
    public static (DenialResult? Result, string? WhyNot) Run(Table table, DenialConstraint constraint, CancellationToken cancellation, long mostCompared = MostCompared)
    {
        var search = new DenialSearch(table, constraint, cancellation);
        var compared = search._groups.Values.Sum(group => (double)group.First.Count * group.Second.Count);
        return search._pairs.IsCounted || compared <= mostCompared
            ? (search.Judge(mostCompared), null)
            : (null, FormattableString.Invariant($"it would compare {compared:#,0} pairs of rows one by one, more than {mostCompared:N0}; add an equality that joins fewer rows, or leave one or two orders beside it"));
    }

    static (double[] Left, double[] Right) Values(Column left, DenialPredicate predicate, Column right)
    {
        if (!DenialPairs.IsDifference(predicate))
        {
            return (DenialColumns.Ordered(left), DenialColumns.Ordered(right));
        }

        var (a, b) = DenialColumns.Codes(left, right);
        return ([.. a.Select(code => (double)code)], [.. b.Select(code => (double)code)]);
    }

    bool[] Fit(IEnumerable<DenialPredicate> own, IEnumerable<string> compared)
    {
        var fit = new bool[_table.RowCount];
        Array.Fill(fit, true);
        foreach (var predicate in own)
        {
            var holds = DenialColumns.Holds(_table, predicate);
            for (var row = 0; row < fit.Length; row++)
            {
                fit[row] &= holds[row];
            }
        }

        foreach (var name in compared)
        {
            // Where only equality counts, a cell that can't be read is the text it is.
            HashSet<int> unreadable = IsOrdered(name) ? [] : [.. _table[name].Unreadable.Select(cell => cell.Row)];
            for (var row = 0; row < fit.Length; row++)
            {
                fit[row] &= !_table[name].IsMissing(row) || unreadable.Contains(row);
            }
        }

        return fit;
    }

    bool IsOrdered(string name) => Array.Exists(_rest, predicate => !DenialPairs.IsDifference(predicate) && (predicate.Left.Column == name || predicate.Right?.Column == name));

    (int[] Left, int[] Right) Keys(DenialPredicate[] equal)
    {
        var (left, right) = (new int[_table.RowCount], new int[_table.RowCount]);
        foreach (var predicate in equal)
        {
            var (a, b) = DenialColumns.Codes(_table[predicate.Left.Column], _table[predicate.Right!.Column]);
            var keys = new Numbering<(int, int)>();
            for (var row = 0; row < left.Length; row++)
            {
                (left[row], right[row]) = (keys.Of((left[row], a[row])), keys.Of((right[row], b[row])));
            }
        }

        return (left, right);
    }

    void Join()
    {
        for (var row = 0; row < _left.Length; row++)
        {
            if (_first[row])
            {
                Group(_left[row]).First.Add(row);
            }

            if (_second[row])
            {
                Group(_right[row]).Second.Add(row);
            }
        }

        (List<int> First, List<int> Second) Group(int key) => _groups.TryGetValue(key, out var group) ? group : _groups[key] = ([], []);
    }

    DenialResult Judge(long mostCompared)
    {
        var degrees = new long[_table.RowCount];
        long pairs = 0;
        var guilty = new SortedSet<int>();
        var right = new Dictionary<int, int>();
        var cover = new DenialCover(_pairs, degrees, mostCompared, _cancellation);
        var (fewest, exact) = (0, true);
        foreach (var (first, second) in _groups.Values.Where(group => group.First.Count > 0 && group.Second.Count > 0).OrderBy(group => group.First[0]))
        {
            _cancellation.ThrowIfCancellationRequested();
            var found = _pairs.Count(first, second, degrees);
            pairs += found;
            if (found == 0)
            {
                continue;
            }

            if (_isSymmetric && _rest is [{ Operator: DenialOperator.NotEqual }])
            {
                fewest += Minority(first, guilty, right);
            }
            else if (_isSymmetric && _rest.Length == 0)
            {
                // All rows of the group break it with all others; the first stays, as with repeats.
                fewest += first.Count - 1;
                guilty.UnionWith(first.Skip(1));
            }
            else if (_isSymmetric && _rest is [{ Operator: DenialOperator.Less or DenialOperator.Greater }, { Operator: DenialOperator.Less or DenialOperator.Greater }])
            {
                int[] left = OrderCover.Of([.. first.Select(row => _pairs.Values(0).Left[row])], [.. first.Select(row => _pairs.Values(1).Left[row])], isOpposite: _rest[0].Operator != _rest[1].Operator);
                fewest += left.Length;
                guilty.UnionWith(left.Select(i => first[i]));
            }
            else
            {
                exact = false;
                fewest += cover.Of(first, second).Count(guilty.Add);
            }
        }

        var column = _isSymmetric && _rest is [{ Operator: DenialOperator.NotEqual } difference] ? _table[difference.Left.Column] : null;
        return new DenialResult(pairs, degrees.Count(degree => degree > 0), fewest, exact, [.. guilty], Other, column is null ? null : row => right.TryGetValue(row, out var like) ? column.Text(like) : null);

        int? Other(int row) => Partners(row).OrderBy(guilty.Contains).ThenBy(other => other).Select(other => (int?)other).FirstOrDefault();
    }

    IEnumerable<int> Partners(int row)
    {
        var asFirst = _first[row] && _groups.TryGetValue(_left[row], out var group) ? group.Second.Where(other => _pairs.Breaks(row, other)) : [];
        return asFirst.Concat(_second[row] && _groups.TryGetValue(_right[row], out group) ? group.First.Where(other => _pairs.Breaks(other, row)) : []);
    }

    // Rows of a group that do not have its most frequent value are the fewest that must change; of equally frequent ones nobody can say which.
    int Minority(List<int> rows, SortedSet<int> guilty, Dictionary<int, int> right)
    {
        var parts = rows.GroupBy(row => _pairs.Values(0).Left[row]).Select(part => part.ToArray()).OrderByDescending(part => part.Length).ThenBy(part => part[0]).ToArray();
        var isTied = parts.Length > 1 && parts[0].Length == parts[1].Length;
        foreach (var row in isTied ? rows : parts.Skip(1).SelectMany(part => part))
        {
            guilty.Add(row);
            if (!isTied)
            {
                right[row] = parts[0][0];
            }
        }

        return rows.Count - parts[0].Length;
    }
}
