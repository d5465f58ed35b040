namespace Faultline;

/// <summary>Rows that share an item of one, two or three attributes.</summary>
/// <param name="Terms">Attribute and item, in the order of the attributes.</param>
/// <param name="Sums">What its rows add up to.</param>
/// <param name="Z">By how many standard deviations its score exceeds what it is held against.</param>
sealed record Slice(IReadOnlyList<(int Attribute, int Item)> Terms, SliceSums Sums, double Z)
{
    /// <summary>True where the row lies in the slice.</summary>
    public bool Holds(IReadOnlyList<SliceAttribute> attributes, int row)
    {
        foreach ((int attribute, int item) in Terms)
        {
            if (!attributes[attribute].Holds(item, row))
            {
                return false;
            }
        }

        return true;
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
