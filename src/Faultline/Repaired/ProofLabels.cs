namespace Faultline;

/// <summary>Labels and training rows as one arm of a proof has them.</summary>
sealed class ProofLabels(LearningTarget original, RepairOptions options)
{
    readonly int[] _labels = [.. original.Labels];
    readonly double[] _values = [.. original.Values];
    readonly bool[] _isOut = new bool[original.RowCount];

    /// <summary>What this arm learns.</summary>
    public LearningTarget Target => original.ClassCount > 0 ? LearningTarget.OfClasses(_labels, original.ClassCount) : LearningTarget.OfValues(_values);

    /// <summary>True for a training row that this arm leaves out.</summary>
    public bool IsOut(int row) => _isOut[row];

    /// <summary>Leaves rows out.</summary>
    public void TakeOut(IEnumerable<int> rows)
    {
        foreach (int row in rows)
        {
            _isOut[row] = true;
        }
    }

    /// <summary>Mends wrong labels as the options say.</summary>
    public void Mend(IEnumerable<WrongLabel> wrong)
    {
        foreach (WrongLabel label in wrong)
        {
            Mend(label.Row, label);
        }
    }

    /// <summary>Does the same to as many rows of the same classes, drawn at random.</summary>
    public void MendAtRandom(IReadOnlyList<WrongLabel> wrong, int[] rows, SeededRandom random)
    {
        foreach (IGrouping<int, WrongLabel> given in wrong.GroupBy(label => original.Labels[label.Row]).OrderBy(group => group.Key))
        {
            int[] ofClass = [.. rows.Where(row => original.Labels[row] == given.Key)];
            int[] drawn = random.Sample(ofClass.Length, given.Count());
            random.Shuffle(drawn.AsSpan());
            foreach ((WrongLabel label, int at) in given.Zip(drawn))
            {
                Mend(ofClass[at], label);
            }
        }
    }

    /// <summary>Mends wrong numbers as the options say.</summary>
    public void Mend(IEnumerable<WrongValue> wrong)
    {
        foreach (WrongValue value in wrong)
        {
            Mend(value.Row, value);
        }
    }

    /// <summary>Does the same to as many rows drawn at random.</summary>
    public void MendAtRandom(IReadOnlyList<WrongValue> wrong, int[] rows, SeededRandom random)
    {
        int[] drawn = random.Sample(rows.Length, wrong.Count);
        random.Shuffle(drawn.AsSpan());
        foreach ((WrongValue value, int at) in wrong.Zip(drawn))
        {
            Mend(rows[at], value);
        }
    }

    void Mend(int row, WrongValue value)
    {
        if (options.Labels == LabelRepair.Relabel)
        {
            _values[row] = value.Suggested;
        }
        else
        {
            _isOut[row] = IsLeftOut(row, value.Score);
        }
    }

    // Learners take no weights: a row of weight w is among the training rows with chance w.
    bool IsLeftOut(int row, double score) => options.Labels == LabelRepair.Drop || SeededRandom.For(options.Audit.Seed, "RepairProof.weight", row).NextDouble() >= score;

    void Mend(int row, WrongLabel label)
    {
        if (options.Labels == LabelRepair.Relabel)
        {
            _labels[row] = label.Suggested;
        }
        else
        {
            _isOut[row] = IsLeftOut(row, label.Score);
        }
    }
}
