using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Faultline.Cli;

/// <summary>Reads faultline.yaml: the settings of the command line by their names, and accepted findings under <c>suppress</c>.</summary>
sealed class ConfigFile
{
    const int DeepestNesting = 8;
    const string Suppress = "suppress";

    static readonly Dictionary<string, Setting> s_settings =
        AuditSettings.Options.Where(setting => setting != AuditSettings.Config).Append(AuditSettings.Data).ToDictionary(setting => setting.Name, StringComparer.Ordinal);

    readonly string _path;
    readonly string _folder;

    ConfigFile(string path)
    {
        _path = path;
        _folder = Path.GetDirectoryName(path) ?? string.Empty;
    }

    /// <summary>Keys that a file may have, in the order of the help.</summary>
    public static IEnumerable<string> Keys => s_settings.Keys.Append(Suppress);

    /// <summary>Reads the file.</summary>
    /// <exception cref="InputException">The file can not be read, or holds something unknown; the message names the line.</exception>
    public static GivenSettings Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--config '{path}' can not be read: {exception.Message}", exception);
        }

        return new ConfigFile(path).Parse(text);
    }

    GivenSettings Parse(string text)
    {
        var values = new Dictionary<Setting, IReadOnlyList<string>>();
        var suppressions = new List<Suppression>();
        foreach (var (keyNode, value) in Root(text))
        {
            var key = Text(keyNode);
            if (key == Suppress)
            {
                suppressions.AddRange(Items(value, key).Select(Suppression));
            }
            else if (!s_settings.TryGetValue(key, out var setting))
            {
                throw Wrong(keyNode, $"'{key}' is no setting; the nearest is '{Nearest.To(key, Keys)}'");
            }
            else if (Values(setting, value) is { } given)
            {
                values[setting] = given;
            }
        }

        return GivenSettings.Of(values, suppressions);
    }

    IEnumerable<KeyValuePair<YamlNode, YamlNode>> Root(string text)
    {
        var stream = new YamlStream();
        try
        {
            RefuseDeepNesting(text);
            stream.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            var why = exception.InnerException?.Message ?? exception.Message;
            throw new InputException($"'{_path}', line {exception.Start.Line}: this is no YAML: {why}", exception);
        }

        if (stream.Documents.Count > 1)
        {
            throw Wrong(stream.Documents[1].RootNode, "a second document begins; a configuration is one document");
        }

        return stream.Documents.Count == 0 ? []
            : stream.Documents[0].RootNode is YamlMappingNode mapping ? mapping.Children
            : throw Wrong(stream.Documents[0].RootNode, "a list of 'setting: value' lines was expected, as 'label: y'");
    }

    // The tree of the YAML library is built by recursion: a hostile file of a million brackets would end the process.
    void RefuseDeepNesting(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current switch
            {
                MappingStart or SequenceStart => 1,
                MappingEnd or SequenceEnd => -1,
                _ => 0,
            };
            if (depth > DeepestNesting)
            {
                throw new InputException($"'{_path}', line {parser.Current!.Start.Line}: nested more than {DeepestNesting} deep; a setting is a value or a list.");
            }
        }
    }

    string[]? Values(Setting setting, YamlNode node)
    {
        if (setting.Kind == SettingKind.Flag)
        {
            return YesOrNo(node, setting.Name) ? [] : null;
        }

        if (setting == AuditSettings.Set && node is YamlMappingNode checks)
        {
            return [.. checks.Children.SelectMany(pair => CheckOptions(Text(pair.Key), pair.Value))];
        }

        var texts = setting.Kind == SettingKind.Single ? [Text(node)] : Items(node, setting.Name).Select(Text).ToArray();
        if (setting == AuditSettings.Header)
        {
            texts = [YesOrNo(node, setting.Name) ? "yes" : "no"];
        }

        return setting.IsPath || (setting == AuditSettings.Embedding && texts.Length == 1 && File.Exists(Beside(texts[0]))) ? [.. texts.Select(Beside)] : texts;
    }

    IEnumerable<string> CheckOptions(string key, YamlNode node) => node is YamlMappingNode options
        ? options.Children.Select(pair => $"{key}.{Text(pair.Key)}={Text(pair.Value)}")
        : [$"{key}={Text(node)}"];

    Suppression Suppression(YamlNode node)
    {
        if (node is not YamlMappingNode mapping)
        {
            throw Wrong(node, "each entry of 'suppress' needs 'id:' and 'reason:'");
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Children)
        {
            fields[Text(key)] = Text(key) is "id" or "reason"
                ? Text(value)
                : throw Wrong(key, $"'{Text(key)}' is not known under 'suppress'; it has 'id' and 'reason'");
        }

        var id = fields.GetValueOrDefault("id", string.Empty).Trim();
        var reason = fields.GetValueOrDefault("reason", string.Empty).Trim();
        return id.Length == 0 ? throw Wrong(node, "an entry of 'suppress' has no 'id:' (a finding's id, or a check's id or name)")
            : reason.Length == 0 ? throw Wrong(node, $"the suppression of '{id}' has no 'reason:'; say why it is accepted")
            : new Suppression(id, reason);
    }

    IEnumerable<YamlNode> Items(YamlNode node, string key) => node switch
    {
        YamlSequenceNode sequence => sequence.Children,
        YamlScalarNode { Value: { Length: > 0 } } => [node],
        _ => throw Wrong(node, $"'{key}' needs a value or a list"),
    };

    string Text(YamlNode node) => node is YamlScalarNode { Value: { } value } scalar && (value.Length > 0 || scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted)
        ? value
        : throw Wrong(node, node is YamlScalarNode ? "a value is missing" : "a single value was expected");

    bool YesOrNo(YamlNode node, string key) => Text(node).ToUpperInvariant() switch
    {
        "YES" or "TRUE" or "ON" => true,
        "NO" or "FALSE" or "OFF" => false,
        _ => throw Wrong(node, $"'{key}' is yes or no, not '{Text(node)}'"),
    };

    string Beside(string path) => path == "-" || Path.IsPathRooted(path) ? path : Path.Join(_folder, path);

    InputException Wrong(YamlNode node, string what) => new($"'{_path}', line {node.Start.Line}: {what}. See docs/config.md for all settings.");
}
