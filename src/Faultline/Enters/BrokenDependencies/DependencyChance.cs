using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>
/// What chance alone would do to a dependency: the right column is permuted, over all rows for one left column, else within the rows that agree on the other
/// left columns, so that every left column must earn its place. Rare left values, skewed columns and small groups lower what chance breaks in just the same way.
/// </summary>
/// <param name="columns">The columns searched.</param>
/// <param name="candidates">Dependencies searched, pruned ones included.</param>
/// <param name="context">Seeds, threads and cancellation.</param>
sealed class DependencyChance(IReadOnlyList<CodedColumn> columns, double candidates, CheckContext context)
{
    // The misplaced share must lie below this share of what chance gives, by its 99 % interval.
    const double MostOfChance = 0.25;
    const double Level = 0.99;
    const double LargestP = 0.01;
    const int FewestExpected = 10;
    const int ManyRows = 200_000;

    // Where these many draws settle it, no more are made; only small tables leave a doubt.
    const int FewDraws = 6;
    const int ManyDraws = 20;

    /// <summary>The dependencies that hold far better than by chance, with what chance gives.</summary>
    public IReadOnlyList<Dependency> Real(IReadOnlyList<Dependency> found)
    {
        var judged = new Dependency?[found.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation };
        Parallel.For(0, found.Count, parallel, i => judged[i] = Judge(found[i]));
        return [.. judged.OfType<Dependency>()];
    }

    /// <summary>The dependency with what chance gives, whether it passes or not.</summary>
    public Dependency Measure(Dependency dependency)
    {
        var (expected, p) = Worst(dependency);
        return dependency with { Expected = expected, P = Math.Min(1, p * Math.Max(1, candidates)) };
    }

    /// <summary>Whether a measured dependency holds far better than by chance.</summary>
    public static bool IsFarFromChance(Dependency measured) =>
        measured.Expected >= FewestExpected
        && measured.P <= LargestP
        && WilsonInterval.Of(measured.Misplaced, measured.Tested, Level).High * measured.Tested <= MostOfChance * measured.Expected;

    Dependency? Judge(Dependency dependency)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        var measured = Measure(dependency);
        return IsFarFromChance(measured) && IsSpread(dependency) && !IsRounding(dependency) ? measured : null;
    }

    (double Expected, double P) Worst(Dependency dependency)
    {
        var right = columns[dependency.Right];
        var home = new bool[right.Counts.Length];
        Within(dependency.Left, right.Codes).Places(right, home);
        int[] codes = [.. right.Codes.Select(code => code >= 0 && home[code] ? code : -1)];
        var worst = (Expected: double.PositiveInfinity, P: 0.0);
        foreach (var without in dependency.Left)
        {
            var (expected, p) = Permuted(dependency, codes, [.. dependency.Left.Where(i => i != without)], without);
            worst = (Math.Min(worst.Expected, expected), Math.Max(worst.P, p));
        }

        return worst;
    }

    (double Expected, double P) Permuted(Dependency dependency, int[] given, int[] others, int last)
    {
        var scratch = new RowPartition.Scratch();
        var outer = Within(others, given);
        var inner = outer.By(columns[last], scratch);
        var draws = given.Length > ManyRows ? FewDraws : ManyDraws;
        var broken = new double[draws];
        var codes = (int[])given.Clone();
        for (var draw = 0; draw < draws; draw++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var random = SeededRandom.For(context.Seed, "FL106/" + string.Join(',', others) + ">" + last + ">" + dependency.Right, draw);
            Shuffle(outer, given, codes, random);
            broken[draw] = inner.Errors(codes, scratch.Counts(columns[dependency.Right].Counts.Length), int.MaxValue).Broken;
            if (draw == FewDraws - 1 && draw < draws - 1 && Judged(dependency.Misplaced, broken.AsSpan(0, FewDraws)) is var (mean, p) && IsSettled(dependency.Misplaced, mean, 2 * p))
            {
                // Looked at twice, so doubled.
                return (mean, Math.Min(1, 2 * p));
            }
        }

        return Judged(dependency.Misplaced, broken);
    }

    /// <summary>Whether more draws could change nothing: twice as far from the limits as is asked for, and a tenth of the chance; or clearly too near to chance.</summary>
    bool IsSettled(int misplaced, double mean, double p) =>
        mean >= 2 * FewestExpected && (misplaced >= 2 * MostOfChance * mean || (2 * misplaced <= MostOfChance * mean && p * Math.Max(1, candidates) <= LargestP / 10));

    static (double Mean, double P) Judged(int misplaced, ReadOnlySpan<double> broken)
    {
        double mean = 0, squares = 0;
        foreach (var value in broken)
        {
            mean += value;
        }

        mean /= broken.Length;

        foreach (var value in broken)
        {
            squares += (value - mean) * (value - mean);
        }

        var deviation = Math.Sqrt(squares / (broken.Length - 1));
        return deviation == 0
            ? (mean, misplaced < mean ? 0 : 1)
            : (mean, StudentT.CDF(0, 1, broken.Length - 1, (misplaced - mean) / (deviation * Math.Sqrt(1 + (1.0 / broken.Length)))));
    }

    // All rows with the right side present, grouped by left columns.
    RowPartition Within(int[] left, int[] codes)
    {
        var rows = new List<int>(codes.Length);
        for (var row = 0; row < codes.Length; row++)
        {
            if (codes[row] >= 0)
            {
                rows.Add(row);
            }
        }

        var scratch = new RowPartition.Scratch();
        var partition = new RowPartition([.. rows], [0, rows.Count]);
        foreach (var column in left)
        {
            partition = partition.By(columns[column], scratch);
        }

        return partition;
    }

    static void Shuffle(RowPartition within, int[] from, int[] to, SeededRandom random)
    {
        for (var group = 0; group < within.Groups; group++)
        {
            var members = within.Group(group);
            for (var i = members.Length - 1; i >= 0; i--)
            {
                // Fisher and Yates, inside out, over the group's own rows.
                var place = members.Length - 1 - i;
                var other = random.NextInt(place + 1);
                to[members[place]] = to[members[other]];
                to[members[other]] = from[members[place]];
            }
        }
    }

    /// <summary>Whether errors fall anywhere; where single left values carry them, the value goes with several right ones and nothing is broken.</summary>
    public bool IsSpread(Dependency dependency)
    {
        if (dependency.Broken == 0)
        {
            return true;
        }

        var right = columns[dependency.Right];
        var scratch = new RowPartition.Scratch();
        var partition = Within(dependency.Left, right.Codes);
        var counts = scratch.Counts(right.Counts.Length);
        var rate = (dependency.Broken + 1) / (dependency.Tested + 2.0);
        var excess = 0.0;
        for (var group = 0; group < partition.Groups; group++)
        {
            var members = partition.Group(group);
            var most = 0;
            foreach (var row in members)
            {
                most = Math.Max(most, ++counts[right.Codes[row]]);
            }

            foreach (var row in members)
            {
                counts[right.Codes[row]] = 0;
            }

            var broken = members.Length - most;
            var likely = rate * (members.Length - 1);
            excess += Math.Max(0, broken - likely - (3 * Math.Sqrt(likely * (1 - rate))) - 1);
        }

        return excess <= 0.25 * dependency.Broken;
    }

    /// <summary>Whether most exceptions differ by little: numbers that are computed from others agree but for their last digits, and that is no fault.</summary>
    public bool IsRounding(Dependency dependency)
    {
        var right = columns[dependency.Right];
        if (right.Source is not NumberColumn numbers || dependency.Broken == 0)
        {
            return false;
        }

        var sorted = numbers.Values.ToArray().Where(double.IsFinite).Order().ToArray();
        var near = sorted.Length == 0 ? 0 : 0.02 * (Quantiles.OfSorted(sorted, 0.9) - Quantiles.OfSorted(sorted, 0.1));
        var scratch = new RowPartition.Scratch();
        var partition = Within(dependency.Left, right.Codes);
        var counts = scratch.Counts(right.Counts.Length);
        var (close, far) = (0, 0);
        for (var group = 0; group < partition.Groups; group++)
        {
            var members = partition.Group(group);
            var top = right.Codes[members[0]];
            foreach (var row in members)
            {
                top = ++counts[right.Codes[row]] > counts[top] ? right.Codes[row] : top;
            }

            foreach (var row in members)
            {
                counts[right.Codes[row]] = 0;
            }

            foreach (var row in members)
            {
                var apart = Math.Abs(right.Number(right.Codes[row]) - right.Number(top));
                close += right.Codes[row] != top && apart <= near ? 1 : 0;
                far += right.Codes[row] != top && !(apart <= near) ? 1 : 0;
            }
        }

        return close > far;
    }
}
