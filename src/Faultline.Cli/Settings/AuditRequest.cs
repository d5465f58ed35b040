using System.Globalization;
using Faultline.DuckDb;

namespace Faultline.Cli;

/// <summary>What one run of <c>faultline audit</c> was asked to do: settings with their types, checked as far as that goes without the data.</summary>
sealed record AuditRequest
{
    /// <summary>The most shards.</summary>
    public const int MostShards = 4_096;

    const int SlurmShardsUnlessSaid = 16;

    public required IReadOnlyList<string> Data { get; init; }

    public required GivenSettings Given { get; init; }

    public TaskKind? Task { get; init; }

    public bool? Header { get; init; }

    public char? Delimiter { get; init; }

    public long? MemoryBytes { get; init; }

    public required string Out { get; init; }

    public bool Overwrite { get; init; }

    public ScoresFormat Scores { get; init; }

    public bool ScoresAll { get; init; }

    public bool Quiet { get; init; }

    /// <summary>True goes on from what an earlier run has read.</summary>
    public bool Resume { get; init; }

    public AuditEngine Engine { get; init; }

    /// <summary>Number of shards; 0 where this process reads alone.</summary>
    public int Shards { get; init; }

    /// <summary>The folder of the shards to merge; null in an audit, which has one of its own.</summary>
    public string? States { get; init; }

    public string? BaselinePath { get; init; }

    /// <summary>Options of the audit, without what has to be read or shown.</summary>
    public required AuditOptions Options { get; init; }

    /// <exception cref="InputException">A value can not be used.</exception>
    public static AuditRequest From(GivenSettings given)
    {
        var data = given.Many(AuditSettings.Data);
        if (data.Count == 0)
        {
            throw new InputException("no DATA given; expected one or more files, as 'faultline audit data.csv --label y'."
                + (given.Has(AuditSettings.Gate) || given.Has(AuditSettings.Null) ? " Every word after --gate or --null belongs to it: put DATA before them, or after '--'." : string.Empty));
        }

        var options = new AuditOptions
        {
            Seed = Whole(given, AuditSettings.Seed, long.MinValue, long.MaxValue) ?? 0,
            Threads = (int)(Whole(given, AuditSettings.Threads, 1, 1024) ?? 0),
            Checks = given.Items(AuditSettings.Checks),
            Skip = given.Items(AuditSettings.Skip),
            Set = given.Many(AuditSettings.Set),
            Learner = Word(given, AuditSettings.Learner) is { } learner ? Enum.Parse<LearnerChoice>(learner, ignoreCase: true) : LearnerChoice.Auto,
            WorkBudget = Whole(given, AuditSettings.WorkBudget, 1, long.MaxValue),
            ShowValues = !given.Has(AuditSettings.NoValues),
            Gates = given.Many(AuditSettings.Gate),
            Suppressions = given.Suppressions,
            Command = ReproduceCommand.Of(data, given),
        };
        options.Verify();
        var engine = Word(given, AuditSettings.Engine) is { } name ? Enum.Parse<AuditEngine>(name, ignoreCase: true) : AuditEngine.Threads;
        Refuse(given, data, engine);
        return new AuditRequest
        {
            Data = data,
            Given = given,
            Task = Word(given, AuditSettings.Task) is { } task ? Enum.Parse<TaskKind>(task, ignoreCase: true) : null,
            Header = Word(given, AuditSettings.Header) is { } header ? header == "yes" : null,
            Delimiter = given.One(AuditSettings.Delimiter) is { } delimiter ? Character(delimiter) : null,
            MemoryBytes = given.One(AuditSettings.Memory) is { } memory ? ByteSize.Parse(memory, AuditSettings.Memory.Option) : null,
            Out = Named(given, AuditSettings.Out) ?? "faultline-report",
            Overwrite = given.Has(AuditSettings.Overwrite),
            Scores = Word(given, AuditSettings.Scores) is { } scores ? Enum.Parse<ScoresFormat>(scores, ignoreCase: true) : ScoresFormat.Parquet,
            ScoresAll = given.Has(AuditSettings.ScoresAll),
            Quiet = given.Has(AuditSettings.Quiet),
            Resume = given.Has(AuditSettings.Resume),
            Engine = engine,
            Shards = (int)(Whole(given, AuditSettings.Shards, 1, MostShards) ?? (engine switch { AuditEngine.Local => options.ThreadCount, AuditEngine.Slurm => SlurmShardsUnlessSaid, _ => 0 })),
            BaselinePath = Named(given, AuditSettings.Baseline),
            Options = options,
        };
    }

    static void Refuse(GivenSettings given, IReadOnlyList<string> data, AuditEngine engine)
    {
        if (given.Has(AuditSettings.Shards) && engine == AuditEngine.Threads)
        {
            throw new InputException("--shards goes with --engine local or --engine slurm; add one, or leave --shards out.");
        }

        if (given.Has(AuditSettings.Slurm) && engine != AuditEngine.Slurm)
        {
            throw new InputException("--slurm goes with --engine slurm; add it, or leave --slurm out.");
        }

        if ((engine != AuditEngine.Threads || given.Has(AuditSettings.Resume)) && data.Contains("-", StringComparer.Ordinal))
        {
            throw new InputException("standard input can be read once only; save it to a file for --engine or --resume.");
        }
    }

    internal static string? Named(GivenSettings given, Setting setting) =>
        given.One(setting) is { } text && string.IsNullOrWhiteSpace(text) ? throw new InputException($"{setting.Option} is empty; expected {setting.Value}.") : given.One(setting);

    internal static string? Word(GivenSettings given, Setting setting)
    {
        if (given.One(setting) is not { } text)
        {
            return null;
        }

        return setting.Words.FirstOrDefault(word => string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
            ?? throw new InputException($"{setting.Option} can not be '{text}'; allowed: {string.Join(", ", setting.Words)}"
                + (text.Length > 0 && NearName.Of(text, setting.Words) is { } nearest ? $". Did you mean {nearest}?" : "."));
    }

    internal static long? Whole(GivenSettings given, Setting setting, long low, long high)
    {
        if (given.One(setting) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= low && value <= high
            ? value
            : throw new InputException($"{setting.Option} can not be '{text}'; expected a whole number" + (low > long.MinValue ? $" from {low}" : string.Empty) + (high < long.MaxValue ? $" to {high}" : string.Empty) + ".");
    }

    static char Character(string text) => text switch
    {
        "tab" or "\\t" => '\t',
        { Length: 1 } when text[0] is not ('\n' or '\r' or '"') => text[0],
        _ => throw new InputException($"--delimiter can not be '{text}'; expected one character, as ';', or 'tab'."),
    };
}
