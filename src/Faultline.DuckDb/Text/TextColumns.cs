using System.Text;

namespace Faultline.DuckDb;

/// <summary>The columns that a text source is being read into.</summary>
sealed class TextColumns(ReadOptions options, bool decimalComma, IReadOnlySet<string>? keepTexts)
{
    readonly List<TextColumnBuilder> _builders = [];
    readonly Dictionary<string, int> _indexOf = new(StringComparer.Ordinal);
    readonly byte[][] _nullTexts = options.AsWritten ? [] : [.. options.NullTexts.Select(Encoding.UTF8.GetBytes)];

    public int Count => _builders.Count;

    public TextColumnBuilder this[int index] => _builders[index];

    public int Find(string name) => _indexOf.GetValueOrDefault(name, -1);

    public int Add(string name)
    {
        _indexOf.Add(name, _builders.Count);
        _builders.Add(new TextColumnBuilder(name, decimalComma, options.AsWritten || (keepTexts is not null && (keepTexts.Count == 0 || keepTexts.Contains(name)))));
        return _builders.Count - 1;
    }

    /// <summary>Adds one cell.</summary>
    public void Add(int column, ReadOnlySpan<byte> text)
    {
        if (text.Length == 0 || IsNull(text))
        {
            _builders[column].AddMissing();
        }
        else
        {
            _builders[column].Add(text);
        }
    }

    /// <summary>True as soon as a column can't become what it was taken for.</summary>
    public bool IsHopeless => _builders.Exists(builder => builder.IsHopeless);

    /// <summary>Names of columns whose texts must be kept in a second reading.</summary>
    public IReadOnlyList<string> Misled() => [.. _builders.Where(builder => builder.IsMisled()).Select(builder => builder.Name)];

    /// <summary>The finished columns; built side by side, since each is on its own.</summary>
    public List<Column> Build(List<string> warnings)
    {
        var columns = new Column[_builders.Count];
        Workers.Run(columns.Length, options.Threads, i => columns[i] = _builders[i].Build(options.AsWritten), CancellationToken.None);
        var guessed = _builders.Where(builder => builder.OrderGuessed).Select(builder => Complaint.Quote(builder.Name)).ToArray();
        if (guessed.Length > 0)
        {
            warnings.Add($"No date in {string.Join(", ", guessed.Take(5))} tells day from month: read as month/day/year.");
        }

        return [.. columns];
    }

    bool IsNull(ReadOnlySpan<byte> text)
    {
        foreach (var nullText in _nullTexts)
        {
            if (text.SequenceEqual(nullText))
            {
                return true;
            }
        }

        return false;
    }
}
