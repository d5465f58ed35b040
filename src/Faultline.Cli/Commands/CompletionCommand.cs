using System.CommandLine;

namespace Faultline.Cli;

/// <summary><c>faultline completion SHELL</c>: a script that asks the program itself what may follow.</summary>
static class CompletionCommand
{
    static readonly Dictionary<string, string> s_scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            _faultline_complete() {
              local IFS=$'\n' word="${COMP_WORDS[COMP_CWORD]}"
              COMPREPLY=( $(compgen -W "$(faultline "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "$word") )
              [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=( $(compgen -f -- "$word") )
            }
            complete -o filenames -F _faultline_complete faultline
            """,
        ["zsh"] = """
            _faultline_complete() {
              local -a words_to_offer
              words_to_offer=( "${(@f)$(faultline "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}" )
              if [[ -n "${words_to_offer[1]}" ]]; then compadd -a -- words_to_offer; else _files; fi
            }
            autoload -Uz compinit && (( $+functions[compdef] )) || compinit
            compdef _faultline_complete faultline
            """,
        ["fish"] = """
            complete -c faultline -a "(faultline '[suggest:'(string length -- (commandline -cp))']' (commandline -cp) 2>/dev/null)"
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName faultline -ScriptBlock {
              param($wordToComplete, $commandAst, $cursorPosition)
              faultline "[suggest:$cursorPosition]" "$commandAst" 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
              }
            }
            """,
    };

    public static Command Build()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh.", Arity = ArgumentArity.ExactlyOne };
        shell.CompletionSources.Add([.. s_scripts.Keys]);
        var command = new Command("completion", "Print a completion script.") { shell };
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(shell)!;
            Console.Out.WriteLine(s_scripts.TryGetValue(name, out var script)
                ? script
                : throw new InputException($"there is no completion for '{name}'; there is one for {string.Join(", ", s_scripts.Keys)}."));
        });
        return command;
    }
}
