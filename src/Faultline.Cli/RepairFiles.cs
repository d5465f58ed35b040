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
        HashSet<string> inputs = [.. Inputs().Select(RealPath.Of)];
        foreach (var path in request.Review is { } review ? All.Append(review) : All)
        {
            if (inputs.Contains(RealPath.Of(path)))
            {
                throw new InputException($"'{path}' is an input, and an input is never written over. Name another file{(path == request.Review ? " with --review" : " with --to")}.");
            }

            if (Directory.Exists(path))
            {
                throw new InputException($"'{path}' is a folder; expected the name of a file to write.");
            }

            var folder = Path.GetDirectoryName(Path.GetFullPath(path));
            if (folder is not null && !Directory.Exists(folder))
            {
                throw new InputException($"'{path}' can not be written: there is no folder '{folder}'. Make it first.");
            }
        }

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
        Together([request.Review!], [path => TableWriter.WriteChanges(path, changes, evidence.Id, ("decision", _ => null))]);

    /// <summary>Writes the table, its changes and the proof.</summary>
    public void Write(Evidence evidence, ReadOptions options, IReadOnlyList<RepairChange> changes, ProofResult proof, CancellationToken cancellation)
    {
        var report = new ProofReport(proof, changes, evidence, request.Options) { To = Path.GetFileName(request.To), Kinds = [.. request.Options.Fixes.Select(kind => (kind, RepairKinds.NameOf(kind)))] };
        Together(
            All,
            [
                path => TableWriter.Write(path, request.Ending, request.Audit.Data, options, evidence.Data, changes, request.WeightColumn, cancellation),
                path => TableWriter.WriteChanges(path, changes, evidence.Id),
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

    static void Together(string[] paths, Action<string>[] write, CancellationToken cancellation = default)
    {
        string[] parts = [.. paths.Select(path => $"{path}.{Guid.NewGuid():N}.part")];
        try
        {
            for (var i = 0; i < parts.Length; i++)
            {
                write[i](parts[i]);
            }

            // From here on all of them are put in place.
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < parts.Length; i++)
            {
                File.Move(parts[i], paths[i], overwrite: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{paths[0]}' can not be written: {FileFault.Words(exception)}. Name another file.", exception);
        }
        finally
        {
            foreach (var part in parts.Where(File.Exists))
            {
                File.Delete(part);
            }
        }
    }
}
