namespace Faultline;

/// <summary>
/// The scores of the measured rows, and what is expected of each: the mean of rows that the model is as sure of. Where classes overlap a model errs more and knows it;
/// a slice is weak where it errs more than that.
/// </summary>
sealed class SliceRows
{
    const int StratumRows = 100;
    const int MostStrata = 20;
    const double LeastExpected = 0.001;

    readonly double _mean;
    readonly double _variance;
    readonly double _leastVariance;

    SliceRows(SliceScore score, bool isShare, int[] rows, double[] values, double[] expected, SliceTally tally, (double Mean, double Variance) raw, double leastVariance) =>
        (Score, IsShare, Rows, Values, Expected, Tally, _mean, _variance, _leastVariance) = (score, isShare, rows, values, expected, tally, raw.Mean, raw.Variance, leastVariance);

    public SliceScore Score { get; }

    /// <summary>True where the score of a row is 0 or 1, so that its mean is a share of rows.</summary>
    public bool IsShare { get; }

    /// <summary>Row numbers of the measured rows; those of equal score and certainty side by side, else in order.</summary>
    public int[] Rows { get; }

    /// <summary>The score of each.</summary>
    public double[] Values { get; }

    /// <summary>The mean score of rows that the model is as sure of.</summary>
    public double[] Expected { get; }

    /// <summary>The same for the search; scores other than 0 and 1 as mean ranks, so that no row outweighs the rest.</summary>
    public SliceTally Tally { get; }

    /// <summary>The mean score of all measured rows.</summary>
    public double Overall => Values.Average();

    /// <summary>What the search holds slices of at least so many rows against.</summary>
    public SliceScale Scale(int leastRows) => new(IsShare, _mean, _variance, leastRows, IsShare && Expected.Length > 0 ? Expected.Min() : 0, _leastVariance);

    /// <summary>Chance of so large an excess of some rows over what is expected of them, where nothing sets them apart and nothing was searched.</summary>
    /// <param name="members">Places of the rows.</param>
    public double ChanceOf(int[] members)
    {
        if (IsShare)
        {
            return SliceTail.OfShare(members.Sum(place => Values[place]), members.Length, members.Sum(place => Expected[place]), members.Sum(place => Expected[place] * (1 - Expected[place])));
        }

        double z = Scale(members.Length).Beyond(members.Aggregate(default(SliceSums), (sum, place) => sum + Tally.Kinds[place]));
        return z > 0 ? SliceTail.OfRanks(z) : 1;
    }

    /// <summary>A mean score in words.</summary>
    public string Text(double value) => IsShare ? PlainNumber.Percent(value) : PlainNumber.Of(value);

    /// <summary>An interval of a mean score in words.</summary>
    public string Text(Interval interval) => IsShare ? interval.Text(end => PlainNumber.Of(100 * end)) + " %" : interval.Text(PlainNumber.Of);

    public static SliceRows Of(ClassPredictions predictions, SliceScore score)
    {
        int[] rows = [.. Enumerable.Range(0, predictions.RowCount).Where(predictions.IsMeasured)];
        int[] predicted = [.. rows.Select(row => ModelSummary.MostProbable(predictions.Row(row)))];
        double[] sure = [.. rows.Select((row, i) => predictions.Row(row)[predicted[i]])];
        double[] values = score switch
        {
            SliceScore.Loss => [.. rows.Select(row => -Math.Log(Math.Max(predictions.Row(row)[predictions.Labels[row]], 1e-15)))],
            SliceScore.LabelNoise => Noise(predictions, rows),
            _ => [.. rows.Select((row, i) => predictions.Labels[row] == predicted[i] ? 0.0 : 1.0)],
        };
        int[] strata = score == SliceScore.LabelNoise ? new int[rows.Length] : Strata(predicted, sure, isCertainty: true);
        return Of(score, score != SliceScore.Loss, rows, values, strata);
    }

    public static SliceRows Of(ValuePredictions predictions, SliceScore score)
    {
        int[] rows = [.. Enumerable.Range(0, predictions.Labels.Length).Where(row => predictions.IsMeasured(row) && double.IsFinite(predictions.Labels[row] - predictions.Values[row]))];
        double[] errors = [.. rows.Select(row => Math.Abs(predictions.Labels[row] - predictions.Values[row]))];
        double[] values = score == SliceScore.Loss ? [.. errors.Select(error => error * error)] : errors;
        return Of(score, isShare: false, rows, values, Strata(new int[rows.Length], [.. rows.Select(row => predictions.Values[row])], isCertainty: false));
    }

    public static SliceRows Of(SliceScore score, bool isShare, int[] rows, double[] values, int[] strata)
    {
        if (isShare)
        {
            int[] order = [.. Enumerable.Range(0, rows.Length).OrderBy(i => strata[i]).ThenBy(i => values[i])];
            (rows, values, strata) = ([.. order.Select(i => rows[i])], [.. order.Select(i => values[i])], [.. order.Select(i => strata[i])]);
        }

        int count = strata.Length == 0 ? 0 : strata.Max() + 1;
        double[] means = new double[count];
        int[] members = new int[count];
        for (int i = 0; i < rows.Length; i++)
        {
            means[strata[i]] += values[i];
            members[strata[i]]++;
        }

        for (int stratum = 0; stratum < count; stratum++)
        {
            means[stratum] = isShare ? Math.Clamp(means[stratum] / members[stratum], LeastExpected, 1 - LeastExpected) : means[stratum] / members[stratum];
        }

        double[] within = isShare ? values : Ranks(values, strata, count);
        double[] over = isShare ? values : Ranks(values, new int[rows.Length], 1);
        double[] variances = new double[count];
        for (int i = 0; i < rows.Length; i++)
        {
            variances[strata[i]] += isShare ? means[strata[i]] * (1 - means[strata[i]]) / members[strata[i]] : (within[i] - 0.5) * (within[i] - 0.5) / members[strata[i]];
        }

        SliceTally tally = isShare ? Shares(values, strata, means, variances) : Ranked(within, over, strata, variances);
        double mean = over.Length == 0 ? 0 : over.Sum(Units) / SliceSums.Unit / over.Length;
        double spread = over.Length == 0 ? 0 : over.Average(value => (value - mean) * (value - mean));
        return new SliceRows(score, isShare, rows, values, [.. strata.Select(stratum => means[stratum])], tally, (mean, spread), count == 0 ? 0 : variances.Min());
    }

    // Rows of one stratum and score add the same.
    static SliceTally Shares(double[] values, int[] strata, double[] means, double[] variances)
    {
        List<SliceSums> kinds = [];
        List<int> ends = [];
        for (int i = 0; i < values.Length; i++)
        {
            if (i == values.Length - 1 || strata[i + 1] != strata[i] || values[i + 1] != values[i])
            {
                kinds.Add(SliceSums.Of(1, Units(values[i]), Units(means[strata[i]]), Units(variances[strata[i]])));
                ends.Add(i + 1);
            }
        }

        return new SliceTally([.. kinds], [.. ends]);
    }

    static SliceTally Ranked(double[] within, double[] over, int[] strata, double[] variances) => new(
        [.. within.Select((rank, i) => SliceSums.Of(1, Units(rank), Units(over[i]), Units(variances[strata[i]])))],
        [.. Enumerable.Range(1, within.Length)]);

    static double Units(double value) => Math.Round(value * SliceSums.Unit);

    /// <summary>Rows of one predicted class and about equal confidence; classes of few rows go together.</summary>
    static int[] Strata(int[] predicted, double[] sure, bool isCertainty)
    {
        int[] strata = new int[sure.Length];
        int next = 0;
        int[][] groups = [.. Enumerable.Range(0, sure.Length).GroupBy(i => predicted[i]).OrderBy(group => group.Key).Select(group => group.ToArray())];
        int[] few = [.. groups.Where(group => group.Length < 2 * StratumRows).SelectMany(group => group)];
        foreach (int[] group in groups.Where(group => group.Length >= 2 * StratumRows).Append(few).Where(group => group.Length > 0))
        {
            Array.Sort([.. group.Select(i => sure[i])], group);
            int wanted = Math.Max(StratumRows, group.Length / MostStrata);
            for (int from = 0; from < group.Length;)
            {
                int to = Math.Min(group.Length, from + wanted);

                // Where a model is nearly certain, errors double and double again within few rows.
                double doubt = 1 - sure[group[from]];
                for (int at = from + StratumRows; isCertainty && at < to; at++)
                {
                    to = 1 - sure[group[at]] < doubt / 2 ? at : to;
                }

                while (to < group.Length && sure[group[to]] == sure[group[to - 1]])
                {
                    to++;
                }

                to = group.Length - to < StratumRows / 2 ? group.Length : to;
                for (int i = from; i < to; i++)
                {
                    strata[group[i]] = next;
                }

                next++;
                from = to;
            }
        }

        return strata;
    }

    // Mean ranks within the stratum as a share of it, ties at the middle of theirs: 0.5 on average.
    static double[] Ranks(double[] values, int[] strata, int count)
    {
        double[] ranks = new double[values.Length];
        int[][] groups = [.. Enumerable.Range(0, count).Select(_ => Array.Empty<int>())];
        foreach (IGrouping<int, int> group in Enumerable.Range(0, values.Length).GroupBy(i => strata[i]))
        {
            groups[group.Key] = [.. group];
        }

        foreach (int[] group in groups)
        {
            double[] keys = [.. group.Select(i => values[i])];
            Array.Sort(keys, group);
            for (int from = 0; from < group.Length;)
            {
                int to = from + 1;
                while (to < group.Length && keys[to] == keys[from])
                {
                    to++;
                }

                for (int i = from; i < to; i++)
                {
                    ranks[group[i]] = (from + to) / 2.0 / group.Length;
                }

                from = to;
            }
        }

        return ranks;
    }

    static double[] Noise(ClassPredictions predictions, int[] rows)
    {
        int classes = predictions.Classes.Count;
        double[] probabilities = new double[rows.Length * classes];
        foreach ((int i, int row) in rows.Index())
        {
            predictions.Row(row).CopyTo(probabilities.AsSpan(i * classes));
        }

        bool[] wrong = ConfidentLearning.Find([.. rows.Select(row => predictions.Labels[row])], probabilities, classes, LabelFilter.PruneByNoiseRate);
        return [.. wrong.Select(flag => flag ? 1.0 : 0.0)];
    }
}
