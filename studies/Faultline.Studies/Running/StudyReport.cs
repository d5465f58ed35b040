using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Faultline.Studies;

/// <summary>Writes the results of all studies as one Markdown page.</summary>
static class StudyReport
{
    public static string Write(string folder)
    {
        var text = new StringBuilder();
        text.Append("# What the checks find, and what they make up\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Written by `dotnet run -c Release --project studies/Faultline.Studies -- write` from the tables beside this page, one line a case. Faultline {typeof(Audit).Assembly.GetName().Version?.ToString(3)}, ");
        text.Append(CultureInfo.InvariantCulture, $".NET {Environment.Version}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} cores; nothing here depends on the machine or its speed. ");
        text.Append("Every audit runs at the default settings with the case's seed; power and false alarms come from the same program. Shares carry Wilson's 95 % interval, means ± 1.96 standard errors.\n");
        foreach (var (study, heading) in StudyList.All)
        {
            var rows = new ResultRows(Path.Combine(folder, study.Name + ".tsv"), study.Columns);
            if (rows.Count == 0)
            {
                continue;
            }

            var planned = study.Cases.Count();
            text.Append(CultureInfo.InvariantCulture, $"\n## {heading}\n\n`run {study.Name}`: {rows.Count:N0} cases{(rows.Count < planned ? $" of {planned:N0} planned" : "")}.\n\n");
            study.Write(rows, text);
            if (study is FlipStudy { Name: "flips-own" })
            {
                PeerRanking.Write(folder, text);
            }
        }

        return text.ToString();
    }
}
