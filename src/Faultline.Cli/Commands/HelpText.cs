using System.Text;

namespace Faultline.Cli;

/// <summary>The help of each command: only what works, with examples.</summary>
static class HelpText
{
    const int Column = 30;

    static readonly (string Command, string Meaning)[] s_commands =
    [
        ("audit DATA…", "Audit a table: what is wrong, where it came from, what to do."),
        ("repair DATA…", "Mend a table, and measure on held-out rows whether that helps."),
        ("shard DATA… --shard i/N", "Read one shard of a table larger than memory, for 'merge'."),
        ("merge DIR --out DIR", "Put shards together and write the report."),
        ("profile DATA… --to FILE", "Propose expectations from a good table."),
        ("explain ID|NAME", "Explain a check: what it finds, how, and what to do about it."),
        ("catalogue", "List every check."),
        ("completion SHELL", "Print a completion script for bash, zsh, fish or pwsh."),
    ];

    public static string Of(string command, int width) => command switch
    {
        "audit" => Audit(width),
        "repair" => Repair(width),
        "profile" => Short(
            width,
            "faultline profile DATA… --to FILE [options]",
            "Proposes expectations from a table that is known to be good: types, ranges, missing cells, keys, allowed values, patterns and the number of rows. They hold on this table; 'faultline audit DATA --config FILE' holds others against them.",
            [.. ProfileCommand.Options.Select(setting => ((setting.Option + " " + setting.Value).TrimEnd(), setting.Help))],
            [
                "faultline profile good.csv --to expectations.yaml",
                "faultline profile 'good-*.parquet' --to expectations.yaml --overwrite",
                "faultline audit new.csv --config expectations.yaml --gate 'FL110<=0'",
            ]),
        "shard" => Short(
            width,
            "faultline shard DATA… --shard i/N --to DIR [--pass K] [the options of audit]",
            "Reads one shard of Parquet larger than memory, for the next pass that the shard has not read, and leaves what it gathered in DIR. Shards are processes that share only files: any scheduler can run them, in any order, twice if it likes. i counts from 0 or from 1 (N/N is 0/N). "
            + "A pass needs all shards of the pass before. DATA and the options may be left out once DIR has them.",
            [.. ShardRun.Own.Select(setting => ((setting.Option + " " + setting.Value).TrimEnd(), setting.Help))],
            [
                "faultline shard 'data-*.parquet' --label y --probabilities 'p*' --shard 0/64 --to /shared/states",
                "seq 0 7 | xargs -P 4 -I{} faultline shard data.parquet --label y --probabilities 'p*' --shard {}/8 --to states",
                "faultline merge states && seq 0 7 | xargs -P 4 -I{} faultline shard --shard {}/8 --to states",
            ]),
        "merge" => Short(
            width,
            "faultline merge DIR [--out DIR] [options of results]",
            "Puts together what shards have left in DIR. With --out it writes the report, the same as one process writes; passes that no shard has read are then read here. Without --out it merges the pass that is complete and says which comes next.",
            [.. MergeRun.Options.Select(setting => ((setting.Option + " " + setting.Value).TrimEnd(), setting.Help))],
            [
                "faultline merge /shared/states",
                "faultline merge /shared/states --out report",
                "faultline merge states --out report --scores none --gate 'FL101.rows<=1%'",
            ]),
        "explain" => Short(
            width,
            "faultline explain ID|NAME",
            "Explains a check: the question it asks, how it answers, what its figures mean, its options and its limits.",
            [],
            ["faultline explain FL101", "faultline explain LabelErrors"]),
        "catalogue" => Short(
            width,
            "faultline catalogue [--json|--markdown]",
            "Lists every check, in the order of an error's life.",
            [("--json", "As JSON, with needs, options, memory and sources."), ("--markdown", "As a Markdown table.")],
            ["faultline catalogue", "faultline catalogue --json"]),
        "completion" => Short(
            width,
            "faultline completion bash|zsh|fish|pwsh",
            "Prints a script that completes faultline's commands, options and words in your shell.",
            [],
            [
                "eval \"$(faultline completion bash)\"                      # in ~/.bashrc",
                "eval \"$(faultline completion zsh)\"                       # in ~/.zshrc",
                "faultline completion fish > ~/.config/fish/completions/faultline.fish",
                "faultline completion pwsh | Out-String | Invoke-Expression   # in $PROFILE",
            ]),
        _ => Root(width),
    };

    static string Root(int width)
    {
        var help = new StringBuilder();
        Paragraph(help, "Faultline finds what is wrong with a machine-learning system, says where it came from and how far it spreads.", width);
        help.Append("\nUsage: faultline COMMAND [options]\n\nCommands\n");
        Rows(help, s_commands, width);
        help.Append("\nOptions\n");
        Rows(help, [("--version", "Show the version."), ("-h, --help", "Show help; after a command, the help of that command.")], width);
        Examples(help, ["faultline audit data.csv --label y", "faultline explain FL101", "faultline audit --help"]);
        return help.ToString();
    }

    static string Audit(int width)
    {
        var help = new StringBuilder();
        Paragraph(help, "Audits a table: CSV, TSV, JSON, JSON lines or Parquet, also compressed. Needs nothing but the data; more evidence, more checks.", width);
        help.Append("\nUsage: faultline audit DATA… [options]\n\n");
        Rows(help, [("DATA", AuditSettings.Data.Help + " DATA comes before --gate and --null, or after '--'.")], width);
        Settings(help, AuditSettings.Options, width);
        help.Append("\nExit codes\n");
        Rows(
            help,
            [("0", "It ran, and no gate failed."), ("1", "It ran, and a gate failed."), ("2", "It could not run; the first line on standard error says why."), ("130", "It was stopped.")],
            width);
        Examples(
            help,
            [
                "faultline audit data.csv --label y",
                "faultline audit test.parquet --label y --train train.parquet --predictions p.parquet --id key",
                "faultline audit new.csv --config expectations.yaml --gate 'FL110<=0'",
                "faultline audit this_month.csv --reference last_month.csv --out drift",
                "faultline audit data.csv --label y --gate 'FL101.rows<=1%' 'severity<high'",
                "cat data.csv | faultline audit - --checks FL103,FL107",
                "faultline audit large.parquet --label y --probabilities 'p*' --resume",
                "faultline audit 'large-*.parquet' --label y --probabilities 'p*' --engine local --shards 8",
                "faultline audit 'large-*.parquet' --label y --probabilities 'p*' --engine slurm --slurm time=30:00",
                "faultline audit --config faultline.yaml",
            ]);
        return help.ToString();
    }

    static string Repair(int width)
    {
        var help = new StringBuilder();
        Paragraph(help, "Writes a mended copy of a table, the list of its changes, and a proof: models of the table before, after, and after as many changes at random, scored on the same held-out rows with their original labels. The input is never written over.", width);
        help.Append("\nUsage: faultline repair DATA… --fix KIND[,KIND…] --to FILE [options]\n\n");
        Rows(help, [("DATA", "One or more files, or a quoted glob.")], width);
        Settings(help, RepairSettings.Options, width);
        help.Append("\nExit codes\n");
        Rows(help, [("0", "It ran, whether the proof shows a gain or not."), ("2", "It could not run; the first line on standard error says why."), ("130", "It was stopped; nothing was written.")], width);
        Examples(
            help,
            [
                "faultline repair data.csv --fix labels --label y --to better.csv",
                "faultline repair data.parquet --fix duplicates,missing,hygiene --label y --to better.parquet",
                "faultline repair data.csv --fix labels --label y --to better.csv --review decide.csv",
            ]);
        return help.ToString();
    }

    static void Settings(StringBuilder help, IEnumerable<Setting> settings, int width)
    {
        foreach (var group in settings.GroupBy(setting => setting.Group))
        {
            help.Append('\n').Append(group.Key).Append('\n');
            Rows(help, group.Select(setting => ((setting.Option + " " + setting.Value).TrimEnd(), setting.Help)), width);
        }
    }

    static string Short(int width, string usage, string text, IReadOnlyList<(string Option, string Meaning)> options, IReadOnlyList<string> examples)
    {
        var help = new StringBuilder();
        Paragraph(help, text, width);
        help.Append("\nUsage: ").Append(usage).Append('\n');
        if (options.Count > 0)
        {
            help.Append("\nOptions\n");
            Rows(help, options, width);
        }

        Examples(help, examples);
        return help.ToString();
    }

    static void Examples(StringBuilder help, IReadOnlyList<string> examples)
    {
        help.Append("\nExamples\n");
        foreach (var example in examples)
        {
            help.Append("  ").Append(example).Append('\n');
        }
    }

    static void Rows(StringBuilder help, IEnumerable<(string Left, string Right)> rows, int width)
    {
        foreach (var (left, right) in rows)
        {
            help.Append("  ").Append(left.PadRight(Column - 3)).Append(' ');
            var lines = TextWrap.Lines(right, width - Column);
            help.AppendJoin("\n" + new string(' ', Column), lines).Append('\n');
        }
    }

    static void Paragraph(StringBuilder help, string text, int width) => help.AppendJoin('\n', TextWrap.Lines(text, width)).Append('\n');
}
