namespace Faultline;

/// <summary>Columns that say nothing, say something else in every row, or repeat another column.</summary>
static class ColumnHygieneShape
{
    const int FewestRows = 10;
    const int FewestForKey = 50;
    const int MostRenamed = 100;
    const double EmptyShare = 0.95;

    /// <summary>The faults of all columns.</summary>
    public static IEnumerable<HygieneFault> Find(IReadOnlyList<Column> columns, CheckContext context)
    {
        if (context.Data.RowCount < FewestRows)
        {
            yield break;
        }

        var signatures = new List<(Column Column, Signature Signature)>();
        foreach (var column in columns)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var signature = SignatureOf(column);
            var missing = (column.MissingCount - column.Unreadable.Count) / (double)column.RowCount;
            if (missing >= EmptyShare)
            {
                yield return Whole(HygieneKind.NearEmpty, string.Empty, column, ColumnHygieneWriter.Share(missing));
            }
            else if (signature.Distinct <= 1 && column.Unreadable.Count == 0)
            {
                yield return Whole(HygieneKind.Constant, string.Empty, column, column.MissingCount > 0 ? "one value or missing" : "one value");
            }
            else
            {
                signatures.Add((column, signature));
                if (column.Name != context.Roles.Id && column.Name != context.Roles.Label && !context.Roles.Text.Contains(column.Name) && IsKey(column, signature.Distinct))
                {
                    yield return Whole(HygieneKind.KeyLike, string.Empty, column, string.Empty);
                }
            }
        }

        foreach (var group in signatures.Where(entry => entry.Signature.Rarest >= FewestRows || !entry.Signature.Renamable).GroupBy(entry => entry.Signature.Hash).Where(group => group.Count() > 1))
        {
            var same = group.All(entry => entry.Column.Kind == group.First().Column.Kind && Equal(entry.Column, group.First().Column));
            var severity = same ? Severity.Low : Severity.Info;
            string[] twins = group.Any(entry => entry.Column.Name == context.Roles.Label)
                ? [.. group.Select(entry => entry.Column.Name).Where(context.Roles.Features.Contains)]
                : [];
            // The label in other words is TargetLeakage's to say.
            foreach (var (column, _) in group.Where(_ => group.Count() > twins.Length + 1 || twins.Length == 0))
            {
                yield return Whole(HygieneKind.DuplicateColumn, group.First().Column.Name, column, same ? "same" : "renamed") with { Severity = severity };
            }
        }
    }

    /// <summary>One finding.</summary>
    public static Finding Write(IReadOnlyList<HygieneFault> faults, CheckContext context)
    {
        var where = ColumnHygieneWriter.Columns(faults);
        var one = faults.Count == 1;
        return faults[0].Kind switch
        {
            HygieneKind.Constant => ColumnHygieneWriter.Write(
                faults, context, one ? $"{where} holds one value only" : $"{faults.Count:N0} columns hold one value only: {where}", "A column that never changes tells nothing about its rows.", "Leave it out."),
            HygieneKind.NearEmpty => ColumnHygieneWriter.Write(
                faults, context, one ? $"{where} is missing in {faults[0].Shown} of the rows" : $"{faults.Count:N0} columns are missing in 95 % of the rows or more: {where}", "The source rarely or never fills it.", "Leave it out, or keep only whether it is filled."),
            HygieneKind.KeyLike => ColumnHygieneWriter.Write(
                faults, context, one ? $"{where} is different in every row" : $"{faults.Count:N0} columns are different in every row: {where}", "It names the rows (a key, a running number, a text), so a model can only learn it by heart.", $"Declare a key with --id, or leave it out with --ignore."),
            _ => ColumnHygieneWriter.Write(
                faults,
                context,
                faults[0].Shown == "same" ? $"{where} are equal in every row" : $"{where} say the same in other words",
                faults[0].Shown == "same" ? "The column was copied or joined in twice." : "Each value of one goes with exactly one value of the other.",
                "Keep one of them: the second adds nothing."),
        };
    }

    static HygieneFault Whole(HygieneKind kind, string token, Column column, string shown) => new(kind, token, column, [], Severity.Info, shown, 1);

    static bool IsKey(Column column, int distinct) =>
        column.RowCount >= FewestForKey && column.MissingCount == 0
        && (column is TextColumn ? distinct == column.RowCount : column is NumberColumn number && RunningNumbers.Is(number));

    static bool Equal(Column left, Column right)
    {
        for (var row = 0; row < left.RowCount; row++)
        {
            if (!string.Equals(left.Text(row), right.Text(row), StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    // Values numbered by first appearance, so that columns which differ in names only have one hash; of many numbers the values themselves.
    static Signature SignatureOf(Column column)
    {
        var numberOf = new Dictionary<long, int>();
        var counts = new List<int>();
        ulong renamed = 14695981039346656037UL;
        ulong raw = renamed;
        for (var row = 0; row < column.RowCount; row++)
        {
            var number = -1;
            if (column.IsMissing(row))
            {
                raw = Mix(raw, 0x7FF1_0000_0000_0001UL);
            }
            else
            {
                var key = Bits(column, row);
                raw = Mix(raw, (ulong)key);
                if (counts.Count > MostRenamed && column is not TextColumn)
                {
                    continue;
                }

                if (!numberOf.TryGetValue(key, out number))
                {
                    number = counts.Count;
                    numberOf.Add(key, number);
                    counts.Add(0);
                }

                counts[number]++;
            }

            renamed = Mix(renamed, (ulong)(long)number);
        }

        foreach (var cell in column.Unreadable)
        {
            foreach (var c in cell.Text)
            {
                raw = Mix(raw, c);
                renamed = Mix(renamed, c);
            }
        }

        var few = counts.Count <= MostRenamed;
        return new Signature(few || column is TextColumn ? renamed : raw, counts.Count, few && counts.Count > 0 ? counts.Min() : 0, few);
    }

    static long Bits(Column column, int row) => column switch
    {
        NumberColumn number => BitConverter.DoubleToInt64Bits(number.Values[row] == 0 ? 0.0 : number.Values[row]),
        TimeColumn time => time.Values[row],
        TextColumn text => text.Codes[row],
        _ => 0,
    };

    static ulong Mix(ulong hash, ulong value)
    {
        hash = (hash ^ value) * 0x9E3779B97F4A7C15UL;
        return hash ^ (hash >> 29);
    }

    readonly record struct Signature(ulong Hash, int Distinct, int Rarest, bool Renamable);
}
