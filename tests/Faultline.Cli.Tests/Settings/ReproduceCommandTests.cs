namespace Faultline.Cli.Tests;

public sealed class ReproduceCommandTests
{
    [Fact]
    public void The_command_names_what_changes_findings_in_fixed_order_and_nothing_else()
    {
        var given = GivenSettings.Of(AuditSettings.Options.Reverse().Select(setting => new KeyValuePair<Setting, IReadOnlyList<string>>(setting, setting.Kind == SettingKind.Flag ? [] : ["v"])));

        Assert.Equal(
            "faultline audit d.csv --label v --id v --features v --ignore v --group v --time v --split v --text v --probabilities v --predictions v --embedding v --images v"
            + " --reference v --train v --columns v --header v --delimiter v --null v --query v --task v --learner v --set v --expectations v --seed v --work-budget v --no-values",
            ReproduceCommand.Of(["d.csv"], given));
    }

    [Fact]
    public void Values_that_a_shell_or_the_parser_would_misread_are_quoted_or_joined()
    {
        var given = GivenSettings.Of(
        [
            new(AuditSettings.Label, ["it's a $(label)"]),
            new(AuditSettings.Ignore, ["a", "b c"]),
            new(AuditSettings.Null, ["?", "-200", ""]),
            new(AuditSettings.Delimiter, [";"]),
        ]);

        Assert.Equal(
            "faultline audit 'my data*.csv' ./-odd.csv - --label 'it'\\''s a $(label)' --ignore 'a,b c' --delimiter ';' --null '?' --null=-200 --null ''",
            ReproduceCommand.Of(["my data*.csv", "-odd.csv", "-"], given));
    }

    [Theory]
    [InlineData("plain-word_1.csv")]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("it's")]
    [InlineData("$HOME `id` $(id) \\ \"q\" ! * ? [a] {b} ~ # & | ; < > ( )")]
    [InlineData("line\nbreak\ttab\r\\ 'quote'")]
    [InlineData("\u001b[31mred\u0007\u007f")]
    [InlineData("~/home")]
    [InlineData("=ls")]
    [InlineData("Zürich 東京 😀")]
    public async Task A_shell_reads_a_quoted_word_back_as_it_was(string word)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "this system has no bash");

        var result = await FaultlineProcess.RunProgramAsync("/bin/bash", "/", null, new Dictionary<string, string?> { ["LC_ALL"] = "C.UTF-8" }, ["-c", $"printf %s {ShellQuoting.Quote(word)}"]);

        Assert.Equal(word, result.Output);
        Assert.DoesNotContain(ShellQuoting.Quote(word), char.IsControl);
    }
}
