using Faultline.DuckDb;

namespace Faultline.Cli.Tests;

public sealed class ExpectationFileTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_kind_of_expectation_is_read()
    {
        _folder.Write("customers.csv", "id,name\n1,a\n2,b\n");
        var set = Read("""
            rows: {min: 10, max: 20}
            columns:
              customer:
                type: whole
                not-null: yes
                unique: no
                references: {file: customers.csv, column: id}
              port:
                allowed: [C, "Q", 'no']
                missing: 2%
                tolerate: 0.01
                severity: low
              code: {pattern: '[A-Z]{2}[0-9]+'}
              made: {type: time, min: 2020-01-31, newest-within: 2w}
              weight: {min: 0, max: 1e3}
            conditions:
              - weight >= 0
              - {name: made first, sql: made <= sent, severity: high}
            """);
        Assert.Equal((10, 20), (set.FewestRows, set.MostRows));
        Assert.Equal(["customer", "port", "code", "made", "weight"], set.Columns.Select(column => column.Column));
        Assert.Equal(["1", "2"], set.Columns[0].References!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["C", "Q", "no"], set.Columns[1].Allowed);
        Assert.Equal((0.02, 0.01, Severity.Low), (set.Columns[1].MostMissing, set.Columns[1].Tolerate, set.Columns[1].Severity));
        Assert.Equal(TimeSpan.FromDays(14), set.Columns[3].NewestWithin);
        Assert.Equal((0, 1000), (set.Columns[4].Least!.Number, set.Columns[4].Most!.Number));
        Assert.Equal([("weight >= 0", Severity.Medium), ("made first", Severity.High)], set.Conditions.Select(condition => (condition.Name, condition.Severity)));
    }

    [Theory]
    [InlineData("colums: {}", "line 1", "'colums'", "'columns'")]
    [InlineData("columns:\n  a:\n    not-nul: yes", "line 3", "'not-nul'", "'not-null'")]
    [InlineData("columns:\n  a: {type: integer}", "line 2", "'type' can not be 'integer'", "whole")]
    [InlineData("columns:\n  a: {missing: lots}", "line 2", "'missing'", "1%")]
    [InlineData("columns:\n  a: {min: 5, max: 2}", "line 2", "'min' of 'a'", "above")]
    [InlineData("columns:\n  a: {pattern: '(a'}", "line 2", "'pattern' of 'a'", "expression")]
    [InlineData("columns:\n  a: {pattern: '([a'}", "line 2", "from character 3 on", "expression")]
    [InlineData("columns:\n  a: {pattern: '(?=a)b'}", "line 2", "'pattern' of 'a'", "look-around")]
    [InlineData("columns:\n  a: {newest-within: soon}", "line 2", "'newest-within'", "7d")]
    [InlineData("rows: {min: few}", "line 1", "'min' of 'rows'", "whole number")]
    [InlineData("conditions:\n  - {name: x}", "line 2", "'sql:'", "condition")]
    [InlineData("conditions:\n  - {if: a > 1}", "line 2", "'then:'", "condition")]
    [InlineData("denials:\n  - t1.a = t2.a or t1.b != t2.b", "line 2", "character 13", "'and'")]
    [InlineData("denials:\n  - a = t2.a", "line 2", "t1.zip", "cell")]
    [InlineData("denials:\n  - {name: x, deny: t1.a = t2.a and t1.bb != t2.bb}", "line 2", "'bb'", "'d.csv'")]
    [InlineData("denials:\n  - t1.a = t2.a and t1.b < t2.b", "line 2", "'b'", "neither numbers nor dates")]
    [InlineData("denials:\n  - {name: x}", "line 2", "'deny:'", "denial")]
    [InlineData("columns:\n  a: ]", "line 2", "no YAML", "")]
    [InlineData("- a", "line 1", "'setting: value'", "")]
    public async Task What_is_wrong_ends_with_2_and_names_line_and_key(string yaml, string line, string key, string hint)
    {
        _folder.Write("d.csv", "a,b\n1,x\n2,y\n");
        _folder.Write("e.yaml", yaml);
        var result = await FaultlineProcess.RunAsync(_folder.Path, "audit", "d.csv", "--expectations", "e.yaml", "--checks", "FL110");
        Assert.Equal(2, result.ExitCode);
        var first = result.Error.Split('\n')[0];
        Assert.StartsWith("faultline: 'e.yaml', " + line, first, StringComparison.Ordinal);
        Assert.Contains(key, first, StringComparison.Ordinal);
        Assert.Contains(hint, first, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["faultline-report"]));
    }

    [Fact]
    public async Task Conditions_and_foreign_keys_are_held_from_faultline_yaml_and_the_command_reproduces_the_finding()
    {
        _folder.Write("d.csv", "customer,ordered,shipped\n1,2024-01-01,2024-01-03\n2,2024-01-05,2024-01-04\n7,2024-01-05,\n");
        _folder.Write("customers.csv", "id\n1\n2\n");
        _folder.Write("faultline.yaml", """
            data: d.csv
            checks: FL110
            expectations:
              columns:
                customer: {references: {file: customers.csv, column: id}}
              conditions:
                - shipped >= ordered
            """);
        var result = await FaultlineProcess.RunAsync(_folder.Path, "audit", "--config", "faultline.yaml", "--scores", "csv", "--gate", "FL110<=0");
        Assert.Equal(1, result.ExitCode);
        var report = ReportJson.Read(File.ReadAllBytes(_folder["faultline-report/report.json"]), "report");
        Assert.Equal([1, 2], report.Findings.SelectMany(finding => finding.Rows.Sample).Order());
        var again = await FaultlineProcess.ShellAsync(_folder.Path, report.Findings[0].Reproduce + " --out again");
        Assert.Equal(0, again.ExitCode);
        Assert.Equal(report.Findings.Select(finding => finding.Id), ReportJson.Read(File.ReadAllBytes(_folder["again/report.json"]), "again").Findings.Select(finding => finding.Id));
    }

    [Fact]
    public async Task Denials_and_conditions_with_if_and_then_are_held()
    {
        _folder.Write("d.csv", "kind,zip,city,salary,tax\ngift,1,Ulm,10,1\nsale,1,Ulm,20,2\nsale,1,Bonn,30,1\ngift,2,Köln,40,4\n");
        _folder.Write("e.yaml", """
            conditions:
              - {if: kind = 'gift', then: tax < 3}
            denials:
              - t1.zip = t2.zip and t1.city != t2.city
              - {name: tax, deny: t1.salary > t2.salary and t1.tax < t2.tax, severity: high}
            """);
        var result = await FaultlineProcess.RunAsync(_folder.Path, "audit", "d.csv", "--expectations", "e.yaml", "--checks", "FL110", "--header", "yes", "--scores", "csv");
        Assert.True(result.ExitCode == 0, result.Error);
        var findings = ReportJson.Read(File.ReadAllBytes(_folder["faultline-report/report.json"]), "report").Findings;
        Assert.Equal(3, findings.Count);
        Assert.StartsWith("1 pair of rows breaks 'tax': at least 1 row of 2 must change", findings[0].Title, StringComparison.Ordinal);
        Assert.Contains(findings, finding => finding.Title.StartsWith("4 pairs of rows break 't1.zip", StringComparison.Ordinal) && finding.Rows.Sample.SequenceEqual([2]));
        Assert.Contains(findings, finding => finding.Title.Contains("if kind = 'gift' then tax < 3", StringComparison.Ordinal) && finding.Rows.Sample.SequenceEqual([3]));
    }

    [Theory]
    [InlineData("(SELECT count(*) FROM read_csv('/etc/passwd')) > 0")]
    [InlineData("nothing > 0")]
    [InlineData("a >")]
    public async Task A_condition_that_can_not_be_run_or_reaches_out_ends_with_2(string condition)
    {
        _folder.Write("d.csv", "a\n1\n2\n");
        _folder.Write("e.yaml", "conditions:\n  - \"" + condition + "\"\n");
        var result = await FaultlineProcess.RunAsync(_folder.Path, "audit", "d.csv", "--expectations", "e.yaml", "--checks", "FL110");
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("faultline: 'e.yaml', line 2: the condition", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_writes_a_file_never_over_another_or_its_own_input()
    {
        _folder.Write("d.csv", "a,b\n1,x\n2,y\n");
        Assert.Equal(0, (await FaultlineProcess.RunAsync(_folder.Path, "profile", "d.csv", "--to", "e.yaml")).ExitCode);
        Assert.Equal(["d.csv", "e.yaml"], _folder.Everything());
        Assert.Equal(2, (await FaultlineProcess.RunAsync(_folder.Path, "profile", "d.csv", "--to", "e.yaml")).ExitCode);
        Assert.Equal(0, (await FaultlineProcess.RunAsync(_folder.Path, "profile", "d.csv", "--to", "e.yaml", "--overwrite")).ExitCode);
        Assert.Equal(2, (await FaultlineProcess.RunAsync(_folder.Path, "profile", "d.csv", "--to", "d.csv", "--overwrite")).ExitCode);
        Assert.Equal(2, (await FaultlineProcess.RunAsync(_folder.Path, "profile", "d.csv")).ExitCode);
        File.CreateSymbolicLink(_folder["link.yaml"], _folder["d.csv"]);
        Assert.Contains("never written over", (await FaultlineProcess.RunAsync(_folder.Path, "profile", "d.csv", "--to", "link.yaml", "--overwrite")).Error, StringComparison.Ordinal);
        Assert.Contains("never written over", (await FaultlineProcess.RunAsync(_folder.Path, "profile", "*.csv", "--to", "d.csv", "--overwrite")).Error, StringComparison.Ordinal);
        Assert.Equal("a,b\n1,x\n2,y\n", File.ReadAllText(_folder["d.csv"]));
    }

    [Fact]
    public async Task Profile_names_the_columns_of_which_it_expects_nothing()
    {
        _folder.Write("d.csv", "a,b,c\n1,,x\n2,,y\n");
        var result = await FaultlineProcess.RunAsync(_folder.Path, "profile", "d.csv", "--to", "e.yaml");
        Assert.Contains("of 2 columns to e.yaml; of b nothing is", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--config")]
    [InlineData("--expectations")]
    public async Task What_profile_wrote_is_taken_as_configuration_and_holds_until_the_table_changes(string option)
    {
        var rows = Enumerable.Range(0, 60).Select(i => $"{i},{"CQS"[i % 3]}").ToArray();
        _folder.Write("good.csv", "key,port\n" + string.Join('\n', rows) + "\n");
        _folder.Write("bad.csv", "key,port\n" + string.Join('\n', rows).Replace("7,Q", "7,X", StringComparison.Ordinal) + "\n");
        Assert.Equal(0, (await FaultlineProcess.RunAsync(_folder.Path, "profile", "good.csv", "--to", "e.yaml")).ExitCode);
        Assert.Equal(0, (await FaultlineProcess.RunAsync(_folder.Path, "audit", "good.csv", option, "e.yaml", "--checks", "FL110", "--gate", "FL110<=0")).ExitCode);
        Assert.Equal(1, (await FaultlineProcess.RunAsync(_folder.Path, "audit", "bad.csv", option, "e.yaml", "--checks", "FL110", "--gate", "FL110<=0")).ExitCode);
    }

    [Fact]
    public void Proposals_of_every_sample_table_hold_on_it_after_being_written_and_read()
    {
        var samples = SampleTables().ToArray();
        Assert.SkipWhen(samples.Length == 0, "The sample tables are not installed.");
        foreach (var file in samples)
        {
            Table table;
            try
            {
                table = TableReader.Read([file], new ReadOptions(), TestContext.Current.CancellationToken).Table;
            }
            catch (InputException)
            {
                // Not every sample is a table.
                continue;
            }

            File.WriteAllText(_folder["e.yaml"], ExpectationWriter.Write(ExpectationProposal.Of(table), file));
            var read = new ExpectationFile(_folder["e.yaml"], _ => table, _ => []).Read();
            var report = Audit.Run(new Evidence { Data = table, Roles = new Roles(), Expected = read }, new AuditOptions { Checks = ["FL110"] }, TestContext.Current.CancellationToken);
            Assert.True(report.Findings.Count == 0, $"{file}: {string.Join("; ", report.Findings.Select(finding => finding.Title))}");
            Assert.Equal(CheckStatus.Clean, report.Checks.Single(check => check.Id == "FL110").Status);
        }
    }

    [Fact]
    public void Hostile_names_and_values_survive_the_file()
    {
        string[] texts = ["no", "~", "1e3", "a: b", "# c", "\"q\" \\ '", "💥", " lead", "[x]", "\u202e", "tab\there"];
        var table = Table.FromColumns(texts.Select((name, i) => (Column)TextColumn.From(name, Enumerable.Range(0, 100).Select(row => texts[(row + i) % texts.Length]))).ToArray());
        File.WriteAllText(_folder["e.yaml"], ExpectationWriter.Write(ExpectationProposal.Of(table), "x\ny: 1"));
        var read = new ExpectationFile(_folder["e.yaml"], _ => table, _ => []).Read();
        Assert.Equal(texts, read.Columns.Select(column => column.Column));
        Assert.Empty(Audit.Run(new Evidence { Data = table, Roles = new Roles(), Expected = read }, new AuditOptions { Checks = ["FL110"] }, TestContext.Current.CancellationToken).Findings);
    }

    ExpectationSet Read(string yaml)
    {
        _folder.Write("e.yaml", yaml);
        return new ExpectationFile(_folder["e.yaml"], path => TableReader.Read([path], new ReadOptions(), TestContext.Current.CancellationToken).Table, _ => []).Read();
    }

    static IEnumerable<string> SampleTables()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (var place in new[] { Path.Join(folder.FullName, "engines", "node_modules", "vega-datasets", "data"), Path.Join(folder.FullName, "shared", "data", "tabular") })
            {
                foreach (var file in Directory.Exists(place) ? Directory.GetFiles(place).Order(StringComparer.Ordinal).ToArray() : [])
                {
                    if (new FileInfo(file).Length < 4_000_000 && (file.EndsWith(".csv", StringComparison.Ordinal) || file.EndsWith(".json", StringComparison.Ordinal) || file.EndsWith(".gz", StringComparison.Ordinal) || file.EndsWith(".tsv", StringComparison.Ordinal)))
                    {
                        yield return file;
                    }
                }
            }
        }
    }
}
