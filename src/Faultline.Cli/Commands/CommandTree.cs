using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Faultline.Cli;

/// <summary>The commands of the program.</summary>
static class CommandTree
{
    public static RootCommand Build(Messages messages)
    {
        var root = new RootCommand("Finds what is wrong with a machine-learning system.");
        root.Options.Clear();
        root.Directives.Clear();
        root.Add(new SuggestDirective());
        root.Add(WithHelp());
        root.Add(new VersionOption("--version") { Action = new Print(() => $"faultline {ToolVersion.Current}") });
        root.SetAction(int (_) => throw new InputException("no command given; expected audit, repair, shard, merge, profile, explain, catalogue or completion. Try 'faultline audit DATA', or 'faultline --help'."));
        root.Add(AuditCommand.Build(messages));
        root.Add(RepairCommand.Build(messages));
        root.Add(ShardCommand.Build(messages));
        root.Add(MergeCommand.Build(messages));
        root.Add(new ProfileCommand(messages).Build());
        root.Add(ExplainCommand.Build());
        root.Add(CatalogueCommand.Build());
        root.Add(CompletionCommand.Build());
        foreach (var command in root.Subcommands)
        {
            command.Add(WithHelp());
        }

        return root;
    }

    /// <summary>The words of the command that was parsed, below the program's name.</summary>
    public static IEnumerable<string> PathOf(ParseResult parsed) => parsed.CommandResult.Command is RootCommand ? [] : [parsed.CommandResult.Command.Name, string.Empty];

    static HelpOption WithHelp() => new("--help", "-h", "-?") { Description = "Show this help.", Action = new ShowHelp() };

    sealed class Print(Func<string> text) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            Console.Out.WriteLine(text());
            return ExitCode.Fine;
        }
    }

    sealed class ShowHelp : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            Console.Out.Write(HelpText.Of(parseResult.CommandResult.Command.Name, Streams.Width));
            return ExitCode.Fine;
        }
    }
}
