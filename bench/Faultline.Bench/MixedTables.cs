using System.Globalization;

namespace Faultline.Bench;

/// <summary>Seeded tables of mixed columns, and their plain numbers for peers: numbers as they are, texts as codes.</summary>
static class MixedTables
{
    /// <summary>Row-major numbers: the first three quarters of the columns normal, the others codes of 4, 8, 16, … levels, smaller ones more frequent.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="stream">Name of the random stream.</param>
    /// <param name="shift">Added to every number, and to the chance of the first level.</param>
    public static double[] Draw(int rows, int columns, string stream, double shift = 0)
    {
        var random = SeededRandom.For(0, stream);
        var table = new double[(long)rows * columns];
        for (var row = 0; row < rows; row++)
        {
            for (var j = 0; j < columns; j++)
            {
                table[((long)row * columns) + j] = j < Numbers(columns)
                    ? random.NextGaussian() + (j % 2 == 0 ? shift : 0)
                    : random.NextDouble() < shift ? 0 : (int)(Levels(columns, j) * Math.Pow(random.NextDouble(), 2));
            }
        }

        return table;
    }

    /// <summary>How many of the columns are numbers.</summary>
    public static int Numbers(int columns) => columns * 3 / 4;

    /// <summary>The table of such numbers.</summary>
    public static Table Of(double[] rowMajor, int columns)
    {
        var rows = rowMajor.Length / columns;
        return Table.FromColumns([.. Enumerable.Range(0, columns).Select(Column (j) =>
        {
            var values = new double[rows];
            for (var row = 0; row < rows; row++)
            {
                values[row] = rowMajor[((long)row * columns) + j];
            }

            return j < Numbers(columns)
                ? new NumberColumn($"x{j}", values)
                : new TextColumn($"x{j}", [.. values.Select(value => (int)value)], [.. Enumerable.Range(0, Levels(columns, j)).Select(level => "level " + level.ToString(CultureInfo.InvariantCulture))]);
        })]);
    }

    static int Levels(int columns, int j) => 4 << Math.Min(4, j - Numbers(columns));
}
