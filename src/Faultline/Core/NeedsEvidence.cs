namespace Faultline;

/// <summary>What each of <see cref="Needs"/> is called, and when it is missing: the same for the list of checks and for what an audit skips.</summary>
public static class NeedsEvidence
{
    const Needs AnyLabel = Needs.Label | Needs.Classes | Needs.Predictions;

    static readonly (Needs Need, string Name, Func<Evidence, AuditOptions, string?> WhyNot)[] s_needs =
    [
        (Needs.Label, "a label", (evidence, _) => evidence.Roles.Label is null ? "needs a label: give --label COLUMN" : null),
        (Needs.Classes, "a class label", (evidence, _) => evidence.WhyNoClasses),
        (Needs.Predictions, "predictions (made if not given)", (evidence, options) => evidence.Classes is null && evidence.Values is null && options.Learner == LearnerChoice.None
            ? "needs predictions: give --predictions FILE, or leave out --learner none" : null),
        (Needs.Reference, "a reference table (--reference)", (evidence, _) => evidence.Reference is null ? "needs an earlier table of the same kind: give --reference FILE" : null),
        (Needs.Groups, "groups (--group)", (evidence, _) => evidence.Roles.Groups.All(group => group == evidence.Roles.Label) ? "needs groups: give --group COLS" : null),
        (Needs.Text, "a column of free text (--text)", (evidence, _) => evidence.Roles.Text.Any(name => evidence.Data.Find(name) is TextColumn) ? null : "needs a column of free text: give --text COLS"),
        (Needs.Images, "images (--images)", (evidence, _) => evidence.Images is null ? "needs images: give --images FILE, an IDX or .npy array with one image a row" : null),
        (Needs.Expectations, "expectations (--expectations)", (evidence, _) => evidence.Expected is { IsEmpty: false } ? null
            : "no expectations are declared: put them under expectations: in the file of --config, or give --expectations FILE; 'faultline profile DATA --to FILE' proposes them"),
    ];

    /// <summary>What is needed, each in a few words; a class label is a label.</summary>
    public static IReadOnlyList<string> Names(this Needs needs) =>
        [.. s_needs.Where(need => needs.HasFlag(need.Need) && !(need.Need == Needs.Label && needs.HasFlag(Needs.Classes))).Select(need => need.Name)];

    /// <summary>Why evidence does not give what is needed, with the flag that would bring it; null when it does.</summary>
    internal static string? WhyNot(this Needs needs, Evidence evidence, AuditOptions options)
    {
        Needs all = (needs & AnyLabel) == Needs.None ? needs : needs | Needs.Label;
        return s_needs.Where(need => all.HasFlag(need.Need)).Select(need => need.WhyNot(evidence, options)).FirstOrDefault(why => why is not null);
    }
}
