namespace Faultline;

/// <summary>Numbers of one column written in two forms: some with a sign or unit, some without.</summary>
static class ColumnHygieneForms
{
    const double LeastQuantities = 0.9;
    const int FewestCells = 5;

    // Medians of the two forms that lie so close are of the same numbers; a hundred times apart, a percentage and a share.
    const double SameMedian = 3;

    /// <summary>The fault of one column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="rareShare">Up to this share of cells that are no plain numbers the column counts as numbers with a few odd texts, which are said as such.</param>
    /// <param name="context">How cells may be shown.</param>
    public static IEnumerable<HygieneFault> Find(TextColumn column, double rareShare, CheckContext context)
    {
        var counts = column.Counts();
        var quantities = counts.Select((count, code) => count > 0 ? Quantity.Of(column.Categories[code]) : null).ToArray();
        var forms = Enumerable.Range(0, counts.Length).Where(code => quantities[code] is not null).GroupBy(code => quantities[code]!.Value.Unit, StringComparer.Ordinal)
            .Select(form => (Unit: form.Key, Codes: form.ToArray(), Cells: form.Sum(code => (long)counts[code]))).OrderByDescending(form => form.Cells).ThenBy(form => form.Unit, StringComparer.Ordinal).ToArray();
        var present = column.RowCount - column.MissingCount;
        if (forms.Length != 2 || forms.Sum(form => form.Cells) < LeastQuantities * present || forms[1].Cells < FewestCells || (forms[0].Unit.Length > 0 && forms[1].Unit.Length > 0))
        {
            yield break;
        }

        var (common, rare) = (forms[0], forms[1]);
        if (rare.Unit.Length > 0 && rare.Cells + present - forms.Sum(form => form.Cells) <= rareShare * present)
        {
            yield break;
        }

        var factor = Factor(Median(common.Codes, counts, quantities), Median(rare.Codes, counts, quantities), common.Unit, rare.Unit);
        var like = column.Categories[common.Codes.MaxBy(code => counts[code])];
        var suggestions = new string?[counts.Length];
        foreach (var code in rare.Codes)
        {
            suggestions[code] = factor is { } times ? Written(quantities[code]!.Value, times, like) : string.Empty;
        }

        var codes = column.Codes;
        var cells = new List<HygieneCell>();
        for (var row = 0; row < codes.Length; row++)
        {
            if (codes[row] >= 0 && suggestions[codes[row]] is { } better)
            {
                cells.Add(new HygieneCell(row, better.Length > 0 ? better : null));
            }
        }

        yield return new HygieneFault(HygieneKind.MixedForms, rare.Unit.Length > 0 ? "+" + rare.Unit : "-" + common.Unit, column, cells, Severity.Medium, context.Show.Category(column, codes[cells[0].Row]), 0.1)
        {
            Others = present.ToString("N0", System.Globalization.CultureInfo.InvariantCulture),
            Why = factor is null ? "The two forms are of different size, so they may not mean the same." : string.Empty,
        };
    }

    /// <summary>One finding.</summary>
    public static Finding Write(IReadOnlyList<HygieneFault> faults, CheckContext context)
    {
        var first = faults[0];
        var (has, unit) = (first.Token[0] == '+', first.Token[1..]);
        var cells = faults.Sum(fault => fault.Cells.Count);
        var of = faults.Count == 1 ? $" of {first.Others}" : string.Empty;
        return ColumnHygieneWriter.Write(
            faults,
            context,
            $"{cells:N0}{of} cells of {ColumnHygieneWriter.Columns(faults)} {(has ? "carry" : "lack")} the '{unit}' that the others {(has ? "lack" : "carry")}, as {first.Shown}",
            $"The column was put together from two sources, or formatted by hand; so it is text, and no model sees a number in it. {first.Why}".TrimEnd(),
            first.Why.Length > 0 ? "Find out what each form means, then write all in one." : "Write all in one form; the scores give the number.");
    }

    static double? Factor(double common, double rare, string commonUnit, string rareUnit)
    {
        var ratio = rare / common;
        var hundred = commonUnit == "%" ? 0.01 : rareUnit == "%" ? 100 : double.NaN;
        return ratio is > 1 / SameMedian and < SameMedian ? 1 : ratio / hundred is > 1 / SameMedian and < SameMedian ? 1 / hundred : null;
    }

    static string Written(Quantity quantity, double times, string like)
    {
        var number = times == 1 ? quantity.Written : NumberColumn.Write(quantity.Number * times);
        var sample = Quantity.Of(like)!.Value;
        return sample.Unit.Length == 0 ? number : like.Replace(sample.Written, number, StringComparison.Ordinal);
    }

    static double Median(int[] codes, int[] counts, Quantity?[] quantities)
    {
        var sorted = codes.Select(code => (quantities[code]!.Value.Number, Count: (long)counts[code])).OrderBy(pair => pair.Number).ToArray();
        var half = sorted.Sum(pair => pair.Count) / 2.0;
        var seen = 0L;
        return sorted.First(pair => (seen += pair.Count) >= half).Number;
    }
}
