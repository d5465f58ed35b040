namespace Faultline.Cli.Tests;

public sealed class CommandTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Version_is_on_standard_output()
    {
        var result = (await Run("--version")).Ran();

        Assert.Matches(@"^faultline \d+\.\d+\.\d+\S*\n$", result.Output);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("audit --help")]
    [InlineData("explain --help")]
    [InlineData("catalogue --help")]
    [InlineData("completion --help")]
    [InlineData("help")]
    [InlineData("help audit")]
    public async Task Help_is_on_standard_output_with_examples(string line)
    {
        var result = (await Run(line.Split(' '))).Ran();

        Assert.Contains("Usage: faultline", result.Output, StringComparison.Ordinal);
        Assert.Contains("Examples", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
        Assert.All(result.Output.Split('\n').Where(text => !text.Contains("$(", StringComparison.Ordinal)), text => Assert.True(text.Length <= 100, text));
    }

    [Fact]
    public async Task Help_of_audit_lists_every_option_of_the_contract_that_works_and_no_other()
    {
        string[] expected =
        [
            "label", "id", "features", "ignore", "group", "time", "split", "text", "probabilities", "predictions", "embedding", "images",
            "reference", "train", "baseline", "columns", "header", "delimiter", "null", "query", "checks", "skip", "task", "learner", "set", "expectations",
            "seed", "threads", "memory", "work-budget", "resume", "engine", "shards", "slurm", "quiet", "config", "out", "overwrite", "scores", "scores-all", "gate", "no-values",
        ];

        var help = (await Run("audit", "--help")).Ran().Output;

        var listed = help.Split('\n').Where(line => line.StartsWith("  --", StringComparison.Ordinal)).Select(line => line.Trim().Split(' ')[0][2..]);
        Assert.Equal(expected, listed);
    }

    [Theory]
    [InlineData("study data.csv", "'study' is not in this version")]
    [InlineData("watch parts", "'watch' is not in this version")]
    public async Task What_later_versions_bring_is_a_clear_error(string line, string says) => (await Run(line.Split(' '))).CouldNotRun(says);

    [Theory]
    [InlineData("audit data.csv --labell y", "'--labell'", "--label")]
    [InlineData("audit --seeds=3 data.csv", "'--seeds'", "--seed")]
    [InlineData("audit data.csv --gate FL103<=0 --outt x", "'--outt'", "--out")]
    [InlineData("audit data.csv --null NA --quite", "'--quite'", "--quiet")]
    [InlineData("audit data.csv -l y", "'-l'", "nearest is")]
    [InlineData("audit data.csv --label --labell", "'--labell'", "--label")]
    [InlineData("--versoin", "'--versoin'", "--version")]
    [InlineData("explain --jsn FL101", "'--jsn'", "nearest is")]
    [InlineData("catalogue --jsno", "'--jsno'", "--json")]
    public async Task An_unknown_option_is_an_error_that_names_the_nearest(string line, string named, string nearest)
    {
        _folder.Write("data.csv", "a,y\n1,2\n");

        (await Run(line.Split(' '))).CouldNotRun("there is no option " + named, nearest);
    }

    [Theory]
    [InlineData("", "no command given")]
    [InlineData("adit data.csv", "the nearest is 'audit'")]
    [InlineData("data.csv", "'faultline audit data.csv'")]
    [InlineData("audit", "no DATA given")]
    [InlineData("audit --gate FL103<=0 data.csv", "put DATA before")]
    [InlineData("audit data.csv --seed", "--seed")]
    [InlineData("audit data.csv --seed x", "--seed can not be 'x'")]
    [InlineData("audit data.csv --seed 1 --seed 2", "--seed")]
    [InlineData("audit data.csv --threads 0", "--threads can not be '0'")]
    [InlineData("audit data.csv --work-budget -5", "--work-budget can not be '-5'")]
    [InlineData("audit data.csv --memory lots", "--memory can not be 'lots'")]
    [InlineData("audit data.csv --memory 1KB", "at least")]
    [InlineData("audit data.csv --task classify", "Did you mean classification")]
    [InlineData("audit data.csv --learner trees", "auto, gbdt, logistic, none")]
    [InlineData("audit data.csv --header maybe", "yes, no")]
    [InlineData("audit data.csv --scores xml", "parquet, csv, none")]
    [InlineData("audit data.csv --delimiter ;;", "one character")]
    [InlineData("audit data.csv --out=", "--out")]
    [InlineData("audit data.csv --quiet=yes", "--quiet takes no value")]
    [InlineData("explain", "ID|NAME")]
    [InlineData("catalogue --json --markdown", "exclude each other")]
    [InlineData("catalogue more", "more")]
    [InlineData("completion tcsh", "bash, zsh, fish, pwsh")]
    public async Task Bad_usage_ends_with_2_and_says_what_was_expected(string line, string says) =>
        (await Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).CouldNotRun(says);

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Completion_prints_a_script_that_asks_the_program(string shell) =>
        Assert.Contains("[suggest:", (await Run("completion", shell)).Ran().Output, StringComparison.Ordinal);

    [Fact]
    public async Task Bash_completion_offers_options_and_words()
    {
        var script = (await Run("completion", "bash")).Ran().Output;
        var line = script + "\nCOMP_LINE='faultline audit --lab'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(faultline audit --lab); COMP_CWORD=2; _faultline_complete; echo \"${COMPREPLY[@]}\"\n"
            + "COMP_LINE='faultline audit d.csv --learner '; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(faultline audit d.csv --learner ''); COMP_CWORD=4; _faultline_complete; echo \"${COMPREPLY[@]}\"";

        var offered = (await FaultlineProcess.ShellAsync(_folder.Path, line)).Ran().Output.Split('\n');

        Assert.Equal("--label", offered[0].Trim());
        Assert.Equal(["auto", "gbdt", "logistic", "none"], offered[1].Trim().Split(' '));
    }

    [Theory]
    [InlineData("sse9", "Known values: avx512, avx2, vector128, scalar")]
    [InlineData("scalar", null)]
    public async Task The_width_of_arithmetic_can_be_forced(string value, string? says)
    {
        _folder.Write("t.csv", "a,b\n1,2\n3,4\n5,7\n");
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["FAULTLINE_SIMD"] = value };
        var result = await FaultlineProcess.RunAsync(_folder.Path, null, environment, ["audit", "t.csv", "--quiet"]);
        if (says is null)
        {
            Assert.Equal(0, result.ExitCode);
        }
        else
        {
            result.CouldNotRun(says);
        }
    }

    [Fact]
    public async Task A_reader_that_goes_away_is_no_fault() =>
        Assert.Equal("0 0\n", (await FaultlineProcess.ShellAsync(_folder.Path, "faultline audit --help | true; echo \"${PIPESTATUS[@]}\"")).Ran().Output);

    [Fact]
    public async Task A_full_standard_output_is_an_error()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "this system has no /dev/full");

        Assert.Equal("2\n", (await FaultlineProcess.ShellAsync(_folder.Path, "faultline audit --help >/dev/full 2>err; echo $?; grep -q '^faultline: ' err || echo silent")).Ran().Output);
    }

    Task<ProcessResult> Run(params string[] words) => FaultlineProcess.RunAsync(_folder.Path, words);
}
