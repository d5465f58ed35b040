namespace Faultline;

/// <summary>The probability of its own class, summed over the rows of each label: what the thresholds are made of. Any order and any split of the rows gives the same bits.</summary>
sealed unsafe class ClassSums(int classes)
{
    const double AbsentThreshold = 2;

    readonly ExactSum[] _raw = new ExactSum[classes];
    readonly ExactSum[] _divided = new ExactSum[classes];

    /// <summary>Rows of each label.</summary>
    public long[] Rows { get; } = new long[classes];

    /// <summary>True where a row sums to 1 only within more than 10⁻¹², so that every row is divided by its sum.</summary>
    public bool Deviates { get; private set; }

    /// <summary>A row whose sum is not finite and above 0, or −1.</summary>
    public int BadRow { get; private set; } = -1;

    /// <summary>Its sum.</summary>
    public double BadSum { get; private set; }

    /// <summary>Adds a row.</summary>
    /// <param name="row">Its number, for <see cref="BadRow"/>.</param>
    /// <param name="label">Its label.</param>
    /// <param name="values">Its probabilities.</param>
    /// <param name="divides">False where a table that <see cref="Deviates"/> is summed anew.</param>
    public void Add(int row, int label, double* values, bool divides = true)
    {
        double sum = RowClasses.Sum(values, Rows.Length);
        if (!(sum > 0 && double.IsFinite(sum)))
        {
            (BadRow, BadSum) = (row, sum);
            return;
        }

        Deviates |= Math.Abs(sum - 1) > 1e-12;
        _raw[label].Add(values[label]);
        if (divides)
        {
            _divided[label].Add(values[label] / sum);
        }

        Rows[label]++;
    }

    /// <summary>Adds the sums of other rows.</summary>
    public void Merge(ClassSums other)
    {
        Deviates |= other.Deviates;
        for (int k = 0; k < Rows.Length; k++)
        {
            _raw[k].Merge(other._raw[k]);
            _divided[k].Merge(other._divided[k]);
            Rows[k] += other.Rows[k];
        }
    }

    /// <summary>Writes the sums.</summary>
    public void Save(BinaryWriter to)
    {
        to.Write(Deviates);
        to.WriteAll<long>(Rows);
        to.WriteAll<ExactSum>(_raw);
        to.WriteAll<ExactSum>(_divided);
    }

    /// <summary>Takes what was written.</summary>
    public void Load(BinaryReader from)
    {
        Deviates = from.ReadBoolean();
        from.ReadAll<long>(Rows);
        from.ReadAll<ExactSum>(_raw);
        from.ReadAll<ExactSum>(_divided);
    }

    /// <summary>Per class the mean probability over the rows labelled so; 2 for a class that no label uses, which no row can reach.</summary>
    public double[] Thresholds() =>
        [.. Rows.Select((rows, k) => rows == 0 ? AbsentThreshold : Math.Max((Deviates ? _divided[k] : _raw[k]).Value / rows, 2 * ConfidentLearning.Tolerance))];
}
