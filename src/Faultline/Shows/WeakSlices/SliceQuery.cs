using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Faultline;

/// <summary>A slice that the user names: <c>job = student and age &lt;= 25 and city is missing</c>.</summary>
public sealed partial record SliceQuery
{
    readonly IReadOnlyList<Term> _terms;

    SliceQuery(string text, IReadOnlyList<Term> terms) => (Text, _terms) = (text, terms);

    /// <summary>The query as it was written.</summary>
    public string Text { get; }

    /// <summary>The columns it names, as they were written.</summary>
    public IReadOnlyList<string> Columns => [.. _terms.Select(term => term.Column).Distinct(StringComparer.Ordinal)];

    sealed record Term(string Column, string Operator, string Value);

    /// <summary>
    /// Reads a query: conditions joined by <c>and</c>, each a column, one of <c>= != &lt; &lt;= &gt; &gt;=</c> and a value, or a column and <c>is missing</c>. A value in single or
    /// double quotes may hold anything, <c> and </c> among it, and a column in double quotes too; a quote inside is written twice.
    /// </summary>
    /// <returns>Null where the text is none.</returns>
    public static SliceQuery? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<Term> terms = [];
        bool isMore = true;
        for (int at = 0; isMore;)
        {
            if (Read(Missing(), text, ref at, out isMore) is { } missing)
            {
                terms.Add(new Term(Plain(missing, "column"), "is missing", string.Empty));
            }
            else if (Read(Comparison(), text, ref at, out isMore) is { } comparison)
            {
                terms.Add(new Term(Plain(comparison, "column"), comparison.Groups["operator"].Value, Plain(comparison, "value")));
            }
            else
            {
                return null;
            }
        }

        return new SliceQuery(text.Trim(), terms);
    }

    static Match? Read(Regex form, string text, ref int at, out bool isMore)
    {
        Match match = form.Match(text, at);
        at += match.Length;
        isMore = match.Groups["and"].Success;
        return match.Success ? match : null;
    }

    static string Plain(Match match, string name)
    {
        string value = match.Groups[name].Value;
        return value is ['\'' or '"', .., var last] && last == value[0] ? value[1..^1].Replace(new string(last, 2), last.ToString(), StringComparison.Ordinal) : value;
    }

    /// <summary>Whether each of the rows is in the slice. A missing cell is in no slice but that of missing cells.</summary>
    /// <exception cref="InputException">A column is not there, or a value can not be compared with its cells.</exception>
    internal bool[] Holds(Table table, int[] rows)
    {
        bool[] holds = new bool[rows.Length];
        Array.Fill(holds, value: true);
        foreach (Term term in _terms)
        {
            Column column = table.Columns.FirstOrDefault(column => column.Name == term.Column)
                ?? throw new InputException($"FL301.where names the column '{term.Column}', which is not there{(NearName.Of(term.Column, table.Columns.Select(column => column.Name)) is { } near ? $"; the nearest is '{near}'" : string.Empty)}");
            Func<int, bool> test = Test(column, term);
            for (int i = 0; i < rows.Length; i++)
            {
                holds[i] = holds[i] && test(rows[i]);
            }
        }

        return holds;
    }

    static Func<int, bool> Test(Column column, Term term)
    {
        if (term.Operator == "is missing")
        {
            return column.IsMissing;
        }

        switch (column)
        {
            case NumberColumn numbers when double.TryParse(term.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number):
                return row => !double.IsNaN(numbers.Values[row]) && Compares(numbers.Values[row].CompareTo(number), term.Operator);
            case TimeColumn times when TimeText.TryParse(Encoding.UTF8.GetBytes(term.Value), dayFirst: false, out long moment, out _):
                return row => !times.IsMissing(row) && Compares(times.Values[row].CompareTo(moment), term.Operator);
            case TextColumn when term.Operator is "=" or "!=":
                return row => column.Text(row) is { } text && (text == term.Value) == (term.Operator == "=");
            case TextColumn:
                throw new InputException($"FL301.where: '{term.Column}' holds texts, which are neither smaller nor larger: compare with = or !=");
            default:
                throw new InputException($"FL301.where: '{term.Value}' can not be compared with the {(column is TimeColumn ? "moments" : "numbers")} of '{term.Column}'");
        }
    }

    static bool Compares(int order, string how) => how switch
    {
        "=" => order == 0,
        "!=" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };

    const RegexOptions Form = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    const string Column = "\\G\\s*(?<column>\"([^\"]|\"\")+\"|[^=<>!\\s\"]([^=<>!]*?[^=<>!\\s])??)";
    const string End = "((?<and>\\s+and\\s+)|\\s*\\z)";

    [GeneratedRegex(Column + "\\s+is\\s+missing" + End, Form, 1000)]
    private static partial Regex Missing();

    // A quoted value ends at the first quote that nothing but 'and' or the end follows.
    [GeneratedRegex(Column + "\\s*(?<operator><=|>=|!=|=|<|>)\\s*(?<value>'([^']|'')*'|\"([^\"]|\"\")*\"|'.*?'|\".*?\"|(?!and\\s)\\S(.*?\\S)??)" + End, Form | RegexOptions.Singleline, 1000)]
    private static partial Regex Comparison();
}
