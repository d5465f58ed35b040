using System.Diagnostics;

namespace Faultline.Cli;

/// <summary>Says what went wrong when it is not the user's input.</summary>
static class Failure
{
    /// <summary>One sentence, without a stack trace; with <c>--no-values</c> also without the fault's own text, which may quote a cell.</summary>
    public static string Describe(Exception exception, IReadOnlyList<string> args) => exception switch
    {
        OutOfMemoryException => "ran out of memory; give fewer rows or columns (--query, --ignore), or a machine with more memory.",
        DllNotFoundException or TypeInitializationException { InnerException: DllNotFoundException } =>
            $"a native library that belongs beside the program could not be loaded ({First(exception)}). Build or install Faultline again for this system.",
        IOException or UnauthorizedAccessException => First(exception),
        _ => $"this is a bug in Faultline {ToolVersion.Current}: {exception.GetType().Name} in {Place(exception)}"
            + (MayHideValues(args) ? string.Empty : $" ({First(exception)})")
            + ". Please report it with this line and the command that you gave; your data is not needed.",
    };

    // A configuration file may ask for it too; what it says is not at hand here.
    static bool MayHideValues(IReadOnlyList<string> args) =>
        args.Contains(AuditSettings.NoValues.Option) || args.Any(arg => arg.StartsWith(AuditSettings.Config.Option, StringComparison.Ordinal));

    static string First(Exception exception) => (exception.InnerException ?? exception).Message.Split('\n')[0].Trim();

    static string Place(Exception exception)
    {
        var method = new StackTrace(exception).GetFrame(0)?.GetMethod();
        return method is null ? "an unknown place" : $"{method.DeclaringType?.Name}.{method.Name}";
    }
}
