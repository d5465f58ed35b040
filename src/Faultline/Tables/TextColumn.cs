namespace Faultline;

/// <summary>A column of categories, free text or booleans: codes into a dictionary of distinct texts.</summary>
public sealed class TextColumn : Column
{
    readonly int[] _codes;
    readonly string[] _categories;

    /// <summary>Wraps codes and dictionary; the arrays are not copied and must not be changed afterwards.</summary>
    /// <param name="name">Column name.</param>
    /// <param name="codes">One code a row into <paramref name="categories"/>; −1 is missing.</param>
    /// <param name="categories">Distinct texts, in order of first appearance.</param>
    /// <param name="isBoolean">True when the texts are <c>false</c> and <c>true</c> of a Boolean source.</param>
    /// <exception cref="ArgumentException">A code lies outside the dictionary.</exception>
    public TextColumn(string name, int[] codes, string[] categories, bool isBoolean = false)
        : base(name, codes?.Length ?? throw new ArgumentNullException(nameof(codes)))
    {
        ArgumentNullException.ThrowIfNull(categories);
        _codes = codes;
        _categories = categories;
        Kind = isBoolean ? ColumnKind.Boolean : ColumnKind.Text;
        var missing = 0;
        foreach (var code in codes)
        {
            if (code < 0)
            {
                missing++;
            }
            else if (code >= categories.Length)
            {
                throw new ArgumentException($"Column '{name}' has code {code}, but only {categories.Length} categories.", nameof(codes));
            }
        }

        MissingCount = missing;
    }

    /// <inheritdoc/>
    public override ColumnKind Kind { get; }

    /// <inheritdoc/>
    public override int MissingCount { get; }

    /// <summary>One code a row; −1 where missing.</summary>
    public ReadOnlySpan<int> Codes => _codes;

    /// <summary>The codes as memory, for use in lambdas.</summary>
    public ReadOnlyMemory<int> Memory => _codes;

    /// <summary>Distinct texts, in order of first appearance; some may be unused after <see cref="Take"/>.</summary>
    public IReadOnlyList<string> Categories => _categories;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => _codes[row] < 0;

    /// <inheritdoc/>
    public override string? Text(int row) => _codes[row] < 0 ? null : _categories[_codes[row]];

    /// <summary>Number of rows of each category, in the order of <see cref="Categories"/>.</summary>
    public int[] Counts()
    {
        var counts = new int[_categories.Length];
        foreach (var code in _codes)
        {
            if (code >= 0)
            {
                counts[code]++;
            }
        }

        return counts;
    }

    /// <summary>Builds a column from texts; null is missing.</summary>
    public static TextColumn From(string name, IEnumerable<string?> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var codeOf = new Dictionary<string, int>(StringComparer.Ordinal);
        var codes = new List<int>();
        foreach (var text in texts)
        {
            if (text is null)
            {
                codes.Add(-1);
                continue;
            }

            if (!codeOf.TryGetValue(text, out var code))
            {
                code = codeOf.Count;
                codeOf.Add(text, code);
            }

            codes.Add(code);
        }

        return new TextColumn(name, [.. codes], [.. codeOf.Keys]);
    }

    /// <inheritdoc/>
    public override Column Take(ReadOnlySpan<int> rows)
    {
        var codes = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            codes[i] = _codes[rows[i]];
        }

        return new TextColumn(Name, codes, _categories, Kind == ColumnKind.Boolean);
    }

    /// <inheritdoc/>
    public override Column Rename(string name) => new TextColumn(name, _codes, _categories, Kind == ColumnKind.Boolean);
}
