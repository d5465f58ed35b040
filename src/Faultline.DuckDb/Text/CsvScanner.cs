using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace Faultline.DuckDb;

/// <summary>Cuts a UTF-8 stream into blocks of whole records and finds the cells in them.</summary>
/// <param name="stream">The bytes, UTF-8 without a byte order mark.</param>
/// <param name="dialect">How the text is written; width 0 takes records of any width.</param>
/// <param name="blockSize">Bytes a block.</param>
/// <param name="isCut">True when the stream ends in mid-text, so that its last record is not whole.</param>
sealed class CsvScanner(Stream stream, CsvDialect dialect, int blockSize = 1 << 20, bool isCut = false)
{
    const int LongestRecord = 1 << 28;

    byte[] _carry = [];
    bool _ended;
    long _line = 1;

    /// <summary>Fills the block with the next records; false when there are none left.</summary>
    /// <exception cref="CsvFault">The text is no table in this dialect.</exception>
    public bool Read(CsvBlock block)
    {
        block.Clear();
        if (_ended && _carry.Length == 0)
        {
            return false;
        }

        var wanted = blockSize;
        while (true)
        {
            Fill(block, wanted);
            var used = Scan(block, _ended && !isCut);
            if (block.Records > 0 || _ended)
            {
                block.FirstLine = _line;
                var left = block.Bytes.AsSpan(used, block.Length - used);
                _line = block.LineOf(used);
                _carry = left.ToArray();
                return block.Records > 0;
            }

            // One record is longer than the block.
            if (block.Length > LongestRecord)
            {
                throw new CsvFault(CsvFaultKind.OpenQuote, _line, 0);
            }

            _carry = block.Bytes.AsSpan(0, block.Length).ToArray();
            wanted = block.Length * 2;
            block.Clear();
        }
    }

    void Fill(CsvBlock block, int wanted)
    {
        var size = Math.Max(wanted, _carry.Length + 1);
        if (block.Bytes.Length < size)
        {
            block.Bytes = GC.AllocateUninitializedArray<byte>(size);
        }

        _carry.CopyTo(block.Bytes, 0);
        var read = stream.ReadAtLeast(block.Bytes.AsSpan(_carry.Length, size - _carry.Length), size - _carry.Length, throwOnEndOfStream: false);
        _ended = read < size - _carry.Length;
        block.Length = _carry.Length + read;
        block.FirstLine = _line;
        Check(block, _carry.Length, read);
    }

    void Check(CsvBlock block, int start, int length)
    {
        var fresh = block.Bytes.AsSpan(start, length);
        var zero = fresh.IndexOf((byte)0);
        if (zero >= 0)
        {
            throw new CsvFault(CsvFaultKind.ZeroByte, block.LineOf(start + zero), 0);
        }

        // A letter may be cut at either end of what was just read.
        var from = start;
        while (from > 0 && from > start - 4 && block.Bytes[from] is >= 0x80 and < 0xC0)
        {
            from--;
        }

        var to = block.Length;
        for (var back = 1; !_ended && back <= 3 && to - back >= from; back++)
        {
            var c = block.Bytes[to - back];
            if (c >= 0xC0)
            {
                to = c >= 0xF0 || (c >= 0xE0 && back < 3) || back < 2 ? to - back : to;
                break;
            }

            if (c < 0x80)
            {
                break;
            }
        }

        if (!Utf8.IsValid(block.Bytes.AsSpan(from, to - from)))
        {
            throw new CsvFault(CsvFaultKind.NotUtf8, block.LineOf(FirstInvalid(block.Bytes, from, to)), 0);
        }
    }

    static int FirstInvalid(byte[] bytes, int from, int to)
    {
        while (from < to)
        {
            if (System.Text.Rune.DecodeFromUtf8(bytes.AsSpan(from, to - from), out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                return from;
            }

            from += length;
        }

        return to;
    }

    // Returns the offset behind the last whole record. Optimised at once: on a file of usual size tiering would come too late.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    int Scan(CsvBlock block, bool last)
    {
        var bytes = block.Bytes.AsSpan(0, block.Length);
        var state = new ScanState { CellStart = 0, RecordCell = 0, RecordStart = 0 };
        var delimiters = Vector256.Create(dialect.Delimiter);
        var quotes = Vector256.Create((byte)'"');
        var feeds = Vector256.Create((byte)'\n');
        var returns = Vector256.Create((byte)'\r');
        var at = 0;
        ref var first = ref MemoryMarshal.GetReference(bytes);
        for (; at + 32 <= bytes.Length; at += 32)
        {
            var chunk = Vector256.LoadUnsafe(ref first, (nuint)at);
            var special = Vector256.Equals(chunk, delimiters) | Vector256.Equals(chunk, feeds) | Vector256.Equals(chunk, returns);
            if (dialect.Quoted)
            {
                special |= Vector256.Equals(chunk, quotes);
            }

            for (var bits = special.ExtractMostSignificantBits(); bits != 0; bits &= bits - 1)
            {
                Step(block, bytes, at + BitOperations.TrailingZeroCount(bits), ref state);
            }
        }

        for (; at < bytes.Length; at++)
        {
            var c = bytes[at];
            if (c == dialect.Delimiter || c is (byte)'\n' or (byte)'\r' || (c == '"' && dialect.Quoted))
            {
                Step(block, bytes, at, ref state);
            }
        }

        if (last)
        {
            Finish(block, bytes, ref state);
            return bytes.Length;
        }

        block.Cells = state.RecordCell;
        return state.RecordStart;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Step(CsvBlock block, ReadOnlySpan<byte> bytes, int at, ref ScanState state)
    {
        if (at < state.Ignore)
        {
            return;
        }

        var c = bytes[at];
        if (c == '\r' && at + 1 == bytes.Length && !_ended)
        {
            // Whether a line feed follows is seen with the next block; the record is scanned again there.
            return;
        }

        if (state.InQuotes)
        {
            if (c == '"')
            {
                if (at + 1 < bytes.Length && bytes[at + 1] == '"')
                {
                    state.Doubled = true;
                    state.Ignore = at + 2;
                }
                else
                {
                    state.InQuotes = false;
                    state.QuoteEnd = at;
                }
            }

            return;
        }

        if (c == '"' && dialect.Quoted && c != dialect.Delimiter)
        {
            // A quote opens a quoted cell only where the cell begins; elsewhere it is a letter (5" pipe).
            if (state.QuoteEnd < 0 && IsCellStart(bytes, at, ref state))
            {
                state.InQuotes = true;
                state.CellStart = at + 1;
            }

            return;
        }

        EndCell(block, bytes, at, ref state);
        if (c != dialect.Delimiter)
        {
            var following = at + 1;
            if (c == '\r' && following < bytes.Length && bytes[following] == '\n')
            {
                following++;
                state.Ignore = following;
            }

            EndRecord(block, at, following, ref state);
        }
    }

    bool IsCellStart(ReadOnlySpan<byte> bytes, int at, ref ScanState state)
    {
        if (at == state.CellStart)
        {
            return true;
        }

        return dialect.SkipsBlank && bytes[state.CellStart..at].IndexOfAnyExcept((byte)' ') < 0;
    }

    void EndCell(CsvBlock block, ReadOnlySpan<byte> bytes, int at, ref ScanState state)
    {
        var start = state.CellStart;
        if (state.QuoteEnd >= 0)
        {
            if (bytes[(state.QuoteEnd + 1)..at].IndexOfAnyExcept((byte)' ') >= 0)
            {
                throw new CsvFault(CsvFaultKind.AfterQuote, block.LineOf(state.QuoteEnd), 0);
            }

            block.Add(start, state.QuoteEnd, state.Doubled);
        }
        else
        {
            if (dialect.SkipsBlank && start < at && bytes[start] == ' ' && block.Cells > state.RecordCell)
            {
                start++;
            }

            block.Add(start, at, doubled: false);
        }

        state.QuoteEnd = -1;
        state.Doubled = false;
        state.CellStart = at + 1;
    }

    void EndRecord(CsvBlock block, int at, int following, ref ScanState state)
    {
        var cells = block.Cells - state.RecordCell;
        if (cells == 1 && at == state.RecordStart && dialect.Width != 1)
        {
            // A blank line is no record, except in a file of one column, where it is a missing cell.
            block.Cells = state.RecordCell;
        }
        else
        {
            if (dialect.Width > 0 && cells != dialect.Width)
            {
                throw new CsvFault(CsvFaultKind.Ragged, block.LineOf(state.RecordStart), cells);
            }

            block.Widths?.Add(cells);
            block.Records++;
            state.RecordCell = block.Cells;
        }

        state.RecordStart = following;
        state.CellStart = following;
    }

    void Finish(CsvBlock block, ReadOnlySpan<byte> bytes, ref ScanState state)
    {
        if (state.InQuotes)
        {
            throw new CsvFault(CsvFaultKind.OpenQuote, block.LineOf(state.CellStart), 0);
        }

        if (state.RecordStart < bytes.Length)
        {
            EndCell(block, bytes, bytes.Length, ref state);
            EndRecord(block, bytes.Length, bytes.Length, ref state);
        }
    }

    ref struct ScanState()
    {
        public int CellStart;
        public int RecordCell;
        public int RecordStart;
        public int QuoteEnd = -1;
        public int Ignore;
        public bool InQuotes;
        public bool Doubled;
    }
}
