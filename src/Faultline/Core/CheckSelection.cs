namespace Faultline;

/// <summary>Which checks an audit runs, with their options set.</summary>
static class CheckSelection
{
    public static IReadOnlyList<CatalogueEntry> Of(AuditOptions options)
    {
        var only = options.Checks.Select(check => Catalogue.Find(check, options.Entries)).Select(entry => entry.Info.Id).ToHashSet(StringComparer.Ordinal);
        var skip = options.Skip.Select(check => Catalogue.Find(check, options.Entries)).Select(entry => entry.Info.Id).ToHashSet(StringComparer.Ordinal);
        var set = options.Set.Select(text => Parse(text, options.Entries)).ToArray();
        return
        [
            .. options.Entries
                .Where(entry => (only.Count == 0 || only.Contains(entry.Info.Id)) && !skip.Contains(entry.Info.Id))
                .Select(entry => set.Where(s => s.Id == entry.Info.Id).Aggregate(entry, (changed, s) => changed.With(s.Option, s.Value))),
        ];
    }

    /// <summary>A check with the options that an audit sets; at its defaults where the audit leaves it out.</summary>
    public static TCheck Configured<TCheck>(AuditOptions options)
        where TCheck : class, ICheck<TCheck> =>
        Of(options).Select(entry => entry.CheckAs<TCheck>()).OfType<TCheck>().FirstOrDefault() ?? TCheck.Standard;

    static (string Id, string Option, string Value) Parse(string text, IReadOnlyList<CatalogueEntry> entries)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return equals > dot && dot > 0
            ? (Catalogue.Find(text[..dot], entries).Info.Id, text[(dot + 1)..equals].Trim(), text[(equals + 1)..].Trim())
            : throw new InputException($"'--set {text}' can not be read; expected CHECK.option=value, as --set FL104.k=20.");
    }
}
