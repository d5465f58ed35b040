namespace Faultline;

public static partial class ConfidentLearning
{
    readonly unsafe ref partial struct Counting
    {
        ConfidentJoint Joint()
        {
            int[][] rowsByLabel = _rowsByLabel;
            int classes = _classes;
            int[] confident = _confident;
            return ConfidentJoint.FromRows(classes, given =>
            {
                int[] counts = new int[classes];
                foreach (int row in rowsByLabel[given])
                {
                    if (confident[row] >= 0)
                    {
                        counts[confident[row]]++;
                    }
                }

                counts[given] = Math.Max(counts[given], 1);
                return counts;
            });
        }

        int[][] RowsByLabel()
        {
            int[][] rows = new int[_classes][];
            for (int k = 0; k < _classes; k++)
            {
                rows[k] = new int[_labelCounts[k]];
            }

            int[] filled = new int[_classes];
            for (int row = 0; row < _labels.Length; row++)
            {
                int label = _labels[row];
                if (label >= 0)
                {
                    rows[label][filled[label]++] = row;
                }
            }

            return rows;
        }
    }

    static ConfidentJoint Calibrate(ConfidentJoint joint, long[] labelCounts)
    {
        double total = 0;
        double rows = labelCounts.Sum();
        long[] givenTotals = joint.GivenTotals();
        for (int given = 0; given < joint.Classes; given++)
        {
            foreach (int count in joint.Counts(given))
            {
                total += (double)count / givenTotals[given] * labelCounts[given];
            }
        }

        return ConfidentJoint.FromRows(joint.Classes, given =>
        {
            int[] counts = joint.Dense(given);
            double[] scaled = new double[counts.Length];
            for (int k = 0; k < counts.Length; k++)
            {
                scaled[k] = total > 0 ? (double)counts[k] / givenTotals[given] * labelCounts[given] / total * rows : 0;
            }

            return RoundKeepingTotal(scaled);
        });
    }

    /// <summary>Rounds to whole numbers whose total is the rounded total, the largest remainders up (Hamilton's method).</summary>
    static int[] RoundKeepingTotal(double[] values)
    {
        double[] rounded = [.. values.Select(v => Math.Round(v, MidpointRounding.ToEven))];
        long missing = (long)Math.Round(values.Sum(), MidpointRounding.ToEven) - (long)rounded.Sum();
        while (missing != 0)
        {
            double[] remainders = [.. values.Zip(rounded, (value, whole) => value - whole)];
            int[] order = QuicksortOrder(remainders);
            int step = Math.Sign(missing);
            int changes = (int)Math.Min(Math.Abs(missing), order.Length);
            for (int change = 0; change < changes; change++)
            {
                rounded[step > 0 ? order[^(change + 1)] : order[change]] += step;
            }

            missing -= step * changes;
        }

        return [.. rounded.Select(r => (int)r)];
    }
}
