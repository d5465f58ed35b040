using System.Globalization;

namespace Faultline.Bench;

/// <summary>The size of a case, as its name begins: <c>50000x64</c>, <c>20000x16-drift</c>.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Columns, classes or dimensions.</param>
/// <param name="Kind">What follows the hyphen; empty without one.</param>
readonly record struct Shape(int Rows, int Columns, string Kind)
{
    public static Shape Of(string name)
    {
        var dash = name.IndexOf('-', StringComparison.Ordinal);
        var size = (dash < 0 ? name : name[..dash]).Split('x');
        return new Shape(int.Parse(size[0], CultureInfo.InvariantCulture), size.Length > 1 ? int.Parse(size[1], CultureInfo.InvariantCulture) : 0, dash < 0 ? string.Empty : name[(dash + 1)..]);
    }
}
