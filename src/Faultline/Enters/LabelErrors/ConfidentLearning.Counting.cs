using System.Runtime.Intrinsics;

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
            ConfidentJoint joint = Joint();
            _noise = new LabelNoise(_thresholds, joint, Calibrate(joint, _labelCounts), _labelCounts);
        }

        public LabelNoise Noise => _noise;

        static (double[] Thresholds, long[] Counts, double[]? Sums) Thresholds(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int classes, ParallelOptions parallel)
        {
            int blocks = (labels.Length + RowsPerBlock - 1) / RowsPerBlock;
            BlockSums[] parts = new BlockSums[blocks];
            int rows = labels.Length;
            fixed (int* labelsAt = labels)
            fixed (double* probabilitiesAt = probabilities)
            {
                nint l = (nint)labelsAt;
                nint p = (nint)probabilitiesAt;
                Parallel.For(0, blocks, parallel, block => parts[block] = SumBlock((int*)l, (double*)p, classes, block * RowsPerBlock, Math.Min(rows, (block + 1) * RowsPerBlock)));
            }

            double[] raw = new double[classes];
            double[] divided = new double[classes];
            long[] counts = new long[classes];
            bool divide = false;
            foreach (BlockSums part in parts)
            {
                if (part.BadRow >= 0)
                {
                    throw new ArgumentException($"The probabilities of row {part.BadRow} sum to {part.BadSum}; they must be finite and sum to about 1. Give label -1 to rows that are not measured.", nameof(probabilities));
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

            return (thresholds, counts, divide ? Sums(probabilities, rows, classes, parallel) : null);
        }

        // Rows mostly sum to 1: their sums are kept only where they are needed.
        static double[] Sums(ReadOnlySpan<double> probabilities, int rows, int classes, ParallelOptions parallel)
        {
            double[] sums = new double[rows];
            fixed (double* probabilitiesAt = probabilities)
            {
                nint p = (nint)probabilitiesAt;
                Parallel.For(0, (rows + RowsPerBlock - 1) / RowsPerBlock, parallel, block =>
                {
                    for (int row = block * RowsPerBlock; row < Math.Min(rows, (block + 1) * RowsPerBlock); row++)
                    {
                        sums[row] = RowSum((double*)p + ((long)row * classes), classes);
                    }
                });
            }

            return sums;
        }

        static BlockSums SumBlock(int* labels, double* probabilities, int classes, int from, int to)
        {
            BlockSums part = new(new double[classes], new double[classes], new long[classes], false, -1, 0);
            bool deviates = false;
            for (int row = from; row < to; row++)
            {
                double* values = probabilities + ((long)row * classes);
                int label = labels[row];
                if (label < 0)
                {
                    continue;
                }

                double sum = RowSum(values, classes);
                if (!(sum > 0 && double.IsFinite(sum)))
                {
                    return part with { BadRow = row, BadSum = sum };
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
                    double[] divided = sums is null ? [] : new double[classes];
                    fixed (double* bordersAt = borders)
                    fixed (double* dividedAt = divided)
                    {
                        for (int row = block * RowsPerBlock; row < to; row++)
                        {
                            double* values = (double*)p + ((long)row * classes);
                            if (sums is not null)
                            {
                                for (int k = 0; k < classes; k++)
                                {
                                    dividedAt[k] = values[k] / sums[row];
                                }

                                values = dividedAt;
                            }

                            int label = ((int*)l)[row];
                            confident[row] = label < 0 ? -1 : RowClasses.Confident(values, bordersAt, classes);
                            agrees[row] = label < 0 || RowClasses.Agrees(values, classes, label, Tolerance);
                        }
                    }
                });
            }
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

            if (Vector512.IsHardwareAccelerated)
            {
                Vector512<double> sums = Vector512.Load(values);
                int next = 8;
                for (; next + 8 <= count; next += 8)
                {
                    sums += Vector512.Load(values + next);
                }

                double all = sums[0] + sums[1] + (sums[2] + sums[3]) + (sums[4] + sums[5] + (sums[6] + sums[7]));
                for (; next < count; next++)
                {
                    all += values[next];
                }

                return all;
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

    sealed record BlockSums(double[] Raw, double[] Divided, long[] Counts, bool Deviates, int BadRow, double BadSum);
}
