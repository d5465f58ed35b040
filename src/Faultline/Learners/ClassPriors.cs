namespace Faultline;

/// <summary>Where a logistic fit starts.</summary>
static class ClassPriors
{
    const double LeastPrior = 1e-6;

    /// <summary>Writes intercepts that give the shares of the classes: one for two classes, else one a class.</summary>
    public static void Write(int[] labels, int classes, Span<double> intercepts)
    {
        double[] share = new double[Math.Max(2, classes)];
        foreach (int label in labels)
        {
            share[label] += 1.0 / labels.Length;
        }

        for (int k = 0; k < intercepts.Length; k++)
        {
            intercepts[k] = intercepts.Length == 1
                ? Math.Log(Math.Max(share[1], LeastPrior)) - Math.Log(Math.Max(share[0], LeastPrior))
                : Math.Log(Math.Max(share[k], LeastPrior));
        }
    }
}
