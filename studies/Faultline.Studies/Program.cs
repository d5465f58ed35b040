using System.Globalization;
using Faultline.Studies;

// faultline studies: clean [--tables N] [--to FILE]
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

string? Option(string name) => args.SkipWhile(arg => arg != name).Skip(1).FirstOrDefault();
int Number(string name, int standard) => Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : standard;

string result;
switch (args.FirstOrDefault())
{
    case "clean":
        result = CleanStudy.Run(Number("--tables", 200), Number("--seed", 0), Console.Error, stop.Token);
        break;
    default:
        Console.Error.WriteLine("usage: clean [--tables N] [--seed S] [--to FILE]");
        return 2;
}

Console.Out.WriteLine(result);
if (Option("--to") is { } path)
{
    File.WriteAllText(path, result);
}

return 0;
