using System.CommandLine;

namespace Faultline.Cli;

/// <summary><c>faultline audit DATA…</c>.</summary>
sealed class AuditCommand(Messages messages)
{
    readonly Argument<string[]> _data = new("DATA") { Arity = ArgumentArity.ZeroOrMore, Description = AuditSettings.Data.Help };
    readonly Dictionary<Setting, Option> _options = AuditSettings.Options.ToDictionary(setting => setting, SettingOptions.Of);

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
        var typed = SettingOptions.Typed(parsed, _options, _data);
        var given = typed.One(AuditSettings.Config) is { } config ? typed.Over(ConfigFile.Read(config)) : typed;
        return new AuditRun(AuditRequest.From(given), messages, cancellation).Run();
    }
}
