namespace Faultline.Cli;

/// <summary>Every setting of <c>faultline repair</c>: its own, and those of an audit that say what the columns are and how DATA is read.</summary>
static class RepairSettings
{
    const string Repair = "Repair";

    public static readonly Setting Fix = new("fix", SettingKind.List, Repair, "KINDS", "What to mend: labels, duplicates, near-duplicates, missing, hygiene, dependencies, values; several with commas.") { Words = [.. FixNames.Names] };
    public static readonly Setting To = new("to", SettingKind.Single, Repair, "FILE", "The file to write, .csv or .parquet; FILE.changes.csv, FILE.proof.json and FILE.proof.html beside it.") { IsPath = true };
    public static readonly Setting Labels = new("labels", SettingKind.Single, Repair, "HOW", "relabel, drop or weigh: what becomes of rows whose label is probably wrong (default relabel).") { Words = ["relabel", "drop", "weigh"] };
    public static readonly Setting WeightColumn = new("weight-column", SettingKind.Single, Repair, "NAME", "The column that --labels weigh adds (default weight).");
    public static readonly Setting Review = new("review", SettingKind.Single, Repair, "FILE", "Write the candidates to this CSV file for a person to decide; once it is there, read the decisions back.") { IsPath = true };
    public static readonly Setting Proof = new("proof", SettingKind.Single, Repair, "yes|no", "Measure whether the repair helps (default yes).") { Words = ["yes", "no"] };
    public static readonly Setting Overwrite = new("overwrite", SettingKind.Flag, Repair, string.Empty, "Replace files that an earlier repair wrote.");

    /// <summary>All of them but DATA, in the order of the help.</summary>
    public static IReadOnlyList<Setting> Options { get; } =
    [
        Fix, To, Labels, WeightColumn, Review, Proof, Overwrite,
        AuditSettings.Label, AuditSettings.Id, AuditSettings.Features, AuditSettings.Ignore, AuditSettings.Group, AuditSettings.Time, AuditSettings.Split, AuditSettings.Text,
        AuditSettings.Probabilities, AuditSettings.Predictions, AuditSettings.Embedding, AuditSettings.Images,
        AuditSettings.Columns, AuditSettings.Header, AuditSettings.Delimiter, AuditSettings.Null, AuditSettings.Query,
        AuditSettings.Task, AuditSettings.Learner, AuditSettings.Set,
        AuditSettings.Seed, AuditSettings.Threads, AuditSettings.Memory, AuditSettings.WorkBudget, AuditSettings.Quiet,
    ];
}
