using System.Buffers;
using System.Runtime.CompilerServices;

namespace Faultline;

/// <summary>Profiles every column of the table for the report: one sort or one count of a column, columns side by side.</summary>
static class ColumnProfiler
{
    const int TopLimit = 10;

    /// <summary>Below so many distinct values a mean would give cells away under no values.</summary>
    const int PrivateDistinct = 5;

    /// <summary>The profile of each column, in table order.</summary>
    /// <param name="evidence">The table and its roles.</param>
    /// <param name="show">How cells may be shown.</param>
    /// <param name="threads">How many columns are profiled at a time, at least 1; never changes an answer.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static IReadOnlyList<ColumnProfile> Profile(Evidence evidence, CellText show, int threads, CancellationToken cancellation)
    {
        var columns = evidence.Data.Columns;
        var roles = RolesByColumn(evidence.Roles);
        var profiles = new ColumnProfile[columns.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation };
        Parallel.For(0, columns.Count, parallel, i => profiles[i] = Of(columns[i], roles.GetValueOrDefault(columns[i].Name, "other"), show));
        return profiles;
    }

    static ColumnProfile Of(Column column, string role, CellText show) => column switch
    {
        NumberColumn number => OfNumbers(number, role, show),
        TimeColumn time => OfTimes(time, role, show),
        TextColumn text => OfTexts(text, role, show),
        VectorColumn vector => OfVectors(vector, role),
        _ => throw new InvalidOperationException($"Column '{column.Name}' is of an unknown kind."),
    };

    static ColumnProfile OfNumbers(NumberColumn column, string role, CellText show)
    {
        var rented = ArrayPool<double>.Shared.Rent(column.RowCount);
        var sorted = rented.AsSpan(0, column.RowCount - column.MissingCount);
        SortedValues.Fill(column, sorted);
        var profile = OfSorted(column, sorted, role, show);
        ArrayPool<double>.Shared.Return(rented);
        return profile;
    }

    static ColumnProfile OfSorted(NumberColumn column, ReadOnlySpan<double> sorted, string role, CellText show)
    {
        var distinct = SortedValues.Distinct(sorted);
        var (mean, deviation) = Moments(sorted);
        var tells = show.ShowValues || distinct >= PrivateDistinct;
        return new ColumnProfile
        {
            Name = column.Name,
            Kind = column.Kind,
            Role = role,
            Missing = column.MissingCount,
            Distinct = distinct,
            Low = sorted.Length > 0 && show.ShowValues ? NumberColumn.Write(sorted[0]) : null,
            Median = sorted.Length > 0 && show.ShowValues ? NumberColumn.Write(Quantiles.OfSorted(sorted, 0.5)) : null,
            High = sorted.Length > 0 && show.ShowValues ? NumberColumn.Write(sorted[^1]) : null,
            Mean = tells ? mean : null,
            Deviation = tells ? deviation : null,
            Histogram = ProfileHistogram.OfNumbers(column.Name, sorted, show),
        };
    }

    static ColumnProfile OfTimes(TimeColumn column, string role, CellText show)
    {
        var sorted = new long[column.RowCount - column.MissingCount];
        var next = 0;
        foreach (var value in column.Values)
        {
            if (value != TimeColumn.Missing)
            {
                sorted[next++] = value;
            }
        }

        Array.Sort(sorted);
        long distinct = sorted.Length > 0 ? 1 : 0;
        for (var i = 1; i < sorted.Length; i++)
        {
            distinct += sorted[i] != sorted[i - 1] ? 1 : 0;
        }

        string? At(int index) => sorted.Length > 0 && show.ShowValues ? TimeColumn.Write(sorted[index], column.HasTimeOfDay) : null;
        return new ColumnProfile
        {
            Name = column.Name,
            Kind = column.Kind,
            Role = role,
            Missing = column.MissingCount,
            Distinct = distinct,
            Low = At(0),
            Median = At((sorted.Length - 1) / 2),
            High = At(sorted.Length - 1),
            Histogram = ProfileHistogram.OfTimes(column.Name, sorted, show),
        };
    }

    static ColumnProfile OfTexts(TextColumn column, string role, CellText show)
    {
        var counts = column.Counts();
        var isLabel = role == "label";
        var top = new PriorityQueue<int, (int Count, int Code)>();
        long distinct = 0;
        for (var code = 0; code < counts.Length; code++)
        {
            if (counts[code] == 0)
            {
                continue;
            }

            distinct++;
            top.Enqueue(code, (counts[code], -code));
            if (top.Count > TopLimit)
            {
                top.Dequeue();
            }
        }

        var frequent = new List<CategoryCount>();
        while (top.TryDequeue(out var code, out var priority))
        {
            var text = show.ShowValues || isLabel ? CellText.Cut(column.Categories[code]) : show.Category(column, code);
            frequent.Add(new CategoryCount(text, priority.Count));
        }

        frequent.Reverse();
        return new ColumnProfile { Name = column.Name, Kind = column.Kind, Role = role, Missing = column.MissingCount, Distinct = distinct, Top = frequent };
    }

    static ColumnProfile OfVectors(VectorColumn column, string role)
    {
        var distinct = new HashSet<ulong>();
        for (var row = 0; row < column.RowCount; row++)
        {
            if (!column.IsMissing(row))
            {
                ulong hash = 14695981039346656037UL;
                foreach (var value in column.Row(row))
                {
                    hash = (hash ^ BitConverter.SingleToUInt32Bits(value)) * 1099511628211UL;
                }

                distinct.Add(hash);
            }
        }

        return new ColumnProfile { Name = column.Name, Kind = column.Kind, Role = role, Missing = column.MissingCount, Distinct = distinct.Count };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static (double? Mean, double? Deviation) Moments(ReadOnlySpan<double> sorted)
    {
        var finite = SortedValues.Finite(sorted);
        if (finite.Length == 0)
        {
            return (null, null);
        }

        // Measured from the middle, so that what is summed is small beside the values.
        var centre = finite[finite.Length / 2];
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in finite)
        {
            sum += value - centre;
        }

        var mean = centre + (sum / finite.Length);
        foreach (var value in finite)
        {
            squares += (value - mean) * (value - mean);
        }

        // Values near the largest double overflow their sum or squares; a report can hold finite numbers only.
        double? Finite(double value) => double.IsFinite(value) ? value : null;
        return (Finite(mean), finite.Length > 1 ? Finite(Math.Sqrt(squares / (finite.Length - 1))) : null);
    }

    static Dictionary<string, string> RolesByColumn(Roles roles)
    {
        var byColumn = new Dictionary<string, string>(StringComparer.Ordinal);
        void Play(string role, IEnumerable<string?> columns)
        {
            foreach (var column in columns)
            {
                if (column is not null)
                {
                    byColumn.TryAdd(column, role);
                }
            }
        }

        Play("label", [roles.Label]);
        Play("id", [roles.Id]);
        Play("time", [roles.Time]);
        Play("split", [roles.Split]);
        Play("ignored", roles.Ignored);
        Play("probability", roles.Probabilities);
        Play("embedding", roles.Embedding);
        Play("text", roles.Text);
        Play("feature", roles.Features);
        Play("group", roles.Groups);
        return byColumn;
    }
}
