using System.Text.Json;
using System.Text.Json.Nodes;

namespace Faultline.Cli;

/// <summary>What an audit was asked for, in the folder of its states, so that every shard and the merge do the same.</summary>
static class RequestFile
{
    const string Name = "request.json";

    // What belongs to one process, or to the report alone.
    static readonly Setting[] s_own = [AuditSettings.Resume, AuditSettings.Engine, AuditSettings.Shards, AuditSettings.Slurm, AuditSettings.Config, AuditSettings.Threads, AuditSettings.Memory, AuditSettings.Quiet];

    /// <summary>True where the folder has one.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Join(folder, Name));

    /// <summary>Writes it.</summary>
    /// <exception cref="InputException">The folder can not be written.</exception>
    public static void Write(string folder, GivenSettings given, int shards)
    {
        var settings = new JsonObject();
        foreach (var (setting, values) in given.Values.Where(value => !s_own.Contains(value.Key) && (value.Key == AuditSettings.Data || AuditSettings.Options.Contains(value.Key))))
        {
            settings[setting.Name] = new JsonArray([.. values.Select(value => (JsonNode)value)]);
        }

        var request = new JsonObject
        {
            ["version"] = ToolVersion.Current,
            ["shards"] = shards,
            ["settings"] = settings,
            ["suppress"] = new JsonArray([.. given.Suppressions.Select(one => (JsonNode)new JsonObject { ["id"] = one.Id, ["reason"] = one.Reason })]),
        };
        try
        {
            Directory.CreateDirectory(folder);
            OutputFiles.Together([Path.Join(folder, Name)], [part => File.WriteAllText(part, request.ToJsonString())]);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{folder}' can not be written: {FileFault.Words(fault)}. Name another folder.", fault);
        }
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="InputException">There is none, or it is damaged.</exception>
    public static (GivenSettings Given, int Shards) Read(string folder)
    {
        var path = Path.Join(folder, Name);
        try
        {
            var request = JsonNode.Parse(File.ReadAllBytes(path))!;
            if ((string?)request["version"] is var version && version != ToolVersion.Current)
            {
                throw new InputException($"'{path}' was written by Faultline {version}, and this is {ToolVersion.Current}. Use one version for all shards, or another folder.");
            }

            var known = AuditSettings.Options.Append(AuditSettings.Data).ToDictionary(setting => setting.Name, StringComparer.Ordinal);
            var values = request["settings"]!.AsObject().Select(setting => KeyValuePair.Create<Setting, IReadOnlyList<string>>(known[setting.Key], [.. setting.Value!.AsArray().Select(value => (string)value!)]));
            return (GivenSettings.Of(values, [.. request["suppress"]!.AsArray().Select(one => new Suppression((string)one!["id"]!, (string)one["reason"]!))]), (int)request["shards"]!);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{folder}' holds no shards: {Name} is not there or can not be read. Run 'faultline shard DATA --shard 0/N --to {ShellQuoting.Quote(folder)}' for each shard first.", fault);
        }
        catch (Exception fault) when (fault is JsonException or NullReferenceException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InputException($"'{path}' is damaged. Delete the folder and begin again.", fault);
        }
    }
}
