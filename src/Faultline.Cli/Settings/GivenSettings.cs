namespace Faultline.Cli;

/// <summary>Values of settings as texts, from the command line or from faultline.yaml.</summary>
sealed class GivenSettings
{
    readonly Dictionary<Setting, IReadOnlyList<string>> _values;

    GivenSettings(Dictionary<Setting, IReadOnlyList<string>> values, IReadOnlyList<Suppression> suppressions)
    {
        _values = values;
        Suppressions = suppressions;
    }

    /// <summary>Everything that was given.</summary>
    public IEnumerable<KeyValuePair<Setting, IReadOnlyList<string>>> Values => _values;

    /// <summary>Accepted findings; only faultline.yaml has them.</summary>
    public IReadOnlyList<Suppression> Suppressions { get; }

    public static GivenSettings Of(IEnumerable<KeyValuePair<Setting, IReadOnlyList<string>>> values, IReadOnlyList<Suppression>? suppressions = null) =>
        new(new Dictionary<Setting, IReadOnlyList<string>>(values), suppressions ?? []);

    /// <summary>These settings, and where one is not given, that of <paramref name="under"/>.</summary>
    public GivenSettings Over(GivenSettings under)
    {
        var merged = new Dictionary<Setting, IReadOnlyList<string>>(under._values);
        foreach (var (setting, value) in _values)
        {
            merged[setting] = value;
        }

        return new GivenSettings(merged, [.. Suppressions, .. under.Suppressions]);
    }

    /// <summary>The one value, or null.</summary>
    public string? One(Setting setting) => _values.TryGetValue(setting, out var values) && values.Count > 0 ? values[^1] : null;

    /// <summary>All values; empty when not given.</summary>
    public IReadOnlyList<string> Many(Setting setting) => _values.TryGetValue(setting, out var values) ? values : [];

    /// <summary>A comma list; null when not given.</summary>
    public string? Joined(Setting setting) => _values.TryGetValue(setting, out var values) && values.Count > 0 ? string.Join(',', values) : null;

    /// <summary>The items of a comma list; empty when not given.</summary>
    public IReadOnlyList<string> Items(Setting setting) =>
        [.. Many(setting).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>True when a flag is on.</summary>
    public bool Has(Setting setting) => _values.ContainsKey(setting);
}
