namespace Faultline.DuckDb;

/// <summary>Sees from the first records how a delimited file is written.</summary>
static class CsvSniffer
{
    // A delimiter that no text has: a file of one column.
    const byte None = 0x1F;

    /// <summary>Finds the dialect in which the most records have one width.</summary>
    /// <param name="sample">The first bytes, UTF-8.</param>
    /// <param name="isWhole">True when the sample is the whole text.</param>
    /// <param name="delimiter">The delimiter, where the user named it.</param>
    /// <param name="header">Whether there is a header, where the user said it.</param>
    public static CsvDialect Sniff(byte[] sample, bool isWhole, byte? delimiter, bool? header)
    {
        ReadOnlySpan<byte> delimiters = delimiter is { } given ? [given] : [(byte)',', (byte)';', (byte)'\t', (byte)'|'];
        var best = default(Candidate);
        foreach (var mark in delimiters)
        {
            foreach (var quoted in (ReadOnlySpan<bool>)[true, false])
            {
                if (!quoted && best.Block is not null && best.Dialect.Delimiter == mark && !best.Dialect.MayHaveLooseQuotes)
                {
                    continue;
                }

                best = Candidate.Better(best, Try(sample, isWhole, new CsvDialect(mark, quoted, false, false, 0)), delimiter is not null);
                if (BlanksFollow(sample, mark))
                {
                    best = Candidate.Better(best, Try(sample, isWhole, new CsvDialect(mark, quoted, true, false, 0)), delimiter is not null);
                }
            }
        }

        if (best.Block is null)
        {
            best = Try(sample, isWhole, new CsvDialect(None, true, false, false, 0)) is { Block: not null } one
                ? one
                : Try(sample, isWhole, new CsvDialect(None, false, false, false, 0));
        }

        // Seen without quotes although it is CSV: a quote is at fault, which the reading then meets and names.
        var dialect = best.Dialect with { Width = best.Width, Quoted = best.Dialect.Quoted || !best.Dialect.MayHaveLooseQuotes };
        return dialect with { HasHeader = header ?? (best.Block is { } block && CsvHeader.IsHeader(block, dialect)) };
    }

    static Candidate Try(byte[] sample, bool isWhole, CsvDialect dialect)
    {
        var block = new CsvBlock { Widths = [] };
        using var stream = new MemoryStream(sample, writable: false);
        try
        {
            if (!new CsvScanner(stream, dialect, sample.Length + 1, isCut: !isWhole).Read(block))
            {
                return default;
            }
        }
        catch (CsvFault)
        {
            return default;
        }

        var widths = block.Widths!;
        var modal = widths.CountBy(width => width).MaxBy(group => group.Value).Key;
        var share = widths.Count(width => width == modal) / (double)widths.Count;
        return new Candidate(dialect, block, modal, share, widths[0] == modal, dialect.SkipsBlank && AllBlank(block, dialect));
    }

    static bool BlanksFollow(ReadOnlySpan<byte> sample, byte delimiter)
    {
        var all = sample.Count(delimiter);
        return all > 0 && sample.Count((ReadOnlySpan<byte>)[delimiter, (byte)' ']) * 10L > all * 9L;
    }

    // In the dialect without skipping, does every cell but the first of a record begin with a blank?
    static bool AllBlank(CsvBlock block, CsvDialect dialect)
    {
        var cell = 0;
        foreach (var width in block.Widths!)
        {
            for (var i = 1; i < width; i++)
            {
                var start = block.Starts[cell + i];
                start = start < 0 ? ~start : start;
                var before = start - 1;
                before -= before >= 0 && block.Bytes[before] == '"' && dialect.Quoted ? 1 : 0;
                if (before < 0 || block.Bytes[before] != ' ')
                {
                    return false;
                }
            }

            cell += width;
        }

        return true;
    }

    readonly record struct Candidate(CsvDialect Dialect, CsvBlock? Block, int Width, double Share, bool FirstFits, bool AllBlank)
    {
        public static Candidate Better(Candidate a, Candidate b, bool isGiven)
        {
            // Prose has delimiters too: the first record must have the common width, or nearly all others.
            if (b.Block is null || (!isGiven && (b.Width < 2 || (b.Share < 0.9 && !(b.FirstFits && b.Share >= 0.5)))))
            {
                return a;
            }

            if (a.Block is null)
            {
                return b;
            }

            if (b.AllBlank && a.Dialect.Delimiter == b.Dialect.Delimiter && b.Share >= a.Share)
            {
                return a.AllBlank ? (b.Share > a.Share ? b : a) : b;
            }

            return b.Share > a.Share + 1e-9 || (b.Share > a.Share - 1e-9 && b.Width > a.Width && a.Dialect.Delimiter != b.Dialect.Delimiter && !b.Dialect.SkipsBlank) ? b : a;
        }
    }
}
