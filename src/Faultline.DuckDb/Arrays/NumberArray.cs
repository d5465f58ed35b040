using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Faultline.DuckDb;

/// <summary>An array of numbers in a file (.npy, .npz, IDX), opened so far that its shape is known.</summary>
sealed class NumberArray(string name, ArrayHeader header, Stream data, long? available) : IDisposable
{
    const int Batch = 1 << 16;

    public string Name { get; } = name;

    public ArrayHeader Header { get; } = header;

    /// <summary>Reads all numbers in row-major order.</summary>
    /// <typeparam name="T">What they become: <see cref="float"/>, <see cref="double"/> or <see cref="byte"/>.</typeparam>
    /// <param name="convert">Makes the number from a double.</param>
    /// <exception cref="InputException">The file holds fewer or more numbers than its header says.</exception>
    public T[] ReadAll<T>(Func<double, T> convert)
    {
        var count = Header.Count;
        if (count > Array.MaxLength)
        {
            throw new InputException($"'{Name}' has shape {Header.ShapeText}, more numbers than one array holds ({Complaint.Count(Array.MaxLength)}). Split it into parts.");
        }

        // Looked at before memory is taken: a header can claim anything.
        if (available is { } bytes && bytes != count * Header.ElementSize)
        {
            throw Differs(bytes);
        }

        var values = available is null ? new List<T>() : null;
        var target = available is null ? [] : GC.AllocateUninitializedArray<T>((int)count);
        var buffer = new byte[Batch * 8];
        long done = 0;
        while (done < count)
        {
            var wanted = (int)Math.Min(Batch, count - done) * Header.ElementSize;
            var read = data.ReadAtLeast(buffer.AsSpan(0, wanted), wanted, throwOnEndOfStream: false);
            if (read < wanted)
            {
                throw Differs((done * Header.ElementSize) + read);
            }

            for (var i = 0; i < read; i += Header.ElementSize)
            {
                var value = convert(Number(buffer.AsSpan(i, Header.ElementSize)));
                if (values is null)
                {
                    target[done++] = value;
                }
                else
                {
                    values.Add(value);
                    done++;
                }
            }
        }

        if (data.ReadByte() >= 0)
        {
            throw new InputException($"'{Name}' is damaged: more follows behind the {Complaint.Count(count)} numbers that its header {Header.ShapeText} claims. Write it again.");
        }

        target = values is null ? target : [.. values];
        return Header.Fortran && Header.Shape.Count > 1 ? RowMajor(target) : target;
    }

    public void Dispose() => data.Dispose();

    InputException Differs(long bytes) => new(
        $"'{Name}' is cut off or damaged: its header claims {Header.ShapeText}, {Complaint.Count(Header.Count)} numbers of {Header.ElementSize} bytes, but {Complaint.Count(bytes)} bytes follow. Fetch or write it again.");

    double Number(Span<byte> bytes)
    {
        if (Header.BigEndian)
        {
            bytes.Reverse();
        }

        return Header.Type switch
        {
            ElementType.Boolean => bytes[0] == 0 ? 0 : 1,
            ElementType.Int8 => (sbyte)bytes[0],
            ElementType.UInt8 => bytes[0],
            ElementType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            ElementType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            ElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            ElementType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            ElementType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            ElementType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            ElementType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
            ElementType.Float32 => MemoryMarshal.Read<float>(bytes),
            _ => MemoryMarshal.Read<double>(bytes),
        };
    }

    T[] RowMajor<T>(T[] fortran)
    {
        var shape = Header.Shape;
        var rowMajor = new T[fortran.Length];
        var index = new long[shape.Count];
        var strides = new long[shape.Count];
        strides[0] = 1;
        for (var d = 1; d < strides.Length; d++)
        {
            strides[d] = strides[d - 1] * shape[d - 1];
        }

        long from = 0;
        for (var i = 0; i < rowMajor.Length; i++)
        {
            rowMajor[i] = fortran[from];
            for (var d = index.Length - 1; d >= 0; d--)
            {
                from += strides[d];
                if (++index[d] < shape[d])
                {
                    break;
                }

                from -= strides[d] * shape[d];
                index[d] = 0;
            }
        }

        return rowMajor;
    }
}
