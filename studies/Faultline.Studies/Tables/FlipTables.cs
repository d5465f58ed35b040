using System.Globalization;

namespace Faultline.Studies;

/// <summary>Writes the tables of <see cref="FlipStudy"/> for other tools: the features, the given label in <c>y</c>, and in <c>flipped</c> whether it is wrong.</summary>
static class FlipTables
{
    public static void Write(string folder, int seeds)
    {
        Directory.CreateDirectory(folder);
        foreach (var bayes in new[] { "0.05", "0.15" })
        {
            for (var seed = 0; seed < seeds; seed++)
            {
                var (table, labels, flipped) = FlipStudy.Draw(string.Create(CultureInfo.InvariantCulture, $"{bayes}/0.05/{seed}"));
                var data = table.With(labels);
                CsvFile.Write(Table.FromColumns("flips", [.. data.Columns, new NumberColumn("flipped", [.. flipped.Select(flip => flip ? 1.0 : 0)])]), Path.Combine(folder, $"{bayes}-0.05-{seed}.csv"));
            }
        }
    }
}
