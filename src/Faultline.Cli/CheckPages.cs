using System.Reflection;

namespace Faultline.Cli;

/// <summary>The page of each check, carried in the program.</summary>
static class CheckPages
{
    /// <summary>The page as Markdown.</summary>
    /// <exception cref="InputException">The check has no page in this build.</exception>
    public static string Read(CheckInfo check)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"checks/{check.Name}.md")
            ?? throw new InputException($"{check.Id} {check.Name} has no page in this build; it asks: {check.Question}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
