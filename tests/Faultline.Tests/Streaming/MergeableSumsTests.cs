using System.Numerics;

namespace Faultline.Tests;

public sealed class MergeableSumsTests
{
    [Fact]
    public void A_sum_is_that_of_whole_units_whatever_the_order_and_the_split()
    {
        SeededRandom random = SeededRandom.For(1, "sums");
        double[] values = [.. Enumerable.Range(0, 5_000).Select(i => (random.NextDouble() - 0.3) * Math.Pow(10, random.NextInt(12) - 11) * (i % 7 == 0 ? 60 : 1))];
        BigInteger units = values.Aggregate(BigInteger.Zero, (sum, value) => sum + new BigInteger(value * Math.Pow(2, 56)));

        foreach (double[] order in new[] { values, [.. values.Reverse()], [.. values.Order()] })
        {
            var parts = new ExactSum[3];
            for (int i = 0; i < order.Length; i++)
            {
                parts[i % 3].Add(order[i]);
            }

            parts[2].Merge(parts[0]);
            parts[2].Merge(parts[1]);
            Assert.Equal((double)units / Math.Pow(2, 56), parts[2].Value, 1e-15);
            Assert.Equal(BitConverter.DoubleToInt64Bits((double)(Int128)units / Math.Pow(2, 56)), BitConverter.DoubleToInt64Bits(parts[2].Value));
        }
    }

    [Fact]
    public void Counts_of_calibration_are_the_same_in_any_order()
    {
        SeededRandom random = SeededRandom.For(2, "calibration");
        (double P, bool Came)[] rows = [.. Enumerable.Range(0, 60_000).Select(i => (i % 10 == 0 ? 0.25 : random.NextDouble(), random.NextDouble() < 0.4))];
        CalibrationCounts forward = new(), backward = new(), rest = new();
        foreach (var (i, row) in rows.Index())
        {
            forward.Add(row.P, row.Came);
            var (p, came) = rows[^(i + 1)];
            (i % 3 == 0 ? rest : backward).Add(p, came);
        }

        rest.Merge(backward);

        Assert.Equal(forward.Bins(15), rest.Bins(15));
        Assert.Equal(rows.Sum(row => row.P), forward.Bins(15).Sum(bin => bin.Sum), 1e-8);
        Assert.Equal(rows.Where(row => row.Came).Sum(row => row.P), forward.Bins(15).Sum(bin => bin.SumOfEvents), 1e-8);
        Assert.Equal(rows.Sum(row => row.P * row.P), forward.Bins(15).Sum(bin => bin.Squares), 1e-8);
    }

    [Fact]
    public void The_lowest_rows_are_those_of_a_sort()
    {
        SeededRandom random = SeededRandom.For(3, "lowest");
        (double Key, int Row)[] rows = [.. Enumerable.Range(0, 1_000).Select(row => (Math.Round(random.NextDouble(), 1), row))];
        LowestRows<string> first = new(20), second = new(20);
        foreach (var (key, row) in rows.OrderByDescending(row => row.Row))
        {
            LowestRows<string> into = row % 3 == 0 ? first : second;
            if (into.Wants(key, row))
            {
                into.Add(key, row, "row " + row);
            }
        }

        second.Merge(first);

        Assert.Equal(rows.Order().Take(20).Select(row => (row.Row, "row " + row.Row)), second.Rows);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(40)]
    [InlineData(200)]
    public void Borders_are_the_nth_smallest_margins(int classes)
    {
        SeededRandom random = SeededRandom.For(4, "borders");
        (int Pair, int Margin)[] rows = [.. Enumerable.Range(0, 20_000).Select(_ => (random.NextInt(classes * classes), MarginBorders.Quantise(random.NextDouble(), random.NextDouble())))];
        ConfidentJoint wanted = ConfidentJoint.FromRows(classes, given => [.. Enumerable.Range(0, classes).Select(actual => given == actual ? 1_000_000 : random.NextInt(6))]);
        MarginBorders borders = new(classes);
        borders.Ask(wanted, [.. Enumerable.Repeat(10_000_000L, classes)]);
        (int Pair, int Margin)[] asked = [.. rows.Where(row => rows.Count(other => other.Pair == row.Pair) >= 6).Take(300)];
        while (!borders.IsDone)
        {
            int[] counts = new int[(classes * classes) << borders.Bits];
            foreach ((int pair, int margin) in rows)
            {
                if (borders.Bin(pair, margin) is var bin and >= 0)
                {
                    counts[(pair << borders.Bits) + bin]++;
                }
            }

            // Pairs of too few rows are not asked in practice; here they are topped up.
            for (int pair = 0; pair < classes * classes; pair++)
            {
                counts[(pair << borders.Bits) + (1 << borders.Bits) - 1] += 20_000_000;
            }

            borders.Narrow(counts);
        }

        foreach ((int pair, int margin) in asked)
        {
            int take = wanted[pair / classes, pair % classes];
            if (pair / classes != pair % classes)
            {
                int[] sorted = [.. rows.Where(row => row.Pair == pair).Select(row => row.Margin).Order()];
                Assert.Equal(take > 0 && margin <= sorted[take - 1], borders.Picks(pair, margin));
            }
        }
    }

    [Fact]
    public void A_sample_has_one_row_of_each_stretch()
    {
        int[] drawn = WholeTable.Draw(1_000_003, 5_000, 9);

        Assert.Equal(5_000, drawn.Length);
        for (int i = 0; i < drawn.Length; i++)
        {
            Assert.InRange(drawn[i], (long)i * 1_000_003 / 5_000, ((i + 1L) * 1_000_003 / 5_000) - 1);
        }

        Assert.Equal(drawn, WholeTable.Draw(1_000_003, 5_000, 9));
        Assert.NotEqual(drawn, WholeTable.Draw(1_000_003, 5_000, 10));
        Assert.Equal([0, 1, 2], WholeTable.Draw(3, 5_000, 0));

        // Where in its stretch a row lies is as good as uniform.
        double[] places = [.. drawn.Select((row, i) => (row - ((double)i * 1_000_003 / 5_000)) / 200)];
        Assert.InRange(places.Average(), 0.48, 0.52);
    }
}
