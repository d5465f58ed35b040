namespace Faultline.Studies;

/// <summary>Plants faults of known place and size.</summary>
static class Planting
{
    /// <summary>Gives a share of the labels another class at random; says which.</summary>
    public static bool[] Flip(int[] labels, double share, int classes, SeededRandom random)
    {
        var flipped = new bool[labels.Length];
        for (var row = 0; row < labels.Length; row++)
        {
            if (random.NextDouble() < share)
            {
                flipped[row] = true;
                labels[row] = (labels[row] + 1 + random.NextInt(classes - 1)) % classes;
            }
        }

        return flipped;
    }

    /// <summary>Moves the two normal columns of some rows far off, each up or down; says which rows.</summary>
    public static (Table Data, bool[] Far) FarRows(SyntheticTable table, double deviations, int count, SeededRandom random)
    {
        var far = new bool[table.RowCount];
        var rows = random.Sample(table.RowCount, count);
        foreach (var row in rows)
        {
            far[row] = true;
        }

        var columns = table.Whole().Columns.Select(column =>
        {
            if (column.Name is not ("x0" or "x6") || column is not NumberColumn number)
            {
                return column;
            }

            var values = number.Values.ToArray();
            foreach (var row in rows)
            {
                values[row] += random.NextDouble() < 0.5 ? deviations : -deviations;
            }

            return new NumberColumn(column.Name, values);
        }).ToArray();
        return (Table.FromColumns(table.Kind, columns), far);
    }

    /// <summary>Appends copies of random rows, some feature cells of each redrawn from their columns, and shuffles; returns the rows of the copies.</summary>
    public static (Evidence Evidence, IReadOnlyList<int> Copies) EditedCopies(SyntheticTable table, double share, int cells, SeededRandom random)
    {
        var whole = table.Whole();
        var rows = table.RowCount;
        var copies = (int)Math.Round(share * rows);
        var source = Enumerable.Range(0, rows).Concat(Enumerable.Range(0, copies).Select(_ => random.NextInt(rows))).ToArray();
        var edits = new Dictionary<int, int[]>();
        for (var copy = rows; copy < rows + copies; copy++)
        {
            edits[copy] = random.Sample(table.Features.Count, cells);
        }

        var columns = whole.Columns.Select((column, j) =>
        {
            var taken = (int[])source.Clone();
            foreach (var (copy, edited) in edits)
            {
                for (var tries = 0; edited.Contains(j) && tries < 100; tries++)
                {
                    taken[copy] = random.NextInt(rows);
                    if (column.Text(taken[copy]) != column.Text(source[copy]))
                    {
                        break;
                    }
                }
            }

            return column.Take(taken);
        }).ToArray();
        var order = Enumerable.Range(0, rows + copies).ToArray();
        random.Shuffle(order.AsSpan());
        var data = Table.FromColumns(table.Kind, columns).Take(order);

        // A pair is one copy: whichever of the two stands later in the file is the repeat.
        var place = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            place[order[i]] = i;
        }

        return (table.Evidence(data), [.. Enumerable.Range(rows, copies).Select(copy => Math.Max(place[copy], place[source[copy]])).Distinct()]);
    }

    /// <summary>Moves columns by a number of standard deviations.</summary>
    public static (Table Data, IReadOnlyList<string> Moved) Shift(SyntheticTable table, double deviations, IReadOnlyList<string> moved)
    {
        var columns = table.Whole().Columns.Select(column =>
        {
            if (!moved.Contains(column.Name) || column is not NumberColumn number)
            {
                return column;
            }

            var values = number.Values.ToArray();
            var mean = values.Average();
            var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
            return new NumberColumn(column.Name, [.. values.Select(value => value + (deviations * deviation))]);
        }).ToArray();
        return (Table.FromColumns(table.Kind, columns), moved);
    }

    /// <summary>Multiplies the logits by <paramref name="temperature"/>: probabilities become over-confident.</summary>
    public static double[] Sharpen(double[] probabilities, int classes, double temperature)
    {
        var sharp = new double[probabilities.Length];
        for (var start = 0; start < sharp.Length; start += classes)
        {
            var sum = 0.0;
            for (var c = 0; c < classes; c++)
            {
                sharp[start + c] = Math.Pow(probabilities[start + c], temperature);
                sum += sharp[start + c];
            }

            for (var c = 0; c < classes; c++)
            {
                sharp[start + c] /= sum;
            }
        }

        return sharp;
    }
}
