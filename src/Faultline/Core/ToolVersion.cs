using System.Reflection;

namespace Faultline;

/// <summary>Version of this library.</summary>
public static class ToolVersion
{
    /// <summary>The version, as <c>0.1.0</c>.</summary>
    public static string Current { get; } =
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
