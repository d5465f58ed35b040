namespace Faultline;

public static partial class ConfidentLearning
{
    readonly unsafe ref partial struct Counting
    {
        public bool[] Find(LabelFilter filter)
        {
            bool[] found = filter switch
            {
                LabelFilter.PruneByClass => Prune(byClass: true),
                LabelFilter.PruneByNoiseRate => Prune(byClass: false),
                LabelFilter.Both => Intersect(Prune(byClass: true), Prune(byClass: false)),
                LabelFilter.ConfidentLearning => ConfidentElsewhere(),
                LabelFilter.PredictedNotGiven => [.. _agrees.Select(agrees => !agrees)],
                _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "Not a label filter."),
            };
            for (int row = 0; row < found.Length; row++)
            {
                found[row] &= !_agrees[row];
            }

            return found;
        }

        static bool[] Intersect(bool[] first, bool[] second) => [.. first.Zip(second, (a, b) => a && b)];

        bool[] ConfidentElsewhere()
        {
            bool[] found = new bool[_labels.Length];
            for (int row = 0; row < found.Length; row++)
            {
                found[row] = _confident[row] >= 0 && _confident[row] != _labels[row];
            }

            return found;
        }

        bool[] Prune(bool byClass)
        {
            bool[] found = new bool[_labels.Length];
            ConfidentJoint joint = _noise.CalibratedJoint;
            int[][] suspects = SuspectsByLabel(_labels, _agrees, _classes);
            long[] counts = _labelCounts;
            int classes = _classes;
            int count = _labels.Length;
            double[]? sums = _sums;
            fixed (int* labelsAt = _labels)
            fixed (double* probabilitiesAt = _probabilities)
            {
                nint l = (nint)labelsAt;
                nint p = (nint)probabilitiesAt;

                // Few classes, or none, need more than their suspects.
                Lazy<int[][]> rowsByLabel = new(() => RowsByLabel(new ReadOnlySpan<int>((int*)l, count), counts));
                Parallel.For(0, classes, _parallel, given =>
                {
                    if (counts[given] <= 1)
                    {
                        return;
                    }

                    Margins margins = new((double*)p, sums, classes, rowsByLabel, suspects[given], given);
                    if (byClass)
                    {
                        margins.PickSmallest(actual: -1, (int)counts[given] - Math.Max(1, joint[given, given]), found);
                        return;
                    }

                    int[] take = RowsToTake(joint, given);
                    for (int actual = 0; actual < classes; actual++)
                    {
                        margins.PickSmallest(actual, take[actual], found);
                    }
                });
            }

            return found;
        }
    }

    /// <summary>A class keeps at least one row on the diagonal; what that takes comes evenly from its other cells, fractions dropped.</summary>
    internal static int[] RowsToTake(ConfidentJoint joint, int given)
    {
        int[] take = joint.Dense(given);
        double lacking = Math.Max(take[given], 1) - take[given];
        double cells = Math.Max(joint.Counts(given).Length - 1, 1);
        for (int actual = 0; actual < take.Length; actual++)
        {
            take[actual] = actual == given ? 0 : (int)Math.Max(0, take[actual] - (lacking / cells));
        }

        return take;
    }

    /// <summary>The rows of one given class, to be picked by how little they favour it.</summary>
    readonly unsafe struct Margins(double* probabilities, double[]? sums, int classes, Lazy<int[][]> rowsByLabel, int[] suspects, int given)
    {
        /// <summary>Marks the rows with the smallest p(given) − p(actual), or the smallest p(given) where <paramref name="actual"/> is −1.</summary>
        public void PickSmallest(int actual, int count, bool[] found)
        {
            if (count < 1)
            {
                return;
            }

            // Every row whose label is not its most probable class is a suspect; a margin this far below 0 proves it. If enough of them lie there, no other row can be picked.
            double[] margins = Of(suspects, actual);
            int[] among = suspects;
            if (actual < 0 || Below(margins, -2 * Tolerance) < count)
            {
                among = rowsByLabel.Value[given];
                margins = Of(among, actual);
            }

            double border = Selection.Nth([.. margins], Math.Min(count, margins.Length) - 1);
            int tied = margins.AsSpan().Count(border);
            if (Below(margins, border) + tied > count)
            {
                PickTied(actual, count, found);
                return;
            }

            for (int i = 0; i < among.Length; i++)
            {
                if (margins[i] <= border)
                {
                    found[among[i]] = true;
                }
            }
        }

        void PickTied(int actual, int count, bool[] found)
        {
            int[] rows = rowsByLabel.Value[given];
            int[] order = QuicksortOrder(Of(rows, actual));
            for (int i = 0; i < count; i++)
            {
                found[rows[order[i]]] = true;
            }
        }

        static int Below(ReadOnlySpan<double> margins, double border)
        {
            int below = 0;
            foreach (double margin in margins)
            {
                below += margin < border ? 1 : 0;
            }

            return below;
        }

        double[] Of(int[] chosen, int actual)
        {
            double[] margins = new double[chosen.Length];
            for (int i = 0; i < chosen.Length; i++)
            {
                double* values = probabilities + ((long)chosen[i] * classes);
                double sum = sums is null ? 1 : sums[chosen[i]];
                margins[i] = (values[given] / sum) - (actual < 0 ? 0 : values[actual] / sum);
            }

            return margins;
        }
    }
}
