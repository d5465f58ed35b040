using System.Globalization;

namespace Faultline.Cli.Tests;

static partial class BadInputTable
{
    static IEnumerable<BadInput> Predictions() =>
    [
        P("a probability of NaN", rows => rows[5] = "k4,nan,0.5", Outcome.Refused, "row"),
        P("a probability of ∞", rows => rows[5] = "k4,inf,0.5", Outcome.Refused, "row"),
        P("a probability below zero", rows => rows[5] = "k4,-0.2,1.2", Outcome.Refused, "-0.2"),
        P("a probability above one", rows => rows[5] = "k4,0,1.3", Outcome.Refused, "1.3"),
        P("a row that sums to 0.7", rows => rows[5] = "k4,0.3,0.4", Outcome.Refused, "0.7"),
        P("a row that sums to nothing", rows => rows[5] = "k4,0,0", Outcome.Refused, "row"),
        P("rows that sum to 1.02", rows => rows[5] = "k4,0.51,0.51", Outcome.Warned, "sum"),
        P("a word among the probabilities", rows => rows[5] = "k4,high,low", Outcome.Refused, "p.csv"),
        P("no column named after a class", rows => rows[0] = "key,left,right", Outcome.Refused, "no"),
        P("half of the classes", rows => rows[0] = "key,no,maybe", Outcome.Refused, "yes"),
        P("ids that are all strange", rows => Each(rows, row => "z" + row), Outcome.Refused, "key"),
        P("a few ids that are strange", rows => rows[5] = "strange,0.05,0.95", Outcome.Warned, "key"),
        P("ids that repeat", rows => rows[5] = rows[6], Outcome.Refused, "k"),
        new(
            "predictions",
            "fewer rows and no id",
            f => f.Write(Name(f, "p.csv"), "no,yes\n" + Repeat(40, _ => "0.5,0.5\n")),
            ["good.csv", "--label", "y", "--predictions", "p.csv"],
            Outcome.Refused,
            "40"),
        new("predictions", "an array of three columns for two classes", f => f.Write(Name(f, "p.npy"), Npy.Of(new double[60, 3])), ["good.csv", "--label", "y", "--predictions", "p.npy"], Outcome.Refused, "3"),
        new("predictions", "without a label", f => f.Write(Name(f, "p.csv"), Tables.Probabilities(60)), ["good.csv", "--label", "", "--predictions", "p.csv"], Outcome.Refused, "--label"),
        new("predictions", "columns of DATA that are none", Good, ["good.csv", "--label", "y", "--probabilities", "u,v"], Outcome.Refused, "u"),
    ];

    static BadInput P(string name, Action<string[]> change, Outcome outcome, params string[] says) => new(
        "predictions",
        name,
        f =>
        {
            Good(f);
            var rows = Tables.Probabilities(60).TrimEnd('\n').Split('\n');
            change(rows);
            f.Write("p.csv", string.Join('\n', rows) + "\n");
        },
        ["good.csv", "--label", "y", "--id", "key", "--predictions", "p.csv"],
        outcome,
        says);

    static void Each(string[] rows, Func<string, string> change)
    {
        for (var i = 1; i < rows.Length; i++)
        {
            rows[i] = change(rows[i]);
        }
    }

    static string Name(TemporaryFolder folder, string name)
    {
        Good(folder);
        return name;
    }

    static IEnumerable<BadInput> Requests() =>
    [
        Refused("request", "a gate that can not be read", f => Good(f), "gate", "good.csv", "--gate", "FL103=0"),
        Refused("request", "a gate over no check", f => Good(f), "FL999", "good.csv", "--gate", "FL999<=0"),
        Refused("request", "a check that is not there", f => Good(f), "LabelErrors", "good.csv", "--checks", "LabelErors"),
        Refused("request", "an option that the check has not", f => Good(f), "FL104", "good.csv", "--set", "FL104.kk=3"),
        Refused("request", "an option out of range", f => Good(f), "FL104", "good.csv", "--set", "FL104.k=-3"),
        Refused("request", "features that match nothing", f => Good(f), "w*", "good.csv", "--features", "w*"),
        Refused("request", "the label among the ignored", f => Good(f), "y", "good.csv", "--label", "y", "--ignore", "y"),
        Refused("request", "a query that is no SQL", f => Good(f), "query", "good.csv", "--query", "selec * from data"),
        Refused("request", "a query that reads another file", f => Good(f), "query", "good.csv", "--query", "select * from read_csv('/etc/passwd')"),
        Refused("request", "a query that writes", f => Good(f), "query", "good.csv", "--query", "copy (select 1) to 'stolen.csv'"),
        Refused("request", "more names than columns", f => f.Write("d.csv", "1,2\n3,4\n"), "--columns", "d.csv", "--columns", "a,b,c"),
        new("request", "two columns of one name", f => f.Write("d.csv", "1,2\n3,4\n"), ["d.csv", "--columns", "a,a"], Outcome.Warned, "a_1"),
        Refused("request", "a baseline that is no report", f => f.Write(Name(f, "b.json"), "{\"schema\":\"other\"}"), "b.json", "good.csv", "--baseline", "b.json"),
        Refused("request", "files of different columns", f => f.Write(Name(f, "good2.csv"), "other,columns\n1,2\n"), "good", "good.csv", "good2.csv"),
        Refused("request", "an unknown key in the configuration", f => f.Write(Name(f, "c.yaml"), "label: y\nlabell: z\n"), "line 2", "good.csv", "--config", "c.yaml"),
    ];

    static IEnumerable<BadInput> Hostile() =>
    [
        new("hostile", "names that are SQL, markup, escapes and nothing", f => f.Write("d.csv", "\"a\"\"; drop table data; --\",<script>alert(1)</script>,\u001b[31mred,\"line\nbreak\",y\n" + Repeat(60, row => $"{row},{row * 7 % 13},{row * 3 % 5},{row % 2},{(row % 2 == 0 ? "yes" : "no")}\n")), ["d.csv", "--label", "y", "--learner", "none"], Outcome.Fine),
        new("hostile", "cells that are formulas, markup and escapes", f => f.Write("d.csv", "t,n\n" + Repeat(60, row => $"{(row % 3) switch { 0 => "=cmd|' /C calc'!A0", 1 => "</script><img src=x onerror=alert(1)>", _ => "\u001b]0;owned\u0007\u202e" }},{row}\n")), ["d.csv"], Outcome.Fine),
        new("hostile", "a file whose name is a glob", f => f.Write("a[1].csv", Tables.TwoClasses(30)), ["a[1].csv", "--label", "y", "--learner", "none"], Outcome.Fine),
        new("hostile", "a file whose name is an option", f => f.Write("--label.csv", Tables.TwoClasses(30)), ["--learner", "none", "--out", "out", "--", "--label.csv"], Outcome.Fine),
        Refused("hostile", "a file whose name steers a terminal", "\\u001b", "no\u001b[2Jfile.csv"),
        new("hostile", "a cell of two megabytes", f => f.Write("d.csv", "t,n\n" + Repeat(30, row => $"{(row == 3 ? new string('x', 2_000_000) : "short")},{row}\n")), ["d.csv"], Outcome.Fine),
        new("hostile", "5,000 columns", f => f.Write("d.csv", Tables.Of(Enumerable.Range(0, 5000).Select(c => $"c{c}"), 20, (row, name) => $"{(row * 31) + name.Length}")), ["d.csv", "--label", "c7", "--learner", "none"], Outcome.Fine),
        new("hostile", "nothing but missing cells", f => f.Write("d.csv", "a,b\n" + Repeat(60, _ => ",\n")), ["d.csv"], Outcome.Fine),
        new("hostile", "numbers past double", f => f.Write("d.csv", "a,b\n" + Repeat(60, row => $"{(row == 3 ? "1e999" : "1")},{row}\n")), ["d.csv"], Outcome.Fine),
    ];
}
