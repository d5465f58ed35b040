namespace Faultline.Reporting.Tests;

/// <summary>Reports to render in tests: rich, clean, hostile. Their figures are made up.</summary>
static class SampleReports
{
    /// <summary>Findings of every severity with every kind of figure, a model, gates and warnings.</summary>
    public static AuditReport Rich() => Builder.Report(
        findings:
        [
            Builder.Finding("FL103", "copies", Severity.High, "24 of 32,561 rows repeat an earlier row, and 156 more do but for one cell") with
            {
                Measure = new Measure("repeated rows", 180, 171, 189, 0.95, "rows"),
                Rows = new FoundRows(180, [4881, 5104, 9171, 11631]),
                Columns = ["fnlwgt"],
                Cause = "The same survey answers were entered twice: all 24 agree in every column, also in fnlwgt, which takes 21,648 values. Chance alone would give 0.4 such pairs.",
                Repair = "Keep the first of each group: faultline repair adult.csv --fix duplicates --to adult-once.csv. Keep repeats in one fold until then.",
                Examples =
                [
                    Builder.Example(4881, ("age", "25", false, null), ("workclass", "Private", false, null), ("fnlwgt", "308144", true, null), ("education", "Bachelors", false, null), ("hours-per-week", "40", false, null), ("income", "<=50K", false, null)) with { Note = "equals row 2,303 in all 15 columns" },
                    Builder.Example(5104, ("age", "90", false, null), ("workclass", "Private", false, null), ("fnlwgt", "52386", true, null), ("education", "Some-college", false, null), ("hours-per-week", "35", false, null), ("income", "<=50K", false, null)) with { Note = "equals row 2,020 in all 15 columns" },
                ],
                Figures = [new BarFigure("Rows that repeat an earlier one, by how many cells differ", "rows", [new Bar("no cell differs", 24, 16, 35, true), new Bar("one cell, not fnlwgt", 156, 133, 182, true), new Bar("one cell, fnlwgt", 3383), new Bar("expected by chance", 0.4, 0, 2.1)])],
            },
            Builder.Finding("FL101", "labels", Severity.High, "1,420 of 32,561 labels are probably wrong (1,100–1,710)") with
            {
                Measure = new Measure("estimated label errors", 0.0436, 0.0338, 0.0525, 0.95, "share of rows"),
                P = 0.0002,
                Q = 0.0008,
                Rows = new FoundRows(1420, [17, 96, 150, 301, 455, 1022, 20411]),
                Columns = ["income"],
                Cause = "Among the rows that the model is surest of, 4.36 % carry the other label; that share does not shrink away from the boundary, so it is noise and not overlap.",
                Repair = "Review the 50 worst rows first (below), then relabel with faultline repair --fix labels --review. Retrain afterwards.",
                Examples = [Builder.Example(17, ("age", "58", false, null), ("education", "Doctorate", false, null), ("capital-gain", "15024", false, null), ("hours-per-week", "60", false, null), ("income", "<=50K", true, ">50K"))],
                Figures =
                [
                    new HistogramFigure("Self-confidence of the given label", "probability of the given label", [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1], [], [new HistogramSeries("kept", [20, 60, 240, 800, 1500, 2100, 2800, 4200, 7000, 12421]), new HistogramSeries("flagged", [700, 410, 200, 80, 30, 0, 0, 0, 0, 0])], [0.31]),
                    new MatrixFigure("Estimated joint of given and true label", "Given", "True", ["<=50K", ">50K"], ["<=50K", ">50K"], [[23810, 910], [510, 7331]]),
                ],
            },
            Builder.Finding("FL107", "disguised-missing:?", Severity.Medium, "'?' stands for missing in 4,262 cells of workclass, occupation and native-country") with
            {
                Measure = new Measure("disguised missing cells", 4262, Unit: "cells"),
                Rows = new FoundRows(2399, [14, 27, 38, 51, 61]),
                Columns = ["workclass", "occupation", "native-country"],
                Cause = "'?' is the only category without a letter and stands in all three columns at once in 27 rows: it is how this file writes 'not answered'.",
                Repair = "Read it as missing: --null \"?\".",
                Examples = [Builder.Example(27, ("age", "54", false, null), ("workclass", "?", true, "missing"), ("occupation", "?", true, "missing"), ("native-country", "South", false, null))],
                Figures = [new HistogramFigure("Categories of workclass", "rows", [], ["Private", "Self-emp-not-inc", "Local-gov", "?", "State-gov", "Self-emp-inc", "Federal-gov", "Without-pay", "Never-worked"], [new HistogramSeries("rows", [22696, 2541, 2093, 1836, 1298, 1116, 960, 14, 7])], [3])],
            },
            Builder.Finding("FL302", "ece", Severity.Medium, "Probabilities are off by 0.0412 on average (0.0318–0.0507): 0.9 means 0.83") with
            {
                Measure = new Measure("expected calibration error", 0.0412, 0.0318, 0.0507, 0.95),
                Rows = FoundRows.None,
                Columns = [],
                Cause = "Above 0.6 every bin lies under the diagonal: the model is more certain than it is right.",
                Repair = "Divide the logits by 1.41 (temperature scaling) before using the probabilities as such.",
                Figures = [new LineFigure("How often the model is right, by how sure it is", "predicted probability", "share that is right", [new LineSeries("measured", [new LinePoint(0.52, 0.55, 0.5, 0.6), new LinePoint(0.61, 0.6, 0.56, 0.65), new LinePoint(0.72, 0.66, 0.61, 0.7), new LinePoint(0.83, 0.74, 0.71, 0.78), new LinePoint(0.91, 0.83, 0.8, 0.86), new LinePoint(0.97, 0.93, 0.91, 0.95)])], Diagonal: true)],
            },
            Builder.Finding("FL401", "drift:age", Severity.Low, "age is 2.31 years higher than in the reference (1.92–2.70)") with
            {
                Measure = new Measure("shift of the mean", 0.171, 0.142, 0.2, 0.95, "standard deviations"),
                P = 0.0000012,
                Q = 0.0000036,
                Columns = ["age"],
                Cause = "The share of rows above 60 grew from 7.10 % to 11.3 %; no other column moved.",
                Repair = "Check how the later rows were collected; reweight or retrain if the older ages are here to stay.",
                Figures = [new HistogramFigure("age now and in the reference", "age in years", [10, 20, 30, 40, 50, 60, 70, 80, 90], [], [new HistogramSeries("now", [0.05, 0.22, 0.26, 0.21, 0.14, 0.08, 0.03, 0.01]), new HistogramSeries("reference", [0.07, 0.26, 0.27, 0.2, 0.13, 0.05, 0.015, 0.005])])],
            },
            Builder.Finding("FL107", "key-like", Severity.Info, "fnlwgt takes 21,648 values in 32,561 rows") with { Columns = ["fnlwgt"] },
        ],
        model: new ModelReport("gradient-boosted trees", "accuracy", 0.8734, 0.8698, 0.877, 0.7592)
        {
            Settings = "300 trees of 31 leaves, learning rate 0.1, chosen among 18 settings",
            Others = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["log loss"] = 0.2761, ["Brier score"] = 0.0881, ["area under the ROC curve"] = 0.9281 },
            Classes = ["<=50K", ">50K"],
            Confusion = [[23321, 1399], [2724, 5117]],
        });

    /// <summary>Nothing found.</summary>
    public static AuditReport Clean() => Builder.Report([], null) with { Warnings = [] };

    /// <summary>Every text that comes from outside tries to break out.</summary>
    public static AuditReport Hostile()
    {
        var texts = HostileTexts.All;
        var findings = texts.Select((text, i) => Builder.Finding("FL107", "hostile" + i, (Severity)(3 - (i % 3)), $"'{text}' stands in 1 row") with
        {
            Columns = [text],
            Cause = text,
            Repair = text,
            Reproduce = $"faultline audit '{text}' --checks FL107",
            Examples = [new ExampleRow(i, text, [new ExampleCell(text, text, true, text), new ExampleCell("other", text)], text)],
            Figures =
            [
                i % 3 == 0 ? new BarFigure(text, text, [new Bar(text, 3, 1, 4, true), new Bar("b", 2)])
                : i % 3 == 1 ? new HistogramFigure(text, text, [], [text, "b"], [new HistogramSeries(text, [1, 2]), new HistogramSeries("x" + text, [2, 1])])
                : new MatrixFigure(text, text, text, [text, "b"], [text, "b"], [[1, 2], [3, 4]]),
                new TableFigure(text, text, [new FigureColumn(text, text)], [new FigureRow(text, [new FigureCell(1, 0, 2, 3, true)])]),
                new LineFigure(text, text, text, [new LineSeries(text, [new LinePoint(0, 0), new LinePoint(1, 1)]), new LineSeries("y" + text, [new LinePoint(0, 1), new LinePoint(1, 0)])]),
            ],
        }).ToArray();
        var report = Builder.Report(findings, null);
        return report with
        {
            Input = [.. texts.Select(text => new InputInfo(text, 10, 3, 100))],
            Warnings = texts,
            Plan = new AuditPlan(texts),
            Roles = new Roles { Label = texts[0], Features = texts, Guesses = [.. texts.Select(text => new RoleGuess(text, text, text))] },
            Model = new ModelReport(texts[0], texts[1], 0.5, 0.4, 0.6, 0.3) { Settings = texts[2], Classes = [.. texts.Take(3)], Confusion = [[1, 2, 3], [4, 5, 6], [7, 8, 9]] },
            Columns = [.. texts.Select(text => new ColumnProfile { Name = text, Kind = ColumnKind.Text, Role = text, Missing = 1, Distinct = 2, Top = [new CategoryCount(text, 3)], Low = text, High = text, Histogram = new HistogramFigure(text, text, [], [text], [new HistogramSeries(text, [3])]) })],
            Gates = [.. texts.Select((text, i) => new GateResult(text, i % 2 == 0, text))],
            Checks = [.. report.Checks.Select((check, i) => check.Reason is null ? check : check with { Reason = texts[i % texts.Length] })],
        };
    }
}
