namespace Faultline;

/// <summary>
/// The one hand-written list of every check, in the order of an error's life. Read it and you have seen the product; a new check is one file,
/// its test, its page, and a line here.
/// </summary>
public static class Catalogue
{
    /// <summary>Every check.</summary>
    public static IReadOnlyList<CatalogueEntry> All { get; } =
    [
        // Enters: the error comes in with the data.
        CatalogueEntry.Of<LabelErrors>(),
        CatalogueEntry.Of<ValueErrors>(),
        CatalogueEntry.Of<Duplicates>(),
        CatalogueEntry.Of<Outliers>(),
        CatalogueEntry.Of<OrderDependence>(),
        CatalogueEntry.Of<BrokenDependencies>(),
        CatalogueEntry.Of<ColumnHygiene>(),
        CatalogueEntry.Of<TargetLeakage>(),
        CatalogueEntry.Of<ClassImbalance>(),
        CatalogueEntry.Of<Expectations>(),
        CatalogueEntry.Of<TextDamage>(),
        CatalogueEntry.Of<ImageDamage>(),

        // Shows: the error appears in behaviour.
        CatalogueEntry.Of<WeakSlices>(),
        CatalogueEntry.Of<Miscalibration>(),
        CatalogueEntry.Of<UnequalErrorRates>(),
        CatalogueEntry.Of<BiasAmplification>(),
        CatalogueEntry.Of<TextFragility>(),

        // Spreads: the error travels.
        CatalogueEntry.Of<Drift>(),
    ];

    /// <summary>The entry of an id or name, ignoring case.</summary>
    /// <exception cref="InputException">There is none; the message names the nearest.</exception>
    public static CatalogueEntry Find(string idOrName) => Find(idOrName, All);

    internal static CatalogueEntry Find(string idOrName, IReadOnlyList<CatalogueEntry> entries) =>
        entries.FirstOrDefault(entry => Is(entry.Info, idOrName))
        ?? throw new InputException($"There is no check '{idOrName}'. {Nearest(idOrName, entries)}'faultline catalogue' lists all.");

    /// <summary>True when the text is the id or name of the check, ignoring case.</summary>
    public static bool Is(CheckInfo info, string idOrName) =>
        string.Equals(info.Id, idOrName, StringComparison.OrdinalIgnoreCase) || string.Equals(info.Name, idOrName, StringComparison.OrdinalIgnoreCase);

    static string Nearest(string text, IReadOnlyList<CatalogueEntry> entries)
    {
        var near = NearName.Of(text, entries.SelectMany(entry => new[] { entry.Info.Id, entry.Info.Name }));
        return near is not null && entries.First(entry => Is(entry.Info, near)).Info is var info ? $"The nearest is {info.Id} {info.Name}; " : string.Empty;
    }
}
