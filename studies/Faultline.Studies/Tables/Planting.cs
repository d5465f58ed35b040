namespace Faultline.Studies;

/// <summary>Plants faults of known place and size.</summary>
static class Planting
{
    /// <summary>Appends copies of random rows, each with one feature cell redrawn from its column, and shuffles; returns the rows of the copies.</summary>
    public static (Evidence Evidence, IReadOnlyList<int> Copies) EditedCopies(SyntheticTable table, double share, SeededRandom random)
    {
        var whole = table.Whole();
        var rows = table.RowCount;
        var copies = (int)Math.Round(share * rows);
        var source = Enumerable.Range(0, rows).Concat(Enumerable.Range(0, copies).Select(_ => random.NextInt(rows))).ToArray();
        var edits = new Dictionary<int, int>();
        for (var copy = rows; copy < rows + copies; copy++)
        {
            edits[copy] = random.NextInt(table.Features.Count);
        }

        var columns = whole.Columns.Select((column, j) =>
        {
            var taken = (int[])source.Clone();
            foreach (var (copy, edited) in edits)
            {
                for (var tries = 0; edited == j && tries < 100; tries++)
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

    /// <summary>Moves the first two number columns by a number of standard deviations.</summary>
    public static (Table Data, IReadOnlyList<string> Moved) Shift(SyntheticTable table, double deviations)
    {
        var moved = table.Features.OfType<NumberColumn>().Take(2).Select(column => column.Name).ToArray();
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

    /// <summary>Divides the logits by 1/<paramref name="temperature"/>: probabilities become over-confident.</summary>
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
