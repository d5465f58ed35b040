using System.Globalization;

namespace Faultline.Studies;

/// <summary>
/// Finds faults where there are none: what a careless repair would do to a clean table. Each learns from the rows that it is given, as the checks do, and what it changes is what
/// suits the model or the majority, not what is drawn at random.
/// </summary>
static class ForcedCures
{
    const double Suspicious = 0.05;
    const double Tail = 0.025;
    const double Rare = 0.1;
    const int Bins = 10;

    /// <summary>Names, with the fix that is asked for, what becomes of labels, and what finds them.</summary>
    public static readonly IReadOnlyList<(string Name, RepairKind Kind, LabelRepair Labels, RepairCures Cures)> All =
    [
        ("relabel what the model gets wrong", RepairKind.Labels, LabelRepair.Relabel, new RepairCures { Labels = (context, _) => Labels(context, share: null) }),
        ("drop what the model gets wrong", RepairKind.Labels, LabelRepair.Drop, new RepairCures { Labels = (context, _) => Labels(context, share: null) }),
        ("relabel the 5 % least likely", RepairKind.Labels, LabelRepair.Relabel, new RepairCures { Labels = (context, _) => Labels(context, Suspicious) }),
        ("weigh the 5 % least likely", RepairKind.Labels, LabelRepair.Weigh, new RepairCures { Labels = (context, _) => Labels(context, Suspicious) }),
        ("drop the 5 % nearest to another row", RepairKind.NearDuplicates, LabelRepair.Relabel, new RepairCures { Rows = (context, _) => Nearest(context) }),
        ("blank the 5 % outermost numbers", RepairKind.Dependencies, LabelRepair.Relabel, new RepairCures { Cells = (evidence, training, _, _) => [.. Outermost(evidence, training, _ => null)] }),
        ("put the median for the 5 % outermost numbers", RepairKind.Dependencies, LabelRepair.Relabel, new RepairCures { Cells = (evidence, training, _, _) => [.. Outermost(evidence, training, median => median)] }),
        ("put the commonest level for rare ones", RepairKind.Dependencies, LabelRepair.Relabel, new RepairCures { Cells = (evidence, training, _, _) => [.. RareLevels(evidence, training, byNeighbour: false)] }),
        ("put what rows alike in another column have", RepairKind.Dependencies, LabelRepair.Relabel, new RepairCures { Cells = (evidence, training, _, _) => [.. RareLevels(evidence, training, byNeighbour: true)] }),
    ];

    static (IReadOnlyList<WrongLabel> Rows, Verdict Verdict) Labels(CheckContext context, double? share)
    {
        var predictions = context.Classes!;
        var classes = predictions.Classes.Count;
        var doubtful = new List<(int Row, int Best, double Own)>();
        for (var row = 0; row < predictions.Labels.Length; row++)
        {
            var said = predictions.Probabilities.AsSpan(row * classes, classes);
            var own = predictions.Labels[row];
            if (own < 0 || double.IsNaN(said[0]))
            {
                continue;
            }

            var best = own == 0 ? 1 : 0;
            for (var k = 0; k < classes; k++)
            {
                best = k != own && said[k] > said[best] ? k : best;
            }

            if (share is not null || said[best] > said[own])
            {
                doubtful.Add((row, best, said[own]));
            }
        }

        var taken = share is { } part ? doubtful.OrderBy(label => label.Own).ThenBy(label => label.Row).Take((int)(part * predictions.Labels.Length)) : doubtful;
        return ([.. taken.OrderBy(label => label.Row).Select(label => new WrongLabel(label.Row, label.Best, label.Own))], Verdict.Of([]));
    }

    // Rows are compared with the five next to them in the order of the first number.
    static List<RepairChange> Nearest(CheckContext context)
    {
        const int Near = 5;
        double[][] numbers = [.. context.Roles.Features.Select(name => context.Data[name]).OfType<NumberColumn>().Select(Standardised)];
        if (numbers.Length == 0)
        {
            return [];
        }

        var rows = context.Data.RowCount;
        int[] order = [.. Enumerable.Range(0, rows).OrderBy(row => numbers[0][row]).ThenBy(row => row)];
        var nearest = new double[rows];
        nearest.AsSpan().Fill(double.PositiveInfinity);
        for (var i = 0; i < rows; i++)
        {
            for (var j = i + 1; j < Math.Min(rows, i + 1 + Near); j++)
            {
                var distance = numbers.Sum(column => (column[order[i]] - column[order[j]]) * (column[order[i]] - column[order[j]]));
                var later = Math.Max(order[i], order[j]);
                nearest[later] = Math.Min(nearest[later], distance);
            }
        }

        return [.. Enumerable.Range(0, rows).OrderBy(row => nearest[row]).ThenBy(row => row).Take((int)(Suspicious * rows)).Order()
            .Select(row => new RepairChange(RepairKind.NearDuplicates, row, string.Empty, null, null, "FL103", "forced"))];
    }

    static double[] Standardised(NumberColumn column)
    {
        var present = column.Values.ToArray().Where(value => !double.IsNaN(value)).ToArray();
        var mean = present.DefaultIfEmpty(0).Average();
        var deviation = Math.Sqrt(present.Select(value => (value - mean) * (value - mean)).DefaultIfEmpty(1).Average());
        return [.. column.Values.ToArray().Select(value => double.IsNaN(value) || deviation == 0 ? 0 : (value - mean) / deviation)];
    }

    static IEnumerable<RepairChange> Outermost(Evidence evidence, int[]? training, Func<string, string?> after)
    {
        foreach (var column in evidence.Roles.Features.Select(name => evidence.Data[name]).OfType<NumberColumn>())
        {
            var values = column.Values.ToArray();
            double[] learned = [.. (training is null ? values : training.Select(row => values[row])).Where(value => !double.IsNaN(value)).Order()];
            if (learned.Length == 0)
            {
                continue;
            }

            double At(double share) => learned[(int)(share * (learned.Length - 1))];
            var (low, high, middle) = (At(Tail), At(1 - Tail), At(0.5).ToString("R", CultureInfo.InvariantCulture));
            for (var row = 0; row < values.Length; row++)
            {
                if (values[row] < low || values[row] > high)
                {
                    yield return new RepairChange(RepairKind.Dependencies, row, column.Name, column.Text(row), after(middle), "FL102", "forced");
                }
            }
        }
    }

    static IEnumerable<RepairChange> RareLevels(Evidence evidence, int[]? training, bool byNeighbour)
    {
        int[] learned = training ?? [.. Enumerable.Range(0, evidence.Data.RowCount)];
        Column[] features = [.. evidence.Roles.Features.Select(name => evidence.Data[name])];
        foreach (var column in features.OfType<TextColumn>())
        {
            int[] groups = byNeighbour ? Groups(features.First(other => other is (TextColumn or NumberColumn) && other != column), learned) : new int[column.RowCount];
            var counts = new Dictionary<int, int[]>();
            foreach (var row in learned.Where(row => column.Codes[row] >= 0))
            {
                if (!counts.TryGetValue(groups[row], out var mine))
                {
                    counts.Add(groups[row], mine = new int[column.Categories.Count]);
                }

                mine[column.Codes[row]]++;
            }

            for (var row = 0; row < column.RowCount; row++)
            {
                if (column.Codes[row] is var code and >= 0 && counts.TryGetValue(groups[row], out var mine) && mine[code] < Rare * mine.Sum())
                {
                    yield return new RepairChange(RepairKind.Dependencies, row, column.Name, column.Text(row), column.Categories[Array.IndexOf(mine, mine.Max())], "FL106", "forced");
                }
            }
        }
    }

    // Levels, or tenths of a number's learned rows; −1 where missing.
    static int[] Groups(Column column, int[] learned)
    {
        if (column is TextColumn texts)
        {
            return texts.Codes.ToArray();
        }

        var values = ((NumberColumn)column).Values.ToArray();
        double[] sorted = [.. learned.Select(row => values[row]).Where(value => !double.IsNaN(value)).Order()];
        double[] borders = [.. Enumerable.Range(1, Bins - 1).Select(bin => sorted.Length == 0 ? 0 : sorted[bin * (sorted.Length - 1) / Bins])];
        return [.. values.Select(value => double.IsNaN(value) ? -1 : borders.Count(border => border < value))];
    }
}
