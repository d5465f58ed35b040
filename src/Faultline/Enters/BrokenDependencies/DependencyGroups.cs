namespace Faultline;

/// <summary>What each left value of a dependency says about the right one.</summary>
sealed class DependencyGroups
{
    readonly Dictionary<ulong, Votes> _votes = [];
    readonly ulong[] _places;

    /// <summary>Counts the groups of a dependency.</summary>
    public DependencyGroups(Dependency dependency, IReadOnlyList<CodedColumn> columns, RowPartition partition)
    {
        Dependency = dependency;
        Right = columns[dependency.Right];
        _places = new ulong[dependency.Left.Length];
        var place = 1UL;
        for (var i = 0; i < _places.Length; i++)
        {
            _places[i] = place;
            place *= (ulong)columns[dependency.Left[i]].Counts.Length;
        }

        var counts = new int[Right.Counts.Length];
        for (var group = 0; group < partition.Groups; group++)
        {
            var members = partition.Group(group);
            var votes = new Votes(-1, 0, -1, 0, 0);
            foreach (var row in members)
            {
                if (Right.Codes[row] >= 0)
                {
                    counts[Right.Codes[row]]++;
                    votes.Rows++;
                }
            }

            foreach (var row in members)
            {
                var code = Right.Codes[row];
                if (code >= 0 && counts[code] > 0)
                {
                    votes.Add(code, counts[code]);
                    counts[code] = 0;
                }
            }

            var key = 0UL;
            for (var i = 0; i < _places.Length; i++)
            {
                key += _places[i] * (ulong)columns[dependency.Left[i]].Codes[members[0]];
            }

            _votes[key] = votes;
        }
    }

    /// <summary>The dependency.</summary>
    public Dependency Dependency { get; }

    /// <summary>The right column.</summary>
    public CodedColumn Right { get; }

    /// <summary>
    /// What the other rows of the group say: their commonest right value and how clearly they say it, from 0 (nothing) towards 1 (many, all alike).
    /// </summary>
    /// <param name="cells">Codes of the row's cells as they are now.</param>
    /// <param name="given">Codes of the row's cells as they are in the table; where the left side is the same the row itself is left out.</param>
    public (int Code, double Weight) Said(ReadOnlySpan<int> cells, ReadOnlySpan<int> given)
    {
        var key = 0UL;
        var own = true;
        for (var i = 0; i < _places.Length; i++)
        {
            var code = cells[Dependency.Left[i]];
            if (code < 0)
            {
                return (-1, 0);
            }

            own &= code == given[Dependency.Left[i]];
            key += _places[i] * (ulong)code;
        }

        return _votes.TryGetValue(key, out var votes) ? votes.Without(own ? given[Dependency.Right] : -1) : (-1, 0);
    }

    /// <summary>Values of other columns at which the dependency is broken as a rule, so that there it says nothing.</summary>
    public IReadOnlyList<ExemptValues> Exempt { get; set; } = [];

    /// <summary>Whether the row has a value at which the dependency is broken as a rule.</summary>
    public bool IsExempt(ReadOnlySpan<int> cells)
    {
        foreach (var (column, codes) in Exempt)
        {
            if (codes.Contains(cells[column]))
            {
                return true;
            }
        }

        return false;
    }

    record struct Votes(int First, int FirstCount, int Second, int SecondCount, int Rows)
    {
        public void Add(int code, int count)
        {
            if (count > FirstCount || (count == FirstCount && code < First))
            {
                (First, FirstCount, Second, SecondCount) = (code, count, First, FirstCount);
            }
            else if (count > SecondCount || (count == SecondCount && code < Second))
            {
                (Second, SecondCount) = (code, count);
            }
        }

        public readonly (int Code, double Weight) Without(int own)
        {
            var first = FirstCount - (own == First && own >= 0 ? 1 : 0);
            var second = SecondCount - (own == Second && own >= 0 ? 1 : 0);
            var rows = Rows - (own >= 0 ? 1 : 0);
            var (code, count) = first >= second ? (First, first) : (Second, second);
            return (code, Math.Max(0, ((2 * count) - rows) / (rows + 1.0)));
        }
    }
}
