using System.Globalization;
using Faultline.DuckDb;

namespace Faultline.Cli;

/// <summary>Reads every file that an audit was given and joins them to evidence.</summary>
sealed class EvidenceFiles(AuditRequest request, Action<string> step, CancellationToken cancellation)
{
    static readonly string[] s_arrayEndings = [".npy", ".npz"];
    static readonly string[] s_tableEndings = [".parquet", ".csv", ".tsv", ".json", ".jsonl", ".gz", ".zst"];

    readonly List<string> _warnings = [];

    /// <summary>Tables of more rows are not held. FAULTLINE_HELD_ROWS lowers it, to try on a small table what becomes of a large one.</summary>
    public static int HeldRows { get; } = int.TryParse(Environment.GetEnvironmentVariable("FAULTLINE_HELD_ROWS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rows) ? Math.Min(rows, WholeEvidence.RowLimit) : WholeEvidence.RowLimit;

    /// <summary>Where what is read of a table larger than memory is kept; asked for once the table is open.</summary>
    public Func<RowBlocks, StateFolder>? Folder { get; init; }

    /// <summary>True where only the passes over the table are wanted, and no check that needs more than DATA.</summary>
    public bool PassesAlone { get; init; }

    /// <summary>What is kept of the table, where it is larger than what is held.</summary>
    public StateFolder? States { get; private set; }

    /// <summary>Reads everything; a table of more rows than are held is left where it is, with a sample of it in the evidence.</summary>
    /// <exception cref="InputException">Something can not be read or does not fit.</exception>
    public Evidence ReadOrStream() => OpenStream() ?? Read();

    /// <summary>The evidence of a table of more rows than are held; null where it is held.</summary>
    /// <exception cref="InputException">Something can not be read or does not fit.</exception>
    public Evidence? OpenStream()
    {
        if (s_whole.Any(request.Given.Has) || TableReader.Open(request.Data, OfData(request) with { Parts = request.Shards }, HeldRows, cancellation) is not { } blocks)
        {
            return null;
        }

        Blocks = blocks;
        return OfSample(blocks);
    }

    /// <summary>The table behind the evidence where it is larger than what is held; whoever asked for the evidence lets go of it.</summary>
    public RowBlocks? Blocks { get; private set; }

    // What has one value a row of DATA, or conditions over all of it, needs DATA in memory.
    static readonly Setting[] s_whole = [AuditSettings.Predictions, AuditSettings.Images, AuditSettings.Train, AuditSettings.Expectations, AuditSettings.Embedding];

    Evidence OfSample(RowBlocks blocks)
    {
        step("reading a sample of the rows");
        States = Folder?.Invoke(blocks);
        var (sample, numbers, warnings) = States?.Sample(() => Draw(blocks), cancellation) ?? Draw(blocks);
        _warnings.AddRange(warnings);
        var reference = PassesAlone ? null : Other(AuditSettings.Reference, Options);
        return WholeEvidence.Build(
            blocks,
            sample,
            numbers,
            new EvidenceRequest { Data = sample, Roles = Roles, Task = request.Task, Reference = reference, Warnings = _warnings, ShowValues = request.Options.ShowValues },
            cancellation);
    }

    SampleRows Draw(RowBlocks blocks)
    {
        var columns = blocks.Take([0], cancellation).Columns.Count;
        var numbers = WholeEvidence.Draw(blocks.RowCount, columns, request.Options.Seed);
        var sample = blocks.Take(numbers, cancellation);
        return new SampleRows(sample, numbers, blocks.Warnings);
    }

    /// <exception cref="InputException">Something can not be read or does not fit.</exception>
    public Evidence Read()
    {
        step("reading data");
        var read = TableReader.Read(request.Data, OfData(request), cancellation);
        _warnings.AddRange(read.Warnings);
        var data = read.Table;
        var (predictions, predictionArray) = Predictions();
        var (embedding, embeddingTable, embeddingColumns) = Embedding(data);
        var images = request.Given.One(AuditSettings.Images) is { } file ? Array("images", file, ArrayReader.ReadImages) : null;
        var reference = Other(AuditSettings.Reference, Options);
        var train = Other(AuditSettings.Train, Options);
        var expected = Expected(data);
        step("joining");
        try
        {
            return Join() with { Expected = expected };
        }
        catch (InputException exception) when (read.Warnings.Count > 0)
        {
            // Why a column is not there, as one whose cells are lists, was noticed while reading.
            throw new InputException($"{exception.Message} Noticed while reading: {string.Join(' ', read.Warnings)}", exception);
        }

        Evidence Join() => EvidenceBuilder.Build(
            new EvidenceRequest
            {
                Data = data,
                Roles = Roles with { Embedding = embeddingColumns },
                Task = request.Task,
                Predictions = predictions,
                PredictionArray = predictionArray,
                Reference = reference,
                Train = train,
                Embedding = embedding,
                EmbeddingTable = embeddingTable,
                Images = images,
                Inputs = read.Inputs,
                Warnings = _warnings,
                ShowValues = request.Options.ShowValues,
            },
            cancellation);
    }

    // Conditions ask the table as it was read, so that they see what a query chose and what --null means.
    ExpectationSet? Expected(Table data)
    {
        if (request.Given.One(AuditSettings.Expectations) is not { } file)
        {
            return null;
        }

        step("reading expectations");
        ConditionRunner? runner = null;
        try
        {
            return new ExpectationFile(
                file,
                path => Table(path, OwnLayout, "the table of a foreign key"),
                condition => (runner ??= new ConditionRunner(data, request.MemoryBytes, cancellation)).Failing(condition, cancellation),
                data).Read();
        }
        finally
        {
            runner?.Dispose();
        }
    }

    /// <summary>How DATA is read, and files laid out like it.</summary>
    public ReadOptions Options => OfData(request) with { Query = null };

    /// <summary>How DATA is read, by a query where one is given.</summary>
    public static ReadOptions OfData(AuditRequest request) => new()
    {
        Columns = request.Given.Has(AuditSettings.Columns) ? request.Given.Items(AuditSettings.Columns) : null,
        Header = request.Header,
        Delimiter = request.Delimiter,
        NullTexts = request.Given.Many(AuditSettings.Null),
        Query = request.Given.One(AuditSettings.Query),
        Threads = request.Options.ThreadCount,
        Memory = request.MemoryBytes is { } bytes ? MemoryShare.OfEngine(bytes) : null,
    };

    // Another file has its own layout: only what means a missing cell is shared with DATA.
    ReadOptions OwnLayout => Options with { Columns = null, Header = null, Delimiter = null };

    RoleRequest Roles => new()
    {
        Label = request.Given.One(AuditSettings.Label),
        Id = request.Given.One(AuditSettings.Id),
        Features = request.Given.Joined(AuditSettings.Features),
        Ignore = request.Given.Joined(AuditSettings.Ignore),
        Groups = request.Given.Joined(AuditSettings.Group),
        Time = request.Given.One(AuditSettings.Time),
        Split = request.Given.One(AuditSettings.Split),
        Text = request.Given.Joined(AuditSettings.Text),
        Probabilities = request.Given.Joined(AuditSettings.Probabilities),
    };

    Table Table(string file, ReadOptions options, string what)
    {
        step($"reading {what}");
        var read = TableReader.Read([file], options, cancellation);
        _warnings.AddRange(read.Warnings);
        return read.Table;
    }

    Table? Other(Setting setting, ReadOptions options) => request.Given.One(setting) is { } file ? Table(file, options, setting.Name) : null;

    (Table? Table, PredictionArray? Array) Predictions() =>
        request.Given.One(AuditSettings.Predictions) is not { } file ? (null, null)
        : IsArray(file) ? (null, Array("predictions", file, ArrayReader.ReadPredictions))
        : (Table(file, OwnLayout, "predictions"), null);

    (VectorColumn? Vectors, Table? Table, string? Columns) Embedding(Table data)
    {
        if (request.Given.Joined(AuditSettings.Embedding) is not { } text || text.Length == 0 || data.Find(text) is not null || !IsFile(text))
        {
            return (null, null, request.Given.Joined(AuditSettings.Embedding));
        }

        return IsArray(text) ? (Array("embedding", text, ArrayReader.ReadEmbedding), null, null) : (null, Table(text, OwnLayout, "embedding"), null);
    }

    TArray Array<TArray>(string what, string file, Func<string, TArray> read)
    {
        step($"reading {what}");
        var array = read(file);
        cancellation.ThrowIfCancellationRequested();
        return array;
    }

    static bool IsArray(string file) => s_arrayEndings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) || ArrayReader.IsArray(file);

    static bool IsFile(string text) => File.Exists(text) || s_arrayEndings.Concat(s_tableEndings).Any(ending => text.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
