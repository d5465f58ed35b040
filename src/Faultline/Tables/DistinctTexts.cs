using System.Text;

namespace Faultline;

/// <summary>Distinct UTF-8 texts, coded 0, 1, 2… in order of first appearance. Holds bytes, not strings, so that a million texts cost little more than their letters.</summary>
public sealed class DistinctTexts
{
    const int PageSize = 1 << 18;

    readonly List<byte[]> _pages = [];
    int _used;
    int[] _buckets = new int[16];
    Entry[] _entries = new Entry[8];

    /// <summary>Number of distinct texts.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes of one text.</summary>
    public ReadOnlySpan<byte> this[int code]
    {
        get
        {
            ref readonly var entry = ref _entries[code];
            return _pages[entry.Page].AsSpan(entry.Offset, entry.Length);
        }
    }

    /// <summary>The code of a text, which is added when it is new.</summary>
    public int Add(ReadOnlySpan<byte> text)
    {
        var hash = Hash(text);
        for (var code = _buckets[hash & (uint)(_buckets.Length - 1)] - 1; code >= 0; code = _entries[code].Next)
        {
            if (_entries[code].Hash == hash && this[code].SequenceEqual(text))
            {
                return code;
            }
        }

        return Insert(text, hash);
    }

    /// <summary>All texts as strings, by code; bytes that are no UTF-8 become the replacement character.</summary>
    public string[] ToStrings()
    {
        var texts = new string[Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = Encoding.UTF8.GetString(this[i]);
        }

        return texts;
    }

    int Insert(ReadOnlySpan<byte> text, uint hash)
    {
        if (Count == _entries.Length)
        {
            Grow();
        }

        if (_pages.Count == 0 || _used + text.Length > _pages[^1].Length)
        {
            // The first page is small: a table may have thousands of columns.
            var size = _pages.Count == 0 ? 256 : Math.Min(PageSize, _pages[^1].Length * 2);
            _pages.Add(new byte[Math.Max(size, text.Length)]);
            _used = 0;
        }

        text.CopyTo(_pages[^1].AsSpan(_used));
        ref var bucket = ref _buckets[hash & (uint)(_buckets.Length - 1)];
        _entries[Count] = new Entry(hash, bucket - 1, _pages.Count - 1, _used, text.Length);
        _used += text.Length;
        bucket = ++Count;
        return Count - 1;
    }

    void Grow()
    {
        Array.Resize(ref _entries, Count * 2);
        _buckets = new int[_buckets.Length * 2];
        for (var code = 0; code < Count; code++)
        {
            ref var bucket = ref _buckets[_entries[code].Hash & (uint)(_buckets.Length - 1)];
            _entries[code] = _entries[code] with { Next = bucket - 1 };
            bucket = code + 1;
        }
    }

    static uint Hash(ReadOnlySpan<byte> text)
    {
        const ulong Prime = 0x9E3779B97F4A7C15;
        var state = (ulong)text.Length * Prime;
        while (text.Length >= 8)
        {
            state = (state ^ BitConverter.ToUInt64(text)) * Prime;
            state ^= state >> 32;
            text = text[8..];
        }

        ulong rest = 0;
        for (var i = 0; i < text.Length; i++)
        {
            rest |= (ulong)text[i] << (8 * i);
        }

        state = (state ^ rest) * Prime;
        state ^= state >> 29;
        return (uint)((state * Prime) >> 32);
    }

    readonly record struct Entry(uint Hash, int Next, int Page, int Offset, int Length);
}
