namespace Faultline.Cli;

/// <summary>The kinds of <c>--fix</c> by name.</summary>
static class FixNames
{
    /// <summary>The kinds there are.</summary>
    public static IEnumerable<string> Names => RepairKinds.All.Select(kind => kind.Name);

    /// <summary>The kind of a name.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static RepairKind Parse(string name)
    {
        foreach (var (known, kind) in RepairKinds.All)
        {
            if (string.Equals(known, name, StringComparison.OrdinalIgnoreCase))
            {
                return kind;
            }
        }

        var available = string.Join(", ", Names);
        throw new InputException($"--fix can not be '{name}'; allowed: {available}{(NearName.Of(name, [.. Names]) is { } near ? $". Did you mean {near}?" : ".")}");
    }
}
