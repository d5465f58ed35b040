using System.Globalization;
using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>
/// Finds groups in which two levels of another column are exchanged: everywhere else a number is clearly higher at one level than at the other, in one group it is the other way
/// round by about as much, and with the two levels exchanged that group is in line with the others.
/// </summary>
static class SwappedGroups
{
    const int FewestGroups = 5;
    const int FewestRows = 3;
    const int MostLevels = 12;
    const double Level = 0.02;

    // The others' differences against their own scatter, that of the group against it, and once exchanged.
    const double LeastAgreement = 2;
    const double LeastDeviation = 4;
    const double MostAfter = 1.5;

    // Less is asked where the exchange takes the group from far out to near by, as a group that is so by nature would hardly do.
    const double MostAfterLeap = 2.5;
    const double LeapRatio = 8;

    // Where further levels speak as well, less is asked of these two.
    const double MostAfterOfMany = 3;
    const double OwnLevel = 1e-3;

    // How far the group's further levels, and the exchanged ones, may lie from where the others have them, in the others' scatter.
    const double MostElsewhere = 4;
    const double LeastEffect = 0.3;
    const double MostWork = 3e8;
    const double SameShare = 0.8;

    /// <summary>The faults, each with a p-value corrected for all columns, groupings and pairs of levels whose other groups agree; and the least such p-value, null where none agree.</summary>
    public static (IReadOnlyList<ValueFault> Faults, double? P) Find(CheckContext context)
    {
        NumberColumn[] values = [.. RowFit.Judged(context)];
        LevelColumn[] levels = [.. context.Data.Columns.Where(column => Looks(column, context)).Select(LevelColumn.Of).OfType<LevelColumn>()];
        double work = (double)context.Data.RowCount * values.Length * levels.Length * levels.Length;
        int step = Math.Max(1, (int)Math.Ceiling(work / MostWork));
        int rows = context.Data.RowCount / step;
        int[] sample = step <= 1 ? [.. Enumerable.Range(0, context.Data.RowCount)] : context.Random("groups").Sample(context.Data.RowCount, rows);
        var jobs = (from groups in levels from pair in levels where groups != pair && groups.Levels >= FewestGroups select (Groups: groups, Pair: pair)).ToArray();
        var found = new (List<Candidate> Candidates, int Tried)[jobs.Length];
        Parallel.For(0, jobs.Length, new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.Cancellation }, job => found[job] = OfPair(jobs[job].Groups, jobs[job].Pair, values, sample));
        int tried = found.Sum(part => part.Tried);
        var said = new List<(Candidate First, int[] Rows, List<Candidate> Also)>();
        foreach (Candidate candidate in found.SelectMany(part => part.Candidates).OrderBy(candidate => Math.Round(Math.Log(Math.Max(candidate.P, 1e-300)), 6)).Where(candidate => candidate.P * tried <= Level))
        {
            // Another column may name the same rows, as a code of the site does: one exchange, told once.
            int[] own = Rows(candidate);
            if (said.Find(other => IsSame(other.Rows, own)) is { First: { } first } same)
            {
                if (first.Groups != candidate.Groups || first.Pair != candidate.Pair)
                {
                    same.Also.Add(candidate);
                }
            }
            else if (!said.Exists(other => other.First.Groups == candidate.Groups && other.First.Group == candidate.Group))
            {
                said.Add((candidate, own, []));
            }
        }

        double least = found.SelectMany(part => part.Candidates).Select(candidate => candidate.P * tried).Append(1).Min();
        return ([.. said.Select(fault => Write(fault.First, fault.Rows, fault.Also, Math.Min(1, fault.First.P * tried), context))], tried == 0 ? null : least);
    }

    static int[] Rows(Candidate candidate) =>
        [.. Enumerable.Range(0, candidate.Groups.Codes.Length).Where(row => candidate.Groups.Codes[row] == candidate.Group && (candidate.Pair.Codes[row] == candidate.Low || candidate.Pair.Codes[row] == candidate.High))];

    static bool IsSame(int[] rows, int[] others)
    {
        int both = rows.Intersect(others).Count();
        return both >= SameShare * (rows.Length + others.Length - both);
    }

    static bool Looks(Column column, CheckContext context) =>
        column.Name != context.Roles.Id && !context.Roles.Ignored.Contains(column.Name) && !context.Roles.Text.Contains(column.Name) && !context.Roles.Probabilities.Contains(column.Name) && !context.Roles.Embedding.Contains(column.Name);

    static (List<Candidate> Candidates, int Tried) OfPair(LevelColumn groups, LevelColumn pair, NumberColumn[] values, int[] sample)
    {
        var candidates = new List<Candidate>();
        int tried = 0;
        if (pair.Levels > MostLevels)
        {
            return (candidates, tried);
        }

        int cells = groups.Levels * pair.Levels;
        foreach (NumberColumn column in values)
        {
            if (ReferenceEquals(column, groups.Column) || ReferenceEquals(column, pair.Column))
            {
                continue;
            }

            var sums = new (int Count, double Sum, double Squares)[cells];
            ReadOnlySpan<double> numbers = column.Values;
            double unit = SquareUnit.Of(numbers), origin = Origin(numbers) / unit;
            foreach (int row in sample)
            {
                if (groups.Codes[row] is var group and >= 0 && pair.Codes[row] is var level and >= 0 && double.IsFinite(numbers[row]))
                {
                    ref var cell = ref sums[(group * pair.Levels) + level];
                    double value = (numbers[row] / unit) - origin;
                    cell = (cell.Count + 1, cell.Sum + value, cell.Squares + (value * value));
                }
            }

            for (int low = 0; low < pair.Levels; low++)
            {
                for (int high = low + 1; high < pair.Levels; high++)
                {
                    tried += OfLevels(groups, pair, column, unit, sums, low, high, candidates);
                }
            }
        }

        return (candidates, tried);
    }

    static double Origin(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                return value;
            }
        }

        return 0;
    }

    /// <summary>Looks for one group against the others; returns how many groups had others that agree.</summary>
    static int OfLevels(LevelColumn groups, LevelColumn pair, NumberColumn column, double unit, (int Count, double Sum, double Squares)[] sums, int low, int high, List<Candidate> candidates)
    {
        var differences = new List<(int Group, double Difference, double Error, int Freedom)>();
        double within = 0;
        int freedom = 0;
        for (int group = 0; group < groups.Levels; group++)
        {
            var (a, b) = (sums[(group * pair.Levels) + low], sums[(group * pair.Levels) + high]);
            if (a.Count < FewestRows || b.Count < FewestRows)
            {
                continue;
            }

            double scatter = Math.Max(0, a.Squares - (a.Sum * a.Sum / a.Count)) + Math.Max(0, b.Squares - (b.Sum * b.Sum / b.Count));
            within += scatter;
            freedom += a.Count + b.Count - 2;
            double own = scatter / (a.Count + b.Count - 2);
            differences.Add((group, (b.Sum / b.Count) - (a.Sum / a.Count), Math.Sqrt(own * ((1.0 / a.Count) + (1.0 / b.Count))), a.Count + b.Count - 2));
        }

        if (differences.Count < FewestGroups || freedom == 0)
        {
            return 0;
        }

        double deviation = Math.Sqrt(within / freedom);
        int tried = 0;
        foreach (var (group, difference, error, own) in differences)
        {
            double[] others = [.. differences.Where(other => other.Group != group).Select(other => other.Difference)];
            double mean = others.Average();
            double scatter = Math.Sqrt(others.Sum(other => (other - mean) * (other - mean)) / (others.Length - 1));
            if (Math.Abs(mean) < LeastAgreement * scatter || Math.Abs(mean) < LeastEffect * deviation || Array.Exists(others, other => Math.Sign(other) != Math.Sign(mean)))
            {
                continue;
            }

            tried++;
            double spread = Math.Max(scatter * Math.Sqrt(1 + (1.0 / others.Length)), double.Epsilon);
            double before = (mean - difference) * Math.Sign(mean) / spread;
            double after = Math.Abs(-difference - mean) / spread;
            double ownChance = error > 0 ? StudentT.CDF(0, 1, own, -Math.Abs(difference) / error) : 0;
            if (Math.Sign(difference) == -Math.Sign(mean) && before >= LeastDeviation && after <= (pair.Levels > 2 ? MostAfterOfMany : before >= LeapRatio * after ? MostAfterLeap : MostAfter) && ownChance <= OwnLevel && AreOthersInLine(groups.Levels, pair.Levels, sums, group, low, high))
            {
                candidates.Add(new Candidate(groups, pair, column, group, low, high, SquareUnit.Multiply(difference, unit), [.. differences.Select(other => (other.Group, SquareUnit.Multiply(other.Difference, unit)))], StudentT.CDF(0, 1, others.Length - 1, -before)));
            }
        }

        return tried;
    }

    /// <summary>
    /// Whether the group follows the others at every further level, and at the two levels once they are exchanged, beside how far it lies above or below them as a whole. A group
    /// that is the other way round throughout, or whose exchange is that of another pair, does not.
    /// </summary>
    static bool AreOthersInLine(int groups, int levels, (int Count, double Sum, double Squares)[] sums, int group, int low, int high)
    {
        int[] used = [.. Enumerable.Range(0, levels).Where(level => sums[(group * levels) + level].Count >= FewestRows)];
        int[] further = [.. used.Where(level => level != low && level != high)];
        if (further.Length == 0)
        {
            return true;
        }

        double Mean(int of, int level) => sums[(of * levels) + level] is var cell ? cell.Sum / cell.Count : 0;
        double Above(int of, int level) => Mean(of, level) - further.Average(other => Mean(of, other));
        int[] others = [.. Enumerable.Range(0, groups).Where(of => of != group && Array.TrueForAll(used, level => sums[(of * levels) + level].Count >= FewestRows))];
        if (others.Length < FewestGroups - 1)
        {
            return false;
        }

        bool IsAt(double above, int level)
        {
            double mean = others.Average(of => Above(of, level));
            double scatter = Math.Sqrt(others.Sum(of => (Above(of, level) - mean) * (Above(of, level) - mean)) / (others.Length - 1) * (1 + (1.0 / others.Length)));
            return Math.Abs(above - mean) <= MostElsewhere * scatter;
        }

        return IsAt(Above(group, high), low) && IsAt(Above(group, low), high) && (further.Length == 1 || Array.TrueForAll(further, level => IsAt(Above(group, level), level)));
    }

    static ValueFault Write(Candidate candidate, int[] rows, IReadOnlyList<Candidate> also, double p, CheckContext context)
    {
        LevelColumn groups = candidate.Groups, pair = candidate.Pair;
        string group = groups.Name(candidate.Group, context), low = pair.Name(candidate.Low, context), high = pair.Name(candidate.High, context);
        var (above, below) = candidate.Difference > 0 ? (high, low) : (low, high);
        string by = Math.Abs(candidate.Difference).ToString("G3", CultureInfo.InvariantCulture);
        string same = also.Count == 0 ? string.Empty : $" The same rows are told apart by {ColumnHygieneWriter.List(also.Select(Named).Distinct(StringComparer.Ordinal))}.";
        string Named(Candidate other) => other.Groups != groups ? $"{other.Groups.Column.Name} ({other.Groups.Name(other.Group, context)})" : $"{other.Pair.Column.Name} ({other.Pair.Name(other.Low, context)}, {other.Pair.Name(other.High, context)})";
        string? Other(int row) => pair.Column.Text(pair.Cell[pair.Codes[row] == candidate.Low ? candidate.High : candidate.Low]);
        return new ValueFault(
            ValueFaultKind.SwappedGroup,
            new Finding
            {
                Key = $"{ValueFaultKind.SwappedGroup}:{groups.Column.Name}:{pair.Column.Name}:{(context.Show.ShowValues ? group : string.Empty)}",
                Title = $"{group} is the only one of {candidate.Differences.Count} {Many(groups.Column.Name)} where {candidate.Column.Name} is higher in {above} than in {below} (by {by}); its two {Many(pair.Column.Name)} are probably swapped",
                Severity = Severity.Medium,
                Measure = new Measure($"difference of {candidate.Column.Name}", candidate.Difference, Unit: candidate.Column.Name),
                P = p,
                Rows = FoundRows.Of(rows),
                Columns = [pair.Column.Name, groups.Column.Name, candidate.Column.Name],
                Cause = $"In every other {groups.Column.Name} the mean of {candidate.Column.Name} is higher in {below} than in {above}. With the two {Many(pair.Column.Name)} exchanged {group} is in line with them; that it is so by nature only its source can rule out.{same}",
                Repair = $"Look the {Many(pair.Column.Name)} of {group} up at the source; if they were exchanged, exchange them in these {rows.Length.ToString("#,0", CultureInfo.InvariantCulture)} rows.",
                Examples = [.. rows.Take(3).Select(row => context.Example(row, [(pair.Column.Name, Other(row))], beside: [groups.Column.Name, candidate.Column.Name]))],
                Figures =
                [
                    new BarFigure(
                        $"Mean of {candidate.Column.Name} in {high} less that in {low}, by {groups.Column.Name}",
                        candidate.Column.Name,
                        [.. candidate.Differences.OrderByDescending(other => other.Difference).Take(30).Select(other => new Bar(groups.Name(other.Group, context), other.Difference, Marked: other.Group == candidate.Group))]),
                ],
            },
            [.. rows.Select(row => new CellScore(row, pair.Column.Name, 0.1, Other(row)))]);
    }

    // "sites", "years", "countries"; a name that is no plain word stays as it is.
    static string Many(string name) =>
        name.Length == 0 || !char.IsAsciiLetter(name[^1]) ? $"values of {name}"
        : name.EndsWith('s') ? $"values of {name}"
        : name.EndsWith("ch", StringComparison.Ordinal) || name.EndsWith("sh", StringComparison.Ordinal) || name.EndsWith('x') ? name + "es"
        : name.EndsWith('y') && name.Length > 1 && !"aeiou".Contains(char.ToLowerInvariant(name[^2]), StringComparison.Ordinal) ? name[..^1] + "ies"
        : name + "s";

    sealed record Candidate(LevelColumn Groups, LevelColumn Pair, NumberColumn Column, int Group, int Low, int High, double Difference, IReadOnlyList<(int Group, double Difference)> Differences, double P);
}
