using System.Numerics;

namespace Faultline;

/// <summary>A block of rows with what every pass asks of its labels and probabilities. One to a thread; its arrays are used again for the next block.</summary>
sealed class ClassBlock(ClassSource source, bool showValues)
{
    // Columns are checked and turned into rows in strides that stay in the nearest cache.
    const int Stride = 256;

    int[] _labels = [];
    int[] _predicted = [];
    int[] _buckets = [];
    double[] _probabilities = [];
    double[] _certainty = [];
    RowBlock _block;

    /// <summary>What was seen and mended in the probabilities of all blocks so far.</summary>
    public ProbabilityBlock Seen { get; } = new();

    /// <summary>Rows with a label that no class is named after.</summary>
    public long Unmatched { get; private set; }

    /// <summary>Number of the first row.</summary>
    public int First => _block.First;

    /// <summary>The columns.</summary>
    public Table Rows => _block.Rows;

    /// <summary>Number of classes.</summary>
    public int Classes => source.Classes.Count;

    /// <summary>Class code of each row; −1 where it is not measured.</summary>
    public ReadOnlySpan<int> Labels => _labels.AsSpan(0, Rows.RowCount);

    /// <summary>The most probable class of each row, the first on a tie.</summary>
    public ReadOnlySpan<int> Predicted => _predicted.AsSpan(0, Rows.RowCount);

    /// <summary>Its log odds.</summary>
    public ReadOnlySpan<double> Certainty => _certainty.AsSpan(0, Rows.RowCount);

    /// <summary>Its <see cref="CertaintyCurve.Bucket"/>.</summary>
    public ReadOnlySpan<int> Buckets => _buckets.AsSpan(0, Rows.RowCount);

    /// <summary>Row major, checked, clipped and normalised as in memory.</summary>
    public ReadOnlySpan<double> Probabilities => _probabilities.AsSpan(0, Rows.RowCount * Classes);

    /// <summary>The probabilities of one row.</summary>
    public ReadOnlySpan<double> Row(int row) => _probabilities.AsSpan(row * Classes, Classes);

    /// <summary>Takes the next block.</summary>
    /// <exception cref="InputException">A number is no probability.</exception>
    public void Take(RowBlock block)
    {
        _block = block;
        var rows = block.Rows.RowCount;
        var k = Classes;
        if (_labels.Length < rows)
        {
            (_labels, _predicted, _buckets, _certainty, _probabilities) = (new int[rows], new int[rows], new int[rows], new double[rows], new double[rows * k]);
        }

        source.Code(block.Rows[source.Label], _labels.AsSpan(0, rows));
        foreach (ref var label in _labels.AsSpan(0, rows))
        {
            if (label < -1)
            {
                Unmatched++;
                label = -1;
            }
        }

        NumberColumn[] columns = [.. source.Columns.Select(name => block.Rows[name] as NumberColumn
            ?? throw new InputException($"Column '{name}' of '{block.Rows.Name}' was named as class probabilities, but it holds no numbers in the rows from {block.First:N0}; numbers between 0 and 1 were expected."))];
        for (var start = 0; start < rows; start += Stride)
        {
            Transpose(columns, start, Math.Min(rows, start + Stride), block.First);
        }

        for (var row = 0; row < rows; row++)
        {
            _buckets[row] = CertaintyCurve.Bucket(_certainty[row]);
        }
    }

    void Transpose(NumberColumn[] columns, int start, int end, int first)
    {
        var k = columns.Length;
        Span<double> highest = stackalloc double[Stride];
        Span<double> rest = stackalloc double[Stride];
        Span<double> sum = stackalloc double[Stride];
        Span<long> inside = stackalloc long[Stride];
        Span<long> most = stackalloc long[Stride];
        highest.Fill(double.NegativeInfinity);
        rest.Clear();
        sum.Clear();
        most.Clear();
        inside.Fill(-1);
        var count = end - start;
        for (var c = 0; c < k; c++)
        {
            var values = columns[c].Values[start..end];
            Scan(values, c, highest, rest, sum, inside, most);
            for (int row = 0, at = (start * k) + c; row < count; row++, at += k)
            {
                _probabilities[at] = values[row];
            }
        }

        for (var row = 0; row < count; row++)
        {
            if (inside[row] == 0 || Math.Abs(sum[row] - 1) > ProbabilityRows.RoundingTolerance)
            {
                Mend(columns, start + row, first);
                _certainty[start + row] = CertaintyCurve.Certainty(Row(start + row), out _predicted[start + row]);
                (highest[row], rest[row], most[row]) = (double.NaN, 1, _predicted[start + row]);
            }
        }

        for (var row = 0; row < count; row++)
        {
            _predicted[start + row] = (int)most[row];
        }

        for (var row = 0; row < count; row += Vector<double>.Count)
        {
            var ratio = new Vector<double>(highest[row..]) / new Vector<double>(rest[row..]);
            var certainty = CertaintyCurve.OfRatio(ratio);
            for (var lane = 0; lane < Math.Min(Vector<double>.Count, count - row); lane++)
            {
                if (!double.IsNaN(highest[row + lane]))
                {
                    _certainty[start + row + lane] = certainty[lane];
                }
            }
        }
    }

    // The same sums in the same order as for one row alone, several rows at a time.
    static void Scan(ReadOnlySpan<double> values, int number, Span<double> highest, Span<double> rest, Span<double> sum, Span<long> inside, Span<long> most)
    {
        var row = 0;
        if (number == 0)
        {
            values.CopyTo(highest);
        }

        for (; row + Vector<double>.Count <= values.Length; row += Vector<double>.Count)
        {
            var value = new Vector<double>(values[row..]);
            (new Vector<double>(sum[row..]) + value).CopyTo(sum[row..]);
            (new Vector<long>(inside[row..]) & Vector.GreaterThanOrEqual(value, Vector<double>.Zero) & Vector.LessThanOrEqual(value, Vector<double>.One)).CopyTo(inside[row..]);
            if (number > 0)
            {
                var old = new Vector<double>(highest[row..]);
                var larger = Vector.GreaterThan(value, old);
                (new Vector<double>(rest[row..]) + Vector.ConditionalSelect(larger, old, value)).CopyTo(rest[row..]);
                Vector.ConditionalSelect(larger, value, old).CopyTo(highest[row..]);
                Vector.ConditionalSelect(larger, new Vector<long>(number), new Vector<long>(most[row..])).CopyTo(most[row..]);
            }
        }

        for (; row < values.Length; row++)
        {
            var value = values[row];
            sum[row] += value;
            inside[row] &= value >= 0 && value <= 1 ? -1 : 0;
            if (number > 0)
            {
                var larger = value > highest[row];
                rest[row] += larger ? highest[row] : value;
                (highest[row], most[row]) = larger ? (value, number) : (highest[row], most[row]);
            }
        }
    }

    void Mend(NumberColumn[] columns, int row, int first)
    {
        Seen.Read(_probabilities, columns.Length, row, row + 1, null, first);
        if (Seen.BadRow >= 0)
        {
            throw ProbabilityRows.NoProbability(_block.Rows.Name, Seen.BadRow, columns[Seen.BadColumn].Name, Seen.BadValue, showValues);
        }
    }
}
