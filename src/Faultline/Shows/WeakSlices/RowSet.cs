using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Faultline;

/// <summary>Rows by number, a bit each.</summary>
sealed class RowSet
{
    const int WordBits = 64;

    readonly ulong[] _words;
    readonly int _rows;

    RowSet(ulong[] words, int rows) => (_words, _rows) = (words, rows);

    /// <summary>Number of rows in the set.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (ulong word in _words)
            {
                count += BitOperations.PopCount(word);
            }

            return count;
        }
    }

    public static RowSet Empty(int rows) => new(new ulong[(rows + WordBits - 1) / WordBits], rows);

    public static RowSet All(int rows)
    {
        RowSet set = Empty(rows);
        Array.Fill(set._words, ulong.MaxValue);
        if (rows % WordBits != 0)
        {
            set._words[^1] = (1UL << (rows % WordBits)) - 1;
        }

        return set;
    }

    /// <summary>Keeps the rows whose code lies between two codes, both included.</summary>
    public void Narrow(byte[] codes, byte from, byte to)
    {
        Vector256<byte> low = Vector256.Create(from);
        Vector256<byte> width = Vector256.Create((byte)(to - from));
        ref byte first = ref MemoryMarshal.GetArrayDataReference(codes);
        int word = 0;
        for (; (word + 1) * WordBits <= _rows; word++)
        {
            if (_words[word] != 0)
            {
                nuint at = (nuint)(word * WordBits);
                ulong left = Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref first, at) - low, width).ExtractMostSignificantBits();
                ulong right = Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref first, at + 32) - low, width).ExtractMostSignificantBits();
                _words[word] &= left | (right << 32);
            }
        }

        for (int row = word * WordBits; row < _rows; row++)
        {
            if (codes[row] < from || codes[row] > to)
            {
                _words[word] &= ~(1UL << (row % WordBits));
            }
        }
    }

    /// <summary>Number of rows in the set from one row to before another.</summary>
    public int CountBetween(int from, int to)
    {
        if (from >= to)
        {
            return 0;
        }

        (int first, int last) = (from / WordBits, (to - 1) / WordBits);
        ulong head = ulong.MaxValue << (from % WordBits);
        ulong tail = ulong.MaxValue >> (WordBits - 1 - ((to - 1) % WordBits));
        if (first == last)
        {
            return BitOperations.PopCount(_words[first] & head & tail);
        }

        int count = BitOperations.PopCount(_words[first] & head) + BitOperations.PopCount(_words[last] & tail);
        for (int word = first + 1; word < last; word++)
        {
            count += BitOperations.PopCount(_words[word]);
        }

        return count;
    }

    /// <summary>A new set: these rows without those of another set.</summary>
    public RowSet Without(RowSet other)
    {
        ulong[] words = new ulong[_words.Length];
        for (int word = 0; word < words.Length; word++)
        {
            words[word] = _words[word] & ~other._words[word];
        }

        return new RowSet(words, _rows);
    }

    /// <summary>Takes the rows of another set in.</summary>
    public void Add(RowSet other)
    {
        for (int word = 0; word < _words.Length; word++)
        {
            _words[word] |= other._words[word];
        }
    }

    /// <summary>The rows in order.</summary>
    public int[] ToRows()
    {
        int[] rows = new int[Count];
        int next = 0;
        for (int word = 0; word < _words.Length; word++)
        {
            for (ulong bits = _words[word]; bits != 0; bits &= bits - 1)
            {
                rows[next++] = (word * WordBits) + BitOperations.TrailingZeroCount(bits);
            }
        }

        return rows;
    }
}
