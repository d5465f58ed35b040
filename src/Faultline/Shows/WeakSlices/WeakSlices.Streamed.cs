namespace Faultline;

public sealed partial record WeakSlices
{
    /// <inheritdoc/>
    string? IStreamedCheck.WhySampled(StreamedContext context)
    {
        // Cells of each row must fit one number, whatever the strata.
        double space = Attributes(context).Attributes.Aggregate(2.0 * context.Classes.Count * 2 * SureStrata.MostStrata * 40, (product, attribute) => product * Math.Max(attribute.Cells, 22));
        return Score != SliceScore.Error ? $"the score {Score} has to rank all rows"
            : Where is not null ? "a slice asked for is looked up row by row"
            : space >= ulong.MaxValue ? "the columns have more combinations than can be counted"
            : null;
    }

    /// <inheritdoc/>
    IEnumerable<BlockPass> IStreamedCheck.Passes(StreamedContext context)
    {
        CheckContext sample = context.Sample;
        (List<BlockAttribute> candidates, int left) = Attributes(context);
        SliceCertaintyPass certainty = new(context.Classes.Count, candidates);
        yield return certainty;

        if (certainty.Rows < FewestRows)
        {
            context.Answer = TooFew(certainty.Rows);
            yield break;
        }

        int leastRows = LeastRows(certainty.Rows);
        foreach (BlockAttribute text in candidates.Where(candidate => candidate.Bins == 0))
        {
            text.Settle(certainty.Categories[text.Name], leastRows);
        }

        SureStrata strata = SureStrata.Of(certainty.Counts);
        SliceGroupsPass counted = new(strata, candidates);
        yield return counted;

        if (counted.IsTooMany)
        {
            context.WhySampled = $"rows differ in more than {SliceGroupsPass.MostGroups:N0} combinations of their cells; name fewer columns with --features or --group";
            yield break;
        }

        var groups = counted.Groups();
        SliceRows rows = SliceRows.OfShares(Score, [], [.. groups.Select(group => (double)group.Wrong)], [.. groups.Select(group => group.Stratum)], [.. groups.Select(group => group.Rows)]);
        SliceAttribute[] made = [.. candidates.Select((candidate, i) => candidate.Made([.. groups.Select(group => group.Cells[i])], counted.Ranges[i]))];
        int[] telling = [.. Enumerable.Range(0, made.Length).Where(i => made[i].Items.Count > 1)];
        if (telling.Length == 0)
        {
            context.Answer = Verdict.Unmeasured(NothingToSliceBy);
            yield break;
        }

        Searched searched = Search(sample, rows, [.. telling.Select(i => made[i])], leastRows);
        WeakSlicesReport report = new(sample, searched.Attributes, rows, searched.Slices, LeastRatio);
        IReadOnlyList<JudgedSlice> told = report.Told;
        if (told.Count == 0)
        {
            context.Answer = Tell(searched, left, Limits(context));
            yield break;
        }

        double[] means = new double[strata.Count];
        foreach ((int place, var group) in groups.Index())
        {
            means[group.Stratum] = rows.Expected[place];
        }

        SliceRowsPass shown = new(
            strata,
            [.. telling.Select(i => candidates[i])],
            means,
            [.. told.Select(slice => (IReadOnlyList<(int, SliceItem)>)[.. slice.Slice.Terms.Select(term => (term.Attribute, searched.Attributes[term.Attribute].Items[term.Item]))])]);
        yield return shown;

        context.Whole.Fetch(told.SelectMany((_, i) => shown.Of(i).Select(row => row.Row)), sample.Cancellation);
        context.Answer = Tell(searched, left, Limits(context), slice =>
        {
            var worst = shown.Of(told.ToList().IndexOf(slice));
            return (
                new FoundRows(slice.Rows, [.. worst.Select(row => row.Row)]),
                [.. worst.Take(3).Select(row => context.Example(row.Row, report.Guilty(slice), $"predicted {context.Classes[row.Predicted]}", others: 3))]);
        });
    }

    static (List<BlockAttribute> Attributes, int Left) Attributes(StreamedContext context, double leastShare)
    {
        CheckContext sample = context.Sample;
        int[] rows = [.. Enumerable.Range(0, sample.Data.RowCount).Where(sample.Classes!.IsMeasured)];
        string[] names = Names(sample.Roles);
        return ([.. names.Take(MostAttributes).Where(name => context.Whole.Blocks.KindOf(name) == sample.Data[name].Kind).Select(name => BlockAttribute.Of(sample.Data[name], rows, leastShare)).OfType<BlockAttribute>()], Math.Max(0, names.Length - MostAttributes));
    }

    static IEnumerable<string> Limits(StreamedContext context)
    {
        yield return "bins of numbers are cut by the sample; every row is counted";
        string[] dates = [.. Names(context.Sample.Roles).Where(name => context.Whole.Blocks.KindOf(name) != context.Sample.Data[name].Kind)];
        if (dates.Length > 0)
        {
            yield return $"no slices by {string.Join(", ", dates.Take(5))}{(dates.Length > 5 ? $" and {dates.Length - 5} more" : string.Empty)}: dates that are kept as texts; store them as dates";
        }
    }

    (List<BlockAttribute> Attributes, int Left) Attributes(StreamedContext context) => Attributes(context, LeastShare);
}
