using System.Globalization;
using Faultline.Studies;

const string Usage = """
    usage: run STUDY [--cases N] [--only PREFIX] [--minutes M] [--results DIR]    runs the cases without a result, appends to DIR/STUDY.tsv
           write [--results DIR]                                                  writes DIR/README.md from the results
           flips --to DIR [--seeds N]                                             writes tables with flipped labels as CSV, for other tools
           table [--rows N] [--seed S] --to FILE.csv                              writes one mixed table
    """;
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

string? Option(string name) => args.SkipWhile(arg => arg != name).Skip(1).FirstOrDefault();
int Number(string name, int standard) => Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : standard;
var folder = Option("--results") ?? Path.Combine("studies", "results");

switch (args)
{
    case ["run", var name, ..] when StudyList.All.FirstOrDefault(entry => entry.Study.Name == name).Study is { } study:
        try
        {
            var left = StudyRun.Run(study, folder, Number("--cases", int.MaxValue), Option("--only"), Number("--minutes", 20), Console.Error, stop.Token);
            Console.Error.WriteLine($"{name}: {left} cases left");
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }

    case ["write", ..]:
        File.WriteAllText(Path.Combine(folder, "README.md"), StudyReport.Write(folder));
        return 0;
    case ["flips", ..] when Option("--to") is { } to:
        FlipTables.Write(to, Number("--seeds", 10));
        return 0;
    case ["table", ..] when Option("--to") is { } to:
        CsvFile.Write(CleanTables.Mixed(Number("--seed", 0), 0.1, Number("--rows", 5000)).Whole(), to);
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        Console.Error.WriteLine("studies: " + string.Join(", ", StudyList.All.Select(entry => entry.Study.Name)));
        return 2;
}
