namespace Faultline.DuckDb;

/// <summary>Whole records of a delimited file and where their cells stand; filled by <see cref="CsvScanner"/>.</summary>
sealed class CsvBlock
{
    /// <summary>The bytes, UTF-8.</summary>
    public byte[] Bytes { get; set; } = [];

    /// <summary>How many of them are filled.</summary>
    public int Length { get; set; }

    /// <summary>Start of each cell, record after record; for cells with doubled quotes the complement of it.</summary>
    public int[] Starts { get; private set; } = new int[1 << 12];

    /// <summary>End of each cell.</summary>
    public int[] Ends { get; private set; } = new int[1 << 12];

    /// <summary>Cells found.</summary>
    public int Cells { get; set; }

    /// <summary>Records found.</summary>
    public int Records { get; set; }

    /// <summary>Line number (from 1) of the first byte.</summary>
    public long FirstLine { get; set; }

    /// <summary>Cells of each record, kept only while the width is not known.</summary>
    public List<int>? Widths { get; set; }

    /// <summary>Notes one cell.</summary>
    public void Add(int start, int end, bool doubled)
    {
        if (Cells == Starts.Length)
        {
            var (starts, ends) = (Starts, Ends);
            Array.Resize(ref starts, Cells * 2);
            Array.Resize(ref ends, Cells * 2);
            (Starts, Ends) = (starts, ends);
        }

        Starts[Cells] = doubled ? ~start : start;
        Ends[Cells++] = end;
    }

    /// <summary>The bytes of one cell; <paramref name="scratch"/> receives those with doubled quotes.</summary>
    public ReadOnlySpan<byte> Cell(int index, ref byte[] scratch)
    {
        var start = Starts[index];
        if (start >= 0)
        {
            return Bytes.AsSpan(start, Ends[index] - start);
        }

        var cell = Bytes.AsSpan(~start, Ends[index] - ~start);
        if (scratch.Length < cell.Length)
        {
            scratch = new byte[cell.Length * 2];
        }

        var length = 0;
        for (var i = 0; i < cell.Length; i++)
        {
            scratch[length++] = cell[i];
            i += cell[i] == '"' && i + 1 < cell.Length && cell[i + 1] == '"' ? 1 : 0;
        }

        return scratch.AsSpan(0, length);
    }

    /// <summary>The line (from 1) in which a byte stands.</summary>
    public long LineOf(int offset)
    {
        var before = Bytes.AsSpan(0, Math.Min(offset, Length));
        var feeds = before.Count((byte)'\n');
        return FirstLine + (feeds > 0 ? feeds : before.Count((byte)'\r'));
    }

    public void Clear()
    {
        Cells = 0;
        Records = 0;
        Widths?.Clear();
    }
}
