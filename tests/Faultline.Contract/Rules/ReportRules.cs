using System.Text.Json.Nodes;

namespace Faultline.Contract.Rules;

static class ReportRules
{
    public static void RoundTrip(CatalogueEntry entry)
    {
        foreach (var (name, make) in Zoo.Faulty)
        {
            var report = Audited.Once(entry, name, make);
            var written = Audited.Json(report);
            var check = written["checks"]![0]!;
            if (report.Checks[0].Details is not null)
            {
                Assert.True(check["details"] is JsonObject { Count: > 0 }, $"{name}: details are not written");
            }

            var again = Audited.Json(ReportJson.Read(ReportJson.Write(report), name));
            check["details"] = null;
            again["checks"]![0]!["details"] = null;
            Assert.True(JsonNode.DeepEquals(written, again), $"{name}: the report reads back differently");
        }
    }

    public static void Readable(CatalogueEntry entry)
    {
        foreach (var (name, make) in Zoo.Faulty)
        {
            var evidence = make();
            foreach (var finding in Audited.Once(entry, name, make).Findings)
            {
                var where = $"{name}, {finding.Title}";
                Assert.False(string.IsNullOrWhiteSpace(finding.Title) || finding.Title.EndsWith('.') || finding.Title.Contains('\n', StringComparison.Ordinal), where);
                Assert.True(finding.Title.Any(char.IsDigit), $"{where}: a title without a number");
                Assert.False(string.IsNullOrWhiteSpace(finding.Cause) || string.IsNullOrWhiteSpace(finding.Repair), where);
                Assert.True(double.IsFinite(finding.Measure.Value), where);
                Assert.False(string.IsNullOrWhiteSpace(finding.Measure.Name), where);
                Assert.True(!(finding.Measure.Low > finding.Measure.Value) && !(finding.Measure.High < finding.Measure.Value), $"{where}: {finding.Measure}");
                Assert.True(finding.Measure.Low is null || finding.Measure.Level is > 0 and < 1, $"{where}: an interval without its level");
                Assert.True(finding.P is null or (>= 0 and <= 1), where);
                Assert.True(finding.Q is null or (>= 0 and <= 1), where);
                Assert.True(finding.Rows.Sample.Count <= FoundRows.SampleLimit && finding.Rows.Sample.Count <= finding.Rows.Count, where);
                Assert.Equal(finding.Rows.Sample.Count, finding.Rows.Sample.Distinct().Count());
                Assert.True(finding.Examples.Count <= 3, where);
                Assert.All(finding.Rows.Sample.Concat(finding.Examples.Select(example => example.Row)), row => Assert.InRange(row, 0, evidence.Data.RowCount - 1));
                Assert.All(finding.Columns, column => Assert.NotNull(evidence.Data.Find(column) ?? evidence.Reference?.Find(column) ?? evidence.Train?.Find(column)));
                Assert.Contains(entry.Info.Id, finding.Reproduce, StringComparison.Ordinal);
            }
        }
    }

    public static void ShortLists(CatalogueEntry entry)
    {
        foreach (var evidence in new[] { Repeated(Zoo.Classes(400), 8), ManyClasses() })
        {
            var report = Audited.Run(entry, evidence);
            var details = Audited.Json(report)["checks"]![0]!["details"];
            Assert.All(Audited.Walk(details).OfType<JsonArray>(), list => Assert.True(list.Count <= CheckDetails.ListLimit, $"{list.GetPath()} has {list.Count} entries"));
            Assert.All(
                Audited.Walk(details).OfType<JsonArray>().Where(list => list.Count > 0 && list.All(item => item is JsonArray)),
                table => Assert.True(table.Count <= CheckDetails.ClassLimit, $"{table.GetPath()} has {table.Count} rows"));
        }
    }

    public static void UniqueIds(CatalogueEntry entry)
    {
        foreach (var (name, make) in Zoo.Faulty)
        {
            var ids = Audited.Once(entry, name, make).Findings.Select(finding => finding.Id).ToArray();
            Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
        }
    }

    public static void StatusOfFindings(CatalogueEntry entry)
    {
        foreach (var (name, make) in Zoo.Faulty)
        {
            CheckStatusOf(Audited.Once(entry, name, make), name);
        }
    }

    public static void CheckStatusOf(AuditReport report, string name)
    {
        var check = Assert.Single(report.Checks);
        Assert.True((check.Status == CheckStatus.Found) == report.Findings.Any(finding => finding.Severity > Severity.Info), $"{name}: {check.Status} with {report.Findings.Count} findings");
        Assert.True(check.Status is CheckStatus.Found or CheckStatus.Clean || report.Findings.Count == 0, $"{name}: {check.Status} with findings");
        Assert.True(check.P is null or (>= 0 and <= 1), $"{name}: p = {check.P}");
    }

    static Faultline.Evidence Repeated(Faultline.Evidence evidence, int times)
    {
        int[] rows = [.. Enumerable.Repeat(Enumerable.Range(0, evidence.Data.RowCount), times).SelectMany(all => all)];
        var classes = evidence.Classes!;
        return evidence with
        {
            Data = evidence.Data.Take(rows),
            Roles = evidence.Roles with { Id = null },
            Classes = classes with { Labels = [.. rows.Select(row => classes.Labels[row])], Probabilities = [.. rows.SelectMany(row => classes.Row(row).ToArray())] },
        };
    }

    static Faultline.Evidence ManyClasses()
    {
        const int Rows = 2400;
        const int Count = 1200;
        var labels = Enumerable.Range(0, Rows).Select(row => row % Count).ToArray();
        var probabilities = new double[Rows * Count];
        for (var row = 0; row < Rows; row++)
        {
            probabilities.AsSpan(row * Count, Count).Fill(0.5 / (Count - 1));
            probabilities[(row * Count) + ((labels[row] + (row % 10 == 0 ? 1 : 0)) % Count)] = 0.5;
        }

        var names = Enumerable.Range(0, Count).Select(c => $"c{c:D4}").ToArray();
        return new Faultline.Evidence
        {
            Data = Table.FromColumns("many", [new TextColumn("y", labels, names), new NumberColumn("x", [.. labels.Select(label => label + 0.5)])]),
            Roles = new Roles { Label = "y", Features = ["x"] },
            Task = TaskKind.Classification,
            Classes = new ClassPredictions(names, labels, probabilities, IsOutOfFold: false),
        };
    }
}
