namespace Faultline;

/// <summary>What a learner is to predict: a class or a number, one a row.</summary>
public sealed class LearningTarget
{
    LearningTarget(int[] labels, double[] values, int classCount)
    {
        Labels = labels;
        Values = values;
        ClassCount = classCount;
    }

    /// <summary>Class numbers, or empty for a regression.</summary>
    public int[] Labels { get; }

    /// <summary>Numbers, or empty for a classification.</summary>
    public double[] Values { get; }

    /// <summary>Number of classes; 0 for a regression.</summary>
    public int ClassCount { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount => ClassCount > 0 ? Labels.Length : Values.Length;

    /// <summary>A classification.</summary>
    /// <param name="labels">One class number a row, 0 … <paramref name="classCount"/> − 1; not copied.</param>
    /// <param name="classCount">Number of classes, at least 1; a class need not occur.</param>
    /// <exception cref="ArgumentException">A label lies outside the classes.</exception>
    public static LearningTarget OfClasses(int[] labels, int classCount)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        for (int row = 0; row < labels.Length; row++)
        {
            if ((uint)labels[row] >= (uint)classCount)
            {
                throw new ArgumentException($"Row {row} has label {labels[row]}; labels are 0 to {classCount - 1}. Leave rows without a label out.", nameof(labels));
            }
        }

        return new LearningTarget(labels, [], classCount);
    }

    /// <summary>A regression.</summary>
    /// <param name="values">One finite number a row; not copied.</param>
    /// <exception cref="ArgumentException">A value is NaN or infinite.</exception>
    public static LearningTarget OfValues(double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        for (int row = 0; row < values.Length; row++)
        {
            if (!double.IsFinite(values[row]))
            {
                throw new ArgumentException($"Row {row} has target {values[row]}; targets are finite numbers. Leave rows without one out.", nameof(values));
            }
        }

        return new LearningTarget([], values, 0);
    }

    /// <summary>The given rows, in the given order.</summary>
    public LearningTarget Take(ReadOnlySpan<int> rows)
    {
        if (ClassCount > 0)
        {
            int[] labels = new int[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                labels[i] = Labels[rows[i]];
            }

            return new LearningTarget(labels, [], ClassCount);
        }

        double[] values = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            values[i] = Values[rows[i]];
        }

        return new LearningTarget([], values, 0);
    }
}
