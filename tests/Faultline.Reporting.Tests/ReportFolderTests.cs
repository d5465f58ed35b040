namespace Faultline.Reporting.Tests;

public sealed class ReportFolderTests : IDisposable
{
    readonly string _home = Directory.CreateTempSubdirectory("faultline-report-").FullName;

    string Out => Path.Combine(_home, "out");

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void Writes_every_file_and_leaves_nothing_else()
    {
        ReportFolder.Write(SampleReports.Rich(), Out, overwrite: false, more: folder => File.WriteAllText(Path.Combine(folder, "scores.csv"), "row"), cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(["junit.xml", "report.html", "report.json", "report.sarif", "scores.csv"], Names(Out));
        Assert.Equal([Out], Directory.GetFileSystemEntries(_home));
    }

    [Fact]
    public void An_earlier_report_is_replaced_whole_and_what_is_not_its_own_stays()
    {
        Write(SampleReports.Rich(), folder => File.WriteAllText(Path.Combine(folder, "scores.csv"), "old"));
        File.WriteAllText(Path.Combine(Out, "notes.txt"), "mine");
        Directory.CreateDirectory(Path.Combine(Out, "sub"));
        File.WriteAllText(Path.Combine(Out, "sub", "x"), "mine");

        Write(SampleReports.Clean(), null);

        Assert.Equal(["junit.xml", "notes.txt", "report.html", "report.json", "report.sarif", "sub"], Names(Out));
        Assert.Empty(ReportJson.Read(File.ReadAllBytes(Path.Combine(Out, "report.json")), "report.json").Findings);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Out, "sub", "x")));
        Assert.Equal([Out], Directory.GetFileSystemEntries(_home));
    }

    [Fact]
    public void A_folder_with_other_things_needs_overwrite_and_loses_none_of_them()
    {
        Directory.CreateDirectory(Out);
        File.WriteAllText(Path.Combine(Out, "report.json"), "{ \"mine\": true }");
        File.WriteAllText(Path.Combine(Out, "thesis.txt"), "mine");

        var refused = Assert.Throws<InputException>(() => ReportFolder.Check(Out, overwrite: false));
        Assert.Contains("--overwrite", refused.Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => Write(SampleReports.Clean(), null));
        Assert.Equal(["report.json", "thesis.txt"], Names(Out));

        ReportFolder.Check(Out, overwrite: true);
        ReportFolder.Write(SampleReports.Clean(), Out, overwrite: true, cancellation: TestContext.Current.CancellationToken);
        Assert.Contains("thesis.txt", Names(Out));
        Assert.True(ReportFolder.HoldsReport(Out));
    }

    [Fact]
    public void A_run_that_fails_leaves_the_earlier_report_as_it_was()
    {
        Write(SampleReports.Rich(), null);
        var before = File.ReadAllBytes(Path.Combine(Out, "report.json"));

        Assert.Throws<InvalidOperationException>(() => Write(SampleReports.Clean(), _ => throw new InvalidOperationException()));
        Assert.Throws<InputException>(() => Write(SampleReports.Clean(), _ => throw new IOException("No space left on device.")));
        using var cancelled = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => ReportFolder.Write(SampleReports.Clean(), Out, overwrite: false, more: _ => cancelled.Cancel(), cancellation: cancelled.Token));

        Assert.Equal(before, File.ReadAllBytes(Path.Combine(Out, "report.json")));
        Assert.Equal([Out], Directory.GetFileSystemEntries(_home));
    }

    [Fact]
    public void A_run_that_was_killed_half_way_is_tidied_by_the_next()
    {
        Directory.CreateDirectory(Path.Combine(_home, ".out.faultline-new"));
        File.WriteAllText(Path.Combine(_home, ".out.faultline-new", "report.html"), "half");
        Directory.CreateDirectory(Path.Combine(_home, ".out.faultline-old"));
        File.WriteAllText(Path.Combine(_home, ".out.faultline-old", "report.json"), "{}");
        File.WriteAllText(Path.Combine(_home, ".out.faultline-old", "notes.txt"), "mine");

        Write(SampleReports.Clean(), null);

        Assert.Equal([Out], Directory.GetFileSystemEntries(_home));
        Assert.Contains("notes.txt", Names(Out));
    }

    [Fact]
    public void A_place_that_can_not_be_written_is_refused_before_and_after()
    {
        File.WriteAllText(Out, "a file");

        Assert.Throws<InputException>(() => ReportFolder.Check(Out, overwrite: true));
        Assert.Throws<InputException>(() => ReportFolder.Check(Path.Combine(Out, "below"), overwrite: true));
        Assert.Throws<InputException>(() => Write(SampleReports.Clean(), null));
        Assert.Throws<InputException>(() => ReportFolder.Write(SampleReports.Clean(), Path.Combine(Out, "below"), overwrite: true, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal("a file", File.ReadAllText(Out));
    }

    [Fact]
    public void A_folder_that_takes_no_folders_is_refused_in_our_words()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has /proc");
        var refused = Assert.Throws<InputException>(() => ReportFolder.Check("/proc/report", overwrite: false));
        Assert.Equal("The report can not be written to '/proc/report': '/proc' takes no new folders. Give another folder with --out.", refused.Message);
    }

    [Fact]
    public void A_check_of_a_new_place_leaves_no_trace()
    {
        ReportFolder.Check(Path.Combine(_home, "a", "b", "out"), overwrite: false);
        Assert.Empty(Directory.GetFileSystemEntries(_home));
    }

    [Fact]
    public void A_linked_folder_stays_a_link()
    {
        var real = Path.Combine(_home, "real");
        Directory.CreateDirectory(real);
        Directory.CreateSymbolicLink(Out, real);

        Write(SampleReports.Clean(), null);

        Assert.Equal(real, Directory.ResolveLinkTarget(Out, returnFinalTarget: true)!.FullName);
        Assert.True(ReportFolder.HoldsReport(real));
    }

    void Write(AuditReport report, Action<string>? more) => ReportFolder.Write(report, Out, overwrite: false, more: more, cancellation: TestContext.Current.CancellationToken);

    static IEnumerable<string> Names(string folder) => Directory.GetFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal);
}
