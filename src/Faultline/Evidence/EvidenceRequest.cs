namespace Faultline;

/// <summary>What the user brings to an audit, before roles are given and files are joined.</summary>
public sealed record EvidenceRequest
{
    /// <summary>The table to audit.</summary>
    public required Table Data { get; init; }

    /// <summary>What the user says of its columns.</summary>
    public RoleRequest Roles { get; init; } = RoleRequest.Nothing;

    /// <summary>What the user says of the task, or null to infer it from the label.</summary>
    public TaskKind? Task { get; init; }

    /// <summary>Class probabilities or predicted values in a table of their own (<c>--predictions</c>), or null.</summary>
    public Table? Predictions { get; init; }

    /// <summary>The same as an array without names, or null.</summary>
    public PredictionArray? PredictionArray { get; init; }

    /// <summary>An earlier table of the same kind (<c>--reference</c>), or null.</summary>
    public Table? Reference { get; init; }

    /// <summary>The table that <see cref="Data"/> is the test set of (<c>--train</c>), or null.</summary>
    public Table? Train { get; init; }

    /// <summary>One vector a row of a file of their own (<c>--embedding FILE</c>), or null.</summary>
    public VectorColumn? Embedding { get; init; }

    /// <summary>The same as a table of columns of numbers or one list column; an id column is left out. Or null.</summary>
    public Table? EmbeddingTable { get; init; }

    /// <summary>One image a row (<c>--images</c>), or null.</summary>
    public ImageSet? Images { get; init; }

    /// <summary>The inputs as the report names them.</summary>
    public IReadOnlyList<InputInfo> Inputs { get; init; } = [];

    /// <summary>What was noticed while reading.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Numbers of the rows of <see cref="Data"/> in the table that they are a sample of; null where they are all of it.</summary>
    internal int[]? RowNumbers { get; init; }

    /// <summary>False keeps cells out of messages (<c>--no-values</c>).</summary>
    public bool ShowValues { get; init; } = true;
}
