namespace Faultline;

/// <summary>What a denial constraint came to on a table.</summary>
/// <param name="Pairs">Ordered pairs of rows that break it.</param>
/// <param name="Involved">Rows that stand in such a pair.</param>
/// <param name="Fewest">So many rows would have to change at least, or at most where <paramref name="IsExact"/> is false.</param>
/// <param name="IsExact">True when no smaller set of rows stands in every pair.</param>
/// <param name="Guilty">Rows of such a set, ascending; where two values of a group are equally frequent, all rows of both.</param>
/// <param name="Other">A row that a guilty one breaks it with, one that is not guilty itself where there is one.</param>
/// <param name="Right">The likely right value of the compared column in a guilty row, or null.</param>
sealed record DenialResult(long Pairs, int Involved, int Fewest, bool IsExact, int[] Guilty, Func<int, int?> Other, Func<int, string?>? Right = null);
