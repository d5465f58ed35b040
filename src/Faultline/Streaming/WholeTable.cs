namespace Faultline;

/// <summary>A table larger than memory, behind an evidence that holds a sample of its rows.</summary>
sealed class WholeTable(RowBlocks blocks, int[] numbers, Table sample, ClassSource? source)
{
    readonly Dictionary<int, (Table Rows, int Place)> _fetched = [];

    /// <summary>The table.</summary>
    public RowBlocks Blocks => blocks;

    /// <summary>Number of each row of the sample in the table, ascending.</summary>
    public int[] Numbers => numbers;

    /// <summary>Where labels and class probabilities stand; null where the table has none.</summary>
    public ClassSource? Source => source;

    /// <summary>Rows of the table.</summary>
    public int RowCount => blocks.RowCount;

    /// <summary>
    /// The rows of the sample: one of each of as many stretches of equal length, drawn by a hash of the stretch and the seed. They depend on the number of rows and on the seed
    /// alone, so that any part of the table knows its own.
    /// </summary>
    /// <param name="rows">Rows of the table.</param>
    /// <param name="wanted">Rows of the sample, at most.</param>
    /// <param name="seed">Seed of the audit.</param>
    public static int[] Draw(int rows, int wanted, long seed)
    {
        if (rows <= wanted)
        {
            return [.. Enumerable.Range(0, rows)];
        }

        var salt = RowHash.Mix((ulong)seed);
        var drawn = new int[wanted];
        for (var i = 0; i < wanted; i++)
        {
            var from = (long)i * rows / wanted;
            var to = (i + 1L) * rows / wanted;
            drawn[i] = (int)(from + (long)(RowHash.Mix((ulong)i ^ salt) % (ulong)(to - from)));
        }

        return drawn;
    }

    /// <summary>False where nobody will see an example row: none is fetched then, and any row stands in.</summary>
    public bool ShowsRows { get; set; } = true;

    /// <summary>Where the cells of a row are held, or null.</summary>
    /// <param name="number">Number of the row in the whole table.</param>
    public (Table Rows, int Place)? Held(int number) =>
        Array.BinarySearch(numbers, number) is var place and >= 0 ? (sample, place)
        : _fetched.TryGetValue(number, out var held) ? held
        : ShowsRows ? null
        : (sample, 0);

    /// <summary>Fetches rows that are to be shown, as far as they are not held yet.</summary>
    public void Fetch(IEnumerable<int> wanted, CancellationToken cancellation)
    {
        int[] missing = [.. wanted.Where(number => Held(number) is null).Distinct().Order()];
        if (missing.Length > 0)
        {
            var rows = blocks.Take(missing, cancellation);
            for (var place = 0; place < missing.Length; place++)
            {
                _fetched[missing[place]] = (rows, place);
            }
        }
    }
}
