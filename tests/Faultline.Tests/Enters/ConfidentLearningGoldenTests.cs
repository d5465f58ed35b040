using System.Globalization;
using System.Text.Json;

namespace Faultline.Tests;

/// <summary>Against the answers of cleanlab 2.9.0 (commit 7506257) on four files.</summary>
public sealed class ConfidentLearningGoldenTests
{
    const double Agreement = 1e-9;

    public static TheoryData<string> Files => ["mnist", "cifar10", "overlap", "unbalanced"];

    [Theory]
    [MemberData(nameof(Files))]
    public void All_filters_find_the_rows_of_the_reference(string file)
    {
        (int[] labels, double[] raw, double[] normalised, int classes, JsonElement golden) = Load(file);
        foreach ((LabelFilter filter, string name) in new[]
        {
            (LabelFilter.PruneByClass, "prune_by_class"), (LabelFilter.PruneByNoiseRate, "prune_by_noise_rate"), (LabelFilter.Both, "both"),
            (LabelFilter.ConfidentLearning, "confident_learning"), (LabelFilter.PredictedNotGiven, "predicted_neq_given"),
        })
        {
            int[] expected = [.. golden.GetProperty("flagged").GetProperty(name).EnumerateArray().Select(e => e.GetInt32())];
            Assert.Equal(expected, Rows(ConfidentLearning.Find(labels, normalised, classes, filter)));
            Assert.Equal(expected, Rows(ConfidentLearning.Find(labels, raw, classes, filter)));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Thresholds_joints_and_rates_are_those_of_the_reference(string file)
    {
        (int[] labels, double[] raw, double[] normalised, int classes, JsonElement golden) = Load(file);
        foreach (double[] probabilities in new[] { raw, normalised })
        {
            LabelNoise noise = ConfidentLearning.Estimate(labels, probabilities, classes);
            AssertClose(Doubles(golden.GetProperty("thresholds")), noise.Thresholds);
            Assert.Equal(Table(golden.GetProperty("confidentJoint")), noise.Joint.ToArray());
            Assert.Equal(Table(golden.GetProperty("calibratedJoint")), noise.CalibratedJoint.ToArray());
            AssertClose(Doubles(golden.GetProperty("trueClassPrior")), noise.TrueClassPrior());
            double[,] matrix = noise.NoiseMatrix();
            AssertClose([.. golden.GetProperty("noiseMatrix").EnumerateArray().SelectMany(Doubles)], [.. matrix.Cast<double>()]);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Scores_are_those_of_the_reference(string file)
    {
        (int[] labels, _, double[] probabilities, int classes, JsonElement golden) = Load(file);
        foreach ((LabelScore score, string name) in new[]
        {
            (LabelScore.SelfConfidence, "self_confidence"), (LabelScore.NormalizedMargin, "normalized_margin"),
            (LabelScore.ConfidenceWeightedEntropy, "confidence_weighted_entropy"),
        })
        {
            double[] scores = ConfidentLearning.Score(labels, probabilities, classes, score);
            AssertClose(Doubles(golden.GetProperty("scores").GetProperty(name)), scores[..50]);
            Assert.Equal(golden.GetProperty("average").GetProperty(name).GetDouble(), scores.Average(), Agreement);
        }
    }

    static (int[] Labels, double[] Raw, double[] Normalised, int Classes, JsonElement Golden) Load(string file)
    {
        JsonElement golden = JsonDocument.Parse(string.Concat(SharedData.Lines("label-errors", "golden", file + ".json"))).RootElement;
        string[] lines = file is "mnist" or "cifar10"
            ? SharedData.Lines("label-errors", file + "_predictions.csv.gz")
            : SharedData.Lines("label-errors", "golden", file + ".csv.gz");
        int classes = golden.GetProperty("classes").GetInt32();
        double[][] cells = [.. lines.Skip(1).Select(line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(golden.GetProperty("rows").GetInt32(), cells.Length);
        return ([.. cells.Select(row => (int)row[1])],
            [.. cells.SelectMany(row => row.Skip(2))],
            [.. cells.SelectMany(row => row.Skip(2).Select(p => p / row.Skip(2).Sum()))],
            classes,
            golden);
    }

    static int[] Rows(bool[] found) => [.. Enumerable.Range(0, found.Length).Where(row => found[row])];

    static double[] Doubles(JsonElement list) => [.. list.EnumerateArray().Select(e => e.GetDouble())];

    static int[][] Table(JsonElement table) => [.. table.EnumerateArray().Select(row => row.EnumerateArray().Select(e => e.GetInt32()).ToArray())];

    static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], Agreement);
        }
    }
}
