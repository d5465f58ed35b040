using System.Globalization;

namespace Faultline.Cli;

/// <summary>What is submitted to Slurm, and with which options.</summary>
sealed class SlurmScript(StateFolder folder, AuditRequest request, int pass)
{
    static readonly string[] s_ours = ["array", "output", "error", "chdir", "dependency", "job-name", "parsable", "wrap", "wait", "kill-on-invalid-dep", "requeue", "no-requeue", "open-mode"];

    /// <summary>The log of a task.</summary>
    public string Log(string task) => folder.In("logs", FormattableString.Invariant($"pass-{pass}-{task}.log"));

    /// <summary>Words of sbatch for the shards.</summary>
    public IEnumerable<string> Array(IReadOnlyList<int> shards) => Words($"--array={Ranges(shards)}", Log("%a"), Write("shard", "$SLURM_ARRAY_TASK_ID", string.Join(' ', Shard().Select(Quoted))));

    /// <summary>Words of sbatch for the merge of what another job leaves.</summary>
    public IEnumerable<string> Merge(string after) => ["--kill-on-invalid-dep=yes", .. Words($"--dependency=afterok:{after}", Log("merge"), Write("merge", "merge", string.Join(' ', ShardProgram.Words.Concat(["merge", folder.Path]).Select(Quoted))))];

    /// <summary>Numbers as 0-5,7.</summary>
    public static string Ranges(IReadOnlyList<int> numbers)
    {
        var ranges = new List<(int From, int To)>();
        foreach (var number in numbers)
        {
            if (ranges.Count > 0 && ranges[^1].To == number - 1)
            {
                ranges[^1] = (ranges[^1].From, number);
            }
            else
            {
                ranges.Add((number, number));
            }
        }

        return string.Join(',', ranges.Select(range => range.From == range.To ? range.From.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{range.From}-{range.To}")));
    }

    /// <summary>The user's own options of sbatch.</summary>
    /// <exception cref="InputException">One is not of the form key=value, or is set by the program.</exception>
    public static IReadOnlyList<string> Own(IEnumerable<string> given)
    {
        var words = new List<string>();
        foreach (var item in given.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            var key = item.Split('=')[0].TrimStart('-');
            if (key.Length == 0 || !key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            {
                throw new InputException($"--slurm can not be '{item}'; expected options of sbatch by their long names, as partition=cpu,time=10:00,mem=4G.");
            }

            if (s_ours.Contains(key, StringComparer.Ordinal))
            {
                throw new InputException($"--slurm can not set '{key}': Faultline sets it. Leave it out.");
            }

            words.Add("--" + item.TrimStart('-'));
        }

        return words;
    }

    // The number of the task is put in by the shell.
    IEnumerable<string> Shard() => [.. ShardProgram.Words, .. ShardProgram.Shard(folder, pass, "$TASK", 0, request.MemoryBytes)];

    IEnumerable<string> Words(string job, string log, string script) =>
        ["--parsable", $"--job-name=faultline-pass-{pass.ToString(CultureInfo.InvariantCulture)}", job, "--output=" + log, "--open-mode=truncate", "--requeue", "--chdir=" + Environment.CurrentDirectory, .. Own(request.Given.Many(AuditSettings.Slurm)), script];

    string Write(string name, string task, string command)
    {
        var path = folder.In(FormattableString.Invariant($"pass-{pass}-{name}.sh"));
        var needed = string.Join(' ', ShardProgram.Words.Append(folder.Path).Select(ShellQuoting.Quote));
        try
        {
            Directory.CreateDirectory(folder.In("logs"));
            OutputFiles.Together([path], [part => File.WriteAllText(part, $$"""
                #!/bin/bash
                TASK={{task}}
                for needed in {{needed}}; do
                  if [ ! -e "$needed" ]; then
                    echo "faultline: node $(hostname) does not see '$needed'; it has to lie in a folder that all nodes share."
                    exit 2
                  fi
                done
                {{command}} 2>&1
                code=$?
                echo "exit $code"
                exit $code

                """.ReplaceLineEndings("\n"))]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{path}' can not be written: {FileFault.Words(fault)}. Name another folder with --out.", fault);
        }

        return path;
    }

    static string Quoted(string word) => word.StartsWith("$TASK/", StringComparison.Ordinal) ? $"\"{word}\"" : ShellQuoting.Quote(word);
}
