using System.Globalization;

namespace Faultline.Cli.Tests;

static partial class BadInputTable
{
    static IEnumerable<BadInput> Labels() =>
    [
        Refused("label", "a column that is not there", f => Good(f), "'z'", "good.csv", "--label", "z"),
        new("label", "NaN and ∞", f => f.Write("d.csv", Numbers(200, row => row switch { 7 => "inf", 9 => "nan", 11 => "-inf", _ => $"{row * 0.37 % 11:0.000}" })), ["d.csv", "--label", "y", "--learner", "none"], Outcome.Warned, "label"),
        Refused("label", "missing in every row", f => f.Write("d.csv", Numbers(60, _ => string.Empty)), "no value", "d.csv", "--label", "y"),
        new("label", "one class", f => f.Write("d.csv", Numbers(60, _ => "same")), ["d.csv", "--label", "y"], Outcome.NotMeasured, "FL101"),
        Refused("label", "a class for every row", f => f.Write("d.csv", Numbers(300, row => $"class {row}")), "different values", "d.csv", "--label", "y"),
        new("label", "10,000 classes", f => f.Write("d.csv", Numbers(20_000, row => $"class {row % 10_000}")), ["d.csv", "--label", "y", "--learner", "none"], Outcome.NotMeasured, "FL101"),
        Refused("label", "regression over words", f => Good(f), "regression", "good.csv", "--label", "y", "--task", "regression"),
        new("label", "none at all", f => f.Write("d.csv", Numbers(60, row => $"{row % 7}")), ["d.csv", "--label", ""], Outcome.NotMeasured, "FL101", "--label"),
        new("ids", "repeated", f => f.Write("d.csv", Tables.Of(["id", "a"], 60, (row, name) => name == "id" ? $"k{row / 2}" : $"{row * 7 % 31}")), ["d.csv", "--id", "id"], Outcome.Warned, "id"),
    ];

    static string Numbers(int rows, Func<int, string> label) =>
        Tables.Of(["a", "b", "y"], rows, (row, name) => name == "y" ? label(row) : string.Create(CultureInfo.InvariantCulture, $"{(row * (name == "a" ? 17 : 29)) % 1009 / 10.0:0.0}"));
}
