namespace Faultline;

/// <summary>
/// The input or the request can not be used. The message says what was found, where, what was expected and what to do; the command line
/// prints it after <c>faultline: </c> and ends with exit code 2.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>Says what was found, where, what was expected and what to do.</summary>
    public InputException(string message)
        : base(message)
    {
    }

    /// <summary>Says what was found, where, what was expected and what to do, with the underlying fault.</summary>
    public InputException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
