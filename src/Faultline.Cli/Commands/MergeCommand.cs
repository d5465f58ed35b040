using System.CommandLine;

namespace Faultline.Cli;

/// <summary><c>faultline merge DIR --out DIR</c>.</summary>
static class MergeCommand
{
    public static Command Build(Messages messages) => SettingOptions.Command("merge", "Put shards together.", ArgumentArity.ZeroOrMore, MergeRun.Options, (typed, cancellation) =>
        new MergeRun(typed, messages, cancellation).Run());
}
