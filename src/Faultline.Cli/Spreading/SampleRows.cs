namespace Faultline.Cli;

/// <summary>The rows that are held of a table larger than memory.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Numbers">Their numbers in the table.</param>
/// <param name="Warnings">What was noticed while they were read.</param>
sealed record SampleRows(Table Rows, int[] Numbers, IReadOnlyList<string> Warnings)
{
    public void Save(BinaryWriter to)
    {
        to.Write(Numbers.Length);
        foreach (var number in Numbers)
        {
            to.Write(number);
        }

        to.Write(Warnings.Count);
        foreach (var warning in Warnings)
        {
            to.Write(warning);
        }

        TableState.Save(Rows, to);
    }

    public static SampleRows Load(BinaryReader from)
    {
        int[] numbers = [.. Enumerable.Range(0, from.ReadInt32()).Select(_ => from.ReadInt32())];
        string[] warnings = [.. Enumerable.Range(0, from.ReadInt32()).Select(_ => from.ReadString())];
        return new SampleRows(TableState.Load(from), numbers, warnings);
    }
}
