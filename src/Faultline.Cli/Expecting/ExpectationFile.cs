using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Faultline.Cli;

/// <summary>Reads expectations: a file of their own, or <c>expectations:</c> in faultline.yaml.</summary>
/// <param name="path">The file.</param>
/// <param name="readTable">Reads the other table of a foreign key.</param>
/// <param name="failing">Rows of DATA that break a condition in SQL.</param>
/// <param name="data">DATA, whose columns constraints name; or null.</param>
sealed class ExpectationFile(string path, Func<string, Table> readTable, Func<string, int[]> failing, Table? data = null)
{
    /// <summary>The key of faultline.yaml.</summary>
    public const string Key = "expectations";

    static readonly string[] s_roots = ["rows", "columns", "conditions", "denials"];
    static readonly string[] s_columnKeys = ["type", "not-null", "missing", "unique", "allowed", "pattern", "min", "max", "newest-within", "references", "tolerate", "severity"];
    static readonly string[] s_conditionKeys = ["name", "sql", "if", "then", "tolerate", "severity"];
    static readonly string[] s_denialKeys = ["name", "deny", "tolerate", "severity"];

    readonly YamlSource _yaml = new(path, "docs/config.md for all expectations");
    readonly Dictionary<string, Table> _tables = new(StringComparer.Ordinal);

    /// <exception cref="InputException">The file can not be read, or something in it is unknown or of the wrong kind; the message names line and key.</exception>
    public ExpectationSet Read()
    {
        YamlNode? root = _yaml.Read("--expectations");
        if (root is YamlMappingNode mapping && mapping.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode { Value: Key }).Value is { } inner)
        {
            root = inner;
        }

        var set = new ExpectationSet();
        foreach (var (key, value) in root is null ? [] : _yaml.Entries(root, "a list of expectations was expected, as 'columns:' with a name and what is expected of it"))
        {
            set = Known(key, s_roots, "expectations") switch
            {
                "rows" => Rows(value, set),
                "columns" => set with { Columns = [.. _yaml.Entries(value, "'columns' needs the names of columns, each with what is expected of it").Select(pair => Column(_yaml.Text(pair.Key), pair.Value))] },
                "denials" => set with { Denials = [.. _yaml.Items(value, "denials").Select(Denial)] },
                _ => set with { Conditions = [.. _yaml.Items(value, "conditions").Select(Condition)] },
            };
        }

        return set;
    }

    ExpectationSet Rows(YamlNode node, ExpectationSet set)
    {
        foreach (var (key, value) in _yaml.Entries(node, "'rows' has 'min:' and 'max:'"))
        {
            var whole = long.TryParse(_yaml.Text(value), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : throw _yaml.Wrong(value, $"'{_yaml.Text(key)}' of 'rows' is a whole number, not '{_yaml.Text(value)}'");
            set = Known(key, ["min", "max"], "rows") == "min" ? set with { FewestRows = whole } : set with { MostRows = whole };
        }

        return set.FewestRows > set.MostRows ? throw _yaml.Wrong(node, "'min' of 'rows' is above its 'max'") : set;
    }

    ColumnExpectation Column(string name, YamlNode node)
    {
        var column = new ColumnExpectation(name);
        foreach (var (key, value) in _yaml.Entries(node, $"'{name}' needs what is expected of it, as 'not-null: yes'"))
        {
            column = Known(key, s_columnKeys, $"the column '{name}'") switch
            {
                "type" => column with { Type = Word<ExpectedType>(value, "type") },
                "not-null" => column with { NotNull = _yaml.YesOrNo(value, "not-null") },
                "missing" => column with { MostMissing = Share(value, "missing") },
                "unique" => column with { Unique = _yaml.YesOrNo(value, "unique") },
                "allowed" => column with { Allowed = [.. _yaml.Items(value, "allowed").Select(_yaml.Text)] },
                "pattern" => Pattern(column, value),
                "min" => column with { Least = Bound(value, "min") },
                "max" => column with { Most = Bound(value, "max") },
                "newest-within" => column with { NewestWithin = Age(value) },
                "references" => column with { References = Reference(value) },
                "tolerate" => column with { Tolerate = Share(value, "tolerate") },
                _ => column with { Severity = Word<Severity>(value, "severity") },
            };
        }

        return column.Least is { } least && column.Most is { } most && (least.Number > most.Number || least.Moment > most.Moment)
            ? throw _yaml.Wrong(node, $"'min' of '{name}' is above its 'max'")
            : column;
    }

    RowCondition Condition(YamlNode node)
    {
        if (node is YamlScalarNode)
        {
            return Run(node, new RowCondition(_yaml.Text(node), _yaml.Text(node), []));
        }

        var condition = new RowCondition(string.Empty, string.Empty, []);
        YamlNode? sql = null;
        (string? given, string? then) = (null, null);
        foreach (var (key, value) in _yaml.Entries(node, "each condition is SQL, or has 'sql:', or 'if:' and 'then:'"))
        {
            var word = _yaml.Text(key);
            given = word == "if" ? _yaml.Text(sql = value) : given;
            then = word == "then" ? _yaml.Text(value) : then;
            condition = Known(key, s_conditionKeys, "a condition") switch
            {
                "name" => condition with { Name = _yaml.Text(value) },
                "sql" => condition with { Sql = _yaml.Text(sql = value) },
                "if" or "then" => condition,
                "tolerate" => condition with { Tolerate = Share(value, "tolerate") },
                _ => condition with { Severity = Word<Severity>(value, "severity") },
            };
        }

        if (given is not null || then is not null)
        {
            condition = given is null || then is null || condition.Sql.Length > 0
                ? throw _yaml.Wrong(node, "a condition has either 'sql:', or 'if:' and 'then:'")
                : condition with { Sql = $"CASE WHEN ({given}) THEN ({then}) END", Name = condition.Name.Length > 0 ? condition.Name : $"if {given} then {then}" };
        }

        return sql is null ? throw _yaml.Wrong(node, "a condition has no 'sql:'") : Run(sql, condition with { Name = condition.Name.Length > 0 ? condition.Name : condition.Sql });
    }

    RowCondition Run(YamlNode node, RowCondition condition)
    {
        try
        {
            return condition with { Failed = failing(condition.Sql) };
        }
        catch (InputException exception)
        {
            throw new InputException($"'{path}', line {node.Start.Line}: {exception.Message}", exception);
        }
    }

    DenialConstraint Denial(YamlNode node)
    {
        if (node is YamlScalarNode)
        {
            return Read(node, new DenialConstraint(_yaml.Text(node), []));
        }

        var denial = new DenialConstraint(string.Empty, []);
        YamlNode? deny = null;
        foreach (var (key, value) in _yaml.Entries(node, "each of 'denials' is what no two rows may do, as 't1.zip = t2.zip and t1.city != t2.city', or has 'deny:'"))
        {
            denial = Known(key, s_denialKeys, "a denial") switch
            {
                "name" => denial with { Name = _yaml.Text(value) },
                "deny" => denial with { Predicates = Read(deny = value, denial).Predicates },
                "tolerate" => denial with { Tolerate = Share(value, "tolerate") },
                _ => denial with { Severity = Word<Severity>(value, "severity") },
            };
        }

        return deny is null ? throw _yaml.Wrong(node, "a denial has no 'deny:'") : denial with { Name = denial.Name.Length > 0 ? denial.Name : _yaml.Text(deny) };
    }

    DenialConstraint Read(YamlNode node, DenialConstraint denial)
    {
        try
        {
            denial = denial with { Predicates = DenialText.Read(_yaml.Text(node)) };
        }
        catch (FormatException exception)
        {
            throw _yaml.Wrong(node, exception.Message);
        }

        return data is not null && denial.WhyNot(data) is { } why ? throw _yaml.Wrong(node, $"'{_yaml.Text(node)}': {why}") : denial;
    }

    ColumnExpectation Pattern(ColumnExpectation column, YamlNode node)
    {
        try
        {
            return column with { Pattern = _yaml.Text(node) };
        }
        catch (Exception exception) when (exception is RegexParseException or NotSupportedException or ArgumentException)
        {
            var why = exception is RegexParseException { Offset: var at }
                ? $"it can not be read from character {at} on"
                : "it looks around or refers back, which is not allowed";
            throw _yaml.Wrong(node, $"'pattern' of '{column.Column}' is no expression that can be used: {why}. Expected a .NET regular expression without look-around and back-references");
        }
    }

    ForeignKey Reference(YamlNode node)
    {
        string? file = null;
        string? name = null;
        foreach (var (key, value) in _yaml.Entries(node, "'references' has 'file:' and 'column:'"))
        {
            var isFile = Known(key, ["file", "column"], "references") == "file";
            file = isFile ? _yaml.Text(value) : file;
            name = isFile ? name : _yaml.Text(value);
        }

        if (file is null || name is null)
        {
            throw _yaml.Wrong(node, "'references' needs 'file:' and 'column:'");
        }

        if (!_tables.TryGetValue(file, out var table))
        {
            _tables[file] = table = readTable(_yaml.Beside(file));
        }

        return table.Find(name) is { } other
            ? new ForeignKey(file, name, Enumerable.Range(0, other.RowCount).Select(other.Text).OfType<string>().ToHashSet(StringComparer.Ordinal))
            : throw _yaml.Wrong(node, $"'{file}' has no column '{name}'{Near(name, table.Columns.Select(column => column.Name))}");
    }

    ExpectedBound Bound(YamlNode node, string key) =>
        ExpectedBound.Read(_yaml.Text(node)) ?? throw _yaml.Wrong(node, $"'{key}' is a number or a date (2024-01-31), not '{_yaml.Text(node)}'");

    double Share(YamlNode node, string key)
    {
        var text = _yaml.Text(node).Trim();
        var percent = text.EndsWith('%');
        return double.TryParse(percent ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && (percent ? value / 100 : value) is >= 0 and <= 1 and var share
            ? share
            : throw _yaml.Wrong(node, $"'{key}' is a share, as 1% or 0.01, not '{text}'");
    }

    TimeSpan Age(YamlNode node)
    {
        var text = _yaml.Text(node).Trim();
        return text.Length > 1 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count < 1_000_000 && text[^1] is 'h' or 'd' or 'w'
            ? TimeSpan.FromHours(count * (text[^1] switch { 'h' => 1, 'd' => 24, _ => 168 }))
            : throw _yaml.Wrong(node, $"'newest-within' is an age, as 36h, 7d or 4w, not '{text}'");
    }

    TWord Word<TWord>(YamlNode node, string key)
        where TWord : struct, Enum =>
        Enum.TryParse<TWord>(_yaml.Text(node), ignoreCase: true, out var word) && !char.IsDigit(_yaml.Text(node)[0])
            ? word
            : throw _yaml.Wrong(node, $"'{key}' can not be '{_yaml.Text(node)}'; allowed: {string.Join(", ", Enum.GetNames<TWord>().Select(name => name.ToLowerInvariant()))}");

    string Known(YamlNode key, IReadOnlyList<string> keys, string where) =>
        keys.Contains(_yaml.Text(key), StringComparer.Ordinal) ? _yaml.Text(key) : throw _yaml.Wrong(key, $"'{_yaml.Text(key)}' is not known in {where}{(NearName.Of(_yaml.Text(key), keys) is null ? $"; known are {string.Join(", ", keys)}" : Near(_yaml.Text(key), keys))}");

    static string Near(string written, IEnumerable<string> names) => NearName.Of(written, names) is { } near ? $"; the nearest is '{near}'" : string.Empty;
}
