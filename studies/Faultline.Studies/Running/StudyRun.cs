using System.Diagnostics;
using System.Globalization;

namespace Faultline.Studies;

/// <summary>Runs the cases that have no result yet, until there are enough or the minutes are over.</summary>
static class StudyRun
{
    public static int Run(IStudy study, string folder, int most, string? only, double minutes, TextWriter progress, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var results = new ResultRows(Path.Combine(folder, study.Name + ".tsv"), study.Columns);
        var cases = study.Cases.Where(name => only is null || name.StartsWith(only, StringComparison.Ordinal)).Take(most).ToArray();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < cases.Length && watch.Elapsed.TotalMinutes < minutes && !cancellation.IsCancellationRequested; i++)
        {
            if (results.Has(cases[i]))
            {
                continue;
            }

            var began = watch.Elapsed;
            var cells = study.Run(cases[i], cancellation);
            results.Add(cases[i], cells);
            var took = (watch.Elapsed - began).TotalSeconds;
            progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{study.Name} {i + 1}/{cases.Length} {took:0.0} s  {cases[i]}: {string.Join(' ', cells)}"));
        }

        return cases.Count(name => !results.Has(name));
    }
}
