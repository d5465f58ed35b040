using System.CommandLine;
using System.Text;
using Faultline.DuckDb;
using Faultline.Reporting;

namespace Faultline.Cli;

/// <summary><c>faultline profile DATA… --to FILE</c>.</summary>
sealed class ProfileCommand(Messages messages)
{
    /// <summary>Where the expectations go.</summary>
    public static readonly Setting To = new("to", SettingKind.Single, string.Empty, "FILE", "The YAML file to write; never one that is read.");

    /// <summary>Whether a file may be replaced.</summary>
    public static readonly Setting Overwrite = new("overwrite", SettingKind.Flag, string.Empty, string.Empty, "Replace FILE where it exists.");

    /// <summary>Options of reading, which are those of <c>faultline audit</c>.</summary>
    public static IReadOnlyList<Setting> Options { get; } = [To, Overwrite, AuditSettings.Columns, AuditSettings.Header, AuditSettings.Delimiter, AuditSettings.Null, AuditSettings.Query, AuditSettings.Memory];

    const int NamesShown = 5;

    public Command Build() => SettingOptions.Command("profile", "Propose expectations from a good table.", ArgumentArity.OneOrMore, Options, Run);

    int Run(GivenSettings given, CancellationToken cancellation)
    {
        if (given.One(To) is not { Length: > 0 } file)
        {
            throw new InputException("--to is missing; expected the YAML file to write, as 'faultline profile good.csv --to expectations.yaml'.");
        }

        if (Path.Exists(file) && !Directory.Exists(file) && !given.Has(Overwrite))
        {
            throw new InputException($"--to '{file}' exists already; name another file, or say --overwrite.");
        }

        var data = given.Many(AuditSettings.Data);
        OutputFiles.Refuse([(file, "--to")], TableReader.Files(data));
        var read = TableReader.Read(data, EvidenceFiles.OfData(AuditRequest.From(given)), cancellation);
        foreach (var warning in read.Warnings)
        {
            messages.Warning(warning);
        }

        var proposed = ExpectationProposal.Of(read.Table);
        var text = ExpectationWriter.Write(proposed, read.Table.Name);
        OutputFiles.Together([file], [path => File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))], cancellation);
        Console.Out.WriteLine($"Wrote what is expected of {NumberText.Plural(proposed.Columns.Count, "column")} to {VisibleText.Line(file)}{LeftOut(read.Table, proposed)}. Hold a table against it: faultline audit DATA --config {ShellQuoting.Quote(file)}");
        return ExitCode.Fine;
    }

    static string LeftOut(Table table, ExpectationSet proposed)
    {
        var expected = proposed.Columns.Select(column => column.Column).ToHashSet(StringComparer.Ordinal);
        string[] without = [.. table.Columns.Where(column => !expected.Contains(column.Name)).Select(column => VisibleText.Line(column.Name))];
        return without.Length == 0 ? string.Empty
            : $"; of {string.Join(", ", without.Take(NamesShown))}{(without.Length > NamesShown ? $" and {without.Length - NamesShown} more" : string.Empty)} nothing is, for want of cells that could be told apart";
    }
}
