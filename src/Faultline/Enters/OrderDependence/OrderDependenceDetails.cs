namespace Faultline;

/// <summary>Figures of FL105.</summary>
/// <param name="Statistic">Largest distance between the distribution of the index distances of near neighbours and that of random pairs, 0 … 1.</param>
/// <param name="P">Share of random orders, this one included, whose statistic is as large.</param>
/// <param name="Low">Lower end of the statistic's interval, or null.</param>
/// <param name="High">Upper end of the statistic's interval, or null.</param>
/// <param name="K">Neighbours of a row.</param>
/// <param name="Permutations">Random orders compared with.</param>
/// <param name="Queries">Rows whose neighbours were looked at.</param>
/// <param name="SortedBy">Columns that the file is sorted by or laid out in blocks of.</param>
/// <param name="Moved">Number of columns that depend on their place.</param>
/// <param name="Columns">The columns that depend most on their place.</param>
/// <param name="Ascertainment">The gap of distances between two groups of cases, or null.</param>
public sealed record OrderDependenceDetails(
    double Statistic,
    double P,
    double? Low,
    double? High,
    int K,
    int Permutations,
    int Queries,
    IReadOnlyList<string> SortedBy,
    int Moved,
    IReadOnlyList<OrderedColumn> Columns,
    AscertainmentDetails? Ascertainment) : CheckDetails;

/// <summary>A column that depends on its place in the file.</summary>
/// <param name="Column">The column, or the embedding's dimension.</param>
/// <param name="Kind"><c>drift</c>, <c>interval</c> or <c>neighbours</c>.</param>
/// <param name="Effect">Share of its variance by place (drift, interval), or correlation of rows that follow one another.</param>
/// <param name="Low">Lower end of the effect's interval.</param>
/// <param name="High">Upper end of the effect's interval.</param>
/// <param name="P">p-value over all that was tested.</param>
public sealed record OrderedColumn(string Column, string Kind, double Effect, double Low, double High, double P);

/// <summary>The distances of two groups of cases.</summary>
/// <param name="Linked">The group taken as linked.</param>
/// <param name="Other">The other group.</param>
/// <param name="LinkedMedian">Median distance of the linked cases.</param>
/// <param name="OtherMedian">Median distance of the others.</param>
/// <param name="Gap">Median difference of the others' distance to the linked cases' (Hodges and Lehmann).</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end of its interval.</param>
public sealed record AscertainmentDetails(string Linked, string Other, double LinkedMedian, double OtherMedian, double Gap, double Low, double High);
