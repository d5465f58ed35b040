namespace Faultline.Contract.Rules;

static class ScoreRules
{
    public static void InRange(CatalogueEntry entry)
    {
        foreach (var (name, make) in Zoo.Faulty)
        {
            Check(Audited.Once(entry, name, make), name);
        }
    }

    public static void FlagsOnlyFindings(CatalogueEntry entry)
    {
        foreach (var (name, evidence) in Zoo.Faulty.Append(("calm", () => Zoo.Calm(300))))
        {
            var report = Audited.Once(entry, name, evidence);
            var check = Assert.Single(report.Checks);
            if (check.Status != CheckStatus.Found)
            {
                Assert.True(check.RowsFlagged == 0, $"{name}: {check.Status}, yet {check.RowsFlagged} rows are flagged");
                Assert.All(report.Scores, scores => Assert.DoesNotContain(true, scores.Rows?.Flagged ?? []));
                Assert.All(report.Scores, scores => Assert.DoesNotContain(scores.Cells, cell => cell.Flagged));
            }
        }
    }

    public static void Check(AuditReport report, string name)
    {
        var rows = report.Input[0].Rows;
        foreach (var scores in report.Scores)
        {
            if (scores.Rows is { } all)
            {
                Assert.True(all.Scores.Length == rows && all.Flagged.Length == rows, $"{name}: {all.Scores.Length} scores and {all.Flagged.Length} flags for {rows} rows");
                Assert.All(all.Scores, score => Assert.True(double.IsNaN(score) || score is >= 0 and <= 1, $"{name}: score {score}"));
                Assert.All(Enumerable.Range(0, (int)rows).Where(row => all.Flagged[row]), row => _ = all.Suggestion?.Invoke(row));
                Assert.DoesNotContain(Enumerable.Range(0, (int)rows), row => all.Flagged[row] && double.IsNaN(all.Scores[row]));
            }

            Assert.All(scores.Cells, cell => Assert.True(cell.Row >= 0 && cell.Row < rows && cell.Score is null or (>= 0 and <= 1), $"{name}: {cell}"));
        }

        Assert.All(report.Checks, check => Assert.True(check.RowsScored >= 0 && check.RowsScored <= rows && check.RowsFlagged >= 0 && check.RowsFlagged <= rows, $"{name}: {check.RowsScored} scored, {check.RowsFlagged} flagged"));
    }
}
