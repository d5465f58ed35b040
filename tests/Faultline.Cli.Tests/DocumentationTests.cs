using System.Text.Json;

namespace Faultline.Cli.Tests;

/// <summary>Pages and generated tables that must not fall behind the program.</summary>
public sealed class DocumentationTests
{
    const string Begin = "<!-- catalogue: written by `faultline catalogue --markdown`, checked by a test -->\n";
    const string End = "<!-- /catalogue -->";

    public static TheoryData<string> Checks => [.. Catalogue.All.Select(entry => entry.Info.Name)];

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Explain_shows_the_page_of_every_check_by_id_and_by_name(string name)
    {
        var check = Catalogue.Find(name).Info;
        var page = Repository.Read($"docs/checks/{name}.md");

        var byName = (await FaultlineProcess.RunAsync("/", "explain", name)).Ran();
        var byId = (await FaultlineProcess.RunAsync("/", "explain", check.Id.ToLowerInvariant())).Ran();

        Assert.StartsWith($"# {check.Id} {name}", page, StringComparison.Ordinal);
        Assert.StartsWith($"{check.Id} {name}", byName.Output, StringComparison.Ordinal);
        Assert.Equal(byName.Output, byId.Output);
        Assert.DoesNotContain('\u001b', byName.Output);
        Assert.All(Catalogue.Find(name).Options, option => Assert.Contains(option.Name, page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_page_belongs_to_a_check() =>
        Assert.Equal(
            Catalogue.All.Select(entry => entry.Info.Name).Order(StringComparer.Ordinal),
            Directory.GetFiles(Path.Join(Repository.Root, "docs", "checks"), "*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Fact]
    public async Task The_table_in_the_readme_is_the_catalogue()
    {
        var readme = Repository.Read("README.md");
        var from = readme.IndexOf(Begin, StringComparison.Ordinal);
        Assert.True(from >= 0, "README.md has no catalogue block");
        var block = readme[(from + Begin.Length)..readme.IndexOf(End, from, StringComparison.Ordinal)];

        var table = (await FaultlineProcess.RunAsync("/", "catalogue", "--markdown")).Ran().Output;

        Assert.True(block.Trim() == table.Trim(), $"README.md's table is stale: put the output of 'faultline catalogue --markdown' between its markers.\n{table}");
    }

    [Fact]
    public async Task The_catalogue_as_json_has_every_check_with_its_needs_options_and_sources()
    {
        using var json = JsonDocument.Parse((await FaultlineProcess.RunAsync("/", "catalogue", "--json")).Ran().Output);

        Assert.Equal(Catalogue.All.Select(entry => entry.Info.Id), json.RootElement.EnumerateArray().Select(check => check.GetProperty("id").GetString()));
        Assert.All(json.RootElement.EnumerateArray(), check =>
        {
            Assert.EndsWith("?", check.GetProperty("question").GetString(), StringComparison.Ordinal);
            Assert.NotEmpty(check.GetProperty("memory").GetString()!);
            Assert.NotEqual(0, check.GetProperty("sources").GetArrayLength());
            Assert.Equal(JsonValueKind.Array, check.GetProperty("options").ValueKind);
        });
    }

    [Fact]
    public async Task The_catalogue_as_text_fits_and_names_every_check()
    {
        var text = (await FaultlineProcess.RunAsync("/", "catalogue")).Ran().Output;

        Assert.All(Catalogue.All, entry => Assert.Contains($"{entry.Info.Id} {entry.Info.Name}", text.Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 100, line));
    }

    [Fact]
    public void The_pages_of_the_command_line_name_every_option_and_key()
    {
        var config = Repository.Read("docs/config.md");
        Assert.All(ConfigFile.Keys, key => Assert.Contains($"`{key}`", config, StringComparison.Ordinal));

        var gates = Repository.Read("docs/gates.md");
        Assert.All(["CHECK<=N", "CHECK.rows<=N", "CHECK.rows<=X%", "CHECK.measure<=X", "severity<high", "?"], form => Assert.Contains(form, gates, StringComparison.Ordinal));
    }
}
