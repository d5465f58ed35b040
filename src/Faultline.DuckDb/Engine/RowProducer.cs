using System.Runtime.InteropServices;
using Faultline.DuckDb.Native;

namespace Faultline.DuckDb;

/// <summary>A table function over rows that are made as DuckDB asks for them, so that nothing is held but one chunk.</summary>
/// <param name="columns">Names and types of the columns.</param>
/// <param name="fill">Writes the next rows, at most <see cref="ChunkWriter.Capacity"/>, and says how many; 0 at the end.</param>
sealed unsafe class RowProducer(IReadOnlyList<(string Name, DuckDbType Type)> columns, Func<ChunkWriter, int> fill) : IDisposable
{
    readonly ChunkWriter _writer = new();
    GCHandle _self;

    /// <summary>What went wrong inside <c>fill</c>; the engine itself only knows that something did.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Makes the function known to a connection under a name; the producer must outlive the queries that use it.</summary>
    public void Register(Connection connection, string name)
    {
        _self = GCHandle.Alloc(this);
        using var function = NativeMethods.CreateTableFunction();
        NativeMethods.TableFunctionSetName(function, name);
        NativeMethods.TableFunctionSetExtraInfo(function, GCHandle.ToIntPtr(_self), 0);
        NativeMethods.TableFunctionSetBind(function, &Bind);
        NativeMethods.TableFunctionSetInit(function, &Init);
        NativeMethods.TableFunctionSetFunction(function, &Produce);
        if (NativeMethods.RegisterTableFunction(connection.Handle, function) != NativeState.Success)
        {
            throw new EngineException("DuckDB did not take the table function", DuckDbErrorKind.Other);
        }
    }

    public void Dispose()
    {
        if (_self.IsAllocated)
        {
            _self.Free();
        }
    }

    static RowProducer Of(nint info) => (RowProducer)GCHandle.FromIntPtr(info).Target!;

    [UnmanagedCallersOnly]
    static void Bind(nint info)
    {
        foreach (var (name, type) in Of(NativeMethods.BindGetExtraInfo(info)).Columns)
        {
            using var logical = NativeMethods.CreateLogicalType(type);
            NativeMethods.BindAddResultColumn(info, name, logical);
        }
    }

    [UnmanagedCallersOnly]
    static void Init(nint info)
    {
        // The state is the producer itself.
    }

    [UnmanagedCallersOnly]
    static void Produce(nint info, nint chunk)
    {
        var producer = Of(NativeMethods.FunctionGetExtraInfo(info));
        try
        {
            producer._writer.Chunk = chunk;
            NativeMethods.DataChunkSetSize(chunk, (ulong)producer.Fill(producer._writer));
        }
        catch (Exception fault)
        {
            // An exception must not cross into native code.
            producer.Fault = fault;
            NativeMethods.FunctionSetError(info, fault.Message);
        }
    }

    IReadOnlyList<(string Name, DuckDbType Type)> Columns => columns;

    int Fill(ChunkWriter writer) => fill(writer);
}
