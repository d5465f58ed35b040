namespace Faultline;

/// <summary>How wrong labels and a classifier's own errors compound into the accuracy that is observed against the labels.</summary>
/// <remarks>
/// With a share ε of wrong labels, a share o of predictions that agree with the labels, and K classes: whatever the two errors have to do with one
/// another, the accuracy against the truth lies within o ± ε. Where they are independent and a wrong label is any other class,
/// o = (1 − e)(1 − ε) + e ε / (K − 1) for the classifier's own error e.
/// </remarks>
public static class AnnotationError
{
    /// <summary>The share of predictions that agree with the labels, for independent errors.</summary>
    /// <param name="classifierError">Share of predictions that are not the truth, 0 to 1.</param>
    /// <param name="wrongLabels">Share of labels that are not the truth, 0 to 1.</param>
    /// <param name="classes">Number of classes, at least 2.</param>
    public static double Observed(double classifierError, double wrongLabels, int classes) =>
        ((1 - classifierError) * (1 - wrongLabels)) + (classifierError * wrongLabels / (classes - 1));

    /// <summary>The accuracy against the truth: a value for independent errors, and an interval that needs no independence.</summary>
    /// <param name="observed">Interval of the share of predictions that agree with the labels.</param>
    /// <param name="accuracy">That share itself.</param>
    /// <param name="wrongLabels">Interval of the share of wrong labels.</param>
    /// <param name="noise">That share itself.</param>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <returns>Its interval holds the truth where both given intervals do.</returns>
    public static Estimate Accuracy(Interval observed, double accuracy, Interval wrongLabels, double noise, int classes)
    {
        double low = Math.Max(0, observed.Low - wrongLabels.High);
        double high = Math.Min(1, observed.High + wrongLabels.High);
        double gain = 1 - noise - (noise / (classes - 1));
        double own = gain > 0 ? 1 - ((1 - noise - accuracy) / gain) : accuracy;
        return new Estimate(Math.Clamp(own, low, high), low, high);
    }

    /// <summary>Every recall of a class that so many wrong labels in the table allow.</summary>
    /// <param name="hits">Rows labelled and predicted as the class.</param>
    /// <param name="labelled">Rows labelled as the class.</param>
    /// <param name="predicted">Rows predicted as the class.</param>
    /// <param name="rows">Rows in all.</param>
    /// <param name="wrong">At most so many labels are wrong.</param>
    /// <returns>The least and the greatest; [0, 1] where the class may have no row at all.</returns>
    public static Interval Recall(long hits, long labelled, long predicted, long rows, long wrong)
    {
        // Each wrong label moves one row into the class or out of it; only the ends of how they share out can be extreme.
        long missed = labelled - hits;
        long surplus = predicted - hits;
        if (wrong >= labelled)
        {
            return new Interval(0, 1);
        }

        double least = 1;
        double most = 0;
        long strangers = rows - labelled - surplus;
        for (int side = 0; side < 2; side++)
        {
            // Hits taken out, or rows of other labels and predictions put in; what is left of the wrong labels does the other.
            long outOf = side == 0 ? Math.Min(wrong, hits) : Math.Min(wrong - Math.Min(wrong, strangers), hits);
            long into = Math.Min(wrong - outOf, strangers);
            least = Math.Min(least, Share(hits - outOf, labelled - outOf + into));

            // Misses taken out, or rows put in that are predicted so.
            long misses = side == 0 ? Math.Min(wrong, missed) : Math.Min(wrong - Math.Min(wrong, surplus), missed);
            long found = Math.Min(wrong - misses, surplus);
            most = Math.Max(most, Share(hits + found, labelled - misses + found));
        }

        return new Interval(least, most);
    }

    static double Share(long part, long all) => all > 0 ? part / (double)all : 0;
}
