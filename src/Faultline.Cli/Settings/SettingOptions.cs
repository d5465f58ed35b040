using System.CommandLine;

namespace Faultline.Cli;

/// <summary>Commands over DATA whose options are settings.</summary>
static class SettingOptions
{
    /// <summary>A command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="files">How many words DATA is.</param>
    /// <param name="settings">Its options.</param>
    /// <param name="run">Runs it with what was typed, and gives the exit code.</param>
    public static Command Command(string name, string description, ArgumentArity files, IReadOnlyList<Setting> settings, Func<GivenSettings, CancellationToken, int> run)
    {
        var data = new Argument<string[]>("DATA") { Arity = files, Description = AuditSettings.Data.Help };
        var options = settings.ToDictionary(setting => setting, Of);
        var command = new Command(name, description) { data };
        foreach (var option in options.Values)
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellation) => Task.Run(() => run(Typed(parsed, options, data), cancellation), CancellationToken.None));
        return command;
    }

    static Option Of(Setting setting)
    {
        Option option = setting.Kind switch
        {
            SettingKind.Flag => new Option<bool>(setting.Option) { Arity = ArgumentArity.Zero },
            SettingKind.Single => new Option<string>(setting.Option) { Arity = ArgumentArity.ExactlyOne },
            _ => new Option<string[]>(setting.Option) { Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = setting.Kind == SettingKind.Many },
        };
        option.Description = setting.Help;
        option.HelpName = setting.Value;
        if (setting == AuditSettings.Checks || setting == AuditSettings.Skip)
        {
            option.CompletionSources.Add(_ => Catalogue.All.SelectMany(entry => new[] { entry.Info.Id, entry.Info.Name }));
        }
        else if (setting == AuditSettings.Set)
        {
            option.CompletionSources.Add(_ => Catalogue.All.SelectMany(entry => entry.Options.Select(o => $"{entry.Info.Id}.{o.Name}=")));
        }
        else if (setting.Words.Count > 0)
        {
            option.CompletionSources.Add([.. setting.Words]);
        }

        return option;
    }

    static GivenSettings Typed(ParseResult parsed, IReadOnlyDictionary<Setting, Option> options, Argument<string[]> data)
    {
        var values = new Dictionary<Setting, IReadOnlyList<string>>();
        foreach (var (setting, option) in options)
        {
            if (parsed.GetResult(option) is { Implicit: false } result)
            {
                values[setting] = [.. result.Tokens.Select(token => token.Value)];
            }
        }

        if (parsed.GetResult(data) is { Tokens.Count: > 0 } words)
        {
            values[AuditSettings.Data] = [.. words.Tokens.Select(token => token.Value)];
        }

        return GivenSettings.Of(values);
    }
}
