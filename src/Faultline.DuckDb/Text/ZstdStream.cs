namespace Faultline.DuckDb;

/// <summary>The text of a zstd file, which the base library can not unpack: DuckDB reads it line by line.</summary>
sealed class ZstdStream : Stream
{
    // No text has this sequence, so that each line is one cell.
    const string Lines =
        """
        SELECT line FROM read_csv($1, auto_detect=false, columns={'line': 'VARCHAR'}, delim=e'\x01\x02\x03\x04', quote='', escape='', header=false,
        compression='zstd', max_line_size=67108864, buffer_size=134217728, parallel=false, strict_mode=false, nullstr=e'\x01\x02')
        """;

    readonly Database _database;
    readonly Connection _connection;
    readonly ResultStream _rows;
    int _row;
    int _offset;

    public ZstdStream(string path)
    {
        _database = new Database();
        _connection = _database.Connect();
        try
        {
            _rows = _connection.Query(Lines, CancellationToken.None, Sql.PathOf(path));
        }
        catch (EngineException fault)
        {
            Dispose(disposing: true);
            throw new InvalidDataException(fault.FirstLine, fault);
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var written = 0;
        while (written < buffer.Length)
        {
            if (_row == _rows.Count && !Advance())
            {
                break;
            }

            var vector = _rows[0];
            while (_row < _rows.Count && written < buffer.Length)
            {
                var line = vector.IsValid(_row) ? vector.Utf8(_row) : [];
                if (_offset < line.Length)
                {
                    var part = line[_offset..];
                    part = part[..Math.Min(part.Length, buffer.Length - written)];
                    part.CopyTo(buffer[written..]);
                    written += part.Length;
                    _offset += part.Length;
                }
                else
                {
                    buffer[written++] = (byte)'\n';
                    _offset = 0;
                    _row++;
                }
            }
        }

        return written;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _rows?.Dispose();
            _connection.Dispose();
            _database.Dispose();
        }

        base.Dispose(disposing);
    }

    bool Advance()
    {
        try
        {
            _row = 0;
            _offset = 0;
            return _rows.Next();
        }
        catch (EngineException fault)
        {
            throw new InvalidDataException(fault.FirstLine, fault);
        }
    }
}
