namespace Faultline;

public static partial class ConfidentLearning
{
    const double Tolerance = 1e-6;
    const double AbsentThreshold = 2;
    const int RowsPerBlock = 16_384;

    /// <summary>The two passes over the rows: the first gives the thresholds, the second the class that each row is confidently in.</summary>
    readonly unsafe ref partial struct Counting
    {
        readonly ReadOnlySpan<int> _labels;
        readonly ReadOnlySpan<double> _probabilities;
        readonly int _classes;
        readonly ParallelOptions _parallel;
        readonly double[]? _sums;
        readonly double[] _thresholds;
        readonly long[] _labelCounts;
        // Per row the confident class or −1, and whether the most probable class is the given label (or the label is missing).
        readonly int[] _confident;
        readonly bool[] _agrees;
        readonly int[][] _rowsByLabel;
        readonly LabelNoise _noise;

        public Counting(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int classes, int threads, CancellationToken cancellationToken)
        {
            ThrowIfMisshapen(labels, probabilities.Length, classes);
            _labels = labels;
            _probabilities = probabilities;
            _classes = classes;
            _parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellationToken };
            (_thresholds, _labelCounts, _sums) = Thresholds(labels, probabilities, classes, _parallel);
            _confident = new int[labels.Length];
            _agrees = new bool[labels.Length];
            Classify();
            _rowsByLabel = RowsByLabel();
            ConfidentJoint joint = Joint();
            _noise = new LabelNoise(_thresholds, joint, Calibrate(joint, _labelCounts), _labelCounts);
        }

        public LabelNoise Noise => _noise;

        static (double[] Thresholds, long[] Counts, double[]? Sums) Thresholds(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int classes, ParallelOptions parallel)
        {
            int blocks = (labels.Length + RowsPerBlock - 1) / RowsPerBlock;
            BlockSums[] parts = new BlockSums[blocks];
            double[] sums = new double[labels.Length];
            int rows = labels.Length;
            fixed (int* labelsAt = labels)
            fixed (double* probabilitiesAt = probabilities)
            {
                nint l = (nint)labelsAt;
                nint p = (nint)probabilitiesAt;
                Parallel.For(0, blocks, parallel, block => parts[block] = SumBlock((int*)l, (double*)p, sums, classes, block * RowsPerBlock, Math.Min(rows, (block + 1) * RowsPerBlock)));
            }

            double[] raw = new double[classes];
            double[] divided = new double[classes];
            long[] counts = new long[classes];
            bool divide = false;
            foreach (BlockSums part in parts)
            {
                if (part.BadRow >= 0)
                {
                    throw new ArgumentException($"The probabilities of row {part.BadRow} sum to {sums[part.BadRow]}; they must be finite and sum to about 1. Give label -1 to rows that are not measured.", nameof(probabilities));
                }

                divide |= part.Deviates;
                for (int k = 0; k < classes; k++)
                {
                    raw[k] += part.Raw[k];
                    divided[k] += part.Divided[k];
                    counts[k] += part.Counts[k];
                }
            }

            double[] thresholds = new double[classes];
            for (int k = 0; k < classes; k++)
            {
                thresholds[k] = counts[k] == 0 ? AbsentThreshold : Math.Max((divide ? divided[k] : raw[k]) / counts[k], 2 * Tolerance);
            }

            return (thresholds, counts, divide ? sums : null);
        }

        static BlockSums SumBlock(int* labels, double* probabilities, double[] sums, int classes, int from, int to)
        {
            BlockSums part = new(new double[classes], new double[classes], new long[classes], false, -1);
            bool deviates = false;
            for (int row = from; row < to; row++)
            {
                double* values = probabilities + ((long)row * classes);
                double sum = RowSum(values, classes);
                sums[row] = sum;
                int label = labels[row];
                if (label < 0)
                {
                    continue;
                }

                if (!(sum > 0 && double.IsFinite(sum)))
                {
                    return part with { BadRow = row };
                }

                deviates |= Math.Abs(sum - 1) > 1e-12;
                part.Raw[label] += values[label];
                part.Divided[label] += values[label] / sum;
                part.Counts[label]++;
            }

            return part with { Deviates = deviates };
        }

        void Classify()
        {
            int blocks = (_labels.Length + RowsPerBlock - 1) / RowsPerBlock;
            int rows = _labels.Length;
            int classes = _classes;
            double[]? sums = _sums;
            int[] confident = _confident;
            bool[] agrees = _agrees;
            double[] borders = [.. _thresholds.Select(t => t - Tolerance)];
            fixed (int* labelsAt = _labels)
            fixed (double* probabilitiesAt = _probabilities)
            {
                nint l = (nint)labelsAt;
                nint p = (nint)probabilitiesAt;
                Parallel.For(0, blocks, _parallel, block =>
                {
                    int to = Math.Min(rows, (block + 1) * RowsPerBlock);
                    for (int row = block * RowsPerBlock; row < to; row++)
                    {
                        ClassifyRow((double*)p + ((long)row * classes), ((int*)l)[row], sums is null ? 1 : sums[row], borders, out confident[row], out agrees[row]);
                    }
                });
            }
        }

        static void ClassifyRow(double* values, int label, double sum, double[] borders, out int confident, out bool agrees)
        {
            if (label < 0)
            {
                confident = -1;
                agrees = true;
                return;
            }

            double best = double.NegativeInfinity;
            int bestClass = 0;
            int reached = 0;
            int firstReached = -1;
            for (int k = 0; k < borders.Length; k++)
            {
                double value = values[k] / sum;
                if (value > best)
                {
                    best = value;
                    bestClass = k;
                }

                if (value >= borders[k])
                {
                    firstReached = reached == 0 ? k : firstReached;
                    reached++;
                }
            }

            // Several reached: the most probable class, whether or not it reached its own threshold (so the reference counts).
            confident = reached > 1 ? bestClass : firstReached;
            double own = (values[label] / sum) + Tolerance;
            agrees = bestClass == label || (bestClass < label ? own > best : own >= best);
        }

        /// <summary>Sums in the order of NumPy's pairwise sum, so that rows that tie there after the division tie here.</summary>
        static double RowSum(double* values, int count)
        {
            if (count < 8)
            {
                double sum = 0;
                for (int k = 0; k < count; k++)
                {
                    sum += values[k];
                }

                return sum;
            }

            if (count > 128)
            {
                int half = count / 2;
                half -= half % 8;
                return RowSum(values, half) + RowSum(values + half, count - half);
            }

            double s0 = values[0], s1 = values[1], s2 = values[2], s3 = values[3], s4 = values[4], s5 = values[5], s6 = values[6], s7 = values[7];
            int at = 8;
            for (; at + 8 <= count; at += 8)
            {
                s0 += values[at];
                s1 += values[at + 1];
                s2 += values[at + 2];
                s3 += values[at + 3];
                s4 += values[at + 4];
                s5 += values[at + 5];
                s6 += values[at + 6];
                s7 += values[at + 7];
            }

            double total = s0 + s1 + (s2 + s3) + (s4 + s5 + (s6 + s7));
            for (; at < count; at++)
            {
                total += values[at];
            }

            return total;
        }
    }

    sealed record BlockSums(double[] Raw, double[] Divided, long[] Counts, bool Deviates, int BadRow);
}
