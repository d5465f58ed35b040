using System.Text.Json;

namespace Faultline.Cli.Tests;

public sealed class BadInputTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Cases => [.. BadInputTable.All.Select(input => (input.Kind, input.Name))];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_table_has_at_least_sixty_inputs_of_twelve_kinds()
    {
        Assert.True(BadInputTable.All.Count >= 60);
        Assert.True(BadInputTable.All.DistinctBy(input => input.Kind).Count() >= 12);
        Assert.Distinct(BadInputTable.All.Select(input => (input.Kind, input.Name)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Bad_input_ends_as_the_table_says(string kind, string name)
    {
        var input = BadInputTable.All.Single(candidate => candidate.Kind == kind && candidate.Name == name);
        input.Files(_folder);
        var before = _folder.Everything();
        string[] words = input.Words.Contains("--out", StringComparer.Ordinal) ? input.Words : [.. input.Words, "--out", "out"];

        var result = (await FaultlineProcess.RunAsync(_folder.Path, words.Prepend("audit"))).HasNoStackTrace();

        if (input.Outcome == Outcome.Refused)
        {
            result.CouldNotRun(input.Says);
            Assert.Empty(result.Output);
            Assert.Equal(before, _folder.Everything());
            return;
        }

        result.Ran();
        using var report = JsonDocument.Parse(await File.ReadAllBytesAsync(_folder["out/report.json"], TestContext.Current.CancellationToken));
        var said = input.Outcome switch
        {
            Outcome.Found => Findings(report, input.Says[0]),
            Outcome.NotMeasured => Reason(report, input.Says[0]),
            Outcome.Warned => string.Join('\n', report.RootElement.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString())),
            _ => string.Empty,
        };
        Assert.All(input.Outcome is Outcome.Warned or Outcome.Fine ? input.Says : input.Says.Skip(1), text => Assert.Contains(text, said, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain('\u001b', result.Output + result.Error);
    }

    static string Findings(JsonDocument report, string check)
    {
        var titles = report.RootElement.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("check").GetString() == check).Select(finding => finding.GetProperty("title").GetString()).ToArray();
        Assert.NotEmpty(titles);
        return string.Join('\n', titles);
    }

    static string Reason(JsonDocument report, string id)
    {
        var check = report.RootElement.GetProperty("checks").EnumerateArray().Single(candidate => candidate.GetProperty("id").GetString() == id);
        Assert.Contains(check.GetProperty("status").GetString(), (string[])["skipped", "unmeasured"]);
        var reason = check.GetProperty("reason").GetString();
        Assert.False(string.IsNullOrWhiteSpace(reason));
        return reason!;
    }
}
