namespace Faultline;

/// <summary>The panels that some rows are held against, nearest box first; in their own order where there are no boxes, or where boxes are equally near.</summary>
sealed class PanelQueue(RowBoxes? boxes, RowMatrix queries, int width)
{
    readonly float[] _lows = new float[queries.Dimensions];
    readonly float[] _highs = new float[queries.Dimensions];
    double[] _apart = [];
    int[] _columns = [];
    int _count;
    int _next;

    /// <summary>Takes the panels of the columns [start, end) for the query rows [from, to).</summary>
    public void Fill(int from, int to, int start, int end)
    {
        _next = 0;
        _count = Math.Max(0, (end - start + width - 1) / width);
        if (_columns.Length < _count)
        {
            (_columns, _apart) = (new int[_count], new double[_count]);
        }

        for (int i = 0; i < _count; i++)
        {
            _columns[i] = start + (i * width);
        }

        if (boxes is null)
        {
            return;
        }

        RowBoxes.Fit(queries, from, to, _lows, _highs);
        for (int i = 0; i < _count; i++)
        {
            _apart[i] = boxes.Apart(_columns[i] / width, _lows, _highs);
        }

        Array.Sort(_apart, _columns, 0, _count);
        for (int first = 0, next = 0; first < _count; first = next)
        {
            while (next < _count && _apart[next] == _apart[first])
            {
                next++;
            }

            Array.Sort(_columns, first, next - first);
        }
    }

    /// <summary>The next panel: its first column, and a squared distance below which no pair lies.</summary>
    public bool Next(out int column, out double apart)
    {
        (column, apart) = _next < _count ? (_columns[_next], _apart[_next]) : (0, 0);
        return _next++ < _count;
    }
}
