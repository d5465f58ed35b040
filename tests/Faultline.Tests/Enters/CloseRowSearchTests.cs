namespace Faultline.Tests.Enters;

/// <summary>The hashed search against every pair looked at one by one.</summary>
public sealed class CloseRowSearchTests
{
    const int Columns = 6;

    [Theory]
    [InlineData(0)]
    [InlineData(140)]
    public void Finds_the_pairs_that_brute_force_finds_and_expects_what_it_expects(int split)
    {
        for (int seed = 0; seed < 4; seed++)
        {
            Table table = Coarse(300, (ulong)seed);
            DuplicateRows rows = Rows(table);
            int[] among = [.. Enumerable.Range(0, table.RowCount).Where(row => !Enumerable.Range(0, row).Any(other => Differing(table, row, other).Length == 0))];
            ulong[] keys = rows.Keys(0);
            int[] commonness = DuplicateRows.Commonness(keys);
            Assert.Equal([.. Enumerable.Range(0, 300).Select(row => Enumerable.Range(0, 300).Count(other => table["c0"].Text(other) == table["c0"].Text(row)))], commonness);
            var by = new IdentifyingUnit(0, 0.001, [1.5, 2.5, 1], keys, commonness);
            for (int differing = 1; differing < Columns; differing++)
            {
                CloseRows close = new CloseRowSearch(rows, split, differing, rows.Keys(differing)).Run(among, by);
                Assert.Equal(Pairs(among, split, (a, b) => Differing(table, a, b) is [var only] && only == differing), Found(close, split));
                double expected = 0;
                foreach (int a in among)
                {
                    foreach (int b in among.Where(b => split == 0 ? b < a : b < split && a >= split))
                    {
                        if (Differing(table, a, b) is [0, var other] && other == differing)
                        {
                            // Odds p / (1 − p) of the rows' own values: the frequency among the others times the lift of its commonness; one table's pairs see both rows.
                            expected += split == 0 ? (Odds(commonness[a]) + Odds(commonness[b])) / 2 : Odds(commonness[a]);
                        }
                    }
                }

                Assert.Equal(expected, close.Curve.UpTo(ChanceCurve.Classes - 1).Expected, 1e-9 * Math.Max(1, expected));
            }
        }
    }

    [Fact]
    public void Pairs_of_a_sample_are_counted_as_brute_force_counts_them()
    {
        Table table = Coarse(300, 9);
        var sample = new DuplicateSample(Rows(table), new SeededRandom(1), alike: 1);
        bool Agree(int column, int a, int b) => table["c" + column].Text(a) == table["c" + column].Text(b);
        Assert.Equal(Pairs([.. Enumerable.Range(0, 300)], 0, (a, b) => Agree(1, a, b) && Agree(3, a, b)).Count, sample.Agreeing([1, 3]));
        Assert.Equal([.. Enumerable.Range(0, 300).Select(row => Enumerable.Range(0, 300).Count(other => other != row && Agree(2, row, other)))], sample.Partners([2]));
        Assert.Equal(
            Pairs([.. Enumerable.Range(0, 300)], 0, (a, b) => Agree(0, a, b) && Differing(table, a, b).Length > 1),
            [.. sample.Unlike(0)!.Select(pair => (Math.Min(pair.A, pair.B), Math.Max(pair.A, pair.B))).Order()]);
    }

    // P(X ≥ k) for a Poisson variable by scipy 1.10: stats.poisson.sf(k - 1, mean).
    [Theory]
    [InlineData(5, 1, 0.003659846827343713)]
    [InlineData(24, 12, 0.0014728791823162702)]
    [InlineData(3, 3.5, 0.6791528011378658)]
    public void The_bound_and_its_probability(int found, double bound, double p)
    {
        // 1.5 × expected + 2 √squares + 3 × mean odds.
        var sum = new ChanceSum(found, 2, 0.2, (bound - 0.3 - 0.2) / 1.5, 0.01);
        Assert.Equal(bound, sum.Bound, 12);
        Assert.Equal(p, sum.P, 1e-9);
    }

    static double Odds(int count)
    {
        double lift = count < 4 ? 1.5 : count < 8 ? 2.5 : 1, p = Math.Min(0.9, lift * Math.Max(count - 1, 0.5) / 300);
        return p / (1 - p);
    }

    static DuplicateRows Rows(Table table) =>
        new([.. table.Columns.Select(column => DuplicateCells.Of([column.Name], table, null))], table.RowCount, new ParallelOptions { CancellationToken = TestContext.Current.CancellationToken });

    static int[] Differing(Table table, int a, int b) => [.. Enumerable.Range(0, Columns).Where(column => table["c" + column].Text(a) != table["c" + column].Text(b))];

    static List<(int A, int B)> Pairs(int[] among, int split, Func<int, int, bool> wanted) =>
        [.. from a in among from b in among where a < b && (split == 0 || (a < split && b >= split)) && wanted(a, b) select (a, b)];

    static List<(int A, int B)> Found(CloseRows close, int split) =>
        [.. Enumerable.Range(0, close.Groups.Count).SelectMany(group => Pairs(close.Groups[group].ToArray(), split, (_, _) => true)).Order()];

    static Table Coarse(int rows, ulong seed)
    {
        var random = new SeededRandom(seed + 70);
        return Table.FromColumns([.. Enumerable.Range(0, Columns).Select(column => (Column)TextColumn.From("c" + column, Enumerable.Range(0, rows).Select(_ => "v" + random.NextInt(column == 0 ? 60 : 3))))]);
    }
}
