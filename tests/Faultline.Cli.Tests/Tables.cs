using System.Globalization;
using System.Text;

namespace Faultline.Cli.Tests;

/// <summary>Small made-up tables as CSV.</summary>
static class Tables
{
    /// <summary>Two well separated classes in two features, with an id: <c>key,u,v,y</c>.</summary>
    public static string TwoClasses(int rows, int seed = 1)
    {
        var random = SeededRandom.For(seed, "two classes");
        var csv = new StringBuilder("key,u,v,y\n");
        for (var row = 0; row < rows; row++)
        {
            var isYes = row % 2 == 0;
            csv.Append(CultureInfo.InvariantCulture, $"k{row},{random.NextGaussian() + (isYes ? 3 : -3):0.0000},{random.NextGaussian():0.0000},{(isYes ? "yes" : "no")}\n");
        }

        return csv.ToString();
    }

    /// <summary>Probabilities for the rows of <see cref="TwoClasses"/>, right and sure: <c>key,no,yes</c>.</summary>
    public static string Probabilities(int rows, double sure = 0.95)
    {
        var csv = new StringBuilder("key,no,yes\n");
        for (var row = 0; row < rows; row++)
        {
            var yes = row % 2 == 0 ? sure : 1 - sure;
            csv.Append(CultureInfo.InvariantCulture, $"k{row},{1 - yes:0.####},{yes:0.####}\n");
        }

        return csv.ToString();
    }

    /// <summary>A table whose cells are computed.</summary>
    public static string Of(IEnumerable<string> columns, int rows, Func<int, string, string> cell)
    {
        var names = columns.ToArray();
        var csv = new StringBuilder().AppendJoin(',', names).Append('\n');
        for (var row = 0; row < rows; row++)
        {
            csv.AppendJoin(',', names.Select(name => cell(row, name))).Append('\n');
        }

        return csv.ToString();
    }
}
