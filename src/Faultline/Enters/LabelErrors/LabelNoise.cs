namespace Faultline;

/// <summary>What confident learning estimates about the labels of a table (Northcutt, Jiang and Chuang, 2021, arXiv:1911.00068).</summary>
/// <param name="Thresholds">Per class the mean probability of the class over the rows labelled so; 2 for a class that no label uses, which no row can reach.</param>
/// <param name="Joint">Rows counted by given and confident class; rows confident of no class are not counted, the diagonal is at least 1.</param>
/// <param name="CalibratedJoint">The joint scaled to the label counts and rounded to whole numbers that keep each class's total.</param>
/// <param name="LabelCounts">Measured rows per given class.</param>
public sealed record LabelNoise(double[] Thresholds, ConfidentJoint Joint, ConfidentJoint CalibratedJoint, long[] LabelCounts)
{
    /// <summary>The estimated number of wrong labels: the calibrated joint off its diagonal. Where classes overlap it counts overlap as well.</summary>
    public long OffDiagonal
    {
        get
        {
            long rows = 0;
            for (int given = 0; given < CalibratedJoint.Classes; given++)
            {
                rows += LabelCounts[given] - CalibratedJoint[given, given];
            }

            return rows;
        }
    }

    /// <summary>P(given label | true class) as <c>[given, actual]</c>; columns sum to 1, or are 0 for a class that nothing was counted into.</summary>
    public double[,] NoiseMatrix()
    {
        int classes = Joint.Classes;
        long[] totals = Joint.ActualTotals();
        double[,] matrix = new double[classes, classes];
        double[] sums = new double[classes];
        for (int given = 0; given < classes; given++)
        {
            ReadOnlySpan<int> columns = Joint.Columns(given);
            ReadOnlySpan<int> counts = Joint.Counts(given);
            for (int cell = 0; cell < columns.Length; cell++)
            {
                int actual = columns[cell];
                double rate = (double)counts[cell] / totals[actual];
                matrix[given, actual] = given == actual ? rate : Math.Min(rate, 0.9999);
                sums[actual] += matrix[given, actual];
            }
        }

        for (int given = 0; given < classes; given++)
        {
            foreach (int actual in Joint.Columns(given))
            {
                matrix[given, actual] /= sums[actual];
            }
        }

        return matrix;
    }

    /// <summary>The share of each class among the true classes, each at least about 10⁻⁶, summing to 1.</summary>
    public double[] TrueClassPrior()
    {
        long[] actual = Joint.ActualTotals();
        long[] given = Joint.GivenTotals();
        double rows = LabelCounts.Sum();
        double[] prior = new double[actual.Length];
        double sum = 0;
        for (int k = 0; k < prior.Length; k++)
        {
            double share = given[k] == 0 ? 0 : actual[k] / (double)given[k] * (LabelCounts[k] / rows);
            prior[k] = Math.Clamp(share, 1e-6, 1);
            sum += prior[k];
        }

        for (int k = 0; k < prior.Length; k++)
        {
            prior[k] /= sum;
        }

        return prior;
    }
}
