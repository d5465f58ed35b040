namespace Faultline;

/// <summary>Counts the confident joint, and margins in the bins in which the borders may lie.</summary>
sealed class MarginPass(LabelSumsPass sums, MarginBorders borders, bool isFirst) : BlockPass<MarginPass>
{
    readonly int _classes = sums.Sums.Rows.Length;
    readonly double[] _thresholds = [.. sums.Sums.Thresholds().Select(threshold => threshold - ConfidentLearning.Tolerance)];
    readonly double[] _divided = new double[sums.Sums.Rows.Length];

    /// <summary>Rows by given and confident class.</summary>
    public int[] Joint { get; } = new int[isFirst ? sums.Sums.Rows.Length * sums.Sums.Rows.Length : 0];

    /// <summary>Rows by pair and bin.</summary>
    public int[] Margins { get; } = new int[(sums.Sums.Rows.Length * sums.Sums.Rows.Length) << borders.Bits];

    /// <inheritdoc/>
    public override BlockPass Fresh() => new MarginPass(sums, borders, isFirst);

    /// <inheritdoc/>
    public override unsafe void Summarise(ClassBlock block)
    {
        ReadOnlySpan<int> labels = block.Labels;
        int bits = borders.Bits;
        bool divides = sums.Sums.Deviates;
        fixed (double* all = block.Probabilities, divided = _divided, thresholds = _thresholds)
        {
            for (int row = 0; row < labels.Length; row++)
            {
                int label = labels[row];
                if (label < 0)
                {
                    continue;
                }

                double* values = Divided(all + ((long)row * _classes), divides ? divided : null, _classes);
                if (isFirst && RowClasses.Confident(values, thresholds, _classes) is var confident and >= 0)
                {
                    Joint[(label * _classes) + confident]++;
                }

                if (isFirst)
                {
                    // No border is known yet: every margin is counted in its widest bin.
                    double own = values[label] + 1;
                    int shift = 24 - bits;
                    fixed (int* counts = &Margins[(label * _classes) << bits])
                    {
                        for (int actual = 0; actual < _classes; actual++)
                        {
                            counts[(actual << bits) + (MarginBorders.Quantised(own - values[actual]) >> shift)]++;
                        }
                    }

                    continue;
                }

                for (int actual = 0, pair = label * _classes; actual < _classes; actual++, pair++)
                {
                    if (actual != label && borders.IsAsked(pair) && borders.Bin(pair, MarginBorders.Quantise(values[label], values[actual])) is var bin and >= 0)
                    {
                        Margins[(pair << bits) + bin]++;
                    }
                }
            }
        }
    }

    /// <summary>The probabilities divided by their sum, where that is asked for.</summary>
    public static unsafe double* Divided(double* values, double* room, int classes)
    {
        if (room == null)
        {
            return values;
        }

        double sum = RowClasses.Sum(values, classes);
        for (int k = 0; k < classes; k++)
        {
            room[k] = values[k] / sum;
        }

        return room;
    }

    /// <inheritdoc/>
    public override void Save(BinaryWriter to)
    {
        to.WriteAll<int>(Joint);
        to.WriteAll<int>(Margins);
    }

    /// <inheritdoc/>
    public override void Load(BinaryReader from)
    {
        from.ReadAll<int>(Joint);
        from.ReadAll<int>(Margins);
    }

    /// <inheritdoc/>
    protected override void Merge(MarginPass other)
    {
        System.Numerics.Tensors.TensorPrimitives.Add(Joint, other.Joint, Joint);
        System.Numerics.Tensors.TensorPrimitives.Add(Margins, other.Margins, Margins);
    }
}
