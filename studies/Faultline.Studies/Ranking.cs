namespace Faultline.Studies;

/// <summary>How well a ranking finds what is wrong.</summary>
static class Ranking
{
    /// <summary>Average precision of ranking by ascending score (1 = certainly fine); ties count at their mean precision.</summary>
    public static double AveragePrecision(ReadOnlySpan<double> scores, ReadOnlySpan<bool> wrong)
    {
        var keys = scores.ToArray();
        var order = new int[keys.Length];
        var total = 0;
        for (var row = 0; row < keys.Length; row++)
        {
            order[row] = row;
            keys[row] = double.IsNaN(keys[row]) ? double.PositiveInfinity : keys[row];
            total += wrong[row] ? 1 : 0;
        }

        Array.Sort(keys, order);
        var precision = 0.0;
        var hits = 0;
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            var here = 0;
            while (end < order.Length && keys[end] == keys[start])
            {
                here += wrong[order[end]] ? 1 : 0;
                end++;
            }

            hits += here;
            precision += here * (hits / (double)end);
            start = end;
        }

        return total == 0 ? double.NaN : precision / total;
    }
}
