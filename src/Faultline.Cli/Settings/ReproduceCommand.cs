namespace Faultline.Cli;

/// <summary>The command of an audit in its normal form: whatever can change what is found, in fixed order, quoted for a shell.</summary>
static class ReproduceCommand
{
    /// <summary>The command; values from faultline.yaml stand in it as if they had been typed. It ends before the checks are chosen.</summary>
    public static string Of(IReadOnlyList<string> data, GivenSettings given)
    {
        var words = new List<string> { "faultline", "audit" };
        words.AddRange(data.Select(path => ShellQuoting.Quote(path.StartsWith('-') && path.Length > 1 ? "./" + path : path)));
        foreach (var setting in AuditSettings.Options.Where(setting => setting.ChangesFindings && given.Has(setting)))
        {
            words.AddRange(Words(setting, given));
        }

        return string.Join(' ', words);
    }

    static IEnumerable<string> Words(Setting setting, GivenSettings given) => setting.Kind switch
    {
        SettingKind.Flag => [setting.Option],
        SettingKind.Single => Pair(setting, given.One(setting)!),
        SettingKind.List => Pair(setting, given.Joined(setting)!),
        _ => given.Many(setting).SelectMany(value => Pair(setting, value)),
    };

    // A value that begins with a dash, or an empty one, is only safe when it is joined to its option.
    static IEnumerable<string> Pair(Setting setting, string value) =>
        value.StartsWith('-') ? [setting.Option + "=" + ShellQuoting.Quote(value)] : [setting.Option, ShellQuoting.Quote(value)];
}
