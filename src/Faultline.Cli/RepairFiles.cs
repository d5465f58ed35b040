using System.Text;
using Faultline.DuckDb;
using Faultline.Reporting;

namespace Faultline.Cli;

/// <summary>The files of a repair: checked before the work, written under temporary names, and put in place together at its end.</summary>
sealed class RepairFiles(RepairRequest request)
{
    string Changes => request.To + ".changes.csv";

    string Json => request.To + ".proof.json";

    string Html => request.To + ".proof.html";

    string[] All => [request.To, Changes, Json, Html];

    /// <summary>Refuses to write over the input or anything else that is there.</summary>
    /// <exception cref="InputException">A file can not be written.</exception>
    public void Check()
    {
        var files = All.Select(path => (path, "--to"));
        OutputFiles.Refuse(request.Review is { } review ? files.Append((review, "--review")) : files, Inputs());
        if (request.Review is not null && All.Select(RealPath.Of).Contains(RealPath.Of(request.Review), StringComparer.Ordinal))
        {
            throw new InputException($"--review '{request.Review}' is a file that the repair writes; name another.");
        }

        if (!request.Overwrite && Array.Find(All, Path.Exists) is { } there)
        {
            throw new InputException($"'{there}' is there already. Name another file with --to, or say --overwrite.");
        }
    }

    /// <summary>Writes the candidates with an empty column for the decisions.</summary>
    public void WriteReview(IReadOnlyList<RepairChange> changes, Evidence evidence) =>
        OutputFiles.Together([request.Review!], [path => TableWriter.WriteChanges(path, changes, evidence.Id, ("decision", _ => null))]);

    /// <summary>Writes the table, its changes and the proof.</summary>
    public void Write(Evidence evidence, ReadOptions options, IReadOnlyList<RepairChange> changes, ProofResult proof, CancellationToken cancellation)
    {
        var report = new ProofReport(proof, changes, evidence, request.Options) { To = Path.GetFileName(request.To), Kinds = [.. request.Options.Fixes.Select(kind => (kind, RepairKinds.NameOf(kind)))] };
        var written = changes;
        OutputFiles.Together(
            All,
            [
                path => written = TableWriter.Write(path, request.Ending, request.Audit.Data, options, evidence.Data, changes, request.WeightColumn, cancellation),
                path => TableWriter.WriteChanges(path, written, evidence.Id),
                path => File.WriteAllText(path, report.Json(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)),
                path => File.WriteAllText(path, report.Html(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)),
            ],
            cancellation);
    }

    IEnumerable<string> Inputs()
    {
        Setting[] others = [AuditSettings.Predictions, AuditSettings.Embedding, AuditSettings.Images];
        return TableReader.Files(request.Audit.Data).Concat(others.Select(request.Audit.Given.One).OfType<string>());
    }
}
