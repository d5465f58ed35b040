namespace Faultline;

/// <summary>
/// Finds the rows that agree on everything but one unit, and reads off the table's near misses how many of them chance makes: a pair that agrees on all but
/// that unit and an identifying column would have agreed there too with the probability of that column's value.
/// </summary>
/// <param name="rows">The rows.</param>
/// <param name="split">With two tables the first row of the second; only pairs across count. 0 for one table.</param>
/// <param name="differing">The unit left out, or −1.</param>
/// <param name="left">Its keys, or null.</param>
sealed class CloseRowSearch(DuplicateRows rows, int split, int differing, ulong[]? left)
{
    readonly List<int> _rows = [];
    readonly List<int> _ends = [];
    readonly List<short> _places = [];
    ulong[] _own = [];
    ulong[] _other = [];
    int[] _members = [];
    int _repeats;

    /// <summary>The close rows of some, judged by one column; without one they are only found.</summary>
    public CloseRows Run(ReadOnlySpan<int> among, IdentifyingUnit? by)
    {
        var curve = new ChanceCurve();
        RowGroups groups = rows.Groups(among, left, by?.Keys);
        for (int group = 0; group < groups.Count; group++)
        {
            if (by is null)
            {
                Keep(groups[group], 0);
            }
            else if (Counts(groups[group]))
            {
                Group(groups[group], by, curve);
            }
        }

        return new CloseRows(differing, by, new RowGroups([.. _rows], [.. _ends]), [.. _places], _repeats, curve);
    }

    bool Counts(ReadOnlySpan<int> group) => group.Length > 1 && (split == 0 || (group[0] < split && group[^1] >= split));

    /// <summary>Rows equal in all but the unit left out and the identifying column: those with one value there are close, the others are near misses.</summary>
    void Group(ReadOnlySpan<int> group, IdentifyingUnit by, ChanceCurve curve)
    {
        if (_members.Length < group.Length)
        {
            (_members, _own, _other) = (new int[2 * group.Length], new ulong[2 * group.Length], new ulong[2 * group.Length]);
        }

        int possible = 0;
        for (int i = 0; i < group.Length; i++)
        {
            (_members[i], _own[i]) = (group[i], by.Keys[group[i]]);
            if (split == 0 || group[i] < split)
            {
                _other[possible++] = left is null ? 0 : left[group[i]];
            }
        }

        Array.Sort(_own, _members, 0, group.Length);
        _other.AsSpan(0, possible).Sort();
        for (int from = 0, to; from < group.Length; from = to)
        {
            for (to = from + 1; to < group.Length && _own[to] == _own[from]; to++)
            {
            }

            Value(_members.AsSpan(from, to - from), possible, by, curve);
        }
    }

    /// <summary>The rows of such a group that have one value in the identifying column.</summary>
    void Value(Span<int> same, int possible, IdentifyingUnit by, ChanceCurve curve)
    {
        same.Sort();
        int first = split == 0 ? same.Length : FirstOf(same), most = 0;
        double odds = by.Odds(by.Commonness[same[0]]);
        foreach (int row in same)
        {
            if (row < split)
            {
                continue;
            }

            int partners = possible - (left is null ? (split == 0 ? 1 : 0) : Equal(left[row], possible));
            int missed = partners - (split == 0 ? first - 1 : first);
            most = Math.Max(most, partners);
            if (missed > 0)
            {
                curve.Missed(ChanceCurve.Class(partners * odds), missed * odds * (split == 0 ? 0.5 : 1));
            }
        }

        if (Counts(same))
        {
            int at = ChanceCurve.Class(most * odds);
            curve.Found(at, Keep(same, (short)at), odds);
        }
    }

    int FirstOf(ReadOnlySpan<int> same)
    {
        int count = 0;
        while (count < same.Length && same[count] < split)
        {
            count++;
        }

        return count;
    }

    /// <summary>Possible partners with a value in the unit left out.</summary>
    int Equal(ulong key, int possible) => Below(key + 1, possible) - Below(key, possible);

    /// <summary>How many of the sorted keys are smaller.</summary>
    int Below(ulong key, int possible)
    {
        int low = 0, high = possible;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _other[middle] < key ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    int Keep(ReadOnlySpan<int> group, short place)
    {
        if (!Counts(group))
        {
            return 0;
        }

        _rows.AddRange(group);
        _ends.Add(_rows.Count);
        _places.Add(place);
        int repeats = split == 0 ? group.Length - 1 : group.Length - FirstOf(group);
        _repeats += repeats;
        return repeats;
    }
}
