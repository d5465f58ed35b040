using System.Globalization;
using Faultline.Studies;

// clean [--tables N] [--seed S] [--to FILE] | power [--seeds N] [--to FILE] | table [--rows N] [--seed S] --to FILE.csv
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
    case "power":
        result = PowerStudy.Run(Number("--seeds", 100), Console.Error, stop.Token);
        break;
    case "table" when Option("--to") is { } to:
        CsvFile.Write(CleanTables.Mixed(Number("--seed", 0), 2.2, Number("--rows", 5000)).Whole(), to);
        return 0;
    default:
        Console.Error.WriteLine("usage: clean [--tables N] [--seed S] [--to FILE] | power [--seeds N] [--to FILE] | table [--rows N] [--seed S] --to FILE.csv");
        return 2;
}

Console.Out.WriteLine(result);
if (Option("--to") is { } path)
{
    File.WriteAllText(path, result);
}

return 0;
