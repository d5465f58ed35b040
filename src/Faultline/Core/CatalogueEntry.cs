namespace Faultline;

/// <summary>An option of a check, as the catalogue lists it.</summary>
/// <param name="Name">Name, as in <c>--set ID.name=value</c>.</param>
/// <param name="Meaning">What it does.</param>
/// <param name="Default">The default.</param>
/// <param name="Range">What is allowed.</param>
public sealed record OptionInfo(string Name, string Meaning, string Default, string Range);

/// <summary>A line of the catalogue: a check without its type.</summary>
public abstract class CatalogueEntry
{
    private protected CatalogueEntry()
    {
    }

    /// <summary>What the catalogue says of the check.</summary>
    public abstract CheckInfo Info { get; }

    /// <summary>Its options.</summary>
    public abstract IReadOnlyList<OptionInfo> Options { get; }

    /// <summary>The entry of a check.</summary>
    public static CatalogueEntry Of<TCheck>()
        where TCheck : ICheck<TCheck> => new Typed<TCheck>(TCheck.Standard);

    /// <summary>The same entry with an option set.</summary>
    /// <exception cref="InputException">There is no such option, or the value is not allowed.</exception>
    public abstract CatalogueEntry With(string option, string value);

    /// <summary>Why the check can't run on this evidence, or null.</summary>
    public abstract string? WhyNot(Evidence evidence);

    /// <summary>True when the check has a use for predictions that it can also do without.</summary>
    public abstract bool UsesPredictions(Evidence evidence);

    /// <summary>Runs the check.</summary>
    public abstract Verdict Run(CheckContext context);

    /// <summary>The check with its options, or null when it is of another type.</summary>
    internal virtual TWanted? CheckAs<TWanted>()
        where TWanted : class => null;

    sealed class Typed<TCheck>(TCheck check) : CatalogueEntry
        where TCheck : ICheck<TCheck>
    {
        public override CheckInfo Info => TCheck.Info;

        public override IReadOnlyList<OptionInfo> Options =>
            [.. TCheck.Options.Select(option => new OptionInfo(option.Name, option.Meaning, option.Default, option.Range))];

        public override CatalogueEntry With(string option, string value)
        {
            var found = TCheck.Options.FirstOrDefault(o => string.Equals(o.Name, option, StringComparison.OrdinalIgnoreCase))
                ?? throw new InputException(TCheck.Options.Count == 0
                    ? $"{Info.Id} {Info.Name} has no options; '{option}' was set."
                    : $"{Info.Id} {Info.Name} has no option '{option}'; it has {string.Join(", ", TCheck.Options.Select(o => o.Name))}.");
            return found.With(check, value) is { } changed
                ? new Typed<TCheck>(changed)
                : throw new InputException($"{Info.Id}.{found.Name} can not be '{value}'; allowed: {found.Range} (default {found.Default}).");
        }

        internal override TWanted? CheckAs<TWanted>()
            where TWanted : class => check as TWanted;

        public override string? WhyNot(Evidence evidence) => check.WhyNot(evidence);

        public override bool UsesPredictions(Evidence evidence) => check.UsesPredictions(evidence);

        public override Verdict Run(CheckContext context) => check.Run(context);
    }
}
