namespace Faultline;

/// <summary>The last look: which rows are picked and flagged, which of them come first, and how probable noise is in each class.</summary>
sealed class LabelFlagsPass(Func<LabelRowJudge> judges, LabelJudgement judgement, IReadOnlyList<string> classes, Func<IReadOnlyList<string>, double[], int, int, string> note) : BlockPass<LabelFlagsPass>
{
    readonly LabelRowJudge _judge = judges();
    readonly LowestRows<(int Label, int Suggested, string Note)> _worst = new(FoundRows.SampleLimit);
    readonly long[] _pairs = new long[classes.Count * classes.Count];

    /// <summary>Rows that the filter picks.</summary>
    public long Picked { get; private set; }

    /// <summary>Rows that a finding stands behind.</summary>
    public long Flagged { get; private set; }

    /// <summary>The chance that a row which disagrees is noise, summed by label.</summary>
    public ExactSum[] Chances { get; } = new ExactSum[classes.Count];

    /// <summary>The rows to show, lowest score first.</summary>
    public IReadOnlyList<(int Row, (int Label, int Suggested, string Note) What)> Worst => _worst.Rows;

    /// <summary>Flagged rows by label and suggested class.</summary>
    public IEnumerable<(int Given, int Suggested, long Rows)> Pairs =>
        _pairs.Index().Where(pair => pair.Item > 0).Select(pair => (pair.Index / classes.Count, pair.Index % classes.Count, pair.Item));

    /// <inheritdoc/>
    public override BlockPass Fresh() => new LabelFlagsPass(judges, judgement, classes, note);

    /// <inheritdoc/>
    public override void Summarise(ClassBlock block)
    {
        ReadOnlySpan<int> labels = block.Labels;
        ReadOnlySpan<int> predicted = block.Predicted;
        ReadOnlySpan<double> certainty = block.Certainty;
        bool isNoise = judgement.IsNoise;
        for (int row = 0; row < labels.Length; row++)
        {
            int label = labels[row];
            if (label < 0)
            {
                continue;
            }

            if (predicted[row] != label)
            {
                Chances[label].Add(judgement.Floor.NoiseGivenDisagreementAt(certainty[row]));
            }

            if (!_judge.Picks(block, row))
            {
                continue;
            }

            Picked++;
            bool flagged = _judge.Flags(block, row, isPicked: true);
            Flagged += flagged ? 1 : 0;
            if (flagged)
            {
                _pairs[(label * classes.Count) + predicted[row]]++;
            }

            double score = _judge.Score(block, row);
            if ((flagged || !isNoise) && _worst.Wants(score, block.First + row))
            {
                _worst.Add(score, block.First + row, (label, predicted[row], note(classes, block.Row(row).ToArray(), label, predicted[row])));
            }
        }
    }

    /// <inheritdoc/>
    public override void Save(BinaryWriter to)
    {
        to.Write(Picked);
        to.Write(Flagged);
        to.WriteAll<long>(_pairs);
        to.WriteAll<ExactSum>(Chances);
        _worst.Save(to, row =>
        {
            to.Write(row.Label);
            to.Write(row.Suggested);
            to.Write(row.Note);
        });
    }

    /// <inheritdoc/>
    public override void Load(BinaryReader from)
    {
        (Picked, Flagged) = (from.ReadInt64(), from.ReadInt64());
        from.ReadAll<long>(_pairs);
        from.ReadAll<ExactSum>(Chances);
        _worst.Load(from, () => (from.ReadInt32(), from.ReadInt32(), from.ReadString()));
    }

    /// <inheritdoc/>
    protected override void Merge(LabelFlagsPass other)
    {
        Picked += other.Picked;
        Flagged += other.Flagged;
        _worst.Merge(other._worst);
        System.Numerics.Tensors.TensorPrimitives.Add(_pairs, other._pairs, _pairs);
        for (int k = 0; k < Chances.Length; k++)
        {
            Chances[k].Merge(other.Chances[k]);
        }
    }
}
