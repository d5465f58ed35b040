using System.Text.RegularExpressions;

namespace Faultline;

/// <summary>
/// Reads denial constraints: <c>t1.zip = t2.zip and t1.city != t2.city</c>, names with other signs in double quotes (<c>t1."zip code"</c>), texts in single quotes; and
/// the form of HoloClean, <c>t1&amp;t2&amp;EQ(t1.zip,t2.zip)&amp;IQ(t1.city,t2.city)</c>.
/// </summary>
public static partial class DenialText
{
    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It can not be read; the message says where and what was expected.</exception>
    public static IReadOnlyList<DenialPredicate> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = 0;
        var predicates = new List<DenialPredicate>();
        if (Prefix().Match(text) is { Success: true } prefix)
        {
            at = prefix.Length;
        }

        while (true)
        {
            predicates.Add(Predicate(text, ref at));
            if (Skip(text, at) == text.Length)
            {
                break;
            }

            var and = And().Match(text, at);
            at = and.Success ? at + and.Length : throw Wrong(text, at, "'and'");
        }

        return predicates.Exists(predicate => predicate.IsOfBoth || predicate.Left.Row == 2) && predicates.Exists(predicate => predicate.Left.Row == 1 || predicate.Right?.Row == 1)
            ? predicates
            : throw new FormatException($"'{text}' speaks of one row only; a constraint compares two rows, t1 and t2. What holds of one row is a condition");
    }

    static DenialPredicate Predicate(string text, ref int at)
    {
        if (Function().Match(text, at) is { Success: true } function)
        {
            var sign = function.Groups["name"].Value switch
            {
                "EQ" => DenialOperator.Equal,
                "IQ" => DenialOperator.NotEqual,
                "LT" => DenialOperator.Less,
                "LTE" => DenialOperator.LessOrEqual,
                "GT" => DenialOperator.Greater,
                _ => DenialOperator.GreaterOrEqual,
            };
            at += function.Length;
            var left = Cell(text, ref at, ",") ?? throw Wrong(text, at, "a cell, as t1.zip");
            at = Expect(text, at, ',');
            var (right, value) = Right(text, ref at, ")");
            at = Expect(text, at, ')');
            return new DenialPredicate(left, sign, right, value);
        }

        var first = Cell(text, ref at, "") ?? throw Wrong(text, at, "a cell, as t1.zip");
        var found = Sign().Match(text, at);
        if (!found.Success)
        {
            throw Wrong(text, at, "=, !=, <, <=, > or >=");
        }

        at += found.Length;
        var (other, constant) = Right(text, ref at, "");
        return new DenialPredicate(first, Operator(found.Groups["sign"].Value), other, constant);
    }

    static (DenialCell? Cell, string? Value) Right(string text, ref int at, string ends)
    {
        if (Cell(text, ref at, ends) is { } cell)
        {
            return (cell, null);
        }

        var value = Value().Match(text, at);
        if (!value.Success)
        {
            throw Wrong(text, at, "a cell, a number or a text in single quotes");
        }

        at += value.Length;
        return (null, value.Groups["text"].Success ? value.Groups["text"].Value.Replace("''", "'", StringComparison.Ordinal) : value.Groups["number"].Value);
    }

    static DenialCell? Cell(string text, ref int at, string ends)
    {
        var found = ends.Length > 0 ? CellToEnd().Match(text, at) : CellByName().Match(text, at);
        if (!found.Success)
        {
            return null;
        }

        at += found.Length;
        var name = found.Groups["quoted"].Success ? found.Groups["quoted"].Value.Replace("\"\"", "\"", StringComparison.Ordinal) : found.Groups["name"].Value.Trim();
        return new DenialCell(found.Groups["row"].Value[0] - '0', name);
    }

    static DenialOperator Operator(string sign) => sign switch
    {
        "=" or "==" => DenialOperator.Equal,
        "!=" or "<>" => DenialOperator.NotEqual,
        "<" => DenialOperator.Less,
        "<=" => DenialOperator.LessOrEqual,
        ">" => DenialOperator.Greater,
        _ => DenialOperator.GreaterOrEqual,
    };

    static int Skip(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    static int Expect(string text, int at, char sign)
    {
        at = Skip(text, at);
        return at < text.Length && text[at] == sign ? at + 1 : throw Wrong(text, at, $"'{sign}'");
    }

    static FormatException Wrong(string text, int at, string expected) =>
        new($"'{text}' can not be read from character {Skip(text, at) + 1} on ('{(Skip(text, at) < text.Length ? text[Skip(text, at)..] : "the end")}'); expected {expected}");

    [GeneratedRegex(@"\A\s*t1\s*&\s*t2\s*&", RegexOptions.None, 1000)]
    private static partial Regex Prefix();

    [GeneratedRegex(@"\G\s*(?:and\b|&&?)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex And();

    [GeneratedRegex(@"\G\s*(?<name>EQ|IQ|LTE|LT|GTE|GT)\s*\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Function();

    [GeneratedRegex(@"\G\s*(?<sign>==|=|!=|<>|<=|>=|<|>)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sign();

    [GeneratedRegex(@"\G\s*(?:'(?<text>(?:[^']|'')*)'|(?<number>[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Value();

    [GeneratedRegex("\\G\\s*t(?<row>[12])\\.(?:\"(?<quoted>(?:[^\"]|\"\")+)\"|(?<name>[\\p{L}_][\\p{L}\\p{N}_]*))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CellByName();

    [GeneratedRegex("\\G\\s*t(?<row>[12])\\.(?:\"(?<quoted>(?:[^\"]|\"\")+)\"|(?<name>[^,()&\"]+))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CellToEnd();
}
