namespace Faultline;

/// <summary>Rows and errors by predicted class and certainty, and how frequent categories are.</summary>
sealed class SliceCertaintyPass(int classes, IReadOnlyList<BlockAttribute> attributes) : BlockPass<SliceCertaintyPass>
{
    readonly BlockAttribute[] _texts = [.. attributes.Where(attribute => attribute.Bins == 0)];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => [.. _texts.Select(attribute => attribute.Name)];

    /// <summary>Measured rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows by predicted class and bucket of certainty.</summary>
    public int[][] Counts { get; } = [.. Enumerable.Range(0, classes).Select(_ => new int[CertaintyCurve.BucketCount])];

    /// <summary>Rows by category of the sample's column, for each attribute of categories.</summary>
    public IReadOnlyDictionary<string, long[]> Categories { get; } =
        attributes.Where(attribute => attribute.Bins == 0).ToDictionary(attribute => attribute.Name, attribute => new long[attribute.Candidates.DefaultIfEmpty(-1).Max() + 1], StringComparer.Ordinal);

    /// <inheritdoc/>
    public override BlockPass Fresh() => new SliceCertaintyPass(classes, attributes);

    /// <inheritdoc/>
    public override void Summarise(ClassBlock block)
    {
        ReadOnlySpan<int> labels = block.Labels;
        ReadOnlySpan<int> predicted = block.Predicted;
        ReadOnlySpan<int> buckets = block.Buckets;
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] >= 0)
            {
                Counts[predicted[row]][buckets[row]]++;
                Rows++;
            }
        }

        foreach (BlockAttribute attribute in _texts)
        {
            attribute.Count(block, Categories[attribute.Name]);
        }
    }

    /// <inheritdoc/>
    public override void Save(BinaryWriter to)
    {
        to.Write(Rows);
        foreach (int[] counts in Counts)
        {
            to.WriteAll<int>(counts);
        }

        foreach (BlockAttribute attribute in _texts)
        {
            to.WriteAll<long>(Categories[attribute.Name]);
        }
    }

    /// <inheritdoc/>
    public override void Load(BinaryReader from)
    {
        Rows = from.ReadInt64();
        foreach (int[] counts in Counts)
        {
            from.ReadAll<int>(counts);
        }

        foreach (BlockAttribute attribute in _texts)
        {
            from.ReadAll<long>(Categories[attribute.Name]);
        }
    }

    /// <inheritdoc/>
    protected override void Merge(SliceCertaintyPass other)
    {
        Rows += other.Rows;
        for (int k = 0; k < classes; k++)
        {
            System.Numerics.Tensors.TensorPrimitives.Add(Counts[k], other.Counts[k], Counts[k]);
        }

        foreach ((string name, long[] counts) in Categories)
        {
            System.Numerics.Tensors.TensorPrimitives.Add(counts, other.Categories[name], counts);
        }
    }
}

/// <summary>Rows that slices can not tell apart, counted: those of one stratum, right or wrong, in the same cell of every attribute.</summary>
sealed class SliceGroupsPass(SureStrata strata, IReadOnlyList<BlockAttribute> attributes) : BlockPass<SliceGroupsPass>
{
    /// <summary>More groups than this are not counted.</summary>
    public const int MostGroups = 500_000;

    const int MostCounted = 1 << 20;

    readonly ulong[] _steps = Steps(attributes);
    readonly int[] _counts = Space(strata, attributes) <= MostCounted ? new int[(int)Space(strata, attributes)] : [];
    readonly Dictionary<ulong, int> _sparse = [];
    byte[] _cells = [];
    ulong[] _keys = [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => [.. attributes.Select(attribute => attribute.Name)];

    /// <summary>True when there are more groups than can be counted.</summary>
    public bool IsTooMany { get; private set; }

    /// <summary>Least and largest value of each bin of each attribute.</summary>
    public (double Low, double High)[][] Ranges { get; } = [.. attributes.Select(attribute => SliceAttribute.NoRanges(attribute.Bins))];

    /// <summary>How many groups there could be.</summary>
    public static double Space(SureStrata strata, IReadOnlyList<BlockAttribute> attributes) => attributes.Aggregate(2.0 * strata.Count, (product, attribute) => product * attribute.Cells);

    /// <summary>The groups: by stratum, then right before wrong.</summary>
    public IReadOnlyList<(int Stratum, int Wrong, byte[] Cells, int Rows)> Groups()
    {
        IEnumerable<(ulong Key, int Rows)> groups = _counts.Length > 0
            ? _counts.Index().Where(group => group.Item > 0).Select(group => ((ulong)group.Index, group.Item))
            : _sparse.OrderBy(group => group.Key).Select(group => (group.Key, group.Value));
        return [.. groups.Select(group => ((int)(group.Key / _steps[^1] / 2), (int)(group.Key / _steps[^1] % 2), (byte[])[.. attributes.Select((attribute, i) => (byte)(group.Key / _steps[i] % (ulong)attribute.Cells))], group.Rows))];
    }

    /// <inheritdoc/>
    public override BlockPass Fresh() => new SliceGroupsPass(strata, attributes);

    /// <inheritdoc/>
    public override void Summarise(ClassBlock block)
    {
        ReadOnlySpan<int> labels = block.Labels;
        ReadOnlySpan<int> predicted = block.Predicted;
        ReadOnlySpan<int> buckets = block.Buckets;
        if (_keys.Length < labels.Length)
        {
            (_cells, _keys) = (new byte[labels.Length], new ulong[labels.Length]);
        }

        for (int row = 0; row < labels.Length; row++)
        {
            _keys[row] = labels[row] < 0 ? 0 : _steps[^1] * (ulong)((2 * strata.Of(predicted[row], buckets[row])) + (labels[row] == predicted[row] ? 0 : 1));
        }

        for (int i = 0; i < attributes.Count; i++)
        {
            attributes[i].Code(block, _cells.AsSpan(0, labels.Length), Ranges[i]);
            for (int row = 0; row < labels.Length; row++)
            {
                _keys[row] += _steps[i] * _cells[row];
            }
        }

        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] >= 0)
            {
                Add(_keys[row], 1);
            }
        }
    }

    /// <inheritdoc/>
    public override void Save(BinaryWriter to)
    {
        to.Write(IsTooMany);
        foreach ((double, double)[] ranges in Ranges)
        {
            to.WriteAll<(double, double)>(ranges);
        }

        to.WriteAll<int>(_counts);
        to.Write(_sparse.Count);
        foreach ((ulong key, int rows) in _sparse.OrderBy(group => group.Key))
        {
            to.Write(key);
            to.Write(rows);
        }
    }

    /// <inheritdoc/>
    public override void Load(BinaryReader from)
    {
        IsTooMany = from.ReadBoolean();
        foreach ((double, double)[] ranges in Ranges)
        {
            from.ReadAll<(double, double)>(ranges);
        }

        from.ReadAll<int>(_counts);
        for (int left = from.ReadInt32(); left > 0; left--)
        {
            _sparse.Add(from.ReadUInt64(), from.ReadInt32());
        }
    }

    /// <inheritdoc/>
    protected override void Merge(SliceGroupsPass other)
    {
        IsTooMany |= other.IsTooMany;
        for (int i = 0; i < Ranges.Length; i++)
        {
            for (int bin = 0; bin < Ranges[i].Length; bin++)
            {
                Ranges[i][bin] = (Math.Min(Ranges[i][bin].Low, other.Ranges[i][bin].Low), Math.Max(Ranges[i][bin].High, other.Ranges[i][bin].High));
            }
        }

        System.Numerics.Tensors.TensorPrimitives.Add(_counts, other._counts, _counts);
        foreach ((ulong key, int rows) in other._sparse)
        {
            Add(key, rows);
        }
    }

    void Add(ulong key, int rows)
    {
        if (_counts.Length > 0)
        {
            _counts[key] += rows;
        }
        else if (!IsTooMany)
        {
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_sparse, key, out _) += rows;
            if (_sparse.Count > MostGroups)
            {
                IsTooMany = true;
                _sparse.Clear();
            }
        }
    }

    static ulong[] Steps(IReadOnlyList<BlockAttribute> attributes)
    {
        ulong[] steps = new ulong[attributes.Count + 1];
        steps[0] = 1;
        for (int i = 0; i < attributes.Count; i++)
        {
            steps[i + 1] = steps[i] * (ulong)attributes[i].Cells;
        }

        return steps;
    }
}

/// <summary>The rows to show of slices: those that err most beyond what is expected of them.</summary>
sealed class SliceRowsPass(SureStrata strata, IReadOnlyList<BlockAttribute> attributes, double[] means, IReadOnlyList<IReadOnlyList<(int Attribute, SliceItem Item)>> slices) : BlockPass<SliceRowsPass>
{
    readonly LowestRows<int>[] _rows = [.. slices.Select(_ => new LowestRows<int>(FoundRows.SampleLimit))];
    byte[][] _cells = [.. attributes.Select(_ => Array.Empty<byte>())];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => [.. attributes.Select(attribute => attribute.Name)];

    /// <summary>The rows of a slice with their predicted class.</summary>
    public IReadOnlyList<(int Row, int Predicted)> Of(int slice) => _rows[slice].Rows;

    /// <inheritdoc/>
    public override BlockPass Fresh() => new SliceRowsPass(strata, attributes, means, slices);

    /// <inheritdoc/>
    public override void Summarise(ClassBlock block)
    {
        ReadOnlySpan<int> labels = block.Labels;
        if (attributes.Count > 0 && _cells[0].Length < labels.Length)
        {
            int length = labels.Length;
            _cells = [.. attributes.Select(_ => new byte[length])];
        }

        for (int i = 0; i < attributes.Count; i++)
        {
            attributes[i].Code(block, _cells[i], []);
        }

        for (int slice = 0; slice < slices.Count; slice++)
        {
            for (int row = 0; row < labels.Length; row++)
            {
                if (labels[row] < 0 || !Holds(slices[slice], row))
                {
                    continue;
                }

                int predicted = block.Predicted[row];
                double value = labels[row] == predicted ? 0 : 1;
                double key = -(value - means[strata.Of(predicted, block.Buckets[row])]);
                if (_rows[slice].Wants(key, block.First + row))
                {
                    _rows[slice].Add(key, block.First + row, predicted);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Save(BinaryWriter to)
    {
        foreach (LowestRows<int> rows in _rows)
        {
            rows.Save(to, to.Write);
        }
    }

    /// <inheritdoc/>
    public override void Load(BinaryReader from)
    {
        foreach (LowestRows<int> rows in _rows)
        {
            rows.Load(from, from.ReadInt32);
        }
    }

    /// <inheritdoc/>
    protected override void Merge(SliceRowsPass other)
    {
        for (int slice = 0; slice < _rows.Length; slice++)
        {
            _rows[slice].Merge(other._rows[slice]);
        }
    }

    bool Holds(IReadOnlyList<(int Attribute, SliceItem Item)> terms, int row)
    {
        foreach ((int attribute, SliceItem item) in terms)
        {
            if (_cells[attribute][row] < item.From || _cells[attribute][row] > item.To)
            {
                return false;
            }
        }

        return true;
    }
}
