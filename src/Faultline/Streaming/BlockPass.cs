namespace Faultline;

/// <summary>
/// One look at every row of a table that is read in blocks. What it gathers is mergeable: any split of the rows into blocks, parts and threads gives the same bits, since
/// it holds whole numbers, exact sums, extremes and samples by row number alone.
/// </summary>
abstract class BlockPass
{
    /// <summary>Columns that are wanted beside the label and the probabilities.</summary>
    public virtual IReadOnlyList<string> Columns => [];

    /// <summary>The same pass with nothing gathered yet.</summary>
    public abstract BlockPass Fresh();

    /// <summary>Takes a block in.</summary>
    public abstract void Summarise(ClassBlock block);

    /// <summary>Takes in what <see cref="Fresh"/> gathered of other rows.</summary>
    public abstract void Merge(BlockPass other);

    /// <summary>Writes what was gathered.</summary>
    public abstract void Save(BinaryWriter to);

    /// <summary>Takes what <see cref="Save"/> wrote into a <see cref="Fresh"/> pass.</summary>
    /// <exception cref="InvalidDataException">It was written of other classes or columns.</exception>
    public abstract void Load(BinaryReader from);
}

/// <summary>A pass that merges with its own kind.</summary>
/// <typeparam name="TSelf">The pass itself.</typeparam>
abstract class BlockPass<TSelf> : BlockPass
    where TSelf : BlockPass<TSelf>
{
    /// <inheritdoc/>
    public sealed override void Merge(BlockPass other) => Merge((TSelf)other);

    /// <inheritdoc cref="BlockPass.Merge(BlockPass)"/>
    protected abstract void Merge(TSelf other);
}
