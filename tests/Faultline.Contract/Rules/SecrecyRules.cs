using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Faultline.Contract.Rules;

static partial class SecrecyRules
{
    const int Digits = 5;

    public static void NoCellLeaves(CatalogueEntry entry)
    {
        foreach (var (name, make) in Zoo.Faulty)
        {
            var evidence = make();
            var report = Audited.Run(entry, evidence, Audited.Options with { ShowValues = false });
            var text = Encoding.UTF8.GetString(ReportJson.Write(report));
            Assert.False(text.Contains(Zoo.Mark, StringComparison.OrdinalIgnoreCase), $"{name}: a text leaves, near …{Around(text, text.IndexOf(Zoo.Mark, StringComparison.OrdinalIgnoreCase))}…");
            var cells = Cells(evidence);
            foreach (var written in Audited.Walk(JsonNode.Parse(text)).OfType<JsonValue>().Select(value => value.ToJsonString()))
            {
                foreach (Match number in Number().Matches(written))
                {
                    Assert.False(IsACell(number.Value, cells), $"{name}: the number {number.Value} leaves, in {written}");
                }
            }

            Assert.All(report.Findings.SelectMany(finding => finding.Examples), example => Assert.Empty(example.Cells));
            Assert.All(report.Columns, column => Assert.True(column is { Low: null, Median: null, High: null } || Mentions(column, "@"), $"{name}: the profile of {column.Name} shows values"));
        }
    }

    static bool Mentions(ColumnProfile column, string sign) => new[] { column.Low, column.Median, column.High }.All(text => text is null || text.Contains(sign, StringComparison.Ordinal));

    // Numbers of the tables are larger than any count, share or statistic here, so equal leading digits are a leak and no coincidence.
    static HashSet<string> Cells(Faultline.Evidence evidence) =>
        [.. new[] { evidence.Data, evidence.Reference, evidence.Train }
            .OfType<Table>()
            .SelectMany(table => table.Columns)
            .OfType<NumberColumn>()
            .SelectMany(column => column.Values.ToArray())
            .Where(value => double.IsFinite(value) && Math.Abs(value) >= 50_000)
            .SelectMany(value => new[] { Leading(value, Digits), Leading(value, Digits + 1), Leading(value, Digits + 3) })];

    static bool IsACell(string text, HashSet<string> cells)
    {
        var plain = text.Replace(",", string.Empty, StringComparison.Ordinal);
        var digits = plain.Split('e', 'E')[0].Count(char.IsAsciiDigit);
        return digits >= Digits && double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) >= 50_000
            && cells.Contains(Leading(value, digits >= Digits + 3 ? Digits + 3 : digits >= Digits + 1 ? Digits + 1 : Digits));
    }

    static string Leading(double value, int digits) => value.ToString("E" + (digits - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    static string Around(string text, int at) => at < 0 ? string.Empty : text[Math.Max(0, at - 80)..Math.Min(text.Length, at + 40)];

    [GeneratedRegex("-?[0-9][0-9,]*(\\.[0-9]+)?([eE][+-]?[0-9]+)?")]
    private static partial Regex Number();
}
