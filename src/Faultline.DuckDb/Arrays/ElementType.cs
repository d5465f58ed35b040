namespace Faultline.DuckDb;

/// <summary>Types of numbers in array files.</summary>
enum ElementType
{
    Boolean,
    Int8,
    Int16,
    Int32,
    Int64,
    UInt8,
    UInt16,
    UInt32,
    UInt64,
    Float16,
    Float32,
    Float64,
}
