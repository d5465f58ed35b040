using System.CommandLine;
using System.Text;
using Faultline.DuckDb;

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

    readonly Argument<string[]> _data = new("DATA") { Arity = ArgumentArity.OneOrMore, Description = AuditSettings.Data.Help };
    readonly Dictionary<Setting, Option> _options = Options.ToDictionary(setting => setting, SettingOptions.Of);

    public Command Build()
    {
        var command = new Command("profile", "Propose expectations from a good table.") { _data };
        foreach (var option in _options.Values)
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), CancellationToken.None));
        return command;
    }

    int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var given = SettingOptions.Typed(parsed, _options, _data);
        if (given.One(To) is not { Length: > 0 } file)
        {
            throw new InputException("--to is missing; expected the YAML file to write, as 'faultline profile good.csv --to expectations.yaml'.");
        }

        var target = Path.GetFullPath(file);
        if (File.Exists(target) && !given.Has(Overwrite))
        {
            throw new InputException($"--to '{file}' exists already; name another file, or say --overwrite.");
        }

        var data = given.Many(AuditSettings.Data);
        if (data.Any(path => path != "-" && Path.GetFullPath(path) == target))
        {
            throw new InputException($"--to '{file}' is a file that is read; name another.");
        }

        var request = AuditRequest.From(given);
        var read = TableReader.Read(data, new ReadOptions
        {
            Columns = given.Has(AuditSettings.Columns) ? given.Items(AuditSettings.Columns) : null,
            Header = request.Header,
            Delimiter = request.Delimiter,
            NullTexts = given.Many(AuditSettings.Null),
            Query = given.One(AuditSettings.Query),
            Memory = request.MemoryBytes,
        }, cancellation);
        foreach (var warning in read.Warnings)
        {
            messages.Warning(warning);
        }

        var proposed = ExpectationProposal.Of(read.Table);
        var half = target + ".tmp";
        File.WriteAllText(half, ExpectationWriter.Write(proposed, read.Table.Name), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(half, target, overwrite: true);
        var columns = proposed.Columns.Count == 1 ? "1 column" : $"{proposed.Columns.Count} columns";
        Console.Out.WriteLine($"Wrote what is expected of {columns} to {VisibleName(file)}. Hold a table against it: faultline audit DATA --config {ShellQuoting.Quote(file)}");
        return ExitCode.Fine;
    }

    static string VisibleName(string file) => new([.. file.Where(c => !char.IsControl(c))]);
}
