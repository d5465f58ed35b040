namespace Faultline.Cli.Tests;

public sealed class ConfigFileTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_setting_of_the_command_line_but_config_is_a_key()
    {
        var expected = AuditSettings.Options.Select(setting => setting.Name).Where(name => name != "config").Append("data").Append("suppress").Order(StringComparer.Ordinal);

        Assert.Equal(expected, ConfigFile.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Values_are_read_as_lists_texts_and_switches()
    {
        var given = Read("""
            data: ["a.csv", "b-*.csv"]
            label: churned
            ignore: [notes, "x1..x9"]
            features: u,v
            null: ["?", "", "-"]
            header: no
            delimiter: ";"
            seed: 007
            quiet: yes
            no-values: false
            gate:
              - FL101.rows<=1%
              - severity<high
            """);

        Assert.Equal([_folder["a.csv"], _folder["b-*.csv"]], given.Many(AuditSettings.Data));
        Assert.Equal("churned", given.One(AuditSettings.Label));
        Assert.Equal("notes,x1..x9", given.Joined(AuditSettings.Ignore));
        Assert.Equal(["u", "v"], given.Items(AuditSettings.Features));
        Assert.Equal(["?", "", "-"], given.Many(AuditSettings.Null));
        Assert.Equal("no", given.One(AuditSettings.Header));
        Assert.Equal(";", given.One(AuditSettings.Delimiter));
        Assert.Equal("007", given.One(AuditSettings.Seed));
        Assert.True(given.Has(AuditSettings.Quiet));
        Assert.False(given.Has(AuditSettings.NoValues));
        Assert.Equal(["FL101.rows<=1%", "severity<high"], given.Many(AuditSettings.Gate));
    }

    [Theory]
    [InlineData("set:\n  FL104:\n    k: 20\n  FL101.filter: both")]
    [InlineData("set:\n  - FL104.k=20\n  - FL101.filter=both")]
    public void Options_of_checks_are_a_table_or_a_list(string yaml) => Assert.Equal(["FL104.k=20", "FL101.filter=both"], Read(yaml).Many(AuditSettings.Set));

    [Fact]
    public void Suppressions_carry_their_reason()
    {
        var given = Read("suppress:\n  - id: FL103-1a2b3c4d\n    reason: >\n      Repeat customers\n      buy the same.\n  - {id: Outliers, reason: known}\n");

        Assert.Equal([new Suppression("FL103-1a2b3c4d", "Repeat customers buy the same."), new Suppression("Outliers", "known")], given.Suppressions);
    }

    [Fact]
    public void Paths_are_relative_to_the_file()
    {
        Directory.CreateDirectory(_folder["sub"]);
        var path = Path.Join("sub", _folder.Write("sub/c.yaml", "data: d.csv\nreference: /abs/r.csv\nout: out\nembedding: e1,e2\n")[4..]);

        var before = Environment.CurrentDirectory;
        var given = ConfigFile.Read(_folder[path]);

        Assert.Equal(before, Environment.CurrentDirectory);
        Assert.Equal([_folder["sub/d.csv"]], given.Many(AuditSettings.Data));
        Assert.Equal("/abs/r.csv", given.One(AuditSettings.Reference));
        Assert.Equal(_folder["sub/out"], given.One(AuditSettings.Out));
        Assert.Equal("e1,e2", given.Joined(AuditSettings.Embedding));
    }

    [Fact]
    public void The_command_line_wins_setting_by_setting()
    {
        var typed = GivenSettings.Of([new(AuditSettings.Label, ["typed"]), new(AuditSettings.Gate, ["FL103<=0"])]);

        var given = typed.Over(Read("label: filed\nid: key\ngate: [severity<low]\nsuppress: [{id: FL103, reason: known}]"));

        Assert.Equal("typed", given.One(AuditSettings.Label));
        Assert.Equal("key", given.One(AuditSettings.Id));
        Assert.Equal(["FL103<=0"], given.Many(AuditSettings.Gate));
        Assert.Single(given.Suppressions);
    }

    [Theory]
    [InlineData("label: y\nlabell: z", "line 2", "'labell' is no setting; the nearest is 'label'")]
    [InlineData("label: y\nconfig: other.yaml", "line 2", "'config' is no setting")]
    [InlineData("label: y\nlabel: z", "line 2", "a key stands there twice")]
    [InlineData("a: b: c\n\tx", "line 1", "not closed, a tab")]
    [InlineData("label: [a, b", "line", "no YAML")]
    [InlineData("- label", "line 1", "'setting: value'")]
    [InlineData("just words", "line 1", "'setting: value'")]
    [InlineData("label: {a: b}", "line 1", "single value")]
    [InlineData("label:", "line 1", "a value is missing")]
    [InlineData("\nquiet: maybe", "line 2", "yes or no")]
    [InlineData("gate: {a: b}", "line 1", "needs a value or a list")]
    [InlineData("suppress:\n  - id: FL103", "line 2", "has no 'reason:'")]
    [InlineData("suppress:\n  - id: FL103\n    reason: ' '", "line 2", "has no 'reason:'")]
    [InlineData("suppress:\n  - reason: known", "line 2", "has no 'id:'")]
    [InlineData("suppress:\n  - FL103", "line 2", "'id:' and 'reason:'")]
    [InlineData("suppress:\n  - {id: FL103, reason: known, until: May}", "line 2", "'until' is not known")]
    [InlineData("label: y\n---\nlabel: z", "line 3", "second document")]
    [InlineData("label: &a [*a]", "line 1", "")]
    public void What_is_wrong_is_named_with_its_line(string yaml, string line, string says)
    {
        var message = Assert.Throws<InputException>(() => Read(yaml)).Message;

        Assert.Contains(line, message, StringComparison.Ordinal);
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.Contains("c.yaml", message, StringComparison.Ordinal);
        Assert.DoesNotContain("hile parsing", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_said_in_our_words() =>
        Assert.Equal(
            $"--config '{_folder["none.yaml"]}' can not be read: there is no such file. Check the path; see docs/config.md for all settings.",
            Assert.Throws<InputException>(() => ConfigFile.Read(_folder["none.yaml"])).Message);

    [Fact]
    public void A_million_brackets_are_refused() => Assert.Contains("deep", Assert.Throws<InputException>(() => Read("gate: " + new string('[', 1_000_000))).Message, StringComparison.Ordinal);

    [Fact]
    public void An_empty_file_says_nothing() => Assert.Empty(Read("# nothing\n").Many(AuditSettings.Data));

    GivenSettings Read(string yaml) => ConfigFile.Read(_folder[_folder.Write("c.yaml", yaml)]);
}
