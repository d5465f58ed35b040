using System.Text;

namespace Faultline.DuckDb;

/// <summary>Tells names of columns from data.</summary>
static class CsvHeader
{
    const int Records = 1000;

    /// <summary>Does the first record name the columns?</summary>
    public static bool IsHeader(CsvBlock block, CsvDialect dialect)
    {
        var rows = FirstCells(block, dialect.Width);
        if (rows.Count == 0)
        {
            return false;
        }

        var names = Cells(block, rows[0], dialect.Width);
        var votesFor = 0;
        var votesAgainst = 0;
        for (var column = 0; column < names.Length; column++)
        {
            var body = new DistinctTexts();
            var counts = new List<int>();
            var scratch = Array.Empty<byte>();
            foreach (var row in rows.Skip(1))
            {
                var cell = block.Cell(row + column, ref scratch);
                if (cell.Length > 0)
                {
                    var code = body.Add(cell);
                    if (code == counts.Count)
                    {
                        counts.Add(0);
                    }

                    counts[code]++;
                }
            }

            switch (Vote(names[column], body, [.. counts], dialect.Delimiter == ';'))
            {
                case > 0:
                    votesFor++;
                    break;
                case < 0:
                    votesAgainst++;
                    break;
            }
        }

        if (votesAgainst > votesFor && CountUp(names) && (rows.Count < 2 || !CountUp(Cells(block, rows[1], dialect.Width))))
        {
            return true;
        }

        // Words above numbers say more than numbers above numbers: iris begins with 150,4,setosa,versicolor,virginica.
        return votesFor > 0 || votesAgainst > 0 ? votesFor > 0 && votesFor >= votesAgainst : LooksLikeNames(names);
    }

    // 1: a name above values of another type; −1: a value like those below; 0: can't be told.
    static int Vote(string name, DistinctTexts body, int[] counts, bool decimalComma)
    {
        var text = Encoding.UTF8.GetBytes(name);
        if (ColumnTyping.IsMissingWord(text) || body.Count == 0 || !name.Any(char.IsLetterOrDigit))
        {
            return 0;
        }

        var decision = ColumnTyping.Decide(body, counts, decimalComma);
        switch (decision.Kind)
        {
            case ColumnKind.Number:
                return NumberParser.TryParse(text, decision.Style, out _) ? -1 : 1;
            case ColumnKind.Time:
                return TimeText.TryParse(text, decision.DayFirst, out _, out _) ? -1 : 1;
            case ColumnKind.Boolean:
                return bool.TryParse(name, out _) ? -1 : 1;
            default:
                if (NumberParser.TryParse(text, NumberStyle.Plain, out _))
                {
                    return -1;
                }

                for (var code = 0; code < body.Count; code++)
                {
                    if (body[code].SequenceEqual(text))
                    {
                        return -1;
                    }
                }

                return 0;
        }
    }

    // 1990, 1991, 1992 or 0, 1, 2 …: years and positions name columns although they are numbers.
    static bool CountUp(string[] names)
    {
        long? previous = null;
        long? step = null;
        var count = 0;
        foreach (var name in names)
        {
            if (!long.TryParse(name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var value))
            {
                if (NumberParser.TryParse(Encoding.UTF8.GetBytes(name), NumberStyle.Plain, out _))
                {
                    return false;
                }

                continue;
            }

            if (previous is { } before)
            {
                if (value <= before || (step is { } same && value - before != same))
                {
                    return false;
                }

                step = value - before;
            }

            previous = value;
            count++;
        }

        return count >= 3;
    }

    static bool LooksLikeNames(string[] names) =>
        names.All(name => name.Trim().Length > 0 && !NumberParser.TryParse(Encoding.UTF8.GetBytes(name), NumberStyle.Plain, out _))
        && names.Distinct(StringComparer.Ordinal).Count() == names.Length;

    static List<int> FirstCells(CsvBlock block, int width)
    {
        // Only records of the common width; a ragged one is refused later, with its line.
        var rows = new List<int>();
        var cell = 0;
        foreach (var found in block.Widths!.Take(Records))
        {
            if (found == width)
            {
                rows.Add(cell);
            }

            cell += found;
        }

        return rows;
    }

    static string[] Cells(CsvBlock block, int first, int width)
    {
        var scratch = Array.Empty<byte>();
        var cells = new string[width];
        for (var i = 0; i < width; i++)
        {
            cells[i] = Encoding.UTF8.GetString(block.Cell(first + i, ref scratch));
        }

        return cells;
    }
}
