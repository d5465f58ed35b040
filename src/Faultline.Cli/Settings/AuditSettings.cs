namespace Faultline.Cli;

/// <summary>Every setting of <c>faultline audit</c>, in the order of the help.</summary>
static class AuditSettings
{
    const string Roles = "Roles (guessed where not given; the report says each guess and why)";
    const string Compare = "Compare";
    const string Reading = "Reading";
    const string What = "What to check";
    const string Running = "Running";
    const string Results = "Results";

    public static readonly Setting Data = new("data", SettingKind.Many, string.Empty, "DATA", "One or more files, or a quoted glob; '-' reads CSV from standard input.") { IsPath = true, ChangesFindings = true };

    public static readonly Setting Label = Role("label", SettingKind.Single, "COL", "The column to predict.");
    public static readonly Setting Id = Role("id", SettingKind.Single, "COL", "The column that names each row.");
    public static readonly Setting Features = Role("features", SettingKind.List, "COLS", "The columns a model may use: names, globs (p*) or ranges (x1..x9), with commas.");
    public static readonly Setting Ignore = Role("ignore", SettingKind.List, "COLS", "Columns to leave out of everything.");
    public static readonly Setting Group = Role("group", SettingKind.List, "COLS", "Columns that name groups of people or things.");
    public static readonly Setting Time = Role("time", SettingKind.Single, "COL", "The column with the moment of each row.");
    public static readonly Setting Split = Role("split", SettingKind.Single, "COL", "The column that says which part (train, test) a row belongs to.");
    public static readonly Setting Text = Role("text", SettingKind.List, "COLS", "Columns of free text.");
    public static readonly Setting Probabilities = Role("probabilities", SettingKind.List, "COLS", "Class probabilities that are columns of DATA.");
    public static readonly Setting Predictions = Role("predictions", SettingKind.Single, "FILE", "Class probabilities or predicted values in a file of their own.") with { IsPath = true };
    public static readonly Setting Embedding = Role("embedding", SettingKind.List, "COLS|FILE", "Columns of DATA, or a .npy or Parquet file with one row a row.");
    public static readonly Setting Images = Role("images", SettingKind.Single, "FILE", "An IDX or .npy array with one image a row.") with { IsPath = true };

    public static readonly Setting Reference = new("reference", SettingKind.Single, Compare, "FILE", "An earlier period of the same table (drift).") { IsPath = true, ChangesFindings = true };
    public static readonly Setting Train = new("train", SettingKind.Single, Compare, "FILE", "The table that DATA is the test set of (shared rows, spellings, unseen categories).") { IsPath = true, ChangesFindings = true };
    public static readonly Setting Baseline = new("baseline", SettingKind.Single, Compare, "FILE", "The report.json of an earlier audit: only what is new fails a gate.") { IsPath = true };

    public static readonly Setting Columns = new("columns", SettingKind.List, Reading, "NAMES", "Names for a file without a header, with commas.") { ChangesFindings = true };
    public static readonly Setting Header = new("header", SettingKind.Single, Reading, "yes|no", "Whether the first line holds names (default: seen from the file).") { Words = ["yes", "no"], ChangesFindings = true };
    public static readonly Setting Delimiter = new("delimiter", SettingKind.Single, Reading, "C", "The character between cells (default: seen from the file); 'tab' for a tab.") { ChangesFindings = true };
    public static readonly Setting Null = new("null", SettingKind.Many, Reading, "TEXT…", "Texts that mean a missing cell.") { ChangesFindings = true };
    public static readonly Setting Query = new("query", SettingKind.Single, Reading, "SQL", "Audit the result of a query; DATA is the table 'data' in it.") { ChangesFindings = true };

    public static readonly Setting Checks = new("checks", SettingKind.List, What, "IDS|NAMES", "Only these checks (FL101,Duplicates).");
    public static readonly Setting Skip = new("skip", SettingKind.List, What, "IDS|NAMES", "Not these checks.");
    public static readonly Setting Task = new("task", SettingKind.Single, What, "KIND", "classification, regression or none (default: seen from the label).") { Words = ["classification", "regression", "none"], ChangesFindings = true };
    public static readonly Setting Learner = new("learner", SettingKind.Single, What, "NAME", "auto, gbdt, logistic or none: who makes the predictions you do not bring (default auto).") { Words = ["auto", "gbdt", "logistic", "none"], ChangesFindings = true };
    public static readonly Setting Set = new("set", SettingKind.Repeated, What, "CHECK.option=VALUE", "An option of a check; 'faultline explain CHECK' lists them.") { ChangesFindings = true };

    public static readonly Setting Expectations = new("expectations", SettingKind.Single, What, "FILE", "What DATA has to keep, in YAML; 'faultline profile' proposes it.") { IsPath = true, ChangesFindings = true };

    public static readonly Setting Seed = new("seed", SettingKind.Single, Running, "N", "Seed of everything random (default 0).") { ChangesFindings = true };
    public static readonly Setting Threads = new("threads", SettingKind.Single, Running, "N", "Threads to use (default: all); never changes an answer.");
    public static readonly Setting Memory = new("memory", SettingKind.Single, Running, "SIZE", "Most memory that the program may take (2GB, 500MB; default half the machine).");
    public static readonly Setting WorkBudget = new("work-budget", SettingKind.Single, Running, "N", "Work (rows × columns × iterations) that the search for a learner may spend.") { ChangesFindings = true };
    public static readonly Setting Resume = new("resume", SettingKind.Flag, Running, string.Empty, "Go on with an audit that was interrupted: what its passes have read is not read again.");
    public static readonly Setting Engine = new("engine", SettingKind.Single, Running, "NAME", "threads, local (processes on this machine) or slurm (a job array): who reads Parquet larger than memory (default threads); never changes an answer.") { Words = ["threads", "local", "slurm"] };
    public static readonly Setting Shards = new("shards", SettingKind.Single, Running, "N", "Into how many shards a table is split for --engine local (default: threads) or slurm (default 16).");
    public static readonly Setting Slurm = new("slurm", SettingKind.Repeated, Running, "KEY=VALUE,…", "Options of sbatch for --engine slurm, as partition=cpu,time=10:00,mem=4G.");
    public static readonly Setting Quiet = new("quiet", SettingKind.Flag, Running, string.Empty, "No progress; warnings and errors only on standard error.");
    public static readonly Setting Config = new("config", SettingKind.Single, Running, "FILE", "Read settings from a YAML file; what is typed here wins over it.") { IsPath = true };

    public static readonly Setting Out = new("out", SettingKind.Single, Results, "DIR", "Where the report goes (default faultline-report).") { IsPath = true };
    public static readonly Setting Overwrite = new("overwrite", SettingKind.Flag, Results, string.Empty, "Write into a folder that holds other things than an earlier report.");
    public static readonly Setting Scores = new("scores", SettingKind.Single, Results, "FORMAT", "parquet, csv or none: scores of every row (default parquet).") { Words = ["parquet", "csv", "none"] };
    public static readonly Setting ScoresAll = new("scores-all", SettingKind.Flag, Results, string.Empty, "Scores of every row also above 2,000,000 rows.");
    public static readonly Setting Gate = new("gate", SettingKind.Many, Results, "CONDITION…", "End with exit code 1 unless these hold (FL101.rows<=1% severity<high). DATA comes before it.");
    public static readonly Setting NoValues = new("no-values", SettingKind.Flag, Results, string.Empty, "Keep cells out of every output but the scores.") { ChangesFindings = true };

    /// <summary>All of them but DATA, in the order of the help.</summary>
    public static IReadOnlyList<Setting> Options { get; } =
    [
        Label, Id, Features, Ignore, Group, Time, Split, Text, Probabilities, Predictions, Embedding, Images,
        Reference, Train, Baseline,
        Columns, Header, Delimiter, Null, Query,
        Checks, Skip, Task, Learner, Set, Expectations,
        Seed, Threads, Memory, WorkBudget, Resume, Engine, Shards, Slurm, Quiet, Config,
        Out, Overwrite, Scores, ScoresAll, Gate, NoValues,
    ];

    static Setting Role(string name, SettingKind kind, string value, string help) => new(name, kind, Roles, value, help) { ChangesFindings = true };
}
