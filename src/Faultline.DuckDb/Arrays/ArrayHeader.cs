namespace Faultline.DuckDb;

/// <summary>Shape and layout of an array of numbers in a file.</summary>
/// <param name="Type">Type of the numbers.</param>
/// <param name="BigEndian">True when the most significant byte comes first.</param>
/// <param name="Fortran">True when the first index runs fastest.</param>
/// <param name="Shape">Length of each dimension.</param>
sealed record ArrayHeader(ElementType Type, bool BigEndian, bool Fortran, IReadOnlyList<long> Shape)
{
    public int ElementSize => Type switch
    {
        ElementType.Boolean or ElementType.Int8 or ElementType.UInt8 => 1,
        ElementType.Int16 or ElementType.UInt16 or ElementType.Float16 => 2,
        ElementType.Int32 or ElementType.UInt32 or ElementType.Float32 => 4,
        _ => 8,
    };

    /// <summary>Numbers in the array; a shape that overflows counts as more than any file has.</summary>
    public long Count
    {
        get
        {
            Int128 count = 1;
            foreach (var length in Shape)
            {
                count = Int128.Min(count * length, long.MaxValue / 16);
            }

            return (long)count;
        }
    }

    public string ShapeText => "(" + string.Join(", ", Shape) + ")";
}
