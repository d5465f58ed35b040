namespace Faultline;

public static partial class ConfidentLearning
{
    internal const double Tolerance = 1e-6;
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
            ClassSums[] parts = new ClassSums[blocks];
            int rows = labels.Length;
            fixed (int* labelsAt = labels)
            fixed (double* probabilitiesAt = probabilities)
            {
                nint l = (nint)labelsAt;
                nint p = (nint)probabilitiesAt;
                Parallel.For(0, blocks, parallel, block => parts[block] = SumBlock((int*)l, (double*)p, classes, block * RowsPerBlock, Math.Min(rows, (block + 1) * RowsPerBlock)));
            }

            ClassSums all = new(classes);
            foreach (ClassSums part in parts)
            {
                if (part.BadRow >= 0)
                {
                    throw new ArgumentException($"The probabilities of row {part.BadRow} sum to {part.BadSum}; they must be finite and sum to about 1. Give label -1 to rows that are not measured.", nameof(probabilities));
                }

                all.Merge(part);
            }

            return (all.Thresholds(), all.Rows, all.Deviates ? Sums(probabilities, rows, classes, parallel) : null);
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
                        sums[row] = RowClasses.Sum((double*)p + ((long)row * classes), classes);
                    }
                });
            }

            return sums;
        }

        static ClassSums SumBlock(int* labels, double* probabilities, int classes, int from, int to)
        {
            ClassSums part = new(classes);
            for (int row = from; row < to && part.BadRow < 0; row++)
            {
                if (labels[row] >= 0)
                {
                    part.Add(row, labels[row], probabilities + ((long)row * classes));
                }
            }

            return part;
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
    }
}
