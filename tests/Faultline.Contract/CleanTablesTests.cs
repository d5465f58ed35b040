using Faultline.Studies;

namespace Faultline.Contract;

/// <summary>The first 20 of the 200 clean tables of <c>studies/results</c>, of at most 400 rows: nothing is wrong with them, and next to nothing may be found.</summary>
public sealed class CleanTablesTests
{
    const int Tables = 20;
    const int MostRows = 400;
    const int TextTables = 10;

    // These tables hold no texts; the next test has some.
    static readonly string[] s_ofTexts = ["FL111", "FL306"];

    [Fact]
    public void Of_twenty_clean_tables_a_check_alarms_on_one_at_most_and_the_audit_on_two()
    {
        IReadOnlyList<string> columns = new CleanStudy().Columns;
        int alarms = columns.ToList().IndexOf("alarms");
        var results = Enumerable.Range(0, Tables)
            .Select(index => CleanStudy.Audited(index, Math.Min(MostRows, CleanTables.Draw(index).RowCount), TestContext.Current.CancellationToken))
            .ToArray();
        string said = string.Join("\n", results.Select(cells => cells[alarms]).Where(text => text.Length > 0));
        foreach (CatalogueEntry entry in Catalogue.All)
        {
            int column = columns.ToList().IndexOf(entry.Info.Id);
            Assert.True(results.Count(cells => cells[column] == nameof(CheckStatus.Found)) <= Tables / 20, $"{entry.Info.Id} alarms on more than 5 % of clean tables:\n{said}");
            Assert.True(s_ofTexts.Contains(entry.Info.Id) || results.Any(cells => cells[column] is nameof(CheckStatus.Found) or nameof(CheckStatus.Clean)), $"{entry.Info.Id} was measured on none of the tables.");
        }

        Assert.True(results.Count(cells => cells[alarms].Length > 0) <= Tables / 10, $"The audit alarms on more than 10 % of clean tables:\n{said}");
    }

    [Fact]
    public void Of_ten_tables_of_clean_texts_the_audit_alarms_on_one_at_most()
    {
        AuditReport[] reports = [.. Enumerable.Range(0, TextTables).Select(index =>
            Audit.Run(CleanTexts.Evidence(CleanTexts.Draw(index, 200 + (40 * index), 2 + (index % 4))), new AuditOptions { Seed = index }, TestContext.Current.CancellationToken))];
        string said = string.Join("\n", reports.SelectMany(report => report.Findings).Where(finding => finding.Severity > Severity.Info).Select(finding => $"{finding.Check} {finding.Title}"));
        Assert.True(reports.Count(report => report.Findings.Any(finding => finding.Severity > Severity.Info)) <= TextTables / 10, said);
        Assert.All(s_ofTexts, id => Assert.Contains(reports, report => report.Checks.Single(check => check.Id == id).Status is CheckStatus.Found or CheckStatus.Clean));
    }
}
