using System.CommandLine;

namespace Faultline.Cli;

/// <summary><c>faultline audit DATA…</c>.</summary>
sealed class AuditCommand(Messages messages)
{
    readonly Argument<string[]> _data = new("DATA") { Arity = ArgumentArity.ZeroOrMore, Description = AuditSettings.Data.Help };
    readonly Dictionary<Setting, Option> _options = AuditSettings.Options.ToDictionary(setting => setting, OptionOf);

    public Command Build()
    {
        var command = new Command("audit", "Audit a table.") { _data };
        foreach (var option in _options.Values)
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), CancellationToken.None));
        return command;
    }

    int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var typed = Typed(parsed, _options, _data);
        var given = typed.One(AuditSettings.Config) is { } config ? typed.Over(ConfigFile.Read(config)) : typed;
        return new AuditRun(AuditRequest.From(given), messages, cancellation).Run();
    }

    /// <summary>What was typed.</summary>
    public static GivenSettings Typed(ParseResult parsed, IReadOnlyDictionary<Setting, Option> options, Argument<string[]> files)
    {
        var values = new Dictionary<Setting, IReadOnlyList<string>>();
        foreach (var (setting, option) in options)
        {
            if (parsed.GetResult(option) is { Implicit: false } result)
            {
                values[setting] = [.. result.Tokens.Select(token => token.Value)];
            }
        }

        if (parsed.GetResult(files) is { Tokens.Count: > 0 } data)
        {
            values[AuditSettings.Data] = [.. data.Tokens.Select(token => token.Value)];
        }

        return GivenSettings.Of(values);
    }

    /// <summary>A setting as an option.</summary>
    public static Option OptionOf(Setting setting)
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
}
