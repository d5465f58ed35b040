using System.Globalization;
using System.Text.Json;

namespace Faultline.Bench;

/// <summary>
/// FL302 beside scikit-learn's <c>calibration_curve</c> over 15 bins of equal mass: of the most probable class, and of each class. FL302 also fits a temperature
/// and gives intervals.
/// </summary>
sealed class CalibrationBench : IPairedBenchmark
{
    public string Name => "calibration";

    public IReadOnlyList<string> Cases(bool quick) => quick ? ["50000x10"] : ["1000000x10"];

    public string? Prepare(string name, string folder)
    {
        var (rows, classes, _) = Shape.Of(name);
        var random = SeededRandom.For(0, "calibration/" + name);
        var labels = new int[rows];
        var probabilities = new double[rows * classes];
        for (var row = 0; row < rows; row++)
        {
            var own = probabilities.AsSpan(row * classes, classes);
            var truth = random.NextInt(classes);
            double sum = 0;
            for (var k = 0; k < classes; k++)
            {
                own[k] = Math.Exp(1.5 * (random.NextGaussian() + (k == truth ? 2 : 0)));
                sum += own[k];
            }

            foreach (ref var value in own)
            {
                value /= sum;
            }

            labels[row] = truth;
        }

        Npy.Write<int>(Path.Combine(folder, "labels.npy"), labels);
        Npy.Write<double>(Path.Combine(folder, "probabilities.npy"), probabilities, classes);
        return null;
    }

    public IReadOnlyList<Peer> Peers(string name, IReadOnlyDictionary<string, string> sources) => [new Peer("scikit-learn", "calibration.py", [])];

    public Func<Func<JsonElement>> Load(string name, string folder)
    {
        var count = Shape.Of(name).Columns;
        var labels = Npy.Read<int>(Path.Combine(folder, "labels.npy"));
        string[] classes = [.. Enumerable.Range(0, count).Select(k => k.ToString(CultureInfo.InvariantCulture))];
        var evidence = new Evidence
        {
            Data = Table.FromColumns(new TextColumn("y", labels, classes)),
            Roles = new Roles { Label = "y" },
            Task = TaskKind.Classification,
            Classes = new ClassPredictions(classes, labels, Npy.Read<double>(Path.Combine(folder, "probabilities.npy")), IsOutOfFold: false),
        };
        return () =>
        {
            var details = Audits.Details<MiscalibrationDetails>(Audits.Run(evidence, ["FL302"]));
            return () => Agreement.Answer(
                ("predicted", details.Bins.Select(bin => bin.Predicted)),
                ("observed", details.Bins.Select(bin => bin.Observed)),
                ("classes", [details.Classwise.Count]));
        };
    }

    /// <summary>Agreed where every bin's two means differ by less than 0.005: our bins end where one of 5,121 classes of log odds does.</summary>
    public (bool Agree, string Note) Compare(JsonElement ours, JsonElement peers)
    {
        var (own, other) = (Agreement.Numbers(ours, "predicted"), Agreement.Numbers(peers, "predicted"));
        var (came, otherCame) = (Agreement.Numbers(ours, "observed"), Agreement.Numbers(peers, "observed"));
        var agree = Agreement.Close(own, other, 0, 0.005) && Agreement.Close(came, otherCame, 0, 0.005);
        var worst = own.Length == other.Length ? own.Zip(other, (a, b) => Math.Abs(a - b)).Concat(came.Zip(otherCame, (a, b) => Math.Abs(a - b))).Max() : double.NaN;
        return (agree, string.Create(CultureInfo.InvariantCulture, $"{own.Length} and {other.Length} bins, means differ by at most {worst:0.0000}; {Agreement.Number(ours, "classes"):0} classes by themselves"));
    }
}
