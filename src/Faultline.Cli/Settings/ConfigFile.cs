using YamlDotNet.RepresentationModel;

namespace Faultline.Cli;

/// <summary>Reads faultline.yaml: the settings of the command line by their names, and accepted findings under <c>suppress</c>.</summary>
sealed class ConfigFile
{
    const string Suppress = "suppress";

    static readonly Dictionary<string, Setting> s_settings =
        AuditSettings.Options.Where(setting => setting != AuditSettings.Config).Append(AuditSettings.Data).ToDictionary(setting => setting.Name, StringComparer.Ordinal);

    readonly string _path;
    readonly YamlSource _yaml;

    ConfigFile(string path)
    {
        _path = path;
        _yaml = new YamlSource(path, "docs/config.md for all settings");
    }

    /// <summary>Keys that a file may have, in the order of the help.</summary>
    public static IEnumerable<string> Keys => s_settings.Keys.Append(Suppress);

    /// <summary>Reads the file.</summary>
    /// <exception cref="InputException">The file can not be read, or holds something unknown; the message names the line.</exception>
    public static GivenSettings Read(string path) => new ConfigFile(path).Parse();

    GivenSettings Parse()
    {
        var values = new Dictionary<Setting, IReadOnlyList<string>>();
        var suppressions = new List<Suppression>();
        IEnumerable<KeyValuePair<YamlNode, YamlNode>> entries = _yaml.Read("--config") is { } root ? root.Children : [];
        foreach (var (keyNode, value) in entries)
        {
            var key = _yaml.Text(keyNode);
            if (key == Suppress)
            {
                suppressions.AddRange(_yaml.Items(value, key).Select(Suppression));
            }
            else if (!s_settings.TryGetValue(key, out var setting))
            {
                throw _yaml.Wrong(keyNode, $"'{key}' is no setting{(NearName.Of(key, Keys) is { } near ? $"; the nearest is '{near}'" : string.Empty)}");
            }
            else if (Values(setting, value) is { } given)
            {
                values[setting] = given;
            }
        }

        return GivenSettings.Of(values, suppressions);
    }

    string[]? Values(Setting setting, YamlNode node)
    {
        if (setting.Kind == SettingKind.Flag)
        {
            return _yaml.YesOrNo(node, setting.Name) ? [] : null;
        }

        if (setting == AuditSettings.Expectations && node is YamlMappingNode)
        {
            return [_path];
        }

        if (setting == AuditSettings.Set && node is YamlMappingNode checks)
        {
            return [.. checks.Children.SelectMany(pair => CheckOptions(_yaml.Text(pair.Key), pair.Value))];
        }

        var texts = setting.Kind == SettingKind.Single ? [_yaml.Text(node)] : _yaml.Items(node, setting.Name).Select(_yaml.Text).ToArray();
        if (setting == AuditSettings.Header)
        {
            texts = [_yaml.YesOrNo(node, setting.Name) ? "yes" : "no"];
        }

        return setting.IsPath || (setting == AuditSettings.Embedding && texts.Length == 1 && File.Exists(_yaml.Beside(texts[0]))) ? [.. texts.Select(_yaml.Beside)] : texts;
    }

    IEnumerable<string> CheckOptions(string key, YamlNode node) => node is YamlMappingNode options
        ? options.Children.Select(pair => $"{key}.{_yaml.Text(pair.Key)}={_yaml.Text(pair.Value)}")
        : [$"{key}={_yaml.Text(node)}"];

    Suppression Suppression(YamlNode node)
    {
        if (node is not YamlMappingNode mapping)
        {
            throw _yaml.Wrong(node, "each entry of 'suppress' needs 'id:' and 'reason:'");
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Children)
        {
            fields[_yaml.Text(key)] = _yaml.Text(key) is "id" or "reason"
                ? _yaml.Text(value)
                : throw _yaml.Wrong(key, $"'{_yaml.Text(key)}' is not known under 'suppress'; it has 'id' and 'reason'");
        }

        var id = fields.GetValueOrDefault("id", string.Empty).Trim();
        var reason = fields.GetValueOrDefault("reason", string.Empty).Trim();
        return id.Length == 0 ? throw _yaml.Wrong(node, "an entry of 'suppress' has no 'id:' (a finding's id, or a check's id or name)")
            : reason.Length == 0 ? throw _yaml.Wrong(node, $"the suppression of '{id}' has no 'reason:'; say why it is accepted")
            : new Suppression(id, reason);
    }
}
