using System.IO.Compression;

namespace Faultline.Cli.Tests;

/// <summary>Packs what was built, installs it from a local folder, and runs it.</summary>
public sealed class PackageTests : IDisposable
{
    const string Version = "0.0.0-test";

    readonly TemporaryFolder _folder = new();

    public PackageTests()
    {
        _folder.Write("d.csv", Tables.TwoClasses(50));
        Directory.CreateDirectory(_folder["packages"]);
        _folder.Write("nuget.config", """<configuration><packageSources><clear /><add key="local" value="packages" /></packageSources></configuration>""");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_tool_is_installed_from_a_local_folder_and_runs()
    {
        await Pack("Faultline.Cli");

        (await Dotnet(["tool", "install", "Faultline.Cli", "--version", Version, "--tool-path", "tool", "--configfile", "nuget.config"])).Ran();

        (await FaultlineProcess.RunProgramAsync(_folder["tool/faultline"], _folder.Path, null, null, ["audit", "d.csv", "--checks", "FL107"])).Ran();
        Assert.True(File.Exists(_folder["faultline-report/report.html"]));
        Assert.True(File.Exists(_folder["faultline-report/scores.parquet"]));
    }

    [Fact]
    public async Task The_library_packages_are_consumed_from_a_local_folder_and_run()
    {
        foreach (var project in (string[])["Faultline.Kernels", "Faultline", "Faultline.DuckDb", "Faultline.Reporting"])
        {
            await Pack(project);
        }

        _folder.Write("Consumer.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Faultline.DuckDb" Version="{Version}" />
                <PackageReference Include="Faultline.Reporting" Version="{Version}" />
              </ItemGroup>
            </Project>
            """);
        _folder.Write("Program.cs", """
            using Faultline;
            using Faultline.DuckDb;
            using Faultline.Reporting;

            var read = TableReader.Read(["d.csv"], new ReadOptions { Query = "select * from data limit 40" });
            var evidence = EvidenceBuilder.Build(new EvidenceRequest { Data = read.Table, Inputs = read.Inputs });
            var report = Audit.Run(evidence, AuditOptions.Standard with { Checks = ["FL107"] });
            ReportFolder.Write(report, "out", overwrite: false);
            Console.WriteLine($"{evidence.Data.RowCount} rows, {report.Checks.Count(check => check.Status == CheckStatus.Clean)} clean");
            """);

        var result = (await Dotnet(["run"])).Ran();

        Assert.Contains("40 rows, 1 clean", result.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["out/report.html"]));
    }

    [Fact]
    public async Task What_is_published_runs_from_any_folder_with_an_empty_environment()
    {
        (await Dotnet(["publish", Project("Faultline.Cli"), "-c", Repository.Configuration, "--no-build", "-o", _folder["app"], "-nodeReuse:false"])).Ran();

        var result = await FaultlineProcess.RunProgramAsync("/usr/bin/env", _folder.Path, null, null, ["-i", await Which("dotnet"), _folder["app/faultline.dll"], "audit", "d.csv", "--checks", "FL107"]);

        result.Ran();
        Assert.True(File.Exists(_folder["faultline-report/scores.parquet"]));
        Assert.False(Directory.Exists(_folder["app/node_modules"]));
    }

    async Task Pack(string project)
    {
        var result = (await Dotnet(["pack", Project(project), "-c", Repository.Configuration, "--no-build", $"-p:PackageVersion={Version}", "-o", _folder["packages"], "-nodeReuse:false"])).Ran();

        // NuGet warns of a package without a readme, among others.
        Assert.DoesNotContain("warn", result.Output, StringComparison.OrdinalIgnoreCase);
        using var package = await ZipFile.OpenReadAsync(_folder[$"packages/{project}.{Version}.nupkg"], TestContext.Current.CancellationToken);
        Assert.NotNull(package.GetEntry("README.md"));
    }

    // Packages of others come from where the build put them, ours into a folder that ends with the test.
    Task<ProcessResult> Dotnet(IReadOnlyList<string> words) => FaultlineProcess.RunProgramAsync(
        "dotnet",
        _folder.Path,
        null,
        new Dictionary<string, string?>
        {
            ["NUGET_PACKAGES"] = words[0] is "pack" or "publish" ? null : _folder["cache"],
            ["NUGET_FALLBACK_PACKAGES"] = words[0] is "pack" or "publish" ? null : Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["MSBUILDDISABLENODEREUSE"] = "1",
        },
        words);

    static string Project(string name) => Path.Join(Repository.Root, "src", name);

    async Task<string> Which(string program) => (await FaultlineProcess.ShellAsync(_folder.Path, $"readlink -f $(command -v {program})")).Ran().Output.Trim();
}
