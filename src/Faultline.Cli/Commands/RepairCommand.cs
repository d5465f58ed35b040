using System.CommandLine;

namespace Faultline.Cli;

/// <summary><c>faultline repair DATA…</c>.</summary>
static class RepairCommand
{
    public static Command Build(Messages messages) => SettingOptions.Command("repair", "Mend a table.", ArgumentArity.ZeroOrMore, RepairSettings.Options, (given, cancellation) =>
        new RepairRun(RepairRequest.From(given), messages, cancellation).Run());
}
