namespace Faultline;

/// <summary>Counts over the numbers of a column that tell quantities from codes such as <c>02134</c> or <c>20531648812345678901</c>.</summary>
public struct ColumnTypingTally
{
    int _shortest;
    int _longest;

    /// <summary>Cells that are numbers.</summary>
    public long Numbers { get; private set; }

    /// <summary>Of these, digits only.</summary>
    public long Integers { get; private set; }

    /// <summary>Of these, with a leading zero.</summary>
    public long LeadingZero { get; private set; }

    /// <summary>Of these, beyond 2^53, where doubles no longer tell neighbours apart.</summary>
    public long Beyond { get; private set; }

    /// <summary>True when the column is better read as text: a number would lose what it says.</summary>
    public readonly bool IsCode =>
        Beyond * 100 > Numbers || (LeadingZero > 0 && (LeadingZero * 100 >= Numbers || (_shortest == _longest && Integers == Numbers)));

    /// <summary>Counts one number.</summary>
    /// <param name="utf8">Its text.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cells">How many cells hold it.</param>
    public void Add(ReadOnlySpan<byte> utf8, double value, long cells)
    {
        Numbers += cells;
        if (value != Math.Floor(value))
        {
            return;
        }

        var text = NumberParser.Trim(utf8);
        var signed = text.Length > 0 && text[0] is (byte)'-' or (byte)'+';
        if (text[(signed ? 1 : 0)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
        {
            return;
        }

        Integers += cells;
        _shortest = Integers == cells ? text.Length : Math.Min(_shortest, text.Length);
        _longest = Math.Max(_longest, text.Length);
        LeadingZero += text.Length > 1 && text[0] == '0' ? cells : 0;
        Beyond += Math.Abs(value) > 1L << 53 ? cells : 0;
    }
}
