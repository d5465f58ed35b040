using System.Text;

namespace Faultline.Studies;

/// <summary>False alarms on tables of shapes that no check was made for.</summary>
sealed class StrangeStudy : IStudy
{
    public string Name => "strange";

    public IReadOnlyList<string> Columns => new CleanStudy().Columns;

    public IEnumerable<string> Cases =>
        from seed in Enumerable.Range(0, 20)
        from kind in StrangeTables.Kinds
        select $"{kind}/{seed}";

    public IReadOnlyList<string> Run(string name, CancellationToken cancellation)
    {
        var (kind, seed) = (Case.Part(name, 0), Case.Whole(name, 1));
        var table = StrangeTables.Draw(kind, seed);
        var reference = StrangeTables.HasReference(kind) ? StrangeTables.Draw(kind, seed, "reference", table.RowCount).Whole() : null;
        return CleanStudy.Audited(table, reference, exact: seed % 2 == 0, seed, cancellation);
    }

    public void Write(ResultRows rows, StringBuilder text)
    {
        text.Append("Nothing is wrong with these tables either, but they are of shapes that the checks were not made for: values that pile up, run away, repeat by nature, stand in order or depend on one another. ");
        text.Append("60 to 20,000 rows. Every second seed brings the exact class probabilities. A table alarms as soon as any check finds anything above info. ");
        text.Append("The rows of `repeated measures` and `series` do depend on their order: what FL105 says of them is right, and counted all the same.\n\n");
        CleanStudy.WriteRates(rows, text);
    }
}
