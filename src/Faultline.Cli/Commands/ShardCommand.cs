using System.CommandLine;

namespace Faultline.Cli;

/// <summary><c>faultline shard DATA… --shard i/N --to DIR</c>.</summary>
static class ShardCommand
{
    public static Command Build(Messages messages) => SettingOptions.Command("shard", "Read one shard.", ArgumentArity.ZeroOrMore, ShardRun.Options, (typed, cancellation) =>
    {
        var given = typed.One(AuditSettings.Config) is { } config ? typed.Over(ConfigFile.Read(config)) : typed;
        return new ShardRun(given, messages, cancellation).Run();
    });
}
