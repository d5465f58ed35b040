namespace Faultline;

/// <summary>A block of rows with what every pass asks of its labels and probabilities. One to a thread; its arrays are used again for the next block.</summary>
sealed class ClassBlock(ClassSource source, bool showValues)
{
    // Rows are copied and checked in strides that stay in the nearest cache.
    const int Stride = 512;

    int[] _labels = [];
    int[] _predicted = [];
    double[] _probabilities = [];
    double[] _certainty = [];
    RowBlock _block;

    /// <summary>What was seen and mended in the probabilities of all blocks so far.</summary>
    public ProbabilityBlock Seen { get; } = new();

    /// <summary>Rows with a label that no class is named after.</summary>
    public long Unmatched { get; private set; }

    /// <summary>Rows without a label.</summary>
    public long Unlabelled { get; private set; }

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
            (_labels, _predicted, _certainty, _probabilities) = (new int[rows], new int[rows], new double[rows], new double[rows * k]);
        }

        source.Code(block.Rows[source.Label], _labels.AsSpan(0, rows));
        for (var row = 0; row < rows; row++)
        {
            Unmatched += _labels[row] == -2 ? 1 : 0;
            Unlabelled += _labels[row] == -1 ? 1 : 0;
            _labels[row] = Math.Max(_labels[row], -1);
        }

        NumberColumn[] columns = [.. source.Columns.Select(name => block.Rows[name] as NumberColumn
            ?? throw new InputException($"Column '{name}' of '{block.Rows.Name}' was named as class probabilities, but it holds no numbers in the rows from {block.First:N0}; numbers between 0 and 1 were expected."))];
        for (var start = 0; start < rows; start += Stride)
        {
            var end = Math.Min(rows, start + Stride);
            for (var c = 0; c < k; c++)
            {
                var from = columns[c].Values;
                for (var row = start; row < end; row++)
                {
                    _probabilities[(row * k) + c] = from[row];
                }
            }

            Seen.Read(_probabilities, k, start, end, null, block.First);
            if (Seen.BadRow >= 0)
            {
                throw ProbabilityRows.NoProbability(block.Rows.Name, Seen.BadRow, source.Columns[Seen.BadColumn], Seen.BadValue, showValues);
            }

            for (var row = start; row < end; row++)
            {
                _certainty[row] = CertaintyCurve.Certainty(_probabilities.AsSpan(row * k, k), out _predicted[row]);
            }
        }
    }
}
