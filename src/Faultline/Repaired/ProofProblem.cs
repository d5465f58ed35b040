using System.Globalization;

namespace Faultline;

/// <summary>The labelled rows that a proof is made of, with their original labels and features.</summary>
sealed class ProofProblem
{
    const long ShareOfSearch = 2;

    ProofProblem(Evidence evidence)
    {
        Evidence = evidence;
    }

    /// <summary>The rows of the proof: all labelled ones, or a sample.</summary>
    public Evidence Evidence { get; }

    public FeatureMatrix Features { get; private init; } = new(0, []);

    /// <summary>The original labels.</summary>
    public LearningTarget Target { get; private init; } = LearningTarget.OfValues([]);

    /// <summary>Names of the classes; empty for numbers.</summary>
    public IReadOnlyList<string> Classes { get; private init; } = [];

    public string? WhyNot { get; private init; }

    /// <summary>True when there were more labelled rows than a proof looks at.</summary>
    public bool IsSample { get; private init; }

    Dictionary<int, RepairChange>? ByRow { get; init; }

    HashSet<(string Column, string? Value)>? Values { get; init; }

    Dictionary<(int Row, string Column), RepairChange>? ByCell { get; init; }

    int[] RowInTable { get; init; } = [];

    public string Label => Evidence.Roles.Label!;

    public string Metric => Target.ClassCount > 0 ? "Brier skill after shrinkage" : "R²";

    public static ProofProblem Of(Evidence evidence, RepairOptions options)
    {
        Column column = evidence.Data[evidence.Roles.Label!];
        bool isClass = evidence.Task == TaskKind.Classification;
        ClassLabels? all = isClass ? ClassLabels.Of(column) : null;
        int[] labelled = [.. Enumerable.Range(0, column.RowCount).Where(row => all is null ? double.IsFinite(((NumberColumn)column).Values[row]) : all.Codes[row] >= 0)];
        if (labelled.Length < RepairProof.FewestRows)
        {
            return new ProofProblem(evidence) { WhyNot = string.Create(CultureInfo.InvariantCulture, $"{labelled.Length:N0} labelled rows are too few; at least {RepairProof.FewestRows} are needed") };
        }

        bool isSample = labelled.Length > RepairProof.MostRows;
        if (isSample)
        {
            labelled = [.. SeededRandom.For(options.Audit.Seed, "RepairProof.sample").Sample(labelled.Length, RepairProof.MostRows).Order().Select(i => labelled[i])];
        }

        evidence = evidence with { Embedding = evidence.Embedding ?? evidence.Images?.Features(options.Audit.ThreadCount, CancellationToken.None) };
        Evidence sample = Take(evidence, labelled);
        FeatureMatrix features = LearnedPredictions.Features(evidence, options.Audit.ThreadCount, CancellationToken.None).Matrix;
        features = labelled.Length == evidence.Data.RowCount ? features : features.Take(labelled);
        LearningTarget target = all is null
            ? LearningTarget.OfValues([.. labelled.Select(row => ((NumberColumn)column).Values[row])])
            : LearningTarget.OfClasses([.. labelled.Select(row => all.Codes[row])], Math.Max(1, all.Classes.Count));
        string? reason = OutOfFold.WhyNot(target) ?? (features.Columns.Count == 0 ? "there is no column to learn from" : null);
        return new ProofProblem(sample)
        {
            Features = features,
            Target = target,
            Classes = all?.Classes ?? [],
            WhyNot = reason,
            IsSample = isSample,
            RowInTable = labelled,
            ByRow = options.Accepted?.Where(change => change.IsRow || change.Kind == RepairKind.Labels).ToDictionary(change => change.Row),
            ByCell = options.Accepted?.Where(change => !change.IsRow && change.Kind is (RepairKind.Dependencies or RepairKind.Values)).ToDictionary(change => (change.Row, change.Column)),
            Values = options.Accepted?.Where(change => change.Kind is RepairKind.Hygiene or RepairKind.Missing).Select(change => (change.Column, change.Before)).ToHashSet(),
        };
    }

    /// <summary>Whether a person accepted the change of this value, or nobody was asked.</summary>
    public bool AcceptsValue(string column, string value) => Values?.Contains((column, value)) ?? true;

    /// <summary>The wrong number as a person decided, or null where it stays.</summary>
    public WrongValue? Accepted(WrongValue wrong, RepairOptions options)
    {
        if (ByCell is null)
        {
            return wrong;
        }

        return options.Labels switch
        {
            LabelRepair.Drop => AcceptsRow(wrong.Row) ? wrong : null,
            LabelRepair.Weigh => ByCell.ContainsKey((RowInTable[wrong.Row], options.WeightColumn)) ? wrong : null,
            _ => ByCell.TryGetValue((RowInTable[wrong.Row], Label), out RepairChange? decided) && double.TryParse(decided.After, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                ? wrong with { Suggested = value }
                : null,
        };
    }

    /// <summary>The change of a cell as a person decided, or null where it stays.</summary>
    public RepairChange? Accepted(RepairChange change) =>
        ByCell is null ? change : ByCell.TryGetValue((RowInTable[change.Row], change.Column), out RepairChange? decided) ? change with { After = decided.After } : null;

    /// <summary>Whether a person let this row be taken out, or nobody was asked.</summary>
    public bool AcceptsRow(int row) => ByRow is null || (ByRow.TryGetValue(RowInTable[row], out RepairChange? change) && change.IsRow);

    /// <summary>The wrong label as a person decided, or null when it stays.</summary>
    public WrongLabel? Accepted(WrongLabel wrong)
    {
        if (ByRow is null)
        {
            return wrong;
        }

        if (!ByRow.TryGetValue(RowInTable[wrong.Row], out RepairChange? change) || change.Kind != RepairKind.Labels)
        {
            return null;
        }

        int decided = change.Column == Label ? Enumerable.Range(0, Classes.Count).FirstOrDefault(code => Classes[code] == change.After, -1) : wrong.Suggested;
        return decided < 0 ? null : wrong with { Suggested = decided };
    }

    /// <summary>Splits into folds, as an audit would make them.</summary>
    public FoldPlan Plan(int folds, long seed) =>
        LearnedPredictions.Plan(Evidence, Features, Target, [.. Enumerable.Range(0, Features.RowCount)], folds, seed);

    /// <summary>Settings of the learner, those of the folds f at f mod the number of settings: chosen on rows as they are, none of which these folds hold.</summary>
    public LearnerSettings[] Settings(LearningProblem asIs, AuditOptions audit, CancellationToken cancellation) =>
        [.. OutOfFold.Search(asIs, OutOfFoldOptions(audit, audit.ThreadCount, ShareOfSearch), cancellation).Select(search => search.Settings)];

    /// <summary>How rows are predicted.</summary>
    public OutOfFoldOptions OutOfFoldOptions(AuditOptions audit, int threads, long shareOfBudget)
    {
        var options = new OutOfFoldOptions { Learner = audit.Learner == LearnerChoice.None ? LearnerChoice.Auto : audit.Learner, Seed = audit.Seed, Threads = threads };
        return options with { WorkBudget = Math.Max(1, (audit.WorkBudget ?? options.BudgetFor(Features, Target)) / shareOfBudget) };
    }

    /// <summary>Some rows of the evidence, without predictions and images.</summary>
    public static Evidence Take(Evidence evidence, int[] rows) => evidence with
    {
        Data = evidence.Data.Take(rows),
        Embedding = (VectorColumn?)evidence.Embedding?.Take(rows),
        Classes = null,
        Values = null,
        Reference = null,
        Train = null,
        Images = null,
    };

    /// <summary>The features of the rows after some of their cells were changed.</summary>
    public FeatureMatrix FeaturesOf(Table data) => LearnedPredictions.Features(Evidence with { Data = data }, 1, CancellationToken.None).Matrix;
}
