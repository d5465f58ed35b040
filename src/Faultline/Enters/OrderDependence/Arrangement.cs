using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>By which columns the file is sorted, or laid out in blocks; running numbers and times do not count.</summary>
sealed class Arrangement
{
    // Chance of so many equal neighbours, or so few steps down, in a random order.
    public const double Chance = 1e-6;
    const double Blocks = 0.8;
    const int MostLevels = 20;
    const int LeastCell = 20;
    const int Window = 51;
    const int LeastGroups = 20;

    readonly List<ArrangedColumn> _columns;

    Arrangement(IEnumerable<ArrangedColumn> columns, string? label) => _columns = [.. columns.OrderByDescending(column => column.Column.Name == label)];

    public bool IsArranged => _columns.Count > 0;

    /// <summary>The columns, the label first.</summary>
    public IReadOnlyList<ArrangedColumn> Columns => _columns;

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => [.. _columns.Select(column => column.Column.Name)];

    /// <summary>Looks at every column that is not left out.</summary>
    public static Arrangement Of(CheckContext context)
    {
        var roles = context.Roles;
        var found = new List<ArrangedColumn>();
        foreach (var column in context.Data.Columns)
        {
            if (column.Name == roles.Time || column.Name == roles.Id || roles.Ignored.Contains(column.Name) || roles.Probabilities.Contains(column.Name)
                || roles.Embedding.Contains(column.Name) || roles.Text.Contains(column.Name))
            {
                continue;
            }

            if (Look(column) is { } arranged)
            {
                found.Add(arranged);
            }
        }

        return new Arrangement(found, roles.Label);
    }

    /// <summary>True for a dimension of a column that the file is arranged by.</summary>
    public bool Explains(TestedDimension dimension) => _columns.Exists(column => ReferenceEquals(column.Column, dimension.Column));

    /// <summary>Takes off what the place among the arranged columns explains: cell means, and a moving mean where a column is sorted without ties.</summary>
    public double[] Remove(double[] scores)
    {
        var left = (double[])scores.Clone();
        if (_columns.Exists(column => column.Codes is null))
        {
            double sum = 0;
            for (int row = -(Window / 2); row < scores.Length; row++)
            {
                var (enters, leaves) = (row + (Window / 2), row - (Window / 2) - 1);
                sum += (enters < scores.Length ? scores[enters] : 0) - (leaves >= 0 ? scores[leaves] : 0);
                if (row >= 0)
                {
                    left[row] -= sum / (Math.Min(scores.Length - 1, enters) - Math.Max(0, leaves + 1) + 1);
                }
            }
        }

        var cells = Cells(scores.Length);
        var count = cells.Max() + 1;
        var (sums, sizes) = (new double[count], new int[count]);
        for (var row = 0; row < left.Length; row++)
        {
            sums[cells[row]] += left[row];
            sizes[cells[row]]++;
        }

        for (var row = 0; row < left.Length; row++)
        {
            left[row] = sizes[cells[row]] < LeastCell ? 0 : left[row] - (sums[cells[row]] / sizes[cells[row]]);
        }

        return left;
    }

    /// <summary>
    /// The arranged column whose rows of one value are alike while rows on both sides of a border between values are not: repeated measures. Null when there is none.
    /// A column whose values come again in every run is none.
    /// </summary>
    public RowGroupsFound? Groups(IReadOnlyList<TestedDimension> tested, CheckContext context)
    {
        RowGroupsFound? best = null;
        var tests = 0;
        foreach (var (column, codes, levels, _, _, _) in _columns.Where(column => column.Codes is not null && column.Order != FileOrder.Runs && column.Levels >= LeastGroups && column.Levels <= column.Column.RowCount / 2))
        {
            var dimensions = tested.Where(dimension => !Explains(dimension)).ToArray();
            foreach (var dimension in dimensions)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                var z = ColumnOrder.Scores(dimension.Values());
                var (within, pairs) = Correlation(z, row => codes![row] == codes[row - 1]);
                var (across, borders) = Correlation(z, row => codes![row] != codes[row - 1]);

                // Where each group runs through the same values the rows at a border are far apart: that is an order within groups and does not make their rows alike.
                across = Math.Max(0, across);
                var difference = within - across;
                var error = Math.Sqrt((1.0 / Math.Max(1, pairs)) + (1.0 / Math.Max(1, borders)));

                // Three standard errors above the threshold: the largest of many columns is looked for, and groups are at least twenty. Runs within groups make neighbours alike; groups differ from each other too.
                tests++;
                if (difference - (3 * error) > 0.1 && !(best?.Difference > difference) && BetweenGroups(z, codes!, levels) > 0.1)
                {
                    best = new RowGroupsFound(column, levels, dimension, within, across, difference, error, 1);
                }
            }
        }

        return best is null ? null : best with { P = Math.Min(1, tests * Normal.CDF(0, 1, -best.Difference / best.Error)) };
    }

    // The intraclass correlation of a one-way analysis of variance.
    static double BetweenGroups(double[] z, int[] codes, int levels)
    {
        var sums = new Dictionary<int, (double Sum, int Rows)>(levels);
        double total = 0, squares = 0;
        for (var row = 0; row < z.Length; row++)
        {
            var (sum, rows) = sums.GetValueOrDefault(codes[row]);
            sums[codes[row]] = (sum + z[row], rows + 1);
            total += z[row];
            squares += z[row] * z[row];
        }

        double groups = sums.Count, n = z.Length;
        if (groups < 2 || n <= groups)
        {
            return 0;
        }

        double between = sums.Values.Sum(group => group.Sum * group.Sum / group.Rows) - (total * total / n);
        double within = (squares - (total * total / n) - between) / (n - groups);
        double size = (n - (sums.Values.Sum(group => (double)group.Rows * group.Rows) / n)) / (groups - 1);
        double excess = (between / (groups - 1)) - within;
        return excess <= 0 ? 0 : excess / (excess + (size * within));
    }

    // Of each row chosen with the row before it, about the mean of all rows, by the variance of these rows: extreme values that stand in few groups count once.
    static (double Correlation, int Pairs) Correlation(double[] z, Func<int, bool> isChosen)
    {
        double product = 0, square = 0;
        var pairs = 0;
        for (var row = 1; row < z.Length; row++)
        {
            if (isChosen(row))
            {
                product += z[row] * z[row - 1];
                square += ((z[row] * z[row]) + (z[row - 1] * z[row - 1])) / 2;
                pairs++;
            }
        }

        return (square == 0 ? 0 : product / square, pairs);
    }

    static ArrangedColumn? Look(Column column)
    {
        if (column is NumberColumn { MissingCount: 0 } numbers)
        {
            var values = numbers.Values;
            var sorted = SortedValues.Of(numbers);
            var levels = SortedValues.Distinct(sorted);
            var sortedness = Sortedness.Of(values, sorted);

            // Whole numbers that only ever rise count rows or time.
            if (levels < 2 || ColumnTraits.NumbersRows(numbers))
            {
                return null;
            }

            if (sortedness.IsSorted)
            {
                // A row out of place costs a step against the order, or two.
                var away = sortedness.OutOfPlace(values);
                var order = away == 0 ? FileOrder.Sorted : away <= 2 * sortedness.Against ? FileOrder.Nearly : FileOrder.Runs;
                return new ArrangedColumn(column, levels <= values.Length / 2 ? Codes(values) : null, levels, order, away == 0, order == FileOrder.Runs ? sortedness.Runs : away);
            }

            return levels <= MostLevels ? InBlocks(column, Codes(values), levels) : null;
        }

        return column is TextColumn texts && ColumnTraits.Distinct(texts) is >= 2 and var used && used <= column.RowCount / 2 ? InBlocks(column, [.. texts.Codes.ToArray().Select(code => code + 1)], used) : null;
    }

    static ArrangedColumn? InBlocks(Column column, int[] codes, int levels)
    {
        var counts = codes.CountBy(code => code).Select(pair => pair.Value).ToArray();
        var equal = Enumerable.Range(1, codes.Length - 1).Count(row => codes[row] == codes[row - 1]) / (codes.Length - 1.0);
        var expected = counts.Sum(count => count * (count - 1.0)) / (codes.Length * (codes.Length - 1.0));
        var runs = (int)Math.Round((1 - equal) * (codes.Length - 1)) + 1;
        var once = runs == counts.Length;
        var unlikely = once ? Unlikely(codes, counts.Length, counts.Length) : expected < 0.98 && (equal - expected) * (equal - expected) * codes.Length > 25 * expected * (1 - expected);
        return expected < 1 && (once || (equal - expected) / (1 - expected) >= Blocks) && unlikely
            ? new ArrangedColumn(column, codes, levels, once && column is TextColumn { MissingCount: 0 } texts && IsAlphabetical(texts) ? FileOrder.Sorted : FileOrder.Blocks, once)
            : null;
    }

    static bool IsAlphabetical(TextColumn column)
    {
        int up = 0, down = 0;
        var codes = column.Codes;
        for (var row = 1; row < codes.Length; row++)
        {
            var step = codes[row] == codes[row - 1] ? 0 : string.CompareOrdinal(column.Categories[codes[row]], column.Categories[codes[row - 1]]);
            (up, down) = (up + (step > 0 ? 1 : 0), down + (step < 0 ? 1 : 0));
        }

        return up == 0 || down == 0;
    }

    // The values' orders among all orders of the rows: orderings of blocks! × ∏ n_l! / n!.
    static bool Unlikely(int[] codes, int levels, int blocks) =>
        codes.CountBy(code => code).Sum(pair => SpecialFunctions.FactorialLn(pair.Value)) + SpecialFunctions.FactorialLn(Math.Min(blocks, levels)) - SpecialFunctions.FactorialLn(codes.Length) < Math.Log(Chance);

    static int[] Codes(ReadOnlySpan<double> values)
    {
        var numbers = new Numbering<double>();
        var codes = new int[values.Length];
        for (var row = 0; row < values.Length; row++)
        {
            codes[row] = numbers.Of(values[row]);
        }

        return codes;
    }

    int[] Cells(int rows)
    {
        var numbers = new Numbering<string>();
        var discrete = _columns.Where(column => column.Codes is not null).Select(column => column.Codes!).ToArray();
        return [.. Enumerable.Range(0, rows).Select(row => numbers.Of(string.Join(',', discrete.Select(codes => codes[row]))))];
    }
}
