namespace Faultline;

/// <summary>What was seen and mended in the probabilities of one block of rows.</summary>
sealed class ProbabilityBlock
{
    /// <summary>First row with a number that is no probability, or −1; the rows after it are not read.</summary>
    public int BadRow { get; private set; } = -1;

    /// <summary>Its column.</summary>
    public int BadColumn { get; private set; }

    /// <summary>The number.</summary>
    public double BadValue { get; private set; }

    /// <summary>Rows whose sum lies too far from 1.</summary>
    public long Far { get; private set; }

    /// <summary>The first of them.</summary>
    public int FarRow { get; private set; }

    /// <summary>Its sum.</summary>
    public double FarSum { get; private set; }

    /// <summary>Rows that were divided by their sum.</summary>
    public long Normalised { get; private set; }

    /// <summary>How far from 1 the farthest of them was.</summary>
    public double Farthest { get; private set; }

    /// <summary>Rows with a number that was moved to 0 or 1 by more than rounding.</summary>
    public long Clipped { get; private set; }

    /// <summary>True when a number is no longer the one that was given.</summary>
    public bool Changed { get; private set; }

    /// <summary>Reads and mends rows of a row-major array.</summary>
    /// <param name="values">The array.</param>
    /// <param name="k">Values a row.</param>
    /// <param name="start">First row.</param>
    /// <param name="end">Row after the last.</param>
    /// <param name="rowOf">Rows with −1 have no probabilities and are passed over; null where all have.</param>
    /// <param name="first">Number of the array's first row in its table.</param>
    public void Read(double[] values, int k, int start, int end, int[]? rowOf, int first = 0)
    {
        for (var row = start; row < end; row++)
        {
            if (rowOf is not null && rowOf[row] < 0)
            {
                continue;
            }

            var cells = values.AsSpan(row * k, k);
            var sum = 0.0;
            var inside = true;
            foreach (var value in cells)
            {
                sum += value;
                inside &= value >= 0 & value <= 1;
            }

            if (!inside && !Clip(cells, first + row, out sum))
            {
                return;
            }

            var off = Math.Abs(sum - 1);
            if (off > ProbabilityRows.RoundingTolerance)
            {
                Normalise(cells, first + row, sum, off);
            }
        }
    }

    /// <summary>Adds what was seen in other rows.</summary>
    public void Merge(ProbabilityBlock other)
    {
        if (other.Far > 0 && (Far == 0 || other.FarRow < FarRow))
        {
            (FarRow, FarSum) = (other.FarRow, other.FarSum);
        }

        Far += other.Far;
        Normalised += other.Normalised;
        Farthest = Math.Max(Farthest, other.Farthest);
        Clipped += other.Clipped;
        Changed |= other.Changed;
    }

    /// <summary>Writes what was seen; a row that ends the reading is not among it.</summary>
    public void Save(BinaryWriter to)
    {
        to.Write(Far);
        to.Write(FarRow);
        to.Write(FarSum);
        to.Write(Normalised);
        to.Write(Farthest);
        to.Write(Clipped);
        to.Write(Changed);
    }

    /// <summary>Takes what was written.</summary>
    public void Load(BinaryReader from)
    {
        (Far, FarRow, FarSum) = (from.ReadInt64(), from.ReadInt32(), from.ReadDouble());
        (Normalised, Farthest, Clipped, Changed) = (from.ReadInt64(), from.ReadDouble(), from.ReadInt64(), from.ReadBoolean());
    }

    bool Clip(Span<double> cells, int row, out double sum)
    {
        sum = 0;
        var moved = false;
        for (var c = 0; c < cells.Length; c++)
        {
            var value = cells[c];
            if (!(value is >= ProbabilityRows.Lowest and <= ProbabilityRows.Highest))
            {
                (BadRow, BadColumn, BadValue) = (row, c, value);
                return false;
            }

            moved |= value is < -ProbabilityRows.RoundingTolerance or > 1 + ProbabilityRows.RoundingTolerance;
            cells[c] = Math.Clamp(value, 0, 1);
            sum += cells[c];
        }

        Changed = true;
        Clipped += moved ? 1 : 0;
        return true;
    }

    void Normalise(Span<double> cells, int row, double sum, double off)
    {
        if (off > ProbabilityRows.SumTolerance + 1e-9)
        {
            (FarRow, FarSum) = Far == 0 ? (row, sum) : (FarRow, FarSum);
            Far++;
            return;
        }

        Changed = true;
        Normalised++;
        Farthest = Math.Max(Farthest, off);
        foreach (ref var cell in cells)
        {
            cell /= sum;
        }
    }
}
