namespace Faultline;

/// <summary>Rows that share an item of one, two or three attributes.</summary>
/// <param name="Terms">Attribute and item, in the order of the attributes.</param>
/// <param name="Sums">What its rows add up to.</param>
/// <param name="Z">By how many standard deviations its score exceeds what it is held against.</param>
/// <param name="Weight">Its share of the error of the search, relative to other slices of as many attributes.</param>
sealed record Slice(IReadOnlyList<(int Attribute, int Item)> Terms, SliceSums Sums, double Z, double Weight)
{
    /// <summary>The rows of the slice.</summary>
    public RowSet Rows(IReadOnlyList<SliceAttribute> attributes, int rows)
    {
        RowSet set = RowSet.All(rows);
        foreach ((int attribute, int item) in Terms)
        {
            attributes[attribute].Narrow(item, set);
        }

        return set;
    }

    /// <summary>The larger excess first, then the simpler, then the order of columns and items.</summary>
    public static int Compare(Slice left, Slice right)
    {
        int order = right.Z.CompareTo(left.Z);
        order = order != 0 ? order : left.Terms.Count.CompareTo(right.Terms.Count);
        for (int term = 0; order == 0 && term < left.Terms.Count; term++)
        {
            order = left.Terms[term].CompareTo(right.Terms[term]);
        }

        return order;
    }
}
