namespace Faultline;

public static partial class ConfidentLearning
{
    internal const double Tolerance = 1e-6;
    const int RowsPerBlock = 4096;
    const int CachedValues = 1 << 12;

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
            _confident = GC.AllocateUninitializedArray<int>(labels.Length);
            _agrees = GC.AllocateUninitializedArray<bool>(labels.Length);
            RowLead[] leads = GC.AllocateUninitializedArray<RowLead>(labels.Length);
            (_thresholds, _labelCounts, _sums) = Thresholds(probabilities, leads);
            Classify(leads);
            ConfidentJoint joint = Joint();
            _noise = new LabelNoise(_thresholds, joint, Calibrate(joint, _labelCounts), _labelCounts);
        }

        public LabelNoise Noise => _noise;

        // What the second pass asks of a row is mostly told by its lead, so that it need not be read again.
        (double[] Thresholds, long[] Counts, double[]? Sums) Thresholds(ReadOnlySpan<double> probabilities, RowLead[] leads)
        {
            ClassSums all = Summed(probabilities, leads, divides: false);
            if (!all.Deviates)
            {
                return (all.Thresholds(), all.Rows, null);
            }

            all = Summed(probabilities, leads: null, divides: true);
            return (all.Thresholds(), all.Rows, Sums(probabilities, _labels.Length, _classes, _parallel));
        }

        ClassSums Summed(ReadOnlySpan<double> probabilities, RowLead[]? leads, bool divides)
        {
            int rows = _labels.Length;
            int classes = _classes;
            ClassSums[] parts = new ClassSums[(rows + RowsPerBlock - 1) / RowsPerBlock];
            int[] most = _confident;
            bool[] agrees = _agrees;
            fixed (int* labelsAt = _labels)
            fixed (double* probabilitiesAt = probabilities)
            {
                nint l = (nint)labelsAt;
                nint p = (nint)probabilitiesAt;
                Parallel.For(0, parts.Length, _parallel, block =>
                {
                    ClassSums part = new(classes);
                    int end = Math.Min(rows, (block + 1) * RowsPerBlock);
                    for (int from = block * RowsPerBlock, count; from < end && part.BadRow < 0; from += count)
                    {
                        // Few enough rows to find them in the cache the second time.
                        count = Math.Min(end - from, Math.Max(1, CachedValues / classes));
                        double* values = (double*)p + ((long)from * classes);
                        ReadOnlySpan<int> labels = new((int*)l + from, count);
                        AddTo(part, labels, values, from, divides);
                        if (leads is not null && part.BadRow < 0)
                        {
                            Lead(labels, values, classes, leads.AsSpan(from, count), most.AsSpan(from, count), agrees.AsSpan(from, count));
                        }
                    }

                    parts[block] = part;
                });
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

            return all;
        }

        static void AddTo(ClassSums part, ReadOnlySpan<int> labels, double* values, int first, bool divides)
        {
            for (int i = 0; i < labels.Length && part.BadRow < 0; i++, values += part.Rows.Length)
            {
                if (labels[i] >= 0)
                {
                    part.Add(first + i, labels[i], values, divides);
                }
            }
        }

        static void Lead(ReadOnlySpan<int> labels, double* values, int classes, Span<RowLead> leads, Span<int> most, Span<bool> agrees)
        {
            for (int i = 0; i < labels.Length; i++, values += classes)
            {
                int label = labels[i];
                if (label < 0)
                {
                    continue;
                }

                RowLead lead = RowLead.Of(values, classes);
                double own = values[label];
                int place = own == lead.Largest && lead.Second < lead.Largest ? label : lead.Place(values, classes);
                (leads[i], most[i]) = (lead, place);
                agrees[i] = own == lead.Largest || own + Tolerance > lead.Largest || (own + Tolerance == lead.Largest && place > label);
            }
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

        void Classify(RowLead[] leads)
        {
            int blocks = (_labels.Length + RowsPerBlock - 1) / RowsPerBlock;
            int rows = _labels.Length;
            int classes = _classes;
            double[]? sums = _sums;
            int[] confident = _confident;
            bool[] agrees = _agrees;
            double[] borders = [.. _thresholds.Select(t => t - Tolerance)];
            double lowest = borders.Min();
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
                            int label = ((int*)l)[row];
                            if (label < 0)
                            {
                                (confident[row], agrees[row]) = (-1, true);
                                continue;
                            }

                            double* values = (double*)p + ((long)row * classes);
                            if (sums is null)
                            {
                                // The second cannot reach any border: the first does, or none.
                                confident[row] = leads[row].Second >= lowest ? RowClasses.Confident(values, bordersAt, classes) : leads[row].Largest >= bordersAt[confident[row]] ? confident[row] : -1;
                            }
                            else
                            {
                                for (int k = 0; k < classes; k++)
                                {
                                    dividedAt[k] = values[k] / sums[row];
                                }

                                confident[row] = RowClasses.Confident(dividedAt, bordersAt, classes);
                                agrees[row] = RowClasses.Agrees(dividedAt, classes, label, Tolerance);
                            }
                        }
                    }
                });
            }
        }
    }
}
