using System.Globalization;

namespace Faultline;

/// <summary>Checks, clips and normalises class probabilities; one row-major array is all the memory it takes.</summary>
static class ProbabilityRows
{
    /// <summary>A row's sum may lie this far from 1 and is then normalised; farther is refused.</summary>
    public const double SumTolerance = 0.05;

    /// <summary>A row's sum this near to 1 is as near as single precision gets, and the row stays as it is.</summary>
    public const double RoundingTolerance = 1e-5;

    /// <summary>Lowest and highest number that is read as a probability; what lies outside [0,1] is clipped.</summary>
    public const double Lowest = -0.001, Highest = 1.001;

    // Rows of one task; within it rows are copied and checked in strides that stay in cache. Both are fixed, so threads change nothing.
    const int Block = 65_536;
    const int Stride = 1024;

    /// <summary>Copies columns into row-major order, joined by row, and checks them.</summary>
    /// <param name="source">The file or table, for messages.</param>
    /// <param name="columns">One column a class.</param>
    /// <param name="rowOf">Row of the source for each row of the table, −1 where it has none (then NaN); null where rows agree.</param>
    /// <param name="rows">Rows of the table.</param>
    /// <param name="showValues">False keeps numbers out of messages.</param>
    /// <param name="warnings">Receives what was mended.</param>
    /// <param name="changed">True when a number had to be clipped or normalised.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="numbers">How messages call the rows of the source; null where by their number.</param>
    /// <exception cref="InputException">A number is no probability, or a row does not sum to 1.</exception>
    public static double[] Of(string source, IReadOnlyList<NumberColumn> columns, int[]? rowOf, int rows, bool showValues, List<string> warnings, out bool changed, CancellationToken cancellation, int[]? numbers = null)
    {
        ThrowIfTooLarge(source, rows, columns.Count);
        foreach (var column in columns)
        {
            if (column.Unreadable.Count > 0)
            {
                var cell = column.Unreadable[0];
                throw new InputException($"'{source}' row {numbers?[cell.Row] ?? cell.Row}, column '{column.Name}': {(showValues ? $"'{CellText.Cut(cell.Text)}'" : "the text")} is no number; a probability between 0 and 1 was expected. Mend the file.");
            }
        }

        var k = columns.Count;
        var values = new double[rows * k];
        changed = Run(source, values, [.. columns.Select(column => column.Name)], rowOf, showValues, warnings, (start, end) =>
        {
            for (var c = 0; c < k; c++)
            {
                var from = columns[c].Values;
                if (rowOf is null)
                {
                    for (var row = start; row < end; row++)
                    {
                        values[(row * k) + c] = from[row];
                    }

                    continue;
                }

                for (var row = start; row < end; row++)
                {
                    values[(row * k) + c] = rowOf[row] < 0 ? double.NaN : from[rowOf[row]];
                }
            }
        }, cancellation, numbers);
        return values;
    }

    /// <summary>Checks, clips and normalises row-major probabilities in place.</summary>
    /// <param name="source">The file or table, for messages.</param>
    /// <param name="values">Row-major, one a class.</param>
    /// <param name="names">Column names, or numbers, for messages.</param>
    /// <param name="showValues">False keeps numbers out of messages.</param>
    /// <param name="warnings">Receives what was mended.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InputException">A number is no probability, or a row does not sum to 1.</exception>
    public static void Check(string source, double[] values, IReadOnlyList<string> names, bool showValues, List<string> warnings, CancellationToken cancellation) =>
        Run(source, values, names, null, showValues, warnings, null, cancellation);

    // True when a number was changed.
    static bool Run(string source, double[] values, IReadOnlyList<string> names, int[]? rowOf, bool showValues, List<string> warnings, Action<int, int>? fill, CancellationToken cancellation, int[]? numbers = null)
    {
        var rows = values.Length / names.Count;
        var blocks = new ProbabilityBlock[(rows + Block - 1) / Block];
        Parallel.For(0, blocks.Length, new ParallelOptions { CancellationToken = cancellation }, block =>
        {
            var found = new ProbabilityBlock();
            var last = Math.Min(rows, (block + 1) * Block);
            for (var start = block * Block; start < last && found.BadRow < 0; start += Stride)
            {
                var end = Math.Min(last, start + Stride);
                fill?.Invoke(start, end);
                found.Read(values, names.Count, start, end, rowOf);
            }

            blocks[block] = found;
        });
        if (Array.Find(blocks, block => block.BadRow >= 0) is { } bad)
        {
            throw NoProbability(source, (rowOf ?? numbers) is { } named ? named[bad.BadRow] : bad.BadRow, names[bad.BadColumn], bad.BadValue, showValues);
        }

        Say(source, blocks, rows, rowOf ?? numbers, warnings);
        return Array.Exists(blocks, block => block.Changed);
    }

    /// <summary>Says what was mended, and refuses rows that do not sum to 1.</summary>
    internal static void Say(string source, ProbabilityBlock[] blocks, int rows, int[]? rowOf, List<string> warnings)
    {
        var far = blocks.Sum(block => block.Far);
        if (far > 0)
        {
            var first = blocks.Where(block => block.Far > 0).MinBy(block => block.FarRow)!;
            throw new InputException(
                $"'{source}' row {(rowOf is null ? first.FarRow : rowOf[first.FarRow])}: the probabilities sum to {Write(first.FarSum)}{(far > 1 ? $", and {far - 1:N0} more rows do not sum to 1" : string.Empty)}; expected 1, to within {Write(SumTolerance)}. " +
                "Give one column a class, all of them, as probabilities and not as scores.");
        }

        var normalised = blocks.Sum(block => block.Normalised);
        if (normalised > 0)
        {
            warnings.Add($"The probabilities of {normalised:N0} of {rows:N0} rows of '{source}' did not sum to 1 (off by up to {Write(blocks.Max(block => block.Farthest))}); they were divided by their sum.");
        }

        var clipped = blocks.Sum(block => block.Clipped);
        if (clipped > 0)
        {
            warnings.Add($"{clipped:N0} of {rows:N0} rows of '{source}' had a probability just outside 0 to 1; it was set to the nearer end.");
        }
    }

    /// <exception cref="InputException">The array would be larger than an array can be.</exception>
    static void ThrowIfTooLarge(string source, long rows, long columns)
    {
        if (rows * columns > Array.MaxLength)
        {
            throw new InputException($"'{source}' has {rows:N0} rows × {columns:N0} classes of probabilities, more than one array can hold ({Array.MaxLength:N0}). Audit fewer rows at a time.");
        }
    }

    internal static InputException NoProbability(string source, int row, string column, double value, bool showValues)
    {
        var what = double.IsNaN(value) ? "there is no probability (missing or NaN)"
            : double.IsInfinity(value) ? "the probability is infinite"
            : showValues ? $"{NumberColumn.Write(value)} is no probability" : "the number is no probability";
        return new InputException($"'{source}' row {row}, column '{column}': {what}; a number between 0 and 1 was expected. Mend the row or leave it out.");
    }

    static string Write(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
