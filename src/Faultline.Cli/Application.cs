using System.CommandLine;

namespace Faultline.Cli;

/// <summary>The program: reads the command line, runs the command, and turns whatever happens into a message and an exit code.</summary>
static class Application
{
    public static async Task<int> RunAsync(string[] args)
    {
        var messages = new Messages(Console.Error);
        using var interruption = new Interruption();
        try
        {
            return await InvokeAsync(args, messages, interruption.Token);
        }
        catch (Exception exception) when (interruption.Token.IsCancellationRequested)
        {
            // What fails while the run is being stopped fails because it is being stopped.
            _ = exception;
            messages.Error("stopped; nothing was written.");
            return ExitCode.Interrupted;
        }
        catch (InputException exception)
        {
            messages.Error(exception.Message);
            return ExitCode.CouldNotRun;
        }
        catch (Exception exception)
        {
            messages.Error(Failure.Describe(exception, args));
            return ExitCode.CouldNotRun;
        }
        finally
        {
            await Console.Out.FlushAsync(CancellationToken.None);
        }
    }

    static async Task<int> InvokeAsync(string[] args, Messages messages, CancellationToken cancellation)
    {
        var root = CommandTree.Build(messages);
        args = args is ["help", .. var about] ? [.. about.Take(1), "--help"] : args;
        UnknownWords.Refuse(args, root);
        var parsed = root.Parse(args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is not { ClearsParseErrors: true })
        {
            throw new InputException(parsed.Errors[0].Message.TrimEnd('.') + $". See 'faultline {string.Join(' ', CommandTree.PathOf(parsed))}--help'.");
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellation);
    }
}
