namespace Faultline.Tests.EvidenceRoom;

/// <summary>Short ways to write small tables.</summary>
static class Columns
{
    public static NumberColumn Numbers(string name, params double[] values) => new(name, values);

    public static TextColumn Texts(string name, params string?[] values) => TextColumn.From(name, values);

    public static Table Named(params string[] names) => Table.FromColumns("t.csv", [.. names.Select(name => Numbers(name, 1, 2))]);

    public static string Refused(Action action) => Assert.Throws<InputException>(action).Message;
}
