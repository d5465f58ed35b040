using System.Globalization;

namespace Faultline.Tests;

/// <summary>The small tables of the shared data, read for learners.</summary>
static class TabularData
{
    public static (FeatureMatrix Features, LearningTarget Target) BreastCancer() => Classes("breast_cancer.csv", 2);

    public static (FeatureMatrix Features, LearningTarget Target) Wine() => Classes("wine_data.csv", 3);

    static (FeatureMatrix Features, LearningTarget Target) Classes(string file, int classes)
    {
        double[][] rows = [.. SharedData.Lines("tabular", file).Skip(1)
            .Select(line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
        int width = rows[0].Length - 1;
        double[] features = [.. rows.SelectMany(row => row.Take(width))];
        return (FeatureMatrix.FromRows(features, width), LearningTarget.OfClasses([.. rows.Select(row => (int)row[width])], classes));
    }
}
