namespace Faultline;

/// <summary>
/// The scores of the measured rows, and what is expected of each: the mean of rows that the model is as sure of. Where classes overlap a model errs more and knows it;
/// a slice is weak where it errs more than that.
/// </summary>
sealed class SliceRows
{
    const int StratumRows = SureStrata.StratumRows;
    const int MostStrata = SureStrata.MostStrata;
    const double LeastExpected = 0.001;

    readonly int[] _strata;
    readonly int[]? _weights;

    readonly double _mean;
    readonly double _variance;
    readonly double _leastVariance;

    SliceRows(SliceScore score, bool isShare, int[] rows, double[] values, double[] expected, (int[] Strata, int[]? Weights) groups, SliceTally tally, (double Mean, double Variance) raw, double leastVariance)
    {
        (Score, IsShare, Rows, Values, Expected, Tally, _mean, _variance, _leastVariance) = (score, isShare, rows, values, expected, tally, raw.Mean, raw.Variance, leastVariance);
        (_strata, _weights) = groups;
    }

    public SliceScore Score { get; }

    /// <summary>True where the score of a row is 0 or 1, so that its mean is a share of rows.</summary>
    public bool IsShare { get; }

    /// <summary>Row numbers of the measured rows; those of equal score and certainty side by side, else in order. Empty where a place stands for a group of rows that are not held.</summary>
    public int[] Rows { get; }

    /// <summary>The score of each.</summary>
    public double[] Values { get; }

    /// <summary>The mean score of rows that the model is as sure of.</summary>
    public double[] Expected { get; }

    /// <summary>The same for the search; scores other than 0 and 1 as mean ranks, so that no row outweighs the rest.</summary>
    public SliceTally Tally { get; }

    /// <summary>The mean score of all measured rows.</summary>
    public double Overall => IsShare ? _mean : Values.Average();

    /// <summary>Number of places.</summary>
    public int Places => Values.Length;

    /// <summary>Number of measured rows.</summary>
    public long RowCount => _weights is null ? Values.Length : _weights.Sum(weight => (long)weight);

    /// <summary>Number of rows at some places.</summary>
    public long CountOf(IEnumerable<int> members) => _weights is null ? members.Count() : members.Sum(place => (long)_weights[place]);

    /// <summary>Number of rows at some places.</summary>
    public long CountOf(RowSet members) => _weights is null ? members.Count : CountOf(members.ToRows());

    /// <summary>Mean score and mean of what is expected of the rows at some places. Of shares the rows of each stratum are counted first, so that it makes no difference how they are grouped.</summary>
    public (double Value, double Expected) MeansOf(int[] members)
    {
        if (!IsShare)
        {
            return (members.Average(place => Values[place]), members.Average(place => Expected[place]));
        }

        long rows = 0;
        long errors = 0;
        var strata = new SortedDictionary<int, (long Rows, double Expected)>();
        foreach (int place in members)
        {
            int weight = _weights?[place] ?? 1;
            rows += weight;
            errors += Values[place] > 0 ? weight : 0;
            strata[_strata[place]] = (strata.GetValueOrDefault(_strata[place]).Rows + weight, Expected[place]);
        }

        return ((double)errors / rows, strata.Values.Sum(stratum => stratum.Rows * stratum.Expected) / rows);
    }

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
        int[] predicted = new int[rows.Length];
        int[] sure = new int[rows.Length];
        int[][] counts = [.. predictions.Classes.Select(_ => new int[CertaintyCurve.BucketCount])];
        for (int i = 0; i < rows.Length; i++)
        {
            sure[i] = CertaintyCurve.Bucket(CertaintyCurve.Certainty(predictions.Row(rows[i]), out predicted[i]));
            counts[predicted[i]][sure[i]]++;
        }

        double[] values = score switch
        {
            SliceScore.Loss => [.. rows.Select(row => -Math.Log(Math.Max(predictions.Row(row)[predictions.Labels[row]], 1e-15)))],
            SliceScore.LabelNoise => Noise(predictions, rows),
            _ => [.. rows.Select((row, i) => predictions.Labels[row] == predicted[i] ? 0.0 : 1.0)],
        };
        SureStrata together = SureStrata.Of(counts);
        int[] strata = score == SliceScore.LabelNoise ? new int[rows.Length] : [.. rows.Select((_, i) => together.Of(predicted[i], sure[i]))];
        return Of(score, score != SliceScore.Loss, rows, values, strata);
    }

    public static SliceRows Of(ValuePredictions predictions, SliceScore score)
    {
        int[] rows = [.. Enumerable.Range(0, predictions.Labels.Length).Where(row => predictions.IsMeasured(row) && double.IsFinite(predictions.Labels[row] - predictions.Values[row]))];
        double[] errors = [.. rows.Select(row => Math.Abs(predictions.Labels[row] - predictions.Values[row]))];
        double[] values = score == SliceScore.Loss ? [.. errors.Select(error => error * error)] : errors;
        return Of(score, isShare: false, rows, values, Strata([.. rows.Select(row => predictions.Values[row])]));
    }

    public static SliceRows Of(SliceScore score, bool isShare, int[] rows, double[] values, int[] strata)
    {
        if (isShare)
        {
            int[] order = [.. Enumerable.Range(0, rows.Length).OrderBy(i => strata[i]).ThenBy(i => values[i])];
            return OfShares(score, [.. order.Select(i => rows[i])], [.. order.Select(i => values[i])], [.. order.Select(i => strata[i])], null);
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
            means[stratum] /= members[stratum];
        }

        double[] within = Ranks(values, strata, count);
        double[] over = Ranks(values, new int[rows.Length], 1);
        double[] variances = new double[count];
        for (int i = 0; i < rows.Length; i++)
        {
            variances[strata[i]] += (within[i] - 0.5) * (within[i] - 0.5) / members[strata[i]];
        }

        double mean = over.Length == 0 ? 0 : over.Sum(Units) / SliceSums.Unit / over.Length;
        double spread = over.Length == 0 ? 0 : over.Average(value => (value - mean) * (value - mean));
        return new SliceRows(score, isShare, rows, values, [.. strata.Select(stratum => means[stratum])], (strata, null), Ranked(within, over, strata, variances), (mean, spread), count == 0 ? 0 : variances.Min());
    }

    /// <summary>Rows whose score is 0 or 1, one a place or in groups of equal ones.</summary>
    /// <param name="score">What is averaged.</param>
    /// <param name="rows">Row numbers; empty for groups.</param>
    /// <param name="values">Scores, by stratum and then ascending.</param>
    /// <param name="strata">Strata, ascending.</param>
    /// <param name="weights">Rows of each place; null where each is one row.</param>
    public static SliceRows OfShares(SliceScore score, int[] rows, double[] values, int[] strata, int[]? weights)
    {
        int count = strata.Length == 0 ? 0 : strata[^1] + 1;
        long[] errors = new long[count];
        long[] members = new long[count];
        for (int i = 0; i < values.Length; i++)
        {
            members[strata[i]] += weights?[i] ?? 1;
            errors[strata[i]] += values[i] > 0 ? weights?[i] ?? 1 : 0;
        }

        double[] means = [.. errors.Select((wrong, stratum) => Math.Clamp((double)wrong / members[stratum], LeastExpected, 1 - LeastExpected))];
        double[] variances = [.. means.Select(share => share * (1 - share))];
        double mean = count == 0 ? 0 : (double)errors.Sum() / members.Sum();
        return new SliceRows(
            score,
            isShare: true,
            rows,
            values,
            [.. strata.Select(stratum => means[stratum])],
            (strata, weights),
            Shares(values, strata, weights, means, variances),
            (mean, mean * (1 - mean)),
            variances.DefaultIfEmpty(0).Min());
    }

    // Rows of one stratum and score add the same; groups have each their own number of rows.
    static SliceTally Shares(double[] values, int[] strata, int[]? weights, double[] means, double[] variances)
    {
        List<SliceSums> kinds = [];
        List<int> ends = [];
        for (int i = 0; i < values.Length; i++)
        {
            if (weights is not null || i == values.Length - 1 || strata[i + 1] != strata[i] || values[i + 1] != values[i])
            {
                kinds.Add(SliceSums.Of(1, Units(values[i]), Units(means[strata[i]]), Units(variances[strata[i]])) * (weights?[i] ?? 1));
                ends.Add(i + 1);
            }
        }

        return new SliceTally([.. kinds], [.. ends]);
    }

    static SliceTally Ranked(double[] within, double[] over, int[] strata, double[] variances) => new(
        [.. within.Select((rank, i) => SliceSums.Of(1, Units(rank), Units(over[i]), Units(variances[strata[i]])))],
        [.. Enumerable.Range(1, within.Length)]);

    static double Units(double value) => Math.Round(value * SliceSums.Unit);

    /// <summary>Rows of about equal predicted value.</summary>
    static int[] Strata(double[] predicted)
    {
        int[] strata = new int[predicted.Length];
        int[] order = [.. Enumerable.Range(0, predicted.Length)];
        Array.Sort([.. predicted], order);
        int wanted = Math.Max(StratumRows, order.Length / MostStrata);
        for (int from = 0, next = 0; from < order.Length; next++)
        {
            int to = Math.Min(order.Length, from + wanted);
            while (to < order.Length && predicted[order[to]] == predicted[order[to - 1]])
            {
                to++;
            }

            to = order.Length - to < StratumRows / 2 ? order.Length : to;
            for (int i = from; i < to; i++)
            {
                strata[order[i]] = next;
            }

            from = to;
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
