using System.Globalization;
using System.IO.Enumeration;

namespace Faultline;

/// <summary>
/// Chooses columns of a table by a comma list of names, globs (<c>p*</c>, <c>x?</c>) and ranges (<c>x1..x9</c>). Names match exactly, then
/// ignoring case where only one does. A name that holds a comma, a star or dots is found too, because whole names are tried first; a name in double
/// quotes is only ever a name.
/// </summary>
public static class ColumnSelector
{
    const int NamesShown = 12;

    /// <summary>The columns that a list chooses, each once, in the order of the list.</summary>
    /// <param name="table">The table to choose from.</param>
    /// <param name="list">The list, as <c>age,x1..x9,p*</c>.</param>
    /// <param name="flag">What asked for it, as <c>--features</c>, for messages.</param>
    /// <exception cref="InputException">The list is empty, or an item matches no column or more than one; the message names the nearest column.</exception>
    public static IReadOnlyList<string> Select(Table table, string list, string flag)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(list);
        var chosen = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in Items(table, list, flag))
        {
            chosen.AddRange(Match(table, item, flag).Where(seen.Add));
        }

        return chosen;
    }

    /// <summary>The one column of that name.</summary>
    /// <param name="table">The table to choose from.</param>
    /// <param name="name">A name; matched exactly, then ignoring case where only one does.</param>
    /// <param name="flag">What asked for it, as <c>--label</c>, for messages.</param>
    /// <exception cref="InputException">No column or more than one matches; the message names the nearest column.</exception>
    public static string One(Table table, string name, string flag)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(name);
        return Named(table, name, flag) ?? Named(table, Unquoted(name.Trim()), flag) ?? throw Unmatched(table, name.Trim(), flag);
    }

    static List<string> Items(Table table, string list, string flag)
    {
        if (Named(table, list, flag) is not null)
        {
            return [list];
        }

        var pieces = Pieces(list);
        var items = new List<string>();
        for (var i = 0; i < pieces.Count;)
        {
            var taken = 1;
            for (var length = pieces.Count - i; length > 1; length--)
            {
                if (Named(table, string.Join(',', pieces.Skip(i).Take(length)).Trim(), flag) is not null)
                {
                    taken = length;
                    break;
                }
            }

            var item = string.Join(',', pieces.Skip(i).Take(taken));
            items.Add(table.Find(item) is null ? item.Trim() : item);
            i += taken;
        }

        return items.TrueForAll(item => item.Length == 0)
            ? throw new InputException($"{flag} names no column; expected a comma list of names, globs (p*) and ranges (x1..x9).")
            : [.. items.Where(item => item.Length > 0)];
    }

    static List<string> Pieces(string list)
    {
        var pieces = new List<string>();
        var start = 0;
        var quoted = false;
        for (var i = 0; i < list.Length; i++)
        {
            if (list[i] == '"')
            {
                quoted = !quoted;
            }
            else if (list[i] == ',' && !quoted)
            {
                pieces.Add(list[start..i]);
                start = i + 1;
            }
        }

        pieces.Add(list[start..]);
        return pieces;
    }

    static string[] Match(Table table, string item, string flag)
    {
        if (Named(table, item, flag) is { } name)
        {
            return [name];
        }

        if (Unquoted(item) is var bare && bare.Length < item.Length)
        {
            return [Named(table, bare, flag) ?? throw Unmatched(table, bare, flag)];
        }

        if (item.AsSpan().ContainsAny('*', '?'))
        {
            var matched = Globbed(table, item, ignoreCase: false);
            matched = matched.Length > 0 ? matched : Globbed(table, item, ignoreCase: true);
            return matched.Length > 0 ? matched : throw Unmatched(table, item, flag);
        }

        var dots = item.IndexOf("..", StringComparison.Ordinal);
        return dots > 0 && dots + 2 < item.Length ? Range(table, item, dots, flag) : throw Unmatched(table, item, flag);
    }

    static string[] Globbed(Table table, string glob, bool ignoreCase) =>
        [.. table.Columns.Select(column => column.Name).Where(name => FileSystemName.MatchesSimpleExpression(glob.Replace("\\", "\\\\", StringComparison.Ordinal), name, ignoreCase))];

    static string[] Range(Table table, string item, int dots, string flag)
    {
        var first = Named(table, item[..dots].Trim(), flag) ?? throw Unmatched(table, item[..dots].Trim(), flag);
        var last = Named(table, item[(dots + 2)..].Trim(), flag) ?? throw Unmatched(table, item[(dots + 2)..].Trim(), flag);
        var (stem, from) = Numbered(first);
        var (otherStem, to) = Numbered(last);
        string[] chosen = from is not null && to is not null && stem == otherStem
            ? [.. table.Columns.Select(column => (column.Name, Number: Numbered(column.Name)))
                .Where(column => column.Number.Stem == stem && column.Number.Number >= from && column.Number.Number <= to)
                .OrderBy(column => column.Number.Number)
                .Select(column => column.Name)]
            : [.. table.Columns.Select(column => column.Name).SkipWhile(name => name != first).TakeWhileIncluding(last)];
        return chosen.Contains(first) && chosen.Contains(last)
            ? chosen
            : throw new InputException($"{flag} '{item}': '{first}' comes after '{last}'; write the range as '{last}..{first}'.");
    }

    static IEnumerable<string> TakeWhileIncluding(this IEnumerable<string> names, string last)
    {
        foreach (var name in names)
        {
            yield return name;
            if (name == last)
            {
                yield break;
            }
        }
    }

    static (string Stem, long? Number) Numbered(string name)
    {
        var digits = name.Length;
        while (digits > 0 && char.IsAsciiDigit(name[digits - 1]))
        {
            digits--;
        }

        return long.TryParse(name.AsSpan(digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (name[..digits], number) : (name, null);
    }

    static string? Named(Table table, string name, string flag)
    {
        if (table.Find(name) is not null)
        {
            return name;
        }

        var alike = table.Columns.Select(column => column.Name).Where(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase)).ToArray();
        return alike.Length <= 1
            ? alike.FirstOrDefault()
            : throw new InputException($"{flag} '{name}': '{table.Name}' has no column of exactly that name, and {string.Join(" and ", alike.Select(other => $"'{other}'"))} differ from it in case only. Write one of them.");
    }

    static string Unquoted(string item) => item.Length > 2 && item[0] == '"' && item[^1] == '"' ? item[1..^1] : item;

    static InputException Unmatched(Table table, string item, string flag)
    {
        var nearest = NearName.Of(item, table.Columns.Select(column => column.Name)) is { } near ? $" The nearest is '{near}'." : string.Empty;
        var names = string.Join(", ", table.Columns.Take(NamesShown).Select(column => CellText.Cut(column.Name)));
        var more = table.Columns.Count > NamesShown ? $", … ({table.Columns.Count} in all)" : string.Empty;
        return new InputException($"{flag} '{item}': '{table.Name}' has no such column.{nearest} Its columns are {names}{more}.");
    }
}
