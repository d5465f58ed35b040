using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Faultline.Bench;

/// <summary>Our learners beside scikit-learn's at default settings: five-fold fit and predict, log loss and accuracy out of fold.</summary>
/// <param name="name"><c>gbdt</c> or <c>logistic</c>.</param>
sealed class LearnerBench(string name) : IPairedBenchmark
{
    const int Folds = 5;

    public string Name => name;

    public IReadOnlyList<string> Cases(bool quick) =>
        quick ? ["breast_cancer", "wine"] : ["breast_cancer", "digits", "wine", "adult", "generated-100000x20"];

    public string? Prepare(string caseName, string folder)
    {
        if (caseName == "adult")
        {
            if (SharedFile("tabular/adult.data.gz") is not { } path)
            {
                return "the adult table (tabular/adult.data.gz) is not in a shared data folder";
            }

            Adult(path, folder);
        }
        else if (caseName.StartsWith("generated-", StringComparison.Ordinal))
        {
            Generate(caseName["generated-".Length..], folder);
        }
        else if (!Export(caseName, folder))
        {
            return "scikit-learn, which ships this table, is not installed";
        }

        var labels = Npy.Read<int>(Path.Combine(folder, "labels.npy"));
        var random = SeededRandom.For(0, "folds");
        Npy.Write<int>(Path.Combine(folder, "folds.npy"), labels.Select(_ => random.NextInt(Folds)).ToArray());
        return null;
    }

    public IReadOnlyList<Peer> Peers(string caseName, IReadOnlyDictionary<string, string> sources) => [new Peer("scikit-learn", name + ".py", [])];

    public Func<Func<JsonElement>> Load(string caseName, string folder)
    {
        var labels = Npy.Read<int>(Path.Combine(folder, "labels.npy"));
        var folds = Npy.Read<int>(Path.Combine(folder, "folds.npy"));
        var classes = labels.Max() + 1;
        var features = Features(Npy.Read<double>(Path.Combine(folder, "features.npy")), labels.Length, Path.Combine(folder, "categorical.json"));
        return () =>
        {
            var probabilities = new double[labels.Length * classes];
            for (var fold = 0; fold < Folds; fold++)
            {
                var train = Enumerable.Range(0, labels.Length).Where(row => folds[row] != fold).ToArray();
                var held = Enumerable.Range(0, labels.Length).Where(row => folds[row] == fold).ToArray();
                var target = LearningTarget.OfClasses([.. train.Select(row => labels[row])], classes);
                var predicted = name == "gbdt"
                    ? GradientBoostedTrees.Fit(features.Take(train), target, new GradientBoostingOptions(), CancellationToken.None).Predict(features.Take(held))
                    : LogisticRegression.Fit(features.Take(train), target, new LogisticRegressionOptions(), CancellationToken.None).Predict(features.Take(held));
                for (var i = 0; i < held.Length; i++)
                {
                    predicted.AsSpan(i * classes, classes).CopyTo(probabilities.AsSpan(held[i] * classes));
                }
            }

            return () => Figures(labels, probabilities, classes);
        };
    }

    public (bool Agree, string Note) Compare(JsonElement ours, JsonElement peers)
    {
        double Of(JsonElement side, string figure) => side.GetProperty(figure).GetDouble();
        var worse = Of(ours, "logLoss") - Of(peers, "logLoss");
        return (worse <= 1.96 * Of(peers, "logLossError"), string.Create(
            CultureInfo.InvariantCulture,
            $"log loss {Of(ours, "logLoss"):0.0000} and {Of(peers, "logLoss"):0.0000} ± {1.96 * Of(peers, "logLossError"):0.0000}, accuracy {Of(ours, "accuracy"):0.0000} and {Of(peers, "accuracy"):0.0000}"));
    }

    static JsonElement Figures(int[] labels, double[] probabilities, int classes)
    {
        var losses = labels.Select((label, row) => -Math.Log(Math.Clamp(probabilities[(row * classes) + label], 1e-15, 1))).ToArray();
        var mean = losses.Average();
        var right = labels.Where((label, row) => probabilities.AsSpan(row * classes, classes).IndexOf(probabilities.AsSpan(row * classes, classes).ToArray().Max()) == label).Count();
        return JsonSerializer.SerializeToElement(
            new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["logLoss"] = mean,
                ["logLossError"] = Math.Sqrt(losses.Average(loss => (loss - mean) * (loss - mean)) / labels.Length),
                ["accuracy"] = right / (double)labels.Length,
            },
            AnswerJson.Default.DictionaryStringDouble);
    }

    static FeatureMatrix Features(double[] rowMajor, int rows, string categoricalPath)
    {
        var categorical = JsonSerializer.Deserialize(File.ReadAllText(categoricalPath), AnswerJson.Default.ListInt32)!.ToHashSet();
        var width = rowMajor.Length / rows;
        var columns = new List<FeatureColumn>();
        for (var j = 0; j < width; j++)
        {
            var values = new double[rows];
            for (var row = 0; row < rows; row++)
            {
                values[row] = rowMajor[(row * width) + j];
            }

            columns.Add(categorical.Contains(j)
                ? new CategoricalFeature($"x{j}", values.Select(value => double.IsNaN(value) ? -1 : (int)value).ToArray(), (int)values.Max() + 1)
                : new NumericFeature($"x{j}", values));
        }

        return new FeatureMatrix(rows, columns);
    }

    static bool Export(string table, string folder)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "peers", "export.py"), folder, table]));
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    static void Adult(string path, string folder)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var rows = new List<string[]>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Split(',', StringSplitOptions.TrimEntries) is { Length: 15 } cells)
            {
                rows.Add(cells);
            }
        }

        int[] categorical = [1, 3, 5, 6, 7, 8, 9, 13];
        var codes = categorical.ToDictionary(j => j, j => rows.Select(row => row[j]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select((text, code) => (text, code)).ToDictionary(pair => pair.text, pair => pair.code, StringComparer.Ordinal));
        var features = rows.SelectMany(row => row.Take(14).Select((cell, j) => codes.TryGetValue(j, out var of) ? of[cell] : double.Parse(cell, CultureInfo.InvariantCulture))).ToArray();
        Npy.Write<double>(Path.Combine(folder, "features.npy"), features, 14);
        Npy.Write<int>(Path.Combine(folder, "labels.npy"), rows.Select(row => row[14] == ">50K" ? 1 : 0).ToArray());
        File.WriteAllText(Path.Combine(folder, "categorical.json"), $"[{string.Join(", ", categorical)}]");
    }

    static void Generate(string shape, string folder)
    {
        var parts = shape.Split('x').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var random = SeededRandom.For(0, "learners/" + shape);
        var features = new double[parts[0] * parts[1]];
        var labels = new int[parts[0]];
        for (var row = 0; row < parts[0]; row++)
        {
            var own = features.AsSpan(row * parts[1], parts[1]);
            foreach (ref var value in own)
            {
                value = random.NextGaussian();
            }

            labels[row] = own[0] + (own[1] * own[2]) + Math.Sin(2 * own[3]) + random.NextGaussian() > 0 ? 1 : 0;
        }

        Npy.Write<double>(Path.Combine(folder, "features.npy"), features, parts[1]);
        Npy.Write<int>(Path.Combine(folder, "labels.npy"), labels);
        File.WriteAllText(Path.Combine(folder, "categorical.json"), "[]");
    }

    static string? SharedFile(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", relative);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
