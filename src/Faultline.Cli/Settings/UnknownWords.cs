using System.CommandLine;

namespace Faultline.Cli;

/// <summary>Refuses options and commands that do not exist before the parser can take them for something else.</summary>
static class UnknownWords
{
    // In the public contract of the command line, and not in this version.
    static readonly string[] s_laterCommands = ["study", "compare", "watch", "tune", "serve"];

    /// <exception cref="InputException">A word before <c>--</c> is no command or option; the message names the nearest.</exception>
    public static void Refuse(IReadOnlyList<string> args, RootCommand root)
    {
        if (args.Count == 0 || args[0].StartsWith('['))
        {
            return;
        }

        Command command = root;
        if (!args[0].StartsWith('-'))
        {
            command = root.Subcommands.FirstOrDefault(candidate => candidate.Name == args[0]) ?? throw NoCommand(args[0], root);
        }

        var options = command.Options.SelectMany(option => option.Aliases.Append(option.Name)).ToHashSet(StringComparer.Ordinal);
        Option? before = null;
        foreach (var word in args.TakeWhile(word => word != "--"))
        {
            var name = word.Split('=', ':')[0];
            if (options.Contains(name))
            {
                var option = command.Options.First(candidate => candidate.Name == name || candidate.Aliases.Contains(name));
                before = name == word ? option
                    : option.Arity.MaximumNumberOfValues > 0 ? null
                    : throw new InputException($"{name} takes no value; '{word}' gives it one. Write {name}, or leave it out.");
                continue;
            }

            var isOption = word.StartsWith("--", StringComparison.Ordinal) || (word.Length > 1 && word[0] == '-' && !Takes(before, word));
            if (isOption)
            {
                throw NoOption(name, command);
            }

            before = before is { AllowMultipleArgumentsPerToken: true } ? before : null;
        }
    }

    // A value may begin with one dash (--null -200, --seed -1, --delimiter -); one that begins with two has to be joined by '='.
    static bool Takes(Option? before, string word) => before is not null && before.Arity.MaximumNumberOfValues > 0 && (word.Length == 2 || !char.IsLetter(word[1]));

    static InputException NoCommand(string word, RootCommand root)
    {
        if (s_laterCommands.Contains(word, StringComparer.Ordinal))
        {
            return new InputException($"'{word}' is not in this version ({ToolVersion.Current}). 'faultline --help' lists what is.");
        }

        var names = root.Subcommands.Select(candidate => candidate.Name).ToArray();
        return NearName.Of(word, names) is { } near
            ? new InputException($"there is no command '{word}'; the nearest is '{near}'. 'faultline --help' lists all.")
            : new InputException($"there is no command '{word}'. To audit a file: 'faultline audit {ShellQuoting.Quote(word)}'. 'faultline --help' lists all commands.");
    }

    static InputException NoOption(string name, Command command)
    {
        var nearest = Nearest.To(name, command.Options.Select(option => option.Name));
        var path = command is RootCommand ? string.Empty : command.Name + " ";
        return new InputException($"there is no option '{name}'; the nearest is {nearest}. A file or a value that begins with a dash goes after '--' or is joined by '=' (--label={name}). See 'faultline {path}--help'.");
    }
}
