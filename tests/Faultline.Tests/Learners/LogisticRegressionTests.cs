namespace Faultline.Tests;

public class LogisticRegressionTests
{
    static readonly LogisticRegressionOptions s_exact = new() { Tolerance = 1e-11, Iterations = 5_000, Threads = 2 };

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Weights_on_breast_cancer_are_those_of_the_reference()
    {
        // scikit-learn 1.2.1: LogisticRegression(C=1, solver="newton-cg", tol=1e-12) on StandardScaler'd features.
        (FeatureMatrix features, LearningTarget target) = TabularData.BreastCancer();
        var model = LogisticRegression.Fit(features, target, s_exact, Cancellation);
        double[] expected = [-0.3630925324336948, -0.38767544277382937, -0.35106211909503593, -0.4356098028928834];
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], model.Weights[i], 1e-6);
        }

        Assert.Equal(0.21450271800138243, model.Weights[^1], 1e-6);
        Assert.Equal(0.053391857503271016, LogLoss(model.Predict(features, Cancellation), target), 1e-9);
    }

    [Fact]
    public void Weights_on_wine_are_those_of_the_reference()
    {
        // scikit-learn 1.2.1: multinomial LogisticRegression(C=1, solver="newton-cg", tol=1e-12) on StandardScaler'd features.
        (FeatureMatrix features, LearningTarget target) = TabularData.Wine();
        var model = LogisticRegression.Fit(features, target, s_exact, Cancellation);
        double[] firstFeature = [0.8101362007550683, -1.0103312353584748, 0.200195034603406];
        double[] secondFeature = [0.20380427894790007, -0.44045085530448613, 0.23664657635658565];
        for (int k = 0; k < 3; k++)
        {
            Assert.Equal(firstFeature[k], model.Weights[k], 1e-5);
            Assert.Equal(secondFeature[k], model.Weights[3 + k], 1e-5);
        }

        double[] p = model.Predict(features, Cancellation);
        Assert.Equal(0.031861546103315735, LogLoss(p, target), 1e-9);
        Assert.Equal(0.00019538372161616814, p[1], 1e-9);
    }

    [Fact]
    public void A_category_with_almost_no_penalty_gives_the_share_of_each_level()
    {
        // Level 0: 3 of 10 positive, level 1: 12 of 15, missing: 1 of 5.
        int[] codes = [.. Enumerable.Repeat(0, 10), .. Enumerable.Repeat(1, 15), .. Enumerable.Repeat(-1, 5)];
        int[] labels = [.. Enumerable.Range(0, 30).Select(row => row is < 3 or (>= 10 and < 22) or 25 ? 1 : 0)];
        var features = new FeatureMatrix(30, [new CategoricalFeature("c", codes, 3)]);
        var model = LogisticRegression.Fit(features, LearningTarget.OfClasses(labels, 2), s_exact with { L2 = 1e-9 }, Cancellation);
        var asked = new FeatureMatrix(3, [new CategoricalFeature("c", new[] { 0, 1, -1 }, 3)]);
        double[] p = model.Predict(asked, Cancellation);
        Assert.Equal(0.3, p[1], 1e-5);
        Assert.Equal(0.8, p[3], 1e-5);
        Assert.Equal(0.2, p[5], 1e-5);
    }

    [Fact]
    public void Missing_numbers_get_their_own_share()
    {
        double[] x = [.. Enumerable.Repeat(double.NaN, 10), .. Enumerable.Range(0, 20).Select(i => (i % 2) - 0.5)];
        int[] labels = [.. Enumerable.Range(0, 30).Select(row => row < 10 ? (row < 9 ? 1 : 0) : row % 4 < 2 ? 1 : 0)];
        var model = LogisticRegression.Fit(FeatureMatrix.FromRows(x, 1), LearningTarget.OfClasses(labels, 2), s_exact with { L2 = 1e-9 }, Cancellation);
        Assert.Equal(0.9, model.Predict(FeatureMatrix.FromRows([double.NaN], 1), Cancellation)[1], 1e-5);
    }

    [Fact]
    public void Gradient_of_the_penalised_loss_is_zero_at_the_solution()
    {
        (FeatureMatrix features, LearningTarget target) = GradientBoostedTreesTests.Mixed(400, 3, 4);
        var model = LogisticRegression.Fit(features, target, s_exact with { L2 = 2 }, Cancellation);
        double[] p = model.Predict(features, Cancellation);
        var codes = ((CategoricalFeature)features.Columns[^1]).Codes;
        // Input order: 4 numbers each with a missing indicator, then missing and the 7 levels. Level 2 is input 8 + 1 + 2.
        for (int k = 0; k < 3; k++)
        {
            double residual = 0;
            double intercept = 0;
            for (int row = 0; row < 400; row++)
            {
                double r = p[(row * 3) + k] - (target.Labels[row] == k ? 1 : 0);
                intercept += r;
                residual += codes[row] == 2 ? r : 0;
            }

            Assert.Equal(0, intercept, 1e-6);
            Assert.Equal(0, residual + (2 * model.Weights[(11 * 3) + k]), 1e-6);
        }
    }

    [Fact]
    public void Equal_bits_whatever_the_threads()
    {
        (FeatureMatrix features, LearningTarget target) = GradientBoostedTreesTests.Mixed(5_000, 3, 2);
        double[] one = LogisticRegression.Fit(features, target, new LogisticRegressionOptions { Threads = 1 }, Cancellation).Weights.ToArray();
        double[] three = LogisticRegression.Fit(features, target, new LogisticRegressionOptions { Threads = 3 }, Cancellation).Weights.ToArray();
        Assert.Equal(one, three);
    }

    [Fact]
    public void Constant_infinite_and_absent_inputs_stay_finite()
    {
        double[] x = [1, double.PositiveInfinity, 5, 1, 2, 5, 1, 3, 5, 1, double.NegativeInfinity, 5];
        var features = FeatureMatrix.FromRows(x, 3);
        var model = LogisticRegression.Fit(features, LearningTarget.OfClasses([0, 1, 0, 1], 5), new LogisticRegressionOptions(), Cancellation);
        double[] p = model.Predict(features, Cancellation);
        Assert.All(p, value => Assert.InRange(value, 0, 1));
        Assert.Equal(1, p.Take(5).Sum(), 1e-12);
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(features, LearningTarget.OfValues([1, 2, 3, 4]), new LogisticRegressionOptions(), Cancellation));
    }

    [Fact]
    public void Minimiser_finds_the_bottom_of_the_banana()
    {
        double[] point = [-1.2, 1];
        LimitedMemoryBfgs.Minimise(point, 500, 1e-10, (x, gradient) =>
        {
            double a = 1 - x[0];
            double b = x[1] - (x[0] * x[0]);
            gradient[0] = (-2 * a) - (400 * x[0] * b);
            gradient[1] = 200 * b;
            return (a * a) + (100 * b * b);
        });
        Assert.Equal(1, point[0], 1e-7);
        Assert.Equal(1, point[1], 1e-7);
    }

    [Fact]
    public void Ridge_of_one_feature_is_its_closed_form()
    {
        var random = new SeededRandom(12);
        double[] x = [.. Enumerable.Range(0, 50).Select(_ => 3 + (2 * random.NextGaussian()))];
        double[] y = [.. x.Select(value => 7 - (4 * value) + random.NextGaussian())];
        int[] rows = [.. Enumerable.Range(0, 50)];
        double mx = x.Average();
        double my = y.Average();
        double sx = Math.Sqrt(x.Average(value => (value - mx) * (value - mx)));
        double sy = Math.Sqrt(y.Average(value => (value - my) * (value - my)));
        // For standardised x and y, w = Σxy / (n + λ).
        double w = x.Zip(y, (a, b) => (a - mx) / sx * ((b - my) / sy)).Sum() / (50 + 5);
        var features = FeatureMatrix.FromRows(x, 1);
        var model = RidgeRegression.Fit(features, LearningTarget.OfValues(y), rows, s_exact with { L2 = 5 }, Cancellation);
        double[] predicted = model.Predict(features, rows, Cancellation);
        Assert.All(rows, row => Assert.Equal(my + (sy * w * (x[row] - mx) / sx), predicted[row], 1e-7));
    }

    static double LogLoss(double[] p, LearningTarget target) =>
        Enumerable.Range(0, target.RowCount).Average(row => -Math.Log(p[(row * target.ClassCount) + target.Labels[row]]));
}
