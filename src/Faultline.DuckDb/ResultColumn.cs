using Faultline.DuckDb.Native;

namespace Faultline.DuckDb;

/// <summary>Name and type of a column of a result.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Storage">How a DECIMAL is stored, or the element type of a LIST or ARRAY.</param>
/// <param name="Scale">Decimal places of a DECIMAL.</param>
/// <param name="Length">Elements of an ARRAY.</param>
readonly record struct ResultColumn(string Name, DuckDbType Type, DuckDbType Storage = DuckDbType.Invalid, int Scale = 0, int Length = 0)
{
    internal static ResultColumn Of(string name, LogicalTypeHandle type)
    {
        var id = NativeMethods.GetTypeId(type);
        switch (id)
        {
            case DuckDbType.Decimal:
                return new ResultColumn(name, id, NativeMethods.DecimalInternalType(type), NativeMethods.DecimalScale(type));
            case DuckDbType.List:
                using (var child = NativeMethods.ListTypeChildType(type))
                {
                    return new ResultColumn(name, id, NativeMethods.GetTypeId(child));
                }

            case DuckDbType.Array:
                using (var child = NativeMethods.ArrayTypeChildType(type))
                {
                    return new ResultColumn(name, id, NativeMethods.GetTypeId(child), Length: (int)NativeMethods.ArrayTypeArraySize(type));
                }

            default:
                return new ResultColumn(name, id);
        }
    }
}
