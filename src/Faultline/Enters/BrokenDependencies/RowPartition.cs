namespace Faultline;

/// <summary>
/// A stripped partition: the rows that share their values on the left side with another row, group by group (Huhtala and others, 1999). Rows that stand
/// alone can break no dependency and are left out.
/// </summary>
/// <param name="rows">Row numbers, group after group, ascending within each.</param>
/// <param name="starts">Where each group begins in <paramref name="rows"/>; one more entry than groups.</param>
sealed class RowPartition(int[] rows, int[] starts)
{
    /// <summary>Number of groups of two rows or more.</summary>
    public int Groups => starts.Length - 1;

    /// <summary>Rows beyond the first of each group: as many cells can break a dependency.</summary>
    public int Repeats => rows.Length - Groups;

    /// <summary>All rows in groups.</summary>
    public ReadOnlySpan<int> Rows => rows;

    /// <summary>The rows of one group.</summary>
    public ReadOnlySpan<int> Group(int group) => rows.AsSpan(starts[group], starts[group + 1] - starts[group]);

    /// <summary>The partition by one column.</summary>
    public static RowPartition Of(CodedColumn column)
    {
        var all = new int[column.Codes.Length];
        for (var row = 0; row < all.Length; row++)
        {
            all[row] = row;
        }

        return new RowPartition(all, [0, all.Length]).By(column, new Scratch());
    }

    /// <summary>The partition by one column more.</summary>
    public RowPartition By(CodedColumn column, Scratch scratch)
    {
        var codes = column.Codes;
        var counts = scratch.Counts(column.Counts.Length);
        var places = scratch.Places(column.Counts.Length);
        var kept = new int[rows.Length];
        var begins = new List<int>(Math.Max(4, Groups)) { 0 };
        var used = 0;
        for (var group = 0; group < Groups; group++)
        {
            var members = Group(group);
            foreach (var row in members)
            {
                if (codes[row] >= 0)
                {
                    counts[codes[row]]++;
                }
            }

            foreach (var row in members)
            {
                var code = codes[row];
                if (code < 0 || counts[code] < 2)
                {
                    continue;
                }

                if (places[code] == 0)
                {
                    // Shifted by one so that 0 means "not met yet".
                    places[code] = used + 1;
                    used += counts[code];
                    begins.Add(used);
                }

                kept[places[code]++ - 1] = row;
            }

            foreach (var row in members)
            {
                if (codes[row] >= 0)
                {
                    counts[codes[row]] = 0;
                    places[codes[row]] = 0;
                }
            }
        }

        Array.Resize(ref kept, used);
        return new RowPartition(kept, [.. begins]);
    }

    /// <summary>
    /// How many cells of the right column differ from the commonest value of their group, and of how many that could; stops when more than
    /// <paramref name="limit"/> differ.
    /// </summary>
    /// <param name="codes">The right column, one code a row; −1 is left out.</param>
    /// <param name="scratch">Room for as many counts as there are codes, all 0.</param>
    /// <param name="limit">Most that matter.</param>
    /// <returns>Cells that differ, or more than the limit; and cells beyond the first of each group.</returns>
    public (int Broken, int Tested) Errors(ReadOnlySpan<int> codes, int[] scratch, int limit)
    {
        var broken = 0;
        var tested = 0;
        for (var group = 0; group < Groups && broken <= limit; group++)
        {
            var members = Group(group);
            var present = 0;
            var most = 0;
            foreach (var row in members)
            {
                if (codes[row] >= 0)
                {
                    present++;
                    most = Math.Max(most, ++scratch[codes[row]]);
                }
            }

            foreach (var row in members)
            {
                if (codes[row] >= 0)
                {
                    scratch[codes[row]] = 0;
                }
            }

            broken += present - most;
            tested += Math.Max(0, present - 1);
        }

        return (broken, tested);
    }

    /// <summary>
    /// How many cells are misplaced: they differ from the commonest value of their group, and their value is the commonest of some other group. Cells whose value
    /// is at home nowhere, as typos are, say nothing about whether a dependency holds.
    /// </summary>
    /// <param name="right">The right column.</param>
    /// <param name="home">Set to true for each code that is the commonest of a group, twice there at least; ties go to the value commoner in the table, then the lower code.</param>
    /// <returns>Misplaced cells, cells in groups with a value at home somewhere, and how many of these have the commonest such value.</returns>
    public (int Misplaced, int AtHome, int Commonest) Places(CodedColumn right, bool[] home)
    {
        var codes = right.Codes;
        var inGroup = new int[right.Counts.Length];
        var seen = new int[right.Counts.Length];
        var differing = new int[right.Counts.Length];
        for (var group = 0; group < Groups; group++)
        {
            var members = Group(group);
            var top = -1;
            foreach (var row in members)
            {
                if (codes[row] >= 0)
                {
                    inGroup[codes[row]]++;
                }
            }

            foreach (var row in members)
            {
                var code = codes[row];
                top = code >= 0 && (top < 0 || (inGroup[code], right.Counts[code], -code).CompareTo((inGroup[top], right.Counts[top], -top)) > 0) ? code : top;
            }

            if (top >= 0 && inGroup[top] > 1)
            {
                home[top] = true;
            }

            foreach (var row in members)
            {
                if (codes[row] >= 0)
                {
                    seen[codes[row]]++;
                    differing[codes[row]] += codes[row] == top ? 0 : 1;
                    inGroup[codes[row]] = 0;
                }
            }
        }

        var (misplaced, atHome, commonest) = (0, 0, 0);
        for (var code = 0; code < home.Length; code++)
        {
            misplaced += home[code] ? differing[code] : 0;
            atHome += home[code] ? seen[code] : 0;
            commonest = Math.Max(commonest, home[code] ? seen[code] : 0);
        }

        return (misplaced, atHome, commonest);
    }

    /// <summary>Counters that are used again and again, all 0 between uses.</summary>
    internal sealed class Scratch
    {
        int[] _counts = [];
        int[] _places = [];

        /// <summary>At least this many zeros.</summary>
        public int[] Counts(int length) => _counts.Length >= length ? _counts : _counts = new int[length];

        /// <summary>At least this many zeros, others than those of <see cref="Counts"/>.</summary>
        public int[] Places(int length) => _places.Length >= length ? _places : _places = new int[length];
    }
}
