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

    const long MostListed = 5_000_000;

    readonly Table _table;
    readonly DenialPredicate[] _rest;
    readonly bool _isSymmetric;
    readonly bool[] _first;
    readonly bool[] _second;
    readonly Dictionary<int, (List<int> First, List<int> Second)> _groups = [];
    readonly CancellationToken _cancellation;
    readonly (double[] Left, double[] Right)[] _values;

    DenialSearch(Table table, DenialConstraint constraint, CancellationToken cancellation)
    {
        _table = table;
        _cancellation = cancellation;
        DenialPredicate[] all = [.. constraint.Predicates.Select(predicate => predicate.FirstLeft())];
        DenialPredicate[] both = [.. all.Where(predicate => predicate.IsOfBoth)];
        _rest = [.. both.Where(predicate => predicate.Operator != DenialOperator.Equal)];
        _isSymmetric = both.Length == all.Length && Array.TrueForAll(both, predicate => predicate.Left.Column == predicate.Right!.Column);
        _first = Fit(all.Where(predicate => !predicate.IsOfBoth && predicate.Left.Row == 1), both.Select(predicate => predicate.Left.Column));
        _second = Fit(all.Where(predicate => !predicate.IsOfBoth && predicate.Left.Row == 2), both.Select(predicate => predicate.Right!.Column));
        _values = [.. _rest.Select(predicate => Values(_table[predicate.Left.Column], predicate, _table[predicate.Right!.Column]))];
        Join([.. both.Where(predicate => predicate.Operator == DenialOperator.Equal)]);
    }

    /// <summary>Evaluates a constraint for which <see cref="DenialColumns.WhyNot"/> is null.</summary>
    /// <returns>What came out, or why it is too much work.</returns>
    public static (DenialResult? Result, string? WhyNot) Run(Table table, DenialConstraint constraint, CancellationToken cancellation)
    {
        var search = new DenialSearch(table, constraint, cancellation);
        var compared = search._groups.Values.Sum(group => (double)group.First.Count * group.Second.Count);
        return search.IsCounted || compared <= MostCompared
            ? (search.Judge(), null)
            : (null, FormattableString.Invariant($"it would compare {compared:G3} pairs of rows one by one, more than {MostCompared:N0}; add an equality that joins fewer rows, or leave one or two orders beside it"));
    }

    // Differences by counting values, orders by sorting.
    bool IsCounted => _rest.Length == 0 || (_rest.Length == 1 && IsDifference(_rest[0])) || (_rest.Length <= 2 && !Array.Exists(_rest, IsDifference));

    static bool IsDifference(DenialPredicate predicate) => predicate.Operator == DenialOperator.NotEqual;

    static (double[] Left, double[] Right) Values(Column left, DenialPredicate predicate, Column right)
    {
        if (!IsDifference(predicate))
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
            for (var row = 0; row < fit.Length; row++)
            {
                fit[row] &= !_table[name].IsMissing(row);
            }
        }

        return fit;
    }

    void Join(DenialPredicate[] equal)
    {
        var (left, right) = (new int[_table.RowCount], new int[_table.RowCount]);
        foreach (var predicate in equal)
        {
            var (a, b) = DenialColumns.Codes(_table[predicate.Left.Column], _table[predicate.Right!.Column]);
            var keys = new Dictionary<(int, int), int>();
            int Of((int, int) key)
            {
                if (!keys.TryGetValue(key, out var number))
                {
                    keys.Add(key, number = keys.Count);
                }

                return number;
            }

            for (var row = 0; row < left.Length; row++)
            {
                (left[row], right[row]) = (Of((left[row], a[row])), Of((right[row], b[row])));
            }
        }

        for (var row = 0; row < left.Length; row++)
        {
            if (_first[row])
            {
                Group(left[row]).First.Add(row);
            }

            if (_second[row])
            {
                Group(right[row]).Second.Add(row);
            }
        }

        (List<int> First, List<int> Second) Group(int key) => _groups.TryGetValue(key, out var group) ? group : _groups[key] = ([], []);
    }

    bool Breaks(int first, int second)
    {
        for (var i = 0; i < _rest.Length; i++)
        {
            if (!DenialColumns.Compare(_values[i].Left[first], _rest[i].Operator, _values[i].Right[second]))
            {
                return false;
            }
        }

        return first != second;
    }

    DenialResult Judge()
    {
        var degrees = new long[_table.RowCount];
        long pairs = 0;
        var guilty = new SortedSet<int>();
        var right = new Dictionary<int, int>();
        var (fewest, exact) = (0, true);
        foreach (var (first, second) in _groups.Values.Where(group => group.First.Count > 0 && group.Second.Count > 0).OrderBy(group => group.First[0]))
        {
            _cancellation.ThrowIfCancellationRequested();
            var found = Count(first, second, degrees);
            pairs += found;
            if (found == 0)
            {
                continue;
            }

            if (_isSymmetric && _rest is [{ Operator: DenialOperator.NotEqual }])
            {
                fewest += Minority(first, guilty, right);
            }
            else if (_isSymmetric && _rest is [{ Operator: DenialOperator.Less or DenialOperator.Greater }, { Operator: DenialOperator.Less or DenialOperator.Greater }])
            {
                int[] left = OrderCover.Of([.. first.Select(row => _values[0].Left[row])], [.. first.Select(row => _values[1].Left[row])], isOpposite: _rest[0].Operator != _rest[1].Operator);
                fewest += left.Length;
                guilty.UnionWith(left.Select(i => first[i]));
            }
            else
            {
                exact = false;
                var chosen = found <= MostListed && (double)first.Count * second.Count <= MostCompared ? GreedyCover.Of(Listed(first, second)) : first.Concat(second).Where(row => degrees[row] > 0);
                fewest += chosen.Count(guilty.Add);
            }
        }

        var column = _isSymmetric && _rest is [{ Operator: DenialOperator.NotEqual } difference] ? _table[difference.Left.Column] : null;
        return new DenialResult(pairs, degrees.Count(degree => degree > 0), fewest, exact, [.. guilty], column is null ? null : row => right.TryGetValue(row, out var like) ? column.Text(like) : null);
    }

    // Rows of a group that do not have its most frequent value are the fewest that must change; of equally frequent ones nobody can say which.
    int Minority(List<int> rows, SortedSet<int> guilty, Dictionary<int, int> right)
    {
        var parts = rows.GroupBy(row => _values[0].Left[row]).Select(part => part.ToArray()).OrderByDescending(part => part.Length).ThenBy(part => part[0]).ToArray();
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

    IEnumerable<(int, int)> Listed(List<int> first, List<int> second)
    {
        foreach (var a in first)
        {
            foreach (var b in second)
            {
                if (Breaks(a, b))
                {
                    yield return (a, b);
                }
            }
        }
    }

    long Count(List<int> first, List<int> second, long[] degrees)
    {
        if (!IsCounted)
        {
            long pairs = 0;
            foreach (var (a, b) in Listed(first, second))
            {
                pairs++;
                degrees[a]++;
                degrees[b]++;
            }

            return pairs;
        }

        var (forward, backward) = (Partners(first, second, turned: false), Partners(second, first, turned: true));
        long sum = 0;
        for (var i = 0; i < first.Count; i++)
        {
            var row = first[i];
            var own = _second[row] && second.BinarySearch(row) >= 0 && IsOwnPartner(row) ? 1 : 0;
            degrees[row] += forward[i] - own;
            sum += forward[i] - own;
        }

        for (var i = 0; i < second.Count; i++)
        {
            var row = second[i];
            var own = _first[row] && first.BinarySearch(row) >= 0 && IsOwnPartner(row) ? 1 : 0;
            degrees[row] += backward[i] - own;
        }

        return sum;
    }

    bool IsOwnPartner(int row)
    {
        for (var i = 0; i < _rest.Length; i++)
        {
            if (!DenialColumns.Compare(_values[i].Left[row], _rest[i].Operator, _values[i].Right[row]))
            {
                return false;
            }
        }

        return true;
    }

    long[] Partners(List<int> asking, List<int> asked, bool turned)
    {
        double[] Own(int i, List<int> rows, bool left) => [.. rows.Select(row => left ? _values[i].Left[row] : _values[i].Right[row])];
        DenialOperator Sign(int i) => turned ? DenialPredicate.Turned(_rest[i].Operator) : _rest[i].Operator;
        if (_rest.Length == 0)
        {
            return [.. asking.Select(_ => (long)asked.Count)];
        }

        if (IsDifference(_rest[0]))
        {
            var counts = Own(0, asked, turned).CountBy(value => value).ToDictionary(pair => pair.Key, pair => pair.Value);
            return [.. Own(0, asking, !turned).Select(value => (long)asked.Count - counts.GetValueOrDefault(value))];
        }

        return _rest.Length == 1
            ? PartnerCount.Of(Own(0, asking, !turned), Own(0, asked, turned), Sign(0), null, null, DenialOperator.Less)
            : PartnerCount.Of(Own(0, asking, !turned), Own(0, asked, turned), Sign(0), Own(1, asking, !turned), Own(1, asked, turned), Sign(1));
    }
}
