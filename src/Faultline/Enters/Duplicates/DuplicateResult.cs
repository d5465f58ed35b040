namespace Faultline;

/// <summary>What was found in one table, or between two.</summary>
/// <param name="Exact">Rows equal in every column; null when there are none.</param>
/// <param name="Near">Rows equal in all columns but one; null when there are none.</param>
/// <param name="Units">Names of the columns of each unit.</param>
/// <param name="Derived">Columns that the others determine; rows were not judged by them.</param>
/// <param name="IsDoubtful">Whether too little speaks against chance: the table is small, or a single column tells rows apart.</param>
sealed record DuplicateResult(DuplicateMatches? Exact, DuplicateMatches? Near, IReadOnlyList<IReadOnlyList<string>> Units, IReadOnlyList<string> Derived, bool IsDoubtful)
{
    const double MostByChance = 0.25;
    const double FewRows = 0.02;
    const double NearlyAll = 0.9;

    /// <summary>
    /// The unit in which nearly all near repeats differ, where these are more than a fiftieth of the rows: it tells apart the records of one group (readings of
    /// one device, members of one family), while edits would be spread over the columns. Null for none.
    /// </summary>
    public int? ToldApartBy(int rows)
    {
        if (Near is null || Near.Called <= FewRows * rows)
        {
            return null;
        }

        var most = Near.Groups.GroupBy(group => group.Differing).Select(unit => (Unit: unit.Key, Rows: unit.Sum(group => group.Rows.Length - 1))).MaxBy(unit => unit.Rows);
        return most.Rows >= NearlyAll * Near.Called ? most.Unit : null;
    }

    /// <summary>Whether rows may be called that are equal in all columns but one: no column tells them apart, and chance makes no more than a quarter of them.</summary>
    /// <param name="rows">Rows of the table.</param>
    public bool CallsNear(int rows) => Near is not null && ToldApartBy(rows) is null && Near.Chance.Expected <= MostByChance * Near.Called;
}
