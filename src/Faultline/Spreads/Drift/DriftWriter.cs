using System.Globalization;

namespace Faultline;

/// <summary>Says in words and figures what <see cref="Drift"/> found.</summary>
sealed class DriftWriter(CheckContext context, Table reference, IReadOnlyList<(Column Now, Column Before)> pairs, DriftClassifier? classifier, int compared)
{
    const int Told = 3;
    const int Bars = 12;

    /// <summary>The finding that names the drifted features.</summary>
    public Finding Columns(IReadOnlyList<DriftColumn> drifted, IReadOnlyList<DriftColumn> all)
    {
        var worst = drifted[0];
        var told = string.Join("; ", drifted.Take(Told).Select(Tell));
        return new Finding
        {
            Key = "columns",
            Title = drifted.Count == 1
                ? $"{worst.Column} has drifted from the reference: {Clause(worst)}"
                : $"{drifted.Count:N0} of {compared:N0} columns have drifted from the reference: {told}{(drifted.Count > Told ? $"; and {drifted.Count - Told:N0} more" : string.Empty)}",
            Severity = worst.Low >= 0.25 || classifier?.Auc.Interval.Low >= 0.8 ? Severity.High : Severity.Medium,
            Measure = Size(worst),
            Columns = [.. drifted.Select(column => column.Column)],
            Cause = $"Rows came from another time, place or process than the {reference.RowCount:N0} of the reference. {Apart()}{Unseen(drifted)}",
            Repair = "Find out what changed at the source; if the world did, train and judge the model on newer rows.",
            Figures = [Effects(all), .. drifted.Take(2).Select(Picture).OfType<Figure>()],
        };
    }

    /// <summary>The finding of rows that differ as a whole though no column does by itself.</summary>
    public Finding Together(IReadOnlyList<DriftColumn> carriers)
    {
        var auc = classifier!.Auc;
        return new Finding
        {
            Key = "together",
            Title = string.Create(CultureInfo.InvariantCulture, $"{(carriers.Count > 1 ? ColumnHygieneWriter.List(carriers.Select(column => column.Column)) + " go together otherwise than in the reference" : "The rows differ from the reference as a whole")}, though no column has drifted by itself: told apart with AUC {auc.Value:0.00}"),
            Severity = Severity.Medium,
            Measure = new Measure("AUC of telling the tables apart", auc.Value, auc.Interval.Low, auc.Interval.High, 0.95),
            Columns = [.. carriers.Select(column => column.Column)],
            Cause = $"The columns depend on each other differently. {Apart()}",
            Repair = "Compare the joint tables of these columns with the reference; a change of one source or of a join is the usual cause.",
            Figures = carriers.Count > 0 ? [new BarFigure("AUC lost when a column's values are shuffled", "AUC", [.. carriers.Select(column => new Bar(column.Column, column.Carries!.Value))])] : [],
        };
    }

    /// <summary>The finding of a drifted label.</summary>
    public Finding Label(DriftColumn label) => new()
    {
        Key = "label",
        Title = $"The label {label.Column} has drifted from the reference: {Clause(label)}",
        Severity = label.Low >= 0.25 ? Severity.High : Severity.Medium,
        Measure = Size(label),
        Columns = [label.Column],
        Cause = "The classes or values to predict come in other shares than before; probabilities and thresholds learned on the reference no longer fit.",
        Repair = "Recalibrate or retrain on newer rows, and compare metrics at equal shares only.",
        Figures = Picture(label) is { } picture ? [picture] : [],
    };

    static Measure Size(DriftColumn column) => new(
        column.Statistic switch { "totalVariation" => "share of rows in other categories than before (total variation)", "missingShare" => "difference in share missing", _ => "largest difference of the distribution functions" },
        column.Effect,
        column.Low,
        column.High,
        0.95);

    string Tell(DriftColumn column) => $"{column.Column} ({Clause(column)})";

    string Clause(DriftColumn column)
    {
        var (now, before) = pairs.First(pair => pair.Now.Name == column.Column);
        if (column.Statistic == "missingShare")
        {
            return $"missing in {Percent(now.MissingCount / (double)now.RowCount)} of rows, {Percent(before.MissingCount / (double)before.RowCount)} before";
        }

        if ((now, before) is (NumberColumn number, NumberColumn old))
        {
            return Moved(SortedValues.Of(number), SortedValues.Of(old), column.Effect);
        }

        var shares = DriftColumns.Shares((TextColumn)now, (TextColumn)before);
        var most = shares.MaxBy(share => Math.Abs(share.Now - share.Before));
        return $"{Category((TextColumn)now, (TextColumn)before, most.Text)} {Percent(most.Now)} of rows, {Percent(most.Before)} before";
    }

    string Moved(double[] now, double[] before, double effect)
    {
        var (middle, middleBefore) = (Quantiles.OfSorted(now, 0.5), Quantiles.OfSorted(before, 0.5));
        var (spread, spreadBefore) = (Quantiles.OfSorted(now, 0.75) - Quantiles.OfSorted(now, 0.25), Quantiles.OfSorted(before, 0.75) - Quantiles.OfSorted(before, 0.25));
        var moved = Math.Abs(middle - middleBefore) >= 0.1 * Math.Max(spread, spreadBefore) && middle != middleBefore;
        if (moved && context.Show.ShowValues)
        {
            return $"median {Short(middleBefore)} → {Short(middle)}";
        }

        var how = moved ? (middle > middleBefore ? "higher" : "lower") : spread > 1.1 * spreadBefore ? "spread wider" : spread < spreadBefore / 1.1 ? "spread narrower" : "another shape";
        return string.Create(CultureInfo.InvariantCulture, $"{how}, distributions {effect:0.##} apart");
    }

    string Category(TextColumn now, TextColumn before, string text)
    {
        if (context.Show.ShowValues || now.Name == context.Roles.Label)
        {
            return "'" + CellText.Cut(text) + "'";
        }

        var code = Enumerable.Range(0, now.Categories.Count).FirstOrDefault(i => now.Categories[i] == text, -1);
        return code >= 0 ? context.Show.Category(now, code) : context.Show.Category(before, Enumerable.Range(0, before.Categories.Count).First(i => before.Categories[i] == text)) + " of the reference";
    }

    string Apart() => classifier is null
        ? string.Empty
        : string.Create(CultureInfo.InvariantCulture, $"A classifier tells the two tables apart with AUC {classifier.Auc.Value:0.00} ({classifier.Auc.Interval.Low:0.00}–{classifier.Auc.Interval.High:0.00}; 0.5 is chance).{Leans()}");

    string Leans()
    {
        var columns = classifier!.Carriers.Take(Told).ToArray();
        return columns.Length == 0 ? string.Empty : $" It leans on {ColumnHygieneWriter.List(columns)}.";
    }

    static string Unseen(IReadOnlyList<DriftColumn> drifted)
    {
        var with = drifted.Where(column => column.UnseenCategories > 0).ToArray();
        return with.Length == 0 ? string.Empty : $" The reference lacks {ColumnHygieneWriter.List(with.Select(column => ColumnHygieneWriter.Count(column.UnseenCategories, "category", "categories") + " of " + column.Column))}.";
    }

    static BarFigure Effects(IReadOnlyList<DriftColumn> all) => new(
        "How far each column has drifted",
        "largest difference of the distributions",
        [.. all.OrderByDescending(column => column.Effect).Take(Bars).Select(column => new Bar(column.Column, column.Effect, column.Low, column.High, column.Drifted))]);

    Figure? Picture(DriftColumn column)
    {
        var (now, before) = pairs.First(pair => pair.Now.Name == column.Column);
        if (column.Statistic == "missingShare")
        {
            return new BarFigure(
                $"Cells of {now.Name} that are missing",
                "share of rows",
                [new Bar("reference", before.MissingCount / (double)before.RowCount), new Bar("now", now.MissingCount / (double)now.RowCount, Marked: true)]);
        }

        if ((now, before) is (NumberColumn number, NumberColumn old))
        {
            return ProfileHistogram.OfTwo(now.Name, ("reference", SortedValues.Of(old)), ("now", SortedValues.Of(number)), context.Show);
        }

        var shares = DriftColumns.Shares((TextColumn)now, (TextColumn)before).Take(Bars).ToArray();
        return new HistogramFigure(
            $"{now.Name} now and in the reference",
            "share of rows",
            [],
            [.. shares.Select(share => Category((TextColumn)now, (TextColumn)before, share.Text).Trim('\''))],
            [new HistogramSeries("reference", [.. shares.Select(share => share.Before)]), new HistogramSeries("now", [.. shares.Select(share => share.Now)])]);
    }

    static string Percent(double share) => ColumnHygieneWriter.Share(share);

    static string Short(double value) => value.ToString(Math.Abs(value) is >= 1000 and < 1e7 ? "#,0" : "G3", CultureInfo.InvariantCulture);
}
