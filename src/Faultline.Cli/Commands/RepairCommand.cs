using System.CommandLine;

namespace Faultline.Cli;

/// <summary><c>faultline repair DATA…</c>.</summary>
sealed class RepairCommand(Messages messages)
{
    readonly Argument<string[]> _data = new("DATA") { Arity = ArgumentArity.ZeroOrMore, Description = AuditSettings.Data.Help };
    readonly Dictionary<Setting, Option> _options = RepairSettings.Options.ToDictionary(setting => setting, SettingOptions.Of);

    public Command Build()
    {
        var command = new Command("repair", "Mend a table.") { _data };
        foreach (var option in _options.Values)
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellation) =>
            Task.Run(() => new RepairRun(RepairRequest.From(SettingOptions.Typed(parsed, _options, _data)), messages, cancellation).Run(), CancellationToken.None));
        return command;
    }
}
