namespace Faultline.Studies;

/// <summary>Plants wrong numbers.</summary>
static class PlantedValues
{
    /// <summary>What is planted into a table of people and days.</summary>
    public static readonly IReadOnlyList<string> Slips = ["height in inches", "weight tenfold", "weight in pounds", "low in °F", "low and high exchanged", "height and weight exchanged"];

    /// <summary>Replaces a share of the values by those of other rows; says which.</summary>
    public static bool[] Replace(double[] values, double share, SeededRandom random)
    {
        var before = values.ToArray();
        var wrong = new bool[values.Length];
        foreach (var row in random.Sample(values.Length, (int)Math.Round(share * values.Length)))
        {
            values[row] = before[random.NextInt(values.Length)];
            wrong[row] = true;
        }

        return wrong;
    }

    /// <summary>A table with some cells slipped, and the right values of those.</summary>
    public static (Table Data, Dictionary<(int Row, string Column), double> Right) Slip(string slip, int count, long seed)
    {
        const int Rows = 5000;
        var random = SeededRandom.For(seed, "people");
        double[] height = new double[Rows], weight = new double[Rows], low = new double[Rows], high = new double[Rows];
        var sex = new int[Rows];
        for (var row = 0; row < Rows; row++)
        {
            sex[row] = random.NextInt(2);
            height[row] = Math.Round(165 + (12 * sex[row]) + (7 * random.NextGaussian()), 1);
            weight[row] = Math.Round(Math.Exp(Math.Log(65) + (0.012 * (height[row] - 165)) + (0.13 * random.NextGaussian())), 1);
            var season = 2 * Math.PI * random.NextDouble();
            low[row] = Math.Round(6 - (9 * Math.Cos(season)) + (3 * random.NextGaussian()), 1);
            high[row] = Math.Round(low[row] + 8 + (2 * random.NextGaussian()), 1);
        }

        var right = new Dictionary<(int Row, string Column), double>();
        void Change(double[] values, string name, int row, double value)
        {
            right[(row, name)] = values[row];
            values[row] = Math.Round(value, 1);
        }

        foreach (var row in random.Sample(Rows, count))
        {
            var (h, w, l, t) = (height[row], weight[row], low[row], high[row]);
            switch (slip)
            {
                case "height in inches":
                    Change(height, "height", row, h / 2.54);
                    break;
                case "weight tenfold":
                    Change(weight, "weight", row, 10 * w);
                    break;
                case "weight in pounds":
                    Change(weight, "weight", row, w / 0.45359237);
                    break;
                case "low in °F":
                    Change(low, "low", row, (1.8 * l) + 32);
                    break;
                case "low and high exchanged":
                    Change(low, "low", row, t);
                    Change(high, "high", row, l);
                    break;
                default:
                    Change(height, "height", row, w);
                    Change(weight, "weight", row, h);
                    break;
            }
        }

        return (Table.FromColumns("people", [new NumberColumn("height", height), new NumberColumn("weight", weight), new NumberColumn("low", low), new NumberColumn("high", high), new TextColumn("sex", sex, ["f", "m"])]), right);
    }
}
