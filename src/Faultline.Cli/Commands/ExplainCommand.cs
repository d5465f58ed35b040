using System.CommandLine;

namespace Faultline.Cli;

/// <summary><c>faultline explain ID|NAME</c>.</summary>
static class ExplainCommand
{
    public static Command Build()
    {
        var check = new Argument<string>("ID|NAME") { Description = "A check, by id or name.", Arity = ArgumentArity.ExactlyOne };
        check.CompletionSources.Add(_ => Catalogue.All.SelectMany(entry => new[] { entry.Info.Id, entry.Info.Name }));
        var command = new Command("explain", "Explain a check.") { check };
        command.SetAction(parsed =>
        {
            var entry = Catalogue.Find(parsed.GetValue(check)!);
            Console.Out.Write(MarkdownView.Render(CheckPages.Read(entry.Info), Streams.Width, Streams.OutputIsStyled(quiet: false)));
        });
        return command;
    }
}
