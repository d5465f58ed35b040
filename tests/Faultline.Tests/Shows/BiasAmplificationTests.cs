namespace Faultline.Tests;

public sealed class BiasAmplificationTests
{
    // The source's formula, written down from the paper over zeros and ones: mean over attributes a and classes t of y Δ + (1 − y)(−Δ),
    // y = [P(a, t) > P(a) P(t)], Δ = P(t̂ | a) − P(t | a) from the attribute to the class, P(â | t) − P(a | t) back.
    [Fact]
    public void Equals_the_formula_of_the_source_on_100_tables()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            SeededRandom random = SeededRandom.For(seed, "formula");
            int rows = 200 + random.NextInt(400);
            int groups = 2 + random.NextInt(3);
            int classes = 2 + random.NextInt(3);
            int[] a = [.. Enumerable.Range(0, rows).Select(_ => random.NextInt(groups))];
            int[] t = [.. a.Select(group => random.NextInt(3) == 0 ? group % classes : random.NextInt(classes))];
            int[] toldT = [.. t.Select((label, row) => random.NextInt(3) == 0 ? a[row] % classes : label)];
            int[] toldA = [.. a.Select((group, row) => random.NextInt(3) == 0 ? t[row] % groups : group)];
            AmplifiedLink?[] toClass = [.. Enumerable.Range(0, classes).Select(k => AmplifiedLink.ToClass(0, k, a, t, toldT, probabilities: null, leastRows: 1))];
            AmplifiedLink?[] toAttribute = [.. Enumerable.Range(0, classes).Select(k => AmplifiedLink.ToAttribute(0, k, a, t, toldA, leastRows: 1))];
            double forward = 0, back = 0;
            for (int x = 0; x < groups; x++)
            {
                for (int k = 0; k < classes; k++)
                {
                    double P(Func<int, bool> what) => Enumerable.Range(0, rows).Count(what) / (double)rows;
                    bool y = P(row => a[row] == x && t[row] == k) > P(row => a[row] == x) * P(row => t[row] == k);
                    double forwardDelta = (P(row => a[row] == x && toldT[row] == k) - P(row => a[row] == x && t[row] == k)) / P(row => a[row] == x);
                    double backDelta = (P(row => t[row] == k && toldA[row] == x) - P(row => t[row] == k && a[row] == x)) / P(row => t[row] == k);
                    forward += (y ? forwardDelta : -forwardDelta) / (groups * classes);
                    back += (y ? backDelta : -backDelta) / (groups * classes);
                    Assert.Equal(y ? forwardDelta : -forwardDelta, toClass[k]!.Groups[x].Amplified, 1e-12);
                }
            }

            Assert.Equal(forward, toClass.Average(link => link!.Amplification.Value), 1e-12);
            Assert.Equal(back, toAttribute.Average(link => link!.Amplification.Value), 1e-12);
        }
    }

    // By hand: of 100 men 60 have the class and 80 are told to, of 100 women 40 and 10: (0.2 + 0.3) / 2.
    [Fact]
    public void Two_groups_by_hand()
    {
        int[] groups = [.. Enumerable.Range(0, 200).Select(row => row / 100)];
        int[] labels = [.. Enumerable.Range(0, 200).Select(row => row < 60 || row is >= 100 and < 140 ? 1 : 0)];
        int[] predicted = [.. Enumerable.Range(0, 200).Select(row => row < 80 || row is >= 100 and < 110 ? 1 : 0)];
        AmplifiedLink link = AmplifiedLink.ToClass(0, 1, groups, labels, predicted, null, 50)!;
        Assert.Equal(0.25, link.Amplification.Value, 1e-12);
        Assert.Equal([1, -1], link.Groups.Select(group => group.Sign));
        Assert.Equal([0.8, 0.1], link.Groups.Select(group => group.Predicted));
    }

    // (12 − 3)/102 ± 1.959964 √((13/102 + 4/102 − (9/102)²)/102), worked out in Python.
    [Fact]
    public void Change_is_Bonetts_and_Prices()
    {
        Interval interval = PairedShares.Change(12, 3, 100);
        Assert.Equal(0.010881, interval.Low, 1e-6);
        Assert.Equal(0.165590, interval.High, 1e-6);
    }

    // Shares of the class differ between groups and over the classes; predictions stray towards what is frequent in the group, or away from it.
    [Theory]
    [InlineData(0.3)]
    [InlineData(-0.3)]
    public void Interval_holds_the_truth_in_95_of_100_draws_and_the_sign_is_right(double strength)
    {
        double[] shares = [0.7, 0.4, 0.1];
        double overall = (0.2 * 0.7) + (0.3 * 0.4) + (0.5 * 0.1);
        double truth = Enumerable.Range(0, 3).Average(group => (shares[group] > overall ? 1 : -1) * (Strayed(shares[group], shares[group] > overall, strength) - shares[group]));
        int held = 0, right = 0;
        for (int seed = 0; seed < 1000; seed++)
        {
            (int[] groups, int[] labels, int[] predicted) = Draw(800, seed, strength, shares);
            AmplifiedLink link = AmplifiedLink.ToClass(0, 1, groups, labels, predicted, null, 50)!;
            held += link.Amplification.IntervalAt(0.95).Contains(truth) ? 1 : 0;
            right += Math.Sign(link.Amplification.Value) == Math.Sign(truth) ? 1 : 0;
        }

        Assert.InRange(held, 930, 970);
        Assert.Equal(1000, right);
    }

    [Fact]
    public void Interval_back_to_the_attribute_holds_the_truth()
    {
        int held = 0;
        double[] shares = [0.7, 0.4, 0.1];
        double[] given = [0.2 * 0.7, 0.3 * 0.4, 0.5 * 0.1];
        double[] within = [.. given.Select(share => share / given.Sum())];
        for (int seed = 0; seed < 1000; seed++)
        {
            (int[] groups, int[] labels, _) = Draw(1200, seed, 0, shares);
            SeededRandom random = SeededRandom.For(seed, "back");
            int[] told = [.. groups.Select((group, row) => labels[row] == 1 && random.NextDouble() < 0.25 ? 0 : group)];
            AmplifiedLink link = AmplifiedLink.ToAttribute(0, 1, groups, labels, told, 50)!;

            // Group 0 and 1 are linked with the class (0.45 and 0.39 against 0.2 and 0.3), group 2 is not.
            double truth = ((0.25 * (1 - within[0])) - (0.25 * within[1]) + (0.25 * within[2])) / 3;
            held += link.Amplification.IntervalAt(0.95).Contains(truth) ? 1 : 0;
        }

        Assert.InRange(held, 930, 970);
    }

    [Theory]
    [InlineData(0.95)]
    [InlineData(0.6)]
    public void Planted_amplification_is_found_however_sure_the_model_is(double certainty)
    {
        AuditReport report = Run(Planted(4000, seed: 1, strength: 0.3, certainty));
        ReportFinding finding = Assert.Single(report.Findings);
        Assert.Equal(CheckStatus.Found, Check(report).Status);
        Assert.Equal(["group"], finding.Columns);
        Assert.Contains("where group = 'b' it is", finding.Title, StringComparison.Ordinal);
        BiasLink link = Assert.Single(Details(report).Links);
        Assert.Equal("attribute to class", link.Direction);
        Assert.True(link.Low > 0.05 && link.Q < 1e-6);
        Assert.Equal("difference of shares", finding.Measure.Unit);
        TableFigure table = finding.Figures.OfType<TableFigure>().Single();
        foreach (FigureRow told in table.Rows)
        {
            BiasLinkGroup group = link.Groups.Single(group => group.Group == told.Label);
            Assert.Equal([group.Given, group.Predicted, group.Change, group.Probability], told.Cells.Select(cell => cell.Value));
            Assert.Equal((group.Low, group.High), (told.Cells[2].Low, told.Cells[2].High));
        }
        Assert.Equal([true, true, false], link.Groups.OrderBy(group => group.Group, StringComparer.Ordinal).Select(group => group.IsLinked));
    }

    [Fact]
    public void Predictions_that_even_out_are_measured_as_such_and_no_fault()
    {
        AuditReport report = Run(Planted(4000, seed: 2, strength: -0.3, certainty: 0.9));
        Assert.Equal(CheckStatus.Clean, Check(report).Status);
        Assert.Empty(report.Findings);
        Assert.True(Details(report).Links[0].High < -0.05);
    }

    // Every probability is right, and groups differ in how often the class is met: where it is chosen from 0.5 on, that alone amplifies.
    [Fact]
    public void What_choosing_the_more_probable_class_does_is_information()
    {
        int told = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            SeededRandom random = SeededRandom.For(seed, "right");
            string[] groups = [.. Enumerable.Range(0, 3000).Select(_ => "ab"[random.NextInt(2)].ToString())];
            double[] p = [.. groups.Select(group => 1 / (1 + Math.Exp(-(random.NextGaussian() + (group == "a" ? 0.8 : -0.8)))))];
            int[] labels = [.. p.Select(chance => random.NextDouble() < chance ? 1 : 0)];
            AuditReport report = Run(Evidence(groups, labels, [.. p.SelectMany(chance => new[] { 1 - chance, chance })]));
            Assert.Equal(CheckStatus.Clean, Check(report).Status);
            told += report.Findings.Count;
            Assert.All(report.Findings, finding => Assert.Contains("the more probable one is chosen", finding.Cause, StringComparison.Ordinal));
        }

        Assert.InRange(told, 55, 60);
    }

    // Two of three groups are linked with the class, and 60 % of all rows without it are taken for it: no group moves away from another by more than that.
    [Fact]
    public void A_class_predicted_too_often_everywhere_draws_no_groups_apart()
    {
        double[] shares = [0.5, 0.48, 0.3];
        for (int seed = 0; seed < 40; seed++)
        {
            (int[] groups, int[] labels, _) = Draw(4000, seed, 0, shares);
            SeededRandom random = SeededRandom.For(seed, "everywhere");
            Evidence evidence = Evidence([.. groups.Select(group => "abc"[group].ToString())], labels, [.. labels.SelectMany(label => label == 1 || random.NextDouble() < 0.6 ? new[] { 0.1, 0.9 } : [0.9, 0.1])]);
            AuditReport report = Run(evidence);
            Assert.InRange(Details(report).Links[0].Amplification, 0.03, 0.1);
            Assert.Empty(report.Findings);
        }
    }

    [Fact]
    public void Predicted_groups_give_the_other_direction()
    {
        (int[] groups, int[] labels, _) = Draw(3000, 5, 0, [0.7, 0.4, 0.1]);
        string[] names = ["a", "b", "c"];
        SeededRandom random = new(7);
        Evidence evidence = Evidence([.. groups.Select(group => names[group])], labels, [.. labels.SelectMany(label => label == 0 ? new[] { 0.9, 0.1 } : [0.1, 0.9])]);
        TextColumn told = TextColumn.From("told", groups.Select((group, row) => labels[row] == 1 && random.NextDouble() < 0.4 ? "a" : names[group]));
        evidence = evidence with { Data = Table.FromColumns("t", [.. evidence.Data.Columns, told]) };
        AuditReport report = Run(evidence, "FL304.predicted=group=told");
        ReportFinding finding = Assert.Single(report.Findings);
        Assert.StartsWith("Predicted groups of group follow 'yes'", finding.Title, StringComparison.Ordinal);
        Assert.Equal(2, Details(report).Links.Count(link => link.Direction == "class to attribute"));
        Assert.Equal(0, Details(report).Links.Single(link => link.Direction == "attribute to class").Amplification);

        Assert.Contains("no --group column", Assert.Throws<InputException>(() => Run(evidence, "FL304.predicted=sex=told")).Message, StringComparison.Ordinal);
        Assert.Contains("no column 'x'", Assert.Throws<InputException>(() => Run(evidence, "FL304.predicted=group=x")).Message, StringComparison.Ordinal);
        Assert.Contains("which no row of 'group' does", Assert.Throws<InputException>(() => Run(evidence, "FL304.predicted=group=y")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_groups_it_is_skipped_and_with_few_rows_unmeasured()
    {
        Evidence evidence = Planted(120, seed: 1, strength: 0.3, certainty: 0.9);
        Assert.Equal(CheckStatus.Unmeasured, Check(Run(evidence)).Status);
        Assert.Equal(CheckStatus.Skipped, Check(Run(evidence with { Roles = evidence.Roles with { Groups = [] } })).Status);
    }

    // A row strays with the chance of the strength's size: to what is frequent in its group, or, below 0, to what is rare.
    static double Strayed(double share, bool isLinked, double strength) => share + (Math.Abs(strength) * ((isLinked == strength > 0 ? 1 : 0) - share));

    static (int[] Groups, int[] Labels, int[] Predicted) Draw(int rows, int seed, double strength, double[] shares)
    {
        SeededRandom random = SeededRandom.For(seed, "amplified");
        double overall = (0.2 * shares[0]) + (0.3 * shares[1]) + (0.5 * shares[2]);
        int[] groups = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() switch { < 0.2 => 0, < 0.5 => 1, _ => 2 })];
        int[] labels = [.. groups.Select(group => random.NextDouble() < shares[group] ? 1 : 0)];
        int[] predicted = [.. labels.Select((label, row) => random.NextDouble() < Math.Abs(strength) ? (shares[groups[row]] > overall == strength > 0 ? 1 : 0) : label)];
        return (groups, labels, predicted);
    }

    static Evidence Planted(int rows, int seed, double strength, double certainty)
    {
        (int[] groups, int[] labels, int[] predicted) = Draw(rows, seed, strength, [0.7, 0.4, 0.1]);
        return Evidence([.. groups.Select(group => "abc"[group].ToString())], labels, [.. predicted.SelectMany(told => told == 0 ? new[] { certainty, 1 - certainty } : [1 - certainty, certainty])]);
    }

    static Evidence Evidence(string[] groups, int[] labels, double[] probabilities) => new()
    {
        Data = Table.FromColumns("t", [TextColumn.From("group", groups), new TextColumn("y", labels, ["no", "yes"])]),
        Roles = new Roles { Label = "y", Features = ["group"], Groups = ["group"] },
        Task = TaskKind.Classification,
        Classes = new ClassPredictions(["no", "yes"], labels, probabilities, IsOutOfFold: false),
    };

    static CheckReport Check(AuditReport report) => report.Checks.Single(check => check.Id == "FL304");

    static BiasAmplificationDetails Details(AuditReport report) => Assert.IsType<BiasAmplificationDetails>(Check(report).Details);

    static AuditReport Run(Evidence evidence, params string[] set) => Audit.Run(evidence, new AuditOptions { Checks = ["FL304"], Set = set }, TestContext.Current.CancellationToken);
}
