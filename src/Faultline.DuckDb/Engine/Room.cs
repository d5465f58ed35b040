namespace Faultline.DuckDb;

/// <summary>Makes room in arrays that grow with a result of unknown length.</summary>
static class Room
{
    public static void For<T>(ref T[] array, long length)
    {
        if (length > Array.MaxLength)
        {
            throw new InputException($"a column of {Complaint.Count(length)} values; one holds at most {Complaint.Count(Array.MaxLength)}. Audit the input in parts, or use --query to take a sample.");
        }

        if (array.Length >= length)
        {
            return;
        }

        if (array.Length == 0)
        {
            array = GC.AllocateUninitializedArray<T>((int)length);
            return;
        }

        Array.Resize(ref array, (int)Math.Min(Array.MaxLength, Math.Max(length, array.Length + (array.Length / 2L))));
    }
}
