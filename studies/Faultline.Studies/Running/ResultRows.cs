using System.Globalization;

namespace Faultline.Studies;

/// <summary>Results of a study: a tab-separated file with a header, one case a line, appended to as cases end.</summary>
sealed class ResultRows
{
    readonly string _path;
    readonly string[] _header;
    readonly List<string[]> _rows = [];

    public ResultRows(string path, IReadOnlyList<string> columns)
    {
        _path = path;
        _header = ["case", .. columns];
        if (!File.Exists(path))
        {
            return;
        }

        var lines = File.ReadAllLines(path);
        if (lines.Length > 0 && lines[0] != string.Join('\t', _header))
        {
            throw new InvalidDataException($"{path} has the columns '{lines[0]}'; this study writes '{string.Join('\t', _header)}'. Move it away.");
        }

        // A line cut off by a kill is run again.
        _rows.AddRange(lines.Skip(1).Select(line => line.Split('\t')).Where(cells => cells.Length == _header.Length));
    }

    public int Count => _rows.Count;

    public IEnumerable<Row> All => _rows.Select(cells => new Row(_header, cells));

    public bool Has(string name) => _rows.Exists(cells => cells[0] == name);

    /// <summary>The rows whose case begins so.</summary>
    public List<Row> Of(string prefix) => [.. All.Where(row => row.Case.StartsWith(prefix, StringComparison.Ordinal))];

    public void Add(string name, IReadOnlyList<string> cells)
    {
        string[] row = [name, .. cells.Select(cell => cell.Replace('\t', ' ').Replace('\n', ' '))];
        if (row.Length != _header.Length)
        {
            throw new InvalidOperationException($"Case {name} gave {cells.Count} cells; {_header.Length - 1} were expected.");
        }

        if (!File.Exists(_path))
        {
            File.WriteAllText(_path, string.Join('\t', _header) + "\n");
        }

        File.AppendAllText(_path, string.Join('\t', row) + "\n");
        _rows.Add(row);
    }

    /// <summary>One case's results by column.</summary>
    public readonly record struct Row(string[] Header, string[] Cells)
    {
        public string Case => Cells[0];

        public string this[string column] => Cells[Array.IndexOf(Header, column)];

        public double Number(string column) => double.Parse(this[column], CultureInfo.InvariantCulture);

        public bool Is(string column) => this[column] == "1";
    }
}
