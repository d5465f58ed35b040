using Faultline.Contract.Fakes;

namespace Faultline.Tests.Core;

/// <summary>What an audit does around its checks: selection, needs, failures, correction, flags, reproduction.</summary>
public sealed class AuditTests
{
    static readonly Table s_data = Table.FromColumns("d.csv", [new NumberColumn("x", [.. Enumerable.Range(0, 10).Select(i => i * 0.5)]), TextColumn.From("y", [.. Enumerable.Range(0, 10).Select(i => i % 2 == 0 ? "a" : "b")])]);

    static readonly Evidence s_evidence = new() { Data = s_data, Roles = new Roles { Label = "y", Features = ["x"] }, Task = TaskKind.Classification };

    static FakeEntry Fake(string id, Func<CheckContext, Verdict> run, Needs needs = Needs.None) => new(run, FakeEntry.Describe(id, "Fake" + (char)('A' + (id[^1] - '0')), needs));

    static FakeEntry Clean(string id, Needs needs = Needs.None) => Fake(id, _ => Verdict.Of([]), needs);

    static AuditReport Run(AuditOptions options, params CatalogueEntry[] entries) => Run(s_evidence, options, entries);

    static AuditReport Run(Evidence evidence, AuditOptions options, params CatalogueEntry[] entries) =>
        Audit.Run(evidence, options with { Entries = entries }, TestContext.Current.CancellationToken);

    static CheckReport One(AuditReport report, string id) => Assert.Single(report.Checks, check => check.Id == id);

    [Fact]
    public void Every_check_appears_once_in_catalogue_order_also_those_not_run()
    {
        var report = Run(AuditOptions.Standard with { Checks = ["fl102", "FakeC"], Skip = ["FL102"] }, Clean("FL101"), Clean("FL102"), Clean("FL103"));
        Assert.Equal(["FL101", "FL102", "FL103"], report.Checks.Select(check => check.Id));
        Assert.All(report.Checks, check => Assert.Equal((CheckStatus.Skipped, true), (check.Status, check.Reason!.Contains("not selected", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("FL102")]
    [InlineData("fakec")]
    public void Checks_are_named_by_id_or_name_whatever_the_case(string name)
    {
        var report = Run(AuditOptions.Standard with { Checks = [name] }, Clean("FL101"), Clean("FL102"));
        Assert.Equal(CheckStatus.Skipped, One(report, "FL101").Status);
        Assert.Equal(CheckStatus.Clean, One(report, "FL102").Status);
    }

    [Fact]
    public void An_unknown_check_names_the_nearest() =>
        Assert.Contains("nearest is FL102", Assert.Throws<InputException>(() => Run(AuditOptions.Standard with { Checks = ["FL1O2"] }, Clean("FL104"), Clean("FL102"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Missing_evidence_skips_with_the_flag_that_brings_it()
    {
        CatalogueEntry[] entries = [Clean("FL101", Needs.Label), Clean("FL102", Needs.Classes), Clean("FL103", Needs.Predictions | Needs.Label), Clean("FL104", Needs.Reference), Clean("FL105")];
        var bare = Run(new Evidence { Data = s_data, Roles = new Roles() }, AuditOptions.Standard, entries);
        Assert.All(["FL101", "FL102", "FL103"], id => Assert.Contains("--label", One(bare, id).Reason, StringComparison.Ordinal));
        Assert.Contains("--reference", One(bare, "FL104").Reason, StringComparison.Ordinal);
        Assert.Equal(CheckStatus.Clean, One(bare, "FL105").Status);
        CatalogueEntry[] more = [Clean("FL101", Needs.Groups), Clean("FL102", Needs.Text), Clean("FL103", Needs.Images), Clean("FL104", Needs.Expectations)];
        Assert.Equal(["--group", "--text", "--images", "--expectations"], Run(new Evidence { Data = s_data, Roles = new Roles() }, AuditOptions.Standard, more).Checks.Select(check => check.Reason!.Split(' ', ',', ';').First(word => word is "--group" or "--text" or "--images" or "--expectations")));
        var quantity = Run(new Evidence { Data = s_data, Roles = new Roles { Label = "x", Features = ["y"] }, Task = TaskKind.Regression }, AuditOptions.Standard with { Learner = LearnerChoice.None }, entries);
        Assert.Equal(CheckStatus.Clean, One(quantity, "FL101").Status);
        Assert.Contains("--task classification", One(quantity, "FL102").Reason, StringComparison.Ordinal);
        Assert.Contains("--predictions", One(quantity, "FL103").Reason, StringComparison.Ordinal);
    }

    // What the list of checks says of a check is what an audit of the table alone skips it for.
    [Fact]
    public void Every_check_that_an_audit_of_a_bare_table_skips_is_listed_with_its_needs()
    {
        var bare = Audit.Run(new Evidence { Data = s_data, Roles = new Roles { Features = ["x", "y"] } }, AuditOptions.Standard, TestContext.Current.CancellationToken);
        Assert.All(bare.Checks, check => Assert.Equal(check.Status == CheckStatus.Skipped, Catalogue.Find(check.Id).Info.Needs.Names().Count > 0));
        Assert.Equal(["a class label", "predictions (made if not given)", "groups (--group)"], Catalogue.Find("FL304").Info.Needs.Names());
    }

    [Fact]
    public void More_classes_than_can_be_learned_are_skipped_with_the_flag_that_helps()
    {
        string[] labels = [.. Enumerable.Range(0, 10_000).Select(row => $"c{row % 5_001}")];
        var evidence = new Evidence
        {
            Data = Table.FromColumns("many.csv", [TextColumn.From("y", labels), new NumberColumn("x", new double[labels.Length])]),
            Roles = new Roles { Label = "y", Features = ["x"] },
            Task = TaskKind.Classification,
        };
        var check = One(Run(evidence, AuditOptions.Standard, Clean("FL101", Needs.Predictions)), "FL101");
        Assert.Equal(CheckStatus.Skipped, check.Status);
        Assert.Contains("5,001 classes", check.Reason, StringComparison.Ordinal);
        Assert.Contains("--predictions", check.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_that_throws_is_unmeasured_and_the_others_run()
    {
        var report = Run(AuditOptions.Standard, Fake("FL101", _ => throw new InvalidOperationException("it broke")), Fake("FL102", _ => throw new InsufficientMemoryException()), Fake("FL103", _ => throw new AggregateException(new FormatException("inside"))), Clean("FL104"));
        Assert.Equal((CheckStatus.Unmeasured, "failed (InvalidOperationException): it broke"), (One(report, "FL101").Status, One(report, "FL101").Reason));
        Assert.Contains("memory", One(report, "FL102").Reason, StringComparison.Ordinal);
        Assert.Contains("FormatException", One(report, "FL103").Reason, StringComparison.Ordinal);
        Assert.Equal(CheckStatus.Clean, One(report, "FL104").Status);
        Assert.Equal(0, One(report, "FL101").RowsScored);
    }

    [Fact]
    public void The_message_of_an_exception_does_not_leave_under_no_values()
    {
        var report = Run(AuditOptions.Standard with { ShowValues = false }, Fake("FL101", _ => throw new KeyNotFoundException("secret cell")));
        Assert.Equal((CheckStatus.Unmeasured, "failed (KeyNotFoundException)"), (One(report, "FL101").Status, One(report, "FL101").Reason));
    }

    [Fact]
    public void A_number_that_json_has_no_word_for_is_unmeasured()
    {
        var figure = new BarFigure("t", "u", [new Bar("b", double.PositiveInfinity)]);
        var report = Run(
            AuditOptions.Standard,
            Fake("FL101", _ => Verdict.Of([FakeEntry.Wrong() with { Measure = new Measure("m", double.NaN) }])),
            Fake("FL102", _ => Verdict.Of([FakeEntry.Wrong() with { Figures = [figure] }])),
            Fake("FL103", _ => Verdict.Of([]) with { P = double.NaN }));
        Assert.All(report.Checks, check => Assert.Equal(CheckStatus.Unmeasured, check.Status));
        Assert.NotEmpty(ReportJson.Write(report));
    }

    [Fact]
    public void Bad_input_found_by_a_check_ends_the_audit() =>
        Assert.Throws<InputException>(() => Run(AuditOptions.Standard, Fake("FL101", _ => throw new InputException("bad"))));

    [Fact]
    public void A_check_may_cancel_work_of_its_own()
    {
        using var own = new CancellationTokenSource();
        own.Cancel();
        var report = Run(AuditOptions.Standard, Fake("FL101", _ => throw new OperationCanceledException(own.Token)));
        Assert.Equal(CheckStatus.Unmeasured, One(report, "FL101").Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Cancellation_ends_the_audit_however_the_check_takes_it(int how)
    {
        using var source = new CancellationTokenSource();
        var check = Fake("FL101", _ =>
        {
            source.Cancel();
            return how switch
            {
                0 => Verdict.Of([]),
                1 => throw new AggregateException(new OperationCanceledException(source.Token)),
                _ => throw new InvalidOperationException("lost its footing"),
            };
        });
        Assert.ThrowsAny<OperationCanceledException>(() => Audit.Run(s_evidence, AuditOptions.Standard with { Entries = [check] }, source.Token));
    }

    [Fact]
    public async Task The_asynchronous_run_is_cancelled_too()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Audit.RunAsync(s_evidence, AuditOptions.Standard, source.Token));
    }

    [Fact]
    public void One_p_a_check_is_corrected_with_clean_checks_included()
    {
        // Benjamini and Hochberg over 0.01, 0.02, 0.03, 0.5: q = 0.04, 0.04, 0.04, 0.5. A finding is never surer than its own p.
        static Verdict Found(double p, double finding) => Verdict.Of([FakeEntry.Wrong() with { P = finding }]) with { P = p };
        var report = Run(
            AuditOptions.Standard,
            Fake("FL101", _ => Found(0.01, 0.01)),
            Fake("FL102", _ => Verdict.Of([]) with { P = 0.02 }),
            Fake("FL103", _ => Verdict.Of([FakeEntry.Wrong("a") with { P = 0.03 }, FakeEntry.Wrong("b") with { P = 0.045 }, FakeEntry.Wrong("c")]) with { P = 0.03 }),
            Fake("FL104", _ => Verdict.Of([]) with { P = 0.5 }),
            Fake("FL105", _ => Verdict.Unmeasured("too few rows")),
            Clean("FL106"));
        double?[] expected = [0.04, 0.04, 0.045, null];
        Assert.Equal(expected, report.Findings.Select(finding => finding.Q is { } q ? Math.Round(q, 12) : (double?)null));
        var alone = Run(AuditOptions.Standard with { Checks = ["FL101"] }, Fake("FL101", _ => Found(0.01, 0.01)), Clean("FL102"));
        Assert.Equal(0.01, alone.Findings[0].Q);
    }

    [Fact]
    public void Findings_come_worst_first()
    {
        var report = Run(AuditOptions.Standard, Fake("FL101", _ => Verdict.Of([FakeEntry.Wrong("a", Severity.Info), FakeEntry.Wrong("b", Severity.Medium)])), Fake("FL102", _ => Verdict.Of([FakeEntry.Wrong("c", Severity.High), FakeEntry.Wrong("d", Severity.Low)])));
        Assert.Equal([Severity.High, Severity.Medium, Severity.Low, Severity.Info], report.Findings.Select(finding => finding.Severity));
    }

    [Fact]
    public void Nothing_is_flagged_without_a_finding_above_info()
    {
        static Verdict Flags(Severity severity) => Verdict.Of([FakeEntry.Wrong(severity: severity)]) with
        {
            Rows = new RowScores([.. Enumerable.Repeat(0.5, 10)], [true, true, .. new bool[8]]),
            Cells = [new CellScore(1, "x", 0.1), new CellScore(4, "x", 0.1), new CellScore(4, "y", 0.1)],
        };
        var report = Run(AuditOptions.Standard, Fake("FL101", _ => Flags(Severity.Info)), Fake("FL102", _ => Flags(Severity.Low)));
        Assert.Equal((CheckStatus.Clean, 0L), (One(report, "FL101").Status, One(report, "FL101").RowsFlagged));
        Assert.DoesNotContain(true, report.Scores[0].Rows!.Flagged);
        Assert.Equal(0.5, report.Scores[0].Rows!.Scores[0]);
        Assert.DoesNotContain(report.Scores[0].Cells, cell => cell.Flagged);
        Assert.Equal((CheckStatus.Found, 3L), (One(report, "FL102").Status, One(report, "FL102").RowsFlagged));
        Assert.All(report.Scores[1].Cells, cell => Assert.True(cell.Flagged));
    }

    [Fact]
    public void Unmeasured_rows_are_not_counted_as_scored()
    {
        var report = Run(AuditOptions.Standard, Fake("FL101", _ => Verdict.Of([]) with { Rows = new RowScores([double.NaN, double.NaN, .. Enumerable.Repeat(1.0, 8)], new bool[10]) }), Clean("FL102"));
        Assert.Equal(8, One(report, "FL101").RowsScored);
        Assert.Equal(10, One(report, "FL102").RowsScored);
    }

    [Fact]
    public void Reproduce_names_the_check_and_what_changes_the_answer()
    {
        var check = Fake("FL101", _ => Verdict.Of([FakeEntry.Wrong()]));
        Assert.Equal("faultline audit d.csv --seed 3 --checks FL101", Run(AuditOptions.Standard with { Command = "faultline audit d.csv --seed 3" }, check).Findings[0].Reproduce);
        var text = Run(AuditOptions.Standard with { Seed = 3, Threads = 1, Learner = LearnerChoice.Gbdt, WorkBudget = 7 }, check).Findings[0].Reproduce;
        Assert.Contains("Checks = [\"FL101\"], Seed = 3, Learner = LearnerChoice.Gbdt, WorkBudget = 7", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Threads", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_id_of_a_finding_depends_on_key_and_columns_alone()
    {
        static string Id(Finding finding) => Run(AuditOptions.Standard, Fake("FL101", _ => Verdict.Of([finding]))).Findings[0].Id;
        var wrong = FakeEntry.Wrong() with { Columns = ["x", "y"] };
        Assert.Equal(Id(wrong), Id(wrong with { Title = "2 things are wrong", Severity = Severity.High, Rows = new FoundRows(2, [1, 2]), Measure = new Measure("things", 2), Columns = ["y", "x"] }));
        Assert.NotEqual(Id(wrong), Id(wrong with { Key = "other" }));
        Assert.NotEqual(Id(wrong), Id(wrong with { Columns = ["x"] }));
        Assert.StartsWith("FL101-", Id(wrong), StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_runs_from_nothing_to_everything()
    {
        var seen = new List<AuditProgress>();
        static Verdict Half(CheckContext context)
        {
            context.Progress(0.5);
            context.Progress(1);
            return Verdict.Of([]);
        }

        Run(AuditOptions.Standard with { Progress = new Listener(seen), Skip = ["FL103"] }, Fake("FL101", Half), Fake("FL102", Half), Fake("FL103", Half));
        Assert.Equal(seen.Select(step => step.Fraction).Order(), seen.Select(step => step.Fraction));
        Assert.Equal(1, seen[^1].Fraction, 1e-12);
        Assert.All(seen, step => Assert.InRange(step.Fraction, 0, 1));
        Assert.Equal("FL102 FakeC", seen[^1].Step);
    }

    [Fact]
    public void Options_that_can_not_be_used_are_refused()
    {
        Assert.Throws<InputException>(() => Run(AuditOptions.Standard with { Threads = -1 }, Clean("FL101")));
        Assert.Throws<InputException>(() => Run(AuditOptions.Standard with { WorkBudget = 0 }, Clean("FL101")));
        Assert.Throws<InputException>(() => Run(AuditOptions.Standard with { Set = ["FL101.k=3"] }, Clean("FL101")));
        Assert.Throws<InputException>(() => Run(AuditOptions.Standard with { Set = ["FL101k=3"] }, Clean("FL101")));
        Assert.Throws<InputException>(() => Run(AuditOptions.Standard with { Set = ["FL109.k=3"] }, Clean("FL101")));
        Assert.Throws<InputException>(() => Run(AuditOptions.Standard with { Gates = ["FL101<1"] }, Clean("FL101")));
    }

    [Fact]
    public void Evidence_whose_parts_do_not_fit_is_refused()
    {
        var two = new ClassPredictions(["a", "b"], new int[10], new double[20], IsOutOfFold: false);
        Evidence[] misfits =
        [
            s_evidence with { Data = s_data.Take([]) },
            s_evidence with { Roles = new Roles { Label = "z" } },
            s_evidence with { Roles = new Roles { Label = "y", Features = ["x", "y"] } },
            s_evidence with { Classes = two with { Labels = new int[9] } },
            s_evidence with { Classes = two with { Probabilities = new double[19] } },
            s_evidence with { Classes = two with { Labels = [.. Enumerable.Repeat(2, 10)] } },
            s_evidence with { Values = new ValuePredictions(new double[10], new double[9], IsOutOfFold: false) },
            s_evidence with { Embedding = new VectorColumn("e", new float[18], 2) },
            s_evidence with { Images = new ImageSet(new byte[9], 1, 1, 1) },
        ];
        Assert.All(misfits, evidence => Assert.Throws<InputException>(() => Run(evidence, AuditOptions.Standard, Clean("FL101"))));
        Assert.Equal(CheckStatus.Clean, One(Run(s_evidence with { Classes = two }, AuditOptions.Standard, Clean("FL101")), "FL101").Status);
    }

    sealed class Listener(List<AuditProgress> seen) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value) => seen.Add(value);
    }
}
