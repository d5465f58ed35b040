using Faultline.Studies;

namespace Faultline.Tests.Learners;

public sealed class TextLearnerTests
{
    static readonly string[] s_documents =
    [
        "the card is lost again", "my card was lost today", "please send the card again", "the transfer is late today", "my transfer is late again",
        "please check the transfer today", "the rate is too high", "my rate was too high today", "please explain the rate again", "card card card lost",
    ];

    static readonly int[] s_labels = [0, 0, 0, 1, 1, 1, 2, 2, 2, 0];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Haven't I won £5?", "Haven't|I|won|£|5")]
    [InlineData("'quoted' words", "quoted|words")]
    [InlineData("北京 ok", "北|京|ok")]
    [InlineData("fine 😀.", "fine|😀")]
    [InlineData(" -- ", "")]
    public void Words_are_cut_out_of_texts(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', TextTokens.Of(text).Select(token => text.Substring(token.Start, token.Length))));

    [Theory]
    [InlineData(TaskKind.Classification)]
    [InlineData(TaskKind.Regression)]
    public void A_column_of_texts_that_are_all_missing_is_audited_and_repaired(TaskKind task)
    {
        Column label = task == TaskKind.Classification ? TextColumn.From("y", Enumerable.Range(0, 400).Select(row => row % 3 == 0 ? "a" : "b")) : new NumberColumn("y", [.. Enumerable.Range(0, 400).Select(row => (row * 7919 % 401) / 10.0)]);
        var evidence = new Evidence { Data = Table.FromColumns(TextColumn.From("t", new string?[400]), label), Roles = new Roles { Label = "y", Text = ["t"] }, Task = task };
        AuditReport report = Audit.Run(evidence, AuditOptions.Standard, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(report.Checks, check => check.Reason?.Contains("Sequence", StringComparison.Ordinal) == true || check.Reason?.Contains("failed", StringComparison.Ordinal) == true);
        Assert.Equal(0, report.Findings.Count(finding => finding.Severity > Severity.Low));
        var options = new RepairOptions { Fixes = [RepairKind.Hygiene] };
        ProofResult proof = RepairProof.Measure(evidence, options, Repair.Find(evidence, options, TestContext.Current.CancellationToken).Changes, null, TestContext.Current.CancellationToken);
        Assert.False(proof.Gain);
    }

    [Fact]
    public void Case_apostrophes_and_punctuation_make_no_other_word()
    {
        ulong[] Hashes(string text) => [.. TextTokens.Of(text).Select(token => token.Hash)];
        Assert.Equal(Hashes("i havent seen it"), Hashes("I HAVEN'T — seen; it!"));
        Assert.NotEqual(Hashes("seen it"), Hashes("it seen"));
    }

    // scikit-learn 1.2.1: TfidfVectorizer(ngram_range=(1,2), sublinear_tf=True, min_df=2) times 3, LogisticRegression(C, tol=1e-10).
    [Theory]
    [InlineData(1.0, new[] { 0.594133, 0.323018, 0.082849, 0.184481, 0.2164, 0.599119, 0.375612, 0.303079, 0.321309 })]
    [InlineData(0.1, new[] { 0.723179, 0.253127, 0.023694, 0.083298, 0.123072, 0.793631, 0.363966, 0.309955, 0.326079 })]
    public void Probabilities_equal_those_of_scikit_learn(double l2, double[] expected) =>
        AssertNear(expected, Fit(s_labels, 3, l2));

    [Fact]
    public void Two_classes_equal_scikit_learn_too()
    {
        double[] expected = [0.3267, 0.203009, 0.235326];
        double[] found = Fit([.. s_labels.Select(label => label == 1 ? 1 : 0)], 2, 1);
        AssertNear([.. expected.SelectMany(p => new[] { 1 - p, p })], found);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        Table table = CleanTexts.Draw(3, 400, 5);
        TableFeatures features = TableFeatures.Of(table, [], ["text"]);
        LearningTarget target = LearningTarget.OfClasses([.. ((TextColumn)table["topic"]).Codes], 5);
        FoldPlan plan = FoldPlan.Stratified(features.Matrix, target, 5, 0);
        double[] Predict(int threads) => OutOfFold.Predict(features.Matrix, target, plan, new OutOfFoldOptions { Threads = threads }, null, Cancellation).Predictions;
        Assert.Equal(Predict(1), Predict(3));
    }

    [Fact]
    public void Texts_and_other_columns_are_learned_together()
    {
        Table texts = CleanTexts.Draw(4, 600, 2);
        var random = SeededRandom.For(4, "numbers");
        int[] topics = [.. ((TextColumn)texts["topic"]).Codes];
        double[] numbers = [.. topics.Select(_ => random.NextGaussian())];
        int[] labels = [.. topics.Zip(numbers, (topic, x) => (topic == 1 ? 1 : -1) + (1.5 * x) > 0 ? 1 : 0)];
        Table table = Table.FromColumns(texts["text"], new NumberColumn("x", numbers));
        double Accuracy(TableFeatures features)
        {
            LearningTarget target = LearningTarget.OfClasses(labels, 2);
            double[] predicted = OutOfFold.Predict(features.Matrix, target, FoldPlan.Stratified(features.Matrix, target, 5, 0), new OutOfFoldOptions { Learner = LearnerChoice.Logistic }, null, Cancellation).Predictions;
            return labels.Select((label, row) => predicted[(2 * row) + label] > 0.5 ? 1.0 : 0).Average();
        }

        double both = Accuracy(TableFeatures.Of(table, ["x"], ["text"]));
        Assert.InRange(both, 0.85, 1);
        Assert.InRange(Accuracy(TableFeatures.Of(table, [], ["text"])), 0, both - 0.05);
        Assert.InRange(Accuracy(TableFeatures.Of(table, ["x"], [])), 0, both - 0.05);
    }

    // scikit-learn 1.2.1, words and pairs of words, C = 10: 0.9865 out of five folds. cleanlab's two rankings are formulas of the same probabilities.
    [Fact]
    public void Flipped_labels_of_messages_rank_as_high_as_by_cleanlabs_scores()
    {
        string[][] lines = [.. SharedData.Lines("text", "SMSSpamCollection.gz").Skip(1).Select(line => line.Split('\t', 2)).Where(parts => parts.Length == 2)];
        int[] labels = [.. lines.Select(parts => parts[0] == "spam" ? 1 : 0)];
        var flipped = new bool[labels.Length];
        foreach (int row in SeededRandom.For(5, "flips").Sample(labels.Length, labels.Length / 20))
        {
            (flipped[row], labels[row]) = (true, 1 - labels[row]);
        }

        Table table = Table.FromColumns(TextColumn.From("sms", lines.Select(parts => parts[1])), new TextColumn("label", labels, ["ham", "spam"]));
        TableFeatures features = TableFeatures.Of(table, [], ["sms"]);
        LearningTarget target = LearningTarget.OfClasses(labels, 2);
        double[] p = OutOfFold.Predict(features.Matrix, target, FoldPlan.Stratified(features.Matrix, target, 5, 0), new OutOfFoldOptions(), null, Cancellation).Predictions;
        var evidence = new Evidence
        {
            Data = table,
            Roles = new Roles { Label = "label", Text = ["sms"] },
            Task = TaskKind.Classification,
            Classes = new ClassPredictions(["ham", "spam"], labels, p, IsOutOfFold: true),
        };
        double[] ours = Audit.Run(evidence, AuditOptions.Standard with { Checks = ["FL101"] }, Cancellation).Scores.Single().Rows!.Scores;
        double[] selfConfidence = [.. labels.Select((label, row) => p[(2 * row) + label])];
        double[] margin = [.. labels.Select((label, row) => p[(2 * row) + label] - p[(2 * row) + 1 - label])];
        double reached = AveragePrecision(ours, flipped);
        Assert.InRange(reached, Math.Max(AveragePrecision(selfConfidence, flipped), AveragePrecision(margin, flipped)), 1);
        Assert.InRange(reached, 0.8, 1);
        Assert.InRange(labels.Select((label, row) => p[(2 * row) + (flipped[row] ? 1 - label : label)] > 0.5 ? 1.0 : 0).Average(), 0.975, 1);
    }

    static double[] Fit(int[] labels, int classes, double l2)
    {
        Table Table(IEnumerable<string> texts) => Faultline.Table.FromColumns(TextColumn.From("t", texts));
        FeatureMatrix train = TableFeatures.Of(Table(s_documents), [], ["t"]).Matrix;
        FeatureMatrix test = TableFeatures.Of(Table(["the card is late", "my rate today", "nothing known here"]), [], ["t"]).Matrix;
        var options = new LogisticRegressionOptions { L2 = l2, Tolerance = 1e-7, Iterations = 1_000 };
        return SparseLogisticRegression.Fit(train, LearningTarget.OfClasses(labels, classes), [.. Enumerable.Range(0, labels.Length)], options, Cancellation).Predict(test, [0, 1, 2], Cancellation);
    }

    static void AssertNear(double[] expected, double[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    static double AveragePrecision(double[] scores, bool[] wrong)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderBy(row => scores[row])];
        double sum = 0;
        int found = 0;
        for (int i = 0; i < order.Length; i++)
        {
            if (wrong[order[i]])
            {
                sum += ++found / (i + 1.0);
            }
        }

        return sum / found;
    }
}
