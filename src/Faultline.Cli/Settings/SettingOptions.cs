using System.CommandLine;

namespace Faultline.Cli;

/// <summary>Settings as options of a command, and what was typed.</summary>
static class SettingOptions
{
    /// <summary>The option of a setting.</summary>
    public static Option Of(Setting setting)
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

    /// <summary>The values that were typed.</summary>
    public static GivenSettings Typed(ParseResult parsed, IReadOnlyDictionary<Setting, Option> options, Argument<string[]> data)
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
