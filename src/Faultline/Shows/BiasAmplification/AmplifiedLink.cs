using MathNet.Numerics.Distributions;

namespace Faultline;

/// <summary>What predictions do to how often a class is met in one group.</summary>
/// <param name="Group">Number of the group.</param>
/// <param name="Rows">Rows with a label and a prediction.</param>
/// <param name="Given">Share of the class by label.</param>
/// <param name="Predicted">Share of the class by prediction.</param>
/// <param name="Change">Predicted less given, with its interval.</param>
/// <param name="Surplus">Mean probability of the class less its share by label; null without probabilities.</param>
/// <param name="Sign">1 where the class is met more often in the group than the two would be met together by chance, else −1.</param>
readonly record struct LinkGroup(int Group, long Rows, double Given, double Predicted, Interval Change, LinkEstimate? Surplus, int Sign)
{
    /// <summary>How much further predictions are from the other groups than labels are.</summary>
    public double Amplified => Sign * (Predicted - Given);
}

/// <summary>An estimate with its standard error.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Error">Its standard error; 0 where nothing varies.</param>
readonly record struct LinkEstimate(double Value, double Error)
{
    /// <summary>Two-sided p-value of no amplification, by the normal law.</summary>
    public double P => Error > 0 ? Math.Min(1, 2 * Normal.CDF(0, 1, -Math.Abs(Value) / Error)) : Value == 0 ? 1 : 0;

    /// <summary>The interval of a level.</summary>
    public Interval IntervalAt(double level)
    {
        double half = Normal.InvCDF(0, 1, (1 + level) / 2) * Error;
        return new Interval(Value - half, Value + half, level);
    }
}

/// <summary>
/// Whether predictions tie an attribute and a class together more strongly than labels do: BiasAmp→ of Wang and Russakovsky (2021), one class at a time.
/// </summary>
/// <param name="Attribute">Number of the attribute.</param>
/// <param name="Class">Number of the class.</param>
/// <param name="Groups">What happens in each group; for the direction from the class to the attribute, to each group among the rows of the class.</param>
/// <param name="Amplification">Mean over the groups of <see cref="LinkGroup.Amplified"/>.</param>
/// <param name="Apart">The same without what moves all groups alike: a class that is predicted too often everywhere draws no groups apart, but counts in <paramref name="Amplification"/> where more
/// groups are linked with it than not.</param>
sealed record AmplifiedLink(int Attribute, int Class, IReadOnlyList<LinkGroup> Groups, LinkEstimate Amplification, LinkEstimate Apart)
{
    /// <summary>The amplification of the probabilities, added up instead of chosen by; null without them.</summary>
    public double? OfProbabilities => Groups.All(group => group.Surplus is not null) ? Groups.Average(group => group.Sign * group.Surplus!.Value.Value) : null;

    /// <summary>True where the probabilities add up to the labels' share in every group, as far as can be told, so that only choosing the more probable class can amplify.</summary>
    /// <param name="least">What may be off.</param>
    /// <param name="level">Level of the intervals.</param>
    public bool IsHonest(double least, double level) => Groups.All(group => group.Surplus is { } surplus && surplus.IntervalAt(level) is var interval && interval.Low <= least && interval.High >= -least);

    /// <summary>From the attribute to the class: in each group, how often is the class predicted, and how often given?</summary>
    /// <param name="attribute">Number of the attribute.</param>
    /// <param name="target">Number of the class.</param>
    /// <param name="groups">The group of each row; −1 where the row does not count.</param>
    /// <param name="labels">The label of each row.</param>
    /// <param name="predicted">The predicted class of each row.</param>
    /// <param name="probabilities">The probability of the class in each row; null without.</param>
    /// <param name="leastRows">Groups of fewer rows are left out.</param>
    /// <returns>Null where fewer than two groups have enough rows.</returns>
    public static AmplifiedLink? ToClass(int attribute, int target, int[] groups, int[] labels, int[] predicted, double[]? probabilities, int leastRows)
    {
        int count = groups.Length == 0 ? 0 : groups.Max() + 1;
        var counts = new (long Rows, long Given, long Predicted, long Gained, long Lost)[count];
        var surplus = new GroupSum[count];
        for (int row = 0; row < groups.Length; row++)
        {
            if (groups[row] < 0)
            {
                continue;
            }

            (bool given, bool told) = (labels[row] == target, predicted[row] == target);
            ref (long Rows, long Given, long Predicted, long Gained, long Lost) group = ref counts[groups[row]];
            group = (group.Rows + 1, group.Given + (given ? 1 : 0), group.Predicted + (told ? 1 : 0), group.Gained + (told && !given ? 1 : 0), group.Lost + (given && !told ? 1 : 0));
            surplus[groups[row]] = probabilities is null ? default : surplus[groups[row]].With(probabilities[row] - (given ? 1 : 0));
        }

        double overall = (double)counts.Sum(group => group.Given) / Math.Max(1, counts.Sum(group => group.Rows));
        LinkGroup[] measured =
        [
            .. counts.Index().Where(group => group.Item.Rows >= leastRows).Select(group => new LinkGroup(
                group.Index,
                group.Item.Rows,
                (double)group.Item.Given / group.Item.Rows,
                (double)group.Item.Predicted / group.Item.Rows,
                PairedShares.Change(group.Item.Gained, group.Item.Lost, group.Item.Rows),
                probabilities is null ? null : new LinkEstimate(surplus[group.Index].Mean, Math.Sqrt(surplus[group.Index].SquaredError)),
                (double)group.Item.Given / group.Item.Rows > overall ? 1 : -1)),
        ];
        if (measured.Length < 2)
        {
            return null;
        }

        LinkEstimate Mean(Func<LinkGroup, double> weight) => new(
            measured.Average(group => weight(group) * (group.Predicted - group.Given)),
            Math.Sqrt(measured.Sum(group => weight(group) * weight(group) * PairedShares.Variance(counts[group.Group].Gained, counts[group.Group].Lost, group.Rows))) / measured.Length);
        double sign = measured.Average(group => group.Sign);
        return new AmplifiedLink(attribute, target, measured, Mean(group => group.Sign), Mean(group => group.Sign - sign));
    }

    /// <summary>From the class to the attribute: among the rows of a class, how often is each group predicted, and how often given?</summary>
    /// <param name="attribute">Number of the attribute.</param>
    /// <param name="target">Number of the class.</param>
    /// <param name="groups">The group of each row; −1 where the row does not count.</param>
    /// <param name="labels">The label of each row.</param>
    /// <param name="predictedGroups">The predicted group of each row.</param>
    /// <param name="leastRows">Below so many rows of the class, or of a group, nothing is said.</param>
    /// <returns>Null where the class, or all but one of the groups, have too few rows.</returns>
    public static AmplifiedLink? ToAttribute(int attribute, int target, int[] groups, int[] labels, int[] predictedGroups, int leastRows)
    {
        int count = groups.Length == 0 ? 0 : Math.Max(groups.Max(), predictedGroups.Max()) + 1;
        long[] all = new long[count];
        var within = new (long Given, long Predicted, long Gained, long Lost)[count];
        int[] rows = [.. Enumerable.Range(0, groups.Length).Where(row => groups[row] >= 0 && labels[row] == target)];
        foreach (int group in groups)
        {
            if (group >= 0)
            {
                all[group]++;
            }
        }

        foreach (int row in rows)
        {
            (int given, int told) = (groups[row], predictedGroups[row]);
            int same = given == told ? 0 : 1;
            within[given] = (within[given].Given + 1, within[given].Predicted, within[given].Gained, within[given].Lost + same);
            within[told] = (within[told].Given, within[told].Predicted + 1, within[told].Gained + same, within[told].Lost);
        }

        double total = Math.Max(1, all.Sum());
        LinkGroup[] measured =
        [
            .. Enumerable.Range(0, count).Where(group => all[group] >= leastRows).Select(group => new LinkGroup(
                group,
                rows.Length,
                (double)within[group].Given / Math.Max(1, rows.Length),
                (double)within[group].Predicted / Math.Max(1, rows.Length),
                PairedShares.Change(within[group].Gained, within[group].Lost, Math.Max(1, rows.Length)),
                null,
                (double)within[group].Given / Math.Max(1, rows.Length) > all[group] / total ? 1 : -1)),
        ];
        if (measured.Length < 2 || rows.Length < leastRows)
        {
            return null;
        }

        // A row changes two groups at once, so that groups are not independent: rows are. One more row that counts to the full either way widens the interval where few change.
        int[] signs = new int[count];
        foreach (LinkGroup group in measured)
        {
            signs[group.Group] = group.Sign;
        }

        double most = 2.0 / measured.Length;
        GroupSum sum = rows.Aggregate(default(GroupSum), (sum, row) => sum.With((double)(signs[predictedGroups[row]] - signs[groups[row]]) / measured.Length));
        LinkEstimate amplification = new(sum.Mean, Math.Sqrt(sum.With(most).With(-most).SquaredError));
        return new AmplifiedLink(attribute, target, measured, amplification, amplification);
    }
}
