using System.Text.RegularExpressions;

namespace Faultline.Contract.Rules;

static partial class DescriptionRules
{
    public static void Described(CatalogueEntry entry)
    {
        var info = entry.Info;
        Assert.Matches(Id(), info.Id);
        Assert.Equal((int)info.Stage, info.Id[2] - '0');
        Assert.Matches(Name(), info.Name);
        Assert.EndsWith("?", info.Question, StringComparison.Ordinal);
        Assert.NotEmpty(info.Memory);
        Assert.NotEmpty(info.Sources);
        Assert.All(info.Sources, source => Assert.False(string.IsNullOrWhiteSpace(source.Title) || string.IsNullOrWhiteSpace(source.Reference) || source.Year is < 1700 or > 2100));
    }

    public static void HasAPage(CatalogueEntry entry)
    {
        var page = Repository.Read($"docs/checks/{entry.Info.Name}.md");
        var lines = page.Split('\n');
        Assert.StartsWith("# ", lines[0], StringComparison.Ordinal);
        Assert.Contains(entry.Info.Id, lines[0], StringComparison.Ordinal);
        Assert.Contains(entry.Info.Name, lines[0], StringComparison.Ordinal);
        var headings = lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..].Trim()).ToArray();
        Assert.All(Topics, topic => Assert.Contains(headings, heading => heading.Contains(topic, StringComparison.OrdinalIgnoreCase)));
        Assert.All(entry.Info.Sources, source => Assert.Contains(source.Reference, page, StringComparison.Ordinal));
    }

    /// <summary>What every page has a section about.</summary>
    public static string[] Topics { get; } = ["find", "option", "limits", "source"];

    [GeneratedRegex("^FL[1-6][0-9]{2}$")]
    private static partial Regex Id();

    [GeneratedRegex("^([A-Z][a-z]+)+$")]
    private static partial Regex Name();
}
