using System.CommandLine;

namespace Faultline.Cli;

/// <summary><c>faultline audit DATA…</c>.</summary>
static class AuditCommand
{
    public static Command Build(Messages messages) => SettingOptions.Command("audit", "Audit a table.", ArgumentArity.ZeroOrMore, AuditSettings.Options, (typed, cancellation) =>
    {
        var given = typed.One(AuditSettings.Config) is { } config ? typed.Over(ConfigFile.Read(config)) : typed;
        return new AuditRun(AuditRequest.From(given), messages, cancellation).Run();
    });
}
