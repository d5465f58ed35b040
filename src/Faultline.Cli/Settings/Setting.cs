namespace Faultline.Cli;

/// <summary>How a setting is written.</summary>
enum SettingKind
{
    /// <summary>One value.</summary>
    Single,

    /// <summary>A comma list; repeating the option adds to it.</summary>
    List,

    /// <summary>One value each time the option is given.</summary>
    Repeated,

    /// <summary>One or more values after the option.</summary>
    Many,

    /// <summary>Present or absent.</summary>
    Flag,
}

/// <summary>A setting of <c>faultline audit</c>: an option on the command line and a key of faultline.yaml.</summary>
/// <param name="Name">Name, without dashes.</param>
/// <param name="Kind">How it is written.</param>
/// <param name="Group">Heading in the help.</param>
/// <param name="Value">What stands for the value in the help.</param>
/// <param name="Help">One sentence.</param>
sealed record Setting(string Name, SettingKind Kind, string Group, string Value, string Help)
{
    /// <summary>The option as typed.</summary>
    public string Option => "--" + Name;

    /// <summary>Allowed words, or empty when any text is.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>True for a path, which in faultline.yaml is relative to that file.</summary>
    public bool IsPath { get; init; }

    /// <summary>True when it can change what is found, so that <c>reproduce</c> must name it.</summary>
    public bool ChangesFindings { get; init; }
}
