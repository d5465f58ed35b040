using System.Globalization;

namespace Faultline;

/// <summary>A column with one vector of a fixed length a row: an embedding, an image, class probabilities.</summary>
public sealed class VectorColumn : Column
{
    readonly float[] _values;

    /// <summary>Wraps the values; the array is not copied and must not be changed afterwards.</summary>
    /// <param name="name">Column name.</param>
    /// <param name="rowMajor">Row-major values, <paramref name="dimensions"/> a row; a row whose first value is NaN is missing.</param>
    /// <param name="dimensions">Length of each vector, at least 1.</param>
    /// <exception cref="ArgumentException">The length is no multiple of <paramref name="dimensions"/>.</exception>
    public VectorColumn(string name, float[] rowMajor, int dimensions)
        : base(name, (rowMajor?.Length ?? throw new ArgumentNullException(nameof(rowMajor))) / Math.Max(1, dimensions))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        if (rowMajor.Length % dimensions != 0)
        {
            throw new ArgumentException($"Column '{name}' has {rowMajor.Length} values, no multiple of {dimensions}.", nameof(rowMajor));
        }

        _values = rowMajor;
        Dimensions = dimensions;
        var missing = 0;
        for (var row = 0; row < RowCount; row++)
        {
            missing += IsMissing(row) ? 1 : 0;
        }

        MissingCount = missing;
    }

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Vector;

    /// <inheritdoc/>
    public override int MissingCount { get; }

    /// <summary>Length of each vector.</summary>
    public int Dimensions { get; }

    /// <summary>True where the numbers are places along axes, of which the first say most.</summary>
    internal bool AreAxes { get; init; }

    /// <summary>Row-major values.</summary>
    public ReadOnlyMemory<float> RowMajor => _values;

    /// <summary>The vector of one row.</summary>
    public ReadOnlySpan<float> Row(int row) => _values.AsSpan(row * Dimensions, Dimensions);

    /// <inheritdoc/>
    public override bool IsMissing(int row) => float.IsNaN(_values[(long)row * Dimensions]);

    /// <inheritdoc/>
    public override string? Text(int row) => IsMissing(row)
        ? null
        : "[" + string.Join(", ", Row(row).ToArray().Take(8).Select(v => v.ToString("G4", CultureInfo.InvariantCulture))) + (Dimensions > 8 ? ", …]" : "]");

    /// <inheritdoc/>
    public override Column Take(ReadOnlySpan<int> rows)
    {
        var values = new float[rows.Length * Dimensions];
        for (var i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(values.AsSpan(i * Dimensions));
        }

        return new VectorColumn(Name, values, Dimensions) { AreAxes = AreAxes };
    }

    /// <inheritdoc/>
    public override Column Rename(string name) => new VectorColumn(name, _values, Dimensions) { AreAxes = AreAxes };
}
